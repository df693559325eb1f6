import { existsSync, readFileSync } from 'node:fs';

import { clinicPlace } from '#electron/core/clinic/clinic-place.ts';
import { openDatabase } from '#electron/core/db/database.ts';
import { readDeviceKey } from '#electron/core/repositories/device-key.ts';
import { parseKit } from '#electron/core/security/recovery-kit/kit.ts';
import { deviceSigner } from '#electron/core/security/vault/device-key.ts';
import { readVault } from '#electron/core/security/vault/vault.ts';
import { type LogAnchor, verifyChain } from '#electron/core/services/log/verify-chain.ts';
import { isAppError } from '#shared/kernel/app-error.ts';

const USAGE = `npm run verify-log -- --data DIR (--key-file FILE | --kit FILE) [--anchor SEQ:HASH]...

Checks every row, link and signed checkpoint of the access log in a data folder. The key is read from a file, never from
the command line: --key-file holds the database key as 64 hex characters, --kit the typed-in recovery kit.
Exit code 0: in order. 1: the first bad row is named. 2: it could not be opened.`;

interface Options {
  readonly data: string;
  readonly keyHex: string;
  readonly anchors: readonly LogAnchor[];
}

function readKey(name: string, file: string): string {
  const text = readFileSync(file, 'utf8');
  const keyHex = name === '--kit' ? parseKit(text).keyHex.reveal() : text.trim().toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(keyHex)) throw new Error(`${file} holds no database key`);
  return keyHex;
}

/** The options, or null when they are not complete. */
export function readOptions(args: readonly string[]): Options | null {
  let data: string | undefined;
  let keyHex: string | undefined;
  const anchors: LogAnchor[] = [];
  for (let at = 0; at + 1 < args.length; at += 2) {
    const [name, value] = [args[at] ?? '', args[at + 1] ?? ''];
    if (name === '--data') data = value;
    else if (name === '--key-file' || name === '--kit') keyHex = readKey(name, value);
    else if (name === '--anchor') anchors.push({ seq: Number(value.split(':')[0]), hash: value.split(':')[1] ?? '' });
    else return null;
  }
  return data === undefined || keyHex === undefined ? null : { data, keyHex, anchors };
}

/** What the vault beside the database anchors; a vault that cannot be read is told and the chain is checked all the same. */
async function vaultAnchors(dataDir: string, say: (line: string) => void): Promise<LogAnchor[]> {
  try {
    const { anchor } = await readVault(clinicPlace(dataDir).vault);
    return anchor.auditHash === null ? [] : [{ seq: anchor.auditSeq, hash: anchor.auditHash }];
  } catch (error) {
    say(`the vault's anchor cannot be used: ${isAppError(error) ? error.code : 'unreadable'}`);
    return [];
  }
}

/** Runs the check and prints its result; returns the exit code. */
export async function verifyData(args: readonly string[], say: (line: string) => void): Promise<0 | 1 | 2> {
  const options = readOptions(args);
  if (options === null) {
    say(USAGE);
    return 2;
  }
  const file = clinicPlace(options.data).database;
  if (!existsSync(file)) {
    say(`there is no clinic database at ${file}`);
    return 2;
  }
  const db = await openDatabase({ file, mode: 'readwrite', getKeyHex: () => options.keyHex });
  try {
    const signer = deviceSigner(await readDeviceKey(db.reader), () => new Date());
    const anchors = [...options.anchors, ...(await vaultAnchors(options.data, say))];
    const report = await verifyChain(db.reader, { signer, anchors, monotonicMs: () => performance.now() });
    if (report.firstBad !== null) say(`NOT IN ORDER: row ${report.firstBad.seq}: ${report.firstBad.fault}`);
    else say(`in order: ${report.rows} rows, ${report.checkpoints} signed checkpoints, ${anchors.length} anchors, ${report.exposedRows} rows since the newest of them, ${report.durationMs} ms`);
    say(`last row ${report.head.seq}, hash ${report.head.hash}; device certificate ${signer.keyId}`);
    return report.ok ? 0 : 1;
  } finally {
    await db.close();
  }
}

/** Entry of `npm run verify-log`. */
export async function main(): Promise<void> {
  try {
    process.exitCode = await verifyData(process.argv.slice(2), line => console.log(line));
  } catch (error) {
    console.log(isAppError(error) ? `could not be opened: ${error.code}` : error instanceof Error ? error.message : 'failed');
    process.exitCode = 2;
  }
}
