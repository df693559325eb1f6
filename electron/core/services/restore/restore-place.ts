import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import type { RepositoryVersion } from '#shared/domain/backup/manifest.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { listSnaps, machinePrefix, readVersion } from '../../backup/engine/repository.ts';
import type { BackupStore, OpenStore } from '../../ports/backup-store.ts';
import { SUBFOLDER } from '../backup/backup-place.ts';
import { cardFiles } from './open-with-card.ts';

export interface FoundRepository {
  readonly store: BackupStore;
  readonly path: string;
  readonly version: RepositoryVersion;
}

/** Finds the repository in a folder a person chose: the folder itself or ours inside it. Errors: backup.placeMissing, backup.placeDamaged, restore.noBackups. */
export async function findRepository(folder: string, openStore: OpenStore): Promise<FoundRepository> {
  if (!path.isAbsolute(folder) || !(await stat(folder).catch(() => undefined))?.isDirectory()) throw new AppError('backup.placeMissing', { path: folder });
  for (const candidate of [folder, path.join(folder, SUBFOLDER)]) {
    if (!(await stat(candidate).catch(() => undefined))?.isDirectory()) continue;
    const store = openStore({ kind: 'folder', path: candidate });
    const version = await readVersion(store, candidate);
    if (version !== undefined) return { store, path: candidate, version };
  }
  // a repository whose VERSION was lost is damaged, anything else is simply not one
  const names: string[] = await readdir(folder).catch(() => []);
  throw names.includes('m') ? new AppError('backup.placeDamaged', { path: folder }) : new AppError('restore.noBackups');
}

/** What can be said about a repository without any key. */
export async function describeRepository({ store, version }: FoundRepository) {
  const snaps = await listSnaps(store);
  if (snaps.length === 0) throw new AppError('restore.noBackups');
  const newest = snaps.reduce((latest, snap) => (snap.object.modifiedAt > latest ? snap.object.modifiedAt : latest), new Date(0));
  return {
    clinicId: version.clinicId, machines: new Set(snaps.map(snap => machinePrefix(snap.machineId))).size, generations: snaps.length,
    newestAt: newest.toISOString(), cards: new Set((await cardFiles(store)).map(key => key.split('/').at(-1)?.slice(0, 36))).size,
  };
}
