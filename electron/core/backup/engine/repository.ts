import { randomBytes, randomUUID } from 'node:crypto';

import { type RepositoryVersion, RepositoryVersion as VersionSchema, REPOSITORY_FORMAT } from '#shared/domain/backup/manifest.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { BackupStore, StoredObject } from '../../ports/backup-store.ts';

export const VERSION_KEY = 'VERSION';
const SNAP = /^m\/([0-9a-f]{16})\/snap\/(\d{8})-[0-9a-f]{32}\.age$/;

/** A manifest as seen from outside, before any key: whose, which number, how big. */
export interface SnapName {
  readonly object: StoredObject;
  readonly machineId: string;
  readonly seq: number;
}

export const newMachineId = (): string => randomBytes(8).toString('hex');
const randomName = (): string => randomBytes(16).toString('hex');
export const machinePrefix = (machineId: string): string => `m/${machineId}/`;
export const newPackKey = (machineId: string): string => `m/${machineId}/packs/${randomName()}.age`;
export const newVaultKey = (machineId: string): string => `m/${machineId}/vault/${randomName()}.age`;
export const newSnapKey = (machineId: string, seq: number): string => `m/${machineId}/snap/${String(seq).padStart(8, '0')}-${randomName()}.age`;
export const keyFileName = (machineId: string, name: string): string => `m/${machineId}/keys/${name}`;

/** Reads VERSION: undefined when the place has none. Throws `backup.placeDamaged` when it is there and cannot be read. */
export async function readVersion(store: BackupStore, path: string): Promise<RepositoryVersion | undefined> {
  const bytes = await store.get(VERSION_KEY);
  if (bytes === undefined) return undefined;
  try {
    return VersionSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new AppError('backup.placeDamaged', { path }, cause);
  }
}

/** Makes an empty place a repository of this clinic. Safe to repeat: an existing VERSION is kept. */
export async function createRepository(store: BackupStore, clinicId: string, now: Date): Promise<RepositoryVersion> {
  const existing = await readVersion(store, '');
  if (existing !== undefined) return existing;
  const version: RepositoryVersion = { format: REPOSITORY_FORMAT, clinicId, repositoryId: randomUUID(), createdAt: now.toISOString() };
  await store.put(VERSION_KEY, Buffer.from(`${JSON.stringify(version)}\n`));
  return version;
}

/** All manifests in the place, oldest first within each machine. */
export async function listSnaps(store: BackupStore, machineId?: string): Promise<readonly SnapName[]> {
  const objects = await store.list(machineId === undefined ? 'm/' : `${machinePrefix(machineId)}snap/`);
  const snaps = objects.flatMap(object => {
    const match = SNAP.exec(object.key);
    return match === null ? [] : [{ object, machineId: match[1] ?? '', seq: Number(match[2]) }];
  });
  // a store that lists in another order must not change which backup counts as the newest
  return snaps.sort((a, b) => (a.object.key < b.object.key ? -1 : 1));
}

/** Where one monthly archive lies: outside `m/`, so that rules for what may expire there do not touch it. */
export const archiveFolder = ({ machineId, createdAt, seq }: { machineId: string; createdAt: string; seq: number }): string =>
  `archive/${machineId}/${createdAt.slice(0, 10)}-${String(seq).padStart(8, '0')}-${randomName().slice(0, 8)}/`;
