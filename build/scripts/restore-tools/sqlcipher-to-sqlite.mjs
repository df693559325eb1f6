#!/usr/bin/env node
// Turns an encrypted clinic.db into a plain SQLite file and checks every page, with Node and nothing else:
//   node sqlcipher-to-sqlite.mjs clinic.db plain.sqlite kit.txt
// Same format and result as sqlcipher-to-sqlite.py. The result is readable by anybody who has it: delete it when done.
import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';

const PAGE = 4096;
const RESERVED = 80;
const LOCK_PAGE = 0x40000000 / PAGE + 1;

const [source, target, kit] = process.argv.slice(2);
if (!source || !target || !kit) {
  console.error('usage: node sqlcipher-to-sqlite.mjs clinic.db plain.sqlite kit.txt');
  process.exit(64);
}
const keyText = /^#\s*database-key:\s*([0-9a-fA-F ]{64,})/m.exec(readFileSync(kit, 'utf8'))?.[1]?.replaceAll(' ', '');
if (!/^[0-9a-fA-F]{64}$/.test(keyText ?? '')) {
  console.error('ERROR: no line "# database-key:" with 64 hex digits in the kit');
  process.exit(1);
}
const key = Buffer.from(keyText, 'hex');

function decryptPage(page, number) {
  const start = number === 1 ? 16 : 0;
  const decipher = createDecipheriv('aes-256-cbc', key, page.subarray(PAGE - RESERVED, PAGE - RESERVED + 16)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(page.subarray(start, PAGE - RESERVED)), decipher.final()]);
  if (number === 1) plain.set([1, 1], 2); // no WAL belongs to the plain file
  return Buffer.concat([number === 1 ? Buffer.from('SQLite format 3\0') : Buffer.alloc(0), plain, Buffer.alloc(RESERVED)]);
}

const from = openSync(source, 'r');
const to = openSync(target, 'wx', 0o600);
const page = Buffer.alloc(PAGE);
const numberBytes = Buffer.alloc(4);
let macKey;
const bad = [];
for (let number = 1; readSync(from, page, 0, PAGE, null) === PAGE; number += 1) {
  macKey ??= pbkdf2Sync(key, page.subarray(0, 16).map(byte => byte ^ 0x3a), 2, 32, 'sha512');
  numberBytes.writeUInt32LE(number);
  const mac = createHmac('sha512', macKey).update(page.subarray(number === 1 ? 16 : 0, PAGE - 64)).update(numberBytes).digest();
  const sound = timingSafeEqual(mac, page.subarray(PAGE - 64));
  if (!sound && !(number === LOCK_PAGE && page.every(byte => byte === 0))) bad.push(number);
  const plain = sound ? decryptPage(page, number) : Buffer.alloc(PAGE);
  for (let done = 0; done < PAGE;) done += writeSync(to, plain, done, PAGE - done); // one write may end early on a full disk
}
closeSync(from);
closeSync(to);
if (bad[0] === 1) {
  rmSync(target);
  console.error('ERROR: page 1 does not fit the key: wrong key, or the beginning of the file is damaged');
  process.exit(1);
}
if (bad.length > 0) {
  console.error(`DAMAGED: ${bad.length} pages are wrong and were written as zeros: ${bad.slice(0, 50).join(' ')}`);
  process.exit(2);
}
console.log(`OK: every page checked; ${target} is plain SQLite`);
