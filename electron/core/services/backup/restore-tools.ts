import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import type { BackupStore } from '../../ports/backup-store.ts';

const LEVELS_UP = 6;

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

/**
 * Puts the scripts and their README into the place, under `tools/`. Nothing there is ever replaced: other versions of
 * a script go beside, in a folder named by their content.
 */
export async function storeRestoreTools(store: BackupStore, folder: string | null): Promise<void> {
  if (folder === null) return;
  for (const name of (await readdir(folder)).filter(one => /\.(py|mjs|md)$/.test(one))) {
    const bytes = await readFile(path.join(folder, name));
    const present = await store.get(`tools/${name}`);
    if (present?.equals(bytes) === true) continue;
    const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
    await store.put(present === undefined ? `tools/${name}` : `tools/${digest}/${name}`, bytes);
  }
}
