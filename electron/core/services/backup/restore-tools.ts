import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import type { ManifestSigner } from '../../backup/engine/ports.ts';
import type { BackupStore } from '../../ports/backup-store.ts';

const LEVELS_UP = 6;
const SUMS = 'SHA256SUMS';

/** Folder of the scripts that restore without us: beside the packaged program, or in the source tree above it. */
export function restoreToolsFolder(from: string = path.dirname(process.argv[1] ?? process.cwd())): string | null {
  const packaged = 'resourcesPath' in process && typeof process.resourcesPath === 'string' ? [path.join(process.resourcesPath, 'restore-tools')] : [];
  const above: string[] = [];
  for (let folder = path.resolve(from), up = 0; up < LEVELS_UP; folder = path.dirname(folder), up += 1) {
    above.push(path.join(folder, 'restore-tools'), path.join(folder, 'build/scripts/restore-tools'));
  }
  const candidates = [...packaged, ...above, path.resolve('build/scripts/restore-tools')];
  return candidates.find(folder => existsSync(path.join(folder, 'restore.py'))) ?? null;
}

interface Tool {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The description of the format goes along: packaged beside the scripts, in the source tree among its documents. */
const DOCUMENTS: Readonly<Record<string, string>> = { 'FORMAT.md': 'backup-format.md', 'SIGNATURES.md': 'signatures.md' };

async function readTools(folder: string): Promise<readonly Tool[]> {
  const names = (await readdir(folder)).filter(one => /^[\w.-]+\.(py|mjs|md)$/.test(one));
  const files = names.map(name => [name, path.join(folder, name)] as const);
  const documents = Object.entries(DOCUMENTS).filter(([name]) => !names.includes(name)).map(([name, source]) => [name, path.join(folder, '../../docs', source)] as const);
  const present = [...files, ...documents.filter(([, file]) => existsSync(file))].sort(([a], [b]) => (a < b ? -1 : 1));
  return Promise.all(present.map(async ([name, file]) => ({ name, bytes: await readFile(file) })));
}

/** The list that `sha256sum -c` reads: 64 hex digits, two blanks, the name. */
const sumsOf = (tools: readonly Tool[]): Buffer => Buffer.from(tools.map(({ name, bytes }) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`).join(''));

/** Where this set of scripts belongs: `tools/` while that is free or holds this very set, else a folder named by its content. */
async function folderFor(store: BackupStore, sums: Buffer): Promise<string> {
  const present = await store.get(`tools/${SUMS}`);
  // without the list, which comes last, what lies there is older than it or half of something
  const isOccupied = present === undefined ? (await store.list('tools/')).length > 0 : !present.equals(sums);
  return isOccupied ? `tools/${createHash('sha256').update(sums).digest('hex').slice(0, 8)}` : 'tools';
}

/**
 * Puts the scripts and their pages into the place, under `tools/`, with a list of their SHA-256 that the clinic's device
 * key signed: whoever finds them years later at a stranger's server checks them against the kit before running them.
 * Nothing there is ever replaced: another set goes beside, in a folder named by its content. The list is stored last.
 */
export async function storeRestoreTools(store: BackupStore, folder: string | null, signer: ManifestSigner | null): Promise<void> {
  if (folder === null) return;
  const tools = await readTools(folder);
  const sums = sumsOf(tools);
  const under = await folderFor(store, sums);
  if ((await store.get(`${under}/${SUMS}`))?.equals(sums) === true) return;
  const stored = new Set((await store.list(`${under}/`)).map(one => one.key));
  const put = async (name: string, bytes: Uint8Array) => {
    if (!stored.has(`${under}/${name}`)) await store.put(`${under}/${name}`, bytes);
  };
  for (const { name, bytes } of tools) await put(name, bytes);
  if (signer !== null) {
    // a signature is another one each time: one that a killed run left is as good
    await put(`${SUMS}.sig`, await signer.sign(sums));
    await put('signer.der', signer.publicKeyDer);
  }
  await put(SUMS, sums);
}
