import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import type { PlaceReport } from '#shared/domain/backup/backup.ts';
import type { RepositoryVersion } from '#shared/domain/backup/manifest.ts';
import { AppError, type ErrorCode, isAppError } from '#shared/kernel/app-error.ts';
import { createRepository, listSnaps, readVersion, VERSION_KEY } from '../../backup/engine/repository.ts';
import { codeOf } from '../../backup/engine/system-code.ts';
import { DISK_FAULTS, type OpenStore } from '../../ports/backup-store.ts';

/** Our folder inside one that holds other things, so that a USB disk's own files are not mixed with ours. */
export const SUBFOLDER = 'Klinikbok-backup';

export interface PlaceOwner {
  readonly clinicId: string;
  readonly dataDir: string;
  readonly openStore: OpenStore;
}

const REFUSED: Readonly<Partial<Record<PlaceReport['state'], ErrorCode>>> = {
  foreign: 'backup.placeForeign', damaged: 'backup.placeDamaged', failing: 'backup.placeFailing', missing: 'backup.placeMissing', readOnly: 'backup.placeReadOnly', insideData: 'backup.placeInsideData',
};

const isInside = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(outer + path.sep);

async function insideData(folder: string, dataDir: string): Promise<boolean> {
  const real = async (name: string) => realpath(name).catch(() => path.resolve(name));
  return isInside(await real(folder), await real(dataDir));
}

/** What stands in the way of making and removing a file in the folder; null for nothing. */
async function writeFault(folder: string): Promise<'readOnly' | 'failing' | null> {
  const probe = path.join(folder, `${randomBytes(8).toString('hex')}.part`);
  try {
    await (await open(probe, 'wx', 0o600)).close();
    await rm(probe, { force: true });
    return null;
  } catch (error) {
    return DISK_FAULTS.includes(codeOf(error)) ? 'failing' : 'readOnly';
  }
}

interface RepositoryPath {
  readonly repositoryPath: string;
  readonly isEmpty: boolean;
  readonly exists: boolean;
}

/** The folder the backups lie in or would lie in; else why `folder` is not a folder that can be read. */
async function repositoryPathOf(folder: string): Promise<RepositoryPath | 'readOnly' | 'failing'> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    return DISK_FAULTS.includes(codeOf(error)) ? 'failing' : 'readOnly';
  }
  if (names.includes('VERSION')) return { repositoryPath: folder, isEmpty: false, exists: true };
  const inner = path.join(folder, SUBFOLDER);
  if (names.includes(SUBFOLDER)) return { repositoryPath: inner, isEmpty: (await readdir(inner).catch(() => ['?'])).length === 0, exists: true };
  return { repositoryPath: names.length === 0 ? folder : inner, isEmpty: names.length === 0, exists: names.length === 0 };
}

/** What a store that could not look says about its folder; nothing of what lies there. */
const STATE_OF: Readonly<Partial<Record<ErrorCode, PlaceReport['state']>>> = { 'backup.placeFailing': 'failing', 'backup.placeMissing': 'missing', 'backup.placeReadOnly': 'readOnly' };

/** What lies in a repository folder, as far as it concerns this clinic. */
async function stateOfRepository(repositoryPath: string, owner: PlaceOwner, isEmpty: boolean): Promise<Pick<PlaceReport, 'state' | 'generations'>> {
  const store = owner.openStore({ kind: 'folder', path: repositoryPath });
  try {
    const version = await readVersion(store, repositoryPath);
    if (version === undefined) return { state: isEmpty ? 'empty' : 'damaged', generations: 0 };
    if (version.clinicId !== owner.clinicId) return { state: 'foreign', generations: 0 };
    return { state: 'ours', generations: (await listSnaps(store)).length };
  } catch (error) {
    if (isAppError(error)) return { state: STATE_OF[error.code] ?? 'damaged', generations: 0 };
    throw error;
  }
}

/** What kind of place a folder is for this clinic; leaves nothing behind. */
export async function inspectPlace(folder: string, owner: PlaceOwner): Promise<PlaceReport> {
  const report = { path: folder, repositoryPath: folder, freeBytes: null, generations: 0 };
  if (!path.isAbsolute(folder) || !(await stat(folder).catch(() => undefined))?.isDirectory()) return { ...report, state: 'missing' };
  if (await insideData(folder, owner.dataDir)) return { ...report, state: 'insideData' };
  const found = await repositoryPathOf(folder);
  if (typeof found === 'string') return { ...report, state: found };
  const { repositoryPath, exists, isEmpty } = found;
  const known = { ...report, repositoryPath, freeBytes: await owner.openStore({ kind: 'folder', path: folder }).freeBytes().catch(() => null) };
  const content = exists ? await stateOfRepository(repositoryPath, owner, isEmpty) : { state: 'occupied' as const, generations: 0 };
  if (content.state === 'foreign' || content.state === 'damaged' || content.state === 'failing') return { ...known, ...content };
  const fault = await writeFault(exists ? repositoryPath : folder);
  return { ...known, ...content, ...(fault === null ? {} : { state: fault }) };
}

/** Makes the folder this clinic's repository, or opens the one that is there. Errors: backup.place…. */
export async function preparePlace(folder: string, owner: PlaceOwner, now: Date): Promise<{ report: PlaceReport; version: RepositoryVersion }> {
  const report = await inspectPlace(folder, owner);
  const refusal = REFUSED[report.state];
  if (refusal !== undefined) throw new AppError(refusal, { path: folder });
  if (report.state === 'occupied') await mkdir(report.repositoryPath, { recursive: true, mode: 0o700 });
  const version = await createRepository(owner.openStore({ kind: 'folder', path: report.repositoryPath }), owner.clinicId, now);
  return { report, version };
}

/** A repository in a folder, by the number it must have: of two disks that take turns both lie under one path. */
export interface FolderRepository {
  readonly repositoryPath: string;
  readonly repositoryId: string;
}

/** Whether this very repository is there now: one look at a name where it is not, one small file where it is. Never throws. */
export async function isThere({ repositoryPath, repositoryId }: FolderRepository, { openStore }: Pick<PlaceOwner, 'openStore'>): Promise<boolean> {
  const found = await stat(path.join(repositoryPath, VERSION_KEY)).catch(() => undefined);
  if (found === undefined) return false;
  const version = await readVersion(openStore({ kind: 'folder', path: repositoryPath }), repositoryPath).catch(() => undefined);
  return version?.repositoryId === repositoryId;
}

/** What stands in the way of writing there right now; null when nothing does. */
export async function placeProblem(repository: FolderRepository, owner: PlaceOwner): Promise<{ problem: ErrorCode | null; freeBytes: number | null }> {
  const { state, freeBytes } = await inspectPlace(repository.repositoryPath, owner);
  const isAnother = state === 'ours' && !(await isThere(repository, owner));
  if (state === 'empty' || state === 'occupied' || isAnother) return { problem: 'backup.placeMissing', freeBytes };
  return { problem: REFUSED[state] ?? (freeBytes !== null && freeBytes < 16 * 1024 * 1024 ? 'backup.placeFull' : null), freeBytes };
}
