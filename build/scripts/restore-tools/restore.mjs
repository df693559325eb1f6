#!/usr/bin/env node
// Restores a Klinikbok database from a folder of backups, with Node (18 or newer), `age`, and nothing of Klinikbok:
//   node restore.mjs FOLDER kit.txt                         what is there, oldest first
//   node restore.mjs FOLDER kit.txt NEWFOLDER [GENERATION [MACHINE]]
// Writes NEWFOLDER/clinic.db, still encrypted, byte for byte the file that was backed up; then sqlcipher-to-sqlite.mjs.
// Exit code 0: exactly that file; 2: pages are missing and listed; 1: nothing restored. For servers: restore.py.
import { spawnSync } from 'node:child_process';
import { createHash, createHmac, createPublicKey, verify } from 'node:crypto';
import { closeSync, createReadStream, existsSync, fsyncSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const [place, kitFile, out, generation, machine] = process.argv.slice(2);
const fail = text => {
  console.error(`ERROR: ${text}`);
  process.exit(1);
};
if (!place || !kitFile) fail('usage: node restore.mjs FOLDER kit.txt [NEWFOLDER [GENERATION [MACHINE]]]');

const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');
const kit = readFileSync(kitFile, 'utf8');
const identity = /AGE-SECRET-KEY-1[0-9A-Z]{58}/.exec(kit.replace(/^#.*$/gm, '').toUpperCase().replaceAll(' ', ''))?.[0] ?? fail('no line AGE-SECRET-KEY-1… of 74 characters in the kit');
const field = name => new RegExp(`^#\\s*${name}:\\s*([0-9a-fA-F ]+)$`, 'm').exec(kit)?.[1]?.replaceAll(' ', '').toLowerCase();
const [signer, key] = [field('signing-key'), field('database-key')];
if (!signer) console.error('NOTE: the kit text names no signing key; signatures are checked, but not whose they are');

const secret = mkdtempSync(path.join(tmpdir(), 'restore-'));
process.on('exit', () => rmSync(secret, { recursive: true, force: true }));
const identityFile = path.join(secret, 'identity');
writeFileSync(identityFile, `${identity}\n`, { mode: 0o600 });

/** What an age file holds, or undefined when the kit does not open it. */
function open(sealed) {
  const done = spawnSync('age', ['-d', '-i', identityFile], { input: sealed, maxBuffer: 2 ** 31 - 1 });
  if (done.error) fail('the program age is not installed here (https://age-encryption.org)');
  return done.status === 0 ? done.stdout : undefined;
}

/** Line 1 of a manifest as JSON, or why it is not believed. */
function manifestOf(file) {
  const text = open(readFileSync(file));
  if (text === undefined) return 'cannot be opened with this kit, or is damaged';
  const [line = '', signature = '', keyText = ''] = text.toString('latin1').split('\n');
  const der = Buffer.from(keyText, 'base64');
  if (signer && sha256(der) !== signer) return 'was signed by another key than the one in the kit';
  try {
    if (!verify('sha256', Buffer.from(line, 'latin1'), createPublicKey({ key: der, format: 'der', type: 'spki' }), Buffer.from(signature, 'base64'))) return 'has a wrong signature';
  } catch {
    return 'is damaged';
  }
  const manifest = JSON.parse(Buffer.from(line, 'latin1').toString('utf8'));
  return manifest.format === 'klinikbok-manifest/1' ? manifest : 'is of a newer format than this script knows';
}

const root = existsSync(path.join(place, 'VERSION')) ? place : path.join(place, 'Klinikbok-backup');
const names = folder => (existsSync(folder) ? readdirSync(folder) : []);
const found = [];
for (const one of names(path.join(root, 'm'))) {
  if (machine && one !== machine) continue;
  for (const name of names(path.join(root, 'm', one, 'snap'))) {
    const number = Number(/^(\d{8})-[0-9a-f]{32}\.age$/.exec(name)?.[1]);
    if (!number || (generation && number !== Number(generation))) continue;
    const manifest = manifestOf(path.join(root, 'm', one, 'snap', name));
    if (typeof manifest === 'string') console.error(`skipped m/${one}/snap/${name}: ${manifest}`);
    else found.push(manifest);
  }
}
found.sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.seq - b.seq));
if (found.length === 0) fail(`no backup in ${place} can be opened`);
const describe = m => `${m.createdAt}  machine ${m.machineId}  generation ${m.seq}  ${m.clinicName}  patients ${m.counts.patients}  notes ${m.counts.notes}  log rows ${m.counts.log}`;
const m = found.at(-1);
if (key && createHmac('sha256', Buffer.from(key, 'hex')).update('pm/db/kcv/v1').digest('hex').slice(0, 32) !== m.keyCheck) console.error('WARNING: the line "# database-key:" of the kit is not the key of this database: mistyped, or of another kit');
if (!out) {
  for (const one of found) console.log(describe(one));
  process.exit(0);
}

console.error(describe(m));
mkdirSync(out, { recursive: true, mode: 0o700 });
const target = path.join(out, 'clinic.db');
if (existsSync(target)) fail(`${target} is already there: take another folder`);
const part = `${target}.part`;
const handle = openSync(part, 'w', 0o600);
ftruncateSync(handle, m.pages * m.pageSize);
const missing = [];
const byPack = new Map();
let page = 0;
for (const [pack, offset, count] of m.extents) {
  byPack.set(pack, [...(byPack.get(pack) ?? []), { page, offset, count }]);
  page += count;
}
for (const [pack, places] of byPack) {
  const { key: name, sha256: digest, pages } = m.packs[pack];
  if (!/^m\/[0-9a-f]{16}\/packs\/[0-9a-f]{32}\.age$/.test(name)) fail('a pack name points outside the backup');
  const file = path.join(root, ...name.split('/'));
  const sealed = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const content = sha256(sealed) === digest ? open(sealed) : undefined;
  if (content?.length !== pages * m.pageSize) {
    console.error(`missing or damaged: ${name}`);
    for (const at of places) for (let n = 1; n <= at.count; n += 1) missing.push(at.page + n);
    continue;
  }
  for (const at of places) {
    const bytes = content.subarray(at.offset * m.pageSize, (at.offset + at.count) * m.pageSize);
    for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done, bytes.length - done, at.page * m.pageSize + done); // one write may end early on a full disk
  }
}
fsyncSync(handle);
closeSync(handle);
const hash = createHash('sha256');
for await (const piece of createReadStream(part)) hash.update(piece);
if (missing.length === 0 && hash.digest('hex') !== m.fileSha256) fail(`the restored file is not the one that was backed up; it is kept as ${part}`);
renameSync(part, target);
if (missing.length > 0) {
  console.error(`DAMAGED: ${missing.length} of ${m.pages} pages are missing: ${missing.sort((a, b) => a - b).slice(0, 50).join(' ')}`);
  process.exit(2);
}
console.log(`OK: ${target} is exactly the file that was backed up`);
