import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import type { RestorePlace } from '#shared/contract/restore.ts';
import { REPOSITORY_FORMAT, type RepositoryVersion, RepositoryVersion as VersionSchema } from '#shared/domain/backup/manifest.ts';
import { parseServerSheet } from '#shared/domain/backup/server-sheet.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { listSnaps, machinePrefix, VERSION_KEY } from '../../backup/engine/repository.ts';
import { everyCopy, versionedReads } from '../../backup/restore/versioned-reads.ts';
import type { BackupStore, OpenStore } from '../../ports/backup-store.ts';
import { SUBFOLDER } from '../backup/backup-place.ts';
import { cardFiles } from './open-with-card.ts';

export interface FoundRepository {
  readonly store: BackupStore;
  readonly kind: RestorePlace['kind'];
  /** The folder, or server, bucket and prefix: what a person knows the place by. No credential. */
  readonly name: string;
  readonly version: RepositoryVersion;
}

/** Stands for a VERSION that is gone or damaged; whose backups they are, the signed lists of contents say once they are open. */
const LOST_VERSION: RepositoryVersion = { format: REPOSITORY_FORMAT, clinicId: '', repositoryId: '', createdAt: '1970-01-01T00:00:00.000Z' };
/** True when nothing but the backups themselves tells whose they are. */
export const isLost = (version: RepositoryVersion): boolean => version.clinicId === '';

function parseVersion(bytes: Buffer): RepositoryVersion | undefined {
  try {
    return VersionSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return undefined;
  }
}

/** VERSION, or the oldest copy of it that can be read, or a stand-in where backups lie without one; undefined when there are none either. */
async function readAnyVersion(store: BackupStore): Promise<RepositoryVersion | undefined> {
  try {
    for await (const bytes of everyCopy(store, VERSION_KEY)) {
      const parsed = parseVersion(bytes);
      if (parsed !== undefined) return parsed; // else damaged: an older copy may be whole
    }
  } catch (error) {
    // a bad spot on the disk under this one small file hides none of the backups
    if (!isAppError(error, 'backup.placeFailing')) throw error;
  }
  return (await listSnaps(store)).length > 0 ? LOST_VERSION : undefined;
}

async function inFolder(folder: string, openStore: OpenStore): Promise<FoundRepository> {
  if (!path.isAbsolute(folder) || !(await stat(folder).catch(() => undefined))?.isDirectory()) throw new AppError('backup.placeMissing', { path: folder });
  for (const candidate of [folder, path.join(folder, SUBFOLDER)]) {
    if (!(await stat(candidate).catch(() => undefined))?.isDirectory()) continue;
    const store = versionedReads(openStore({ kind: 'folder', path: candidate }));
    const version = await readAnyVersion(store);
    if (version !== undefined) return { store, kind: 'folder', name: candidate, version };
  }
  // a repository whose VERSION was lost is damaged, anything else is simply not one
  const names: string[] = await readdir(folder).catch(() => []);
  throw names.includes('m') ? new AppError('backup.placeDamaged', { path: folder }) : new AppError('restore.noBackups');
}

async function onServer(sheet: string, openStore: OpenStore): Promise<FoundRepository> {
  const { place } = parseServerSheet(sheet);
  const name = [place.endpoint.replace(/^https?:\/\//, ''), place.bucket, place.prefix.replace(/\/$/, '')].filter(part => part !== '').join('/');
  const store = versionedReads(openStore(place));
  const version = await readAnyVersion(store);
  if (version !== undefined) return { store, kind: 'server', name, version };
  throw (await store.list('m/')).length > 0 ? new AppError('backup.placeDamaged', { path: name }) : new AppError('restore.noBackups');
}

/**
 * Finds the repository in a place a person chose: a folder itself or ours inside it, or a server as its sheet says.
 * Reads only, and reads what was hidden or written over where the store keeps versions.
 * Errors: backup.placeMissing, backup.placeDamaged, server.…, restore.serverSheetWrong, restore.noBackups.
 */
export const findRepository = (place: RestorePlace, openStore: OpenStore): Promise<FoundRepository> =>
  place.kind === 'folder' ? inFolder(place.path, openStore) : onServer(place.sheet, openStore);

/** What can be said about a repository without any key. */
export async function describeRepository({ store, kind, name, version }: FoundRepository) {
  const snaps = await listSnaps(store);
  if (snaps.length === 0) throw new AppError('restore.noBackups');
  const newest = snaps.reduce((latest, snap) => (snap.object.modifiedAt > latest ? snap.object.modifiedAt : latest), new Date(0));
  return {
    kind, name, clinicId: version.clinicId, machines: new Set(snaps.map(snap => machinePrefix(snap.machineId))).size, generations: snaps.length,
    newestAt: newest.toISOString(), cards: new Set((await cardFiles(store)).map(key => key.split('/').at(-1)?.slice(0, 36))).size,
  };
}
