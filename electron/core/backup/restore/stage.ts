import { mkdir, rm, statfs } from 'node:fs/promises';
import path from 'node:path';

import type { JobProgress, RestoreComparison } from '#shared/domain/backup/backup.ts';
import type { RestoreLoss } from '#shared/domain/backup/loss.ts';
import type { Manifest } from '#shared/domain/backup/manifest.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { Redacted } from '#shared/kernel/redacted.ts';
import type { BackupStore } from '../../ports/backup-store.ts';
import { checkKey } from '../../security/vault/database-key.ts';
import { syncFolder } from '../../clinic/durable-file.ts';
import type { Inspection, InspectDatabase } from '../engine/ports.ts';
import { hashFile, rebuild } from '../engine/rebuild.ts';
import { restoreError } from '../engine/system-code.ts';
import { readVault, writeVault } from '../engine/vault-bundle.ts';
import { type SpareBackup, salvagePages } from './salvage.ts';

/** What lost pages held, as far as the rest of the file tells. */
export interface NamedLosses {
  readonly losses: readonly RestoreLoss[];
  readonly freePages: number;
  readonly unnamedPages: number;
}

/** Names what pages that are zero in this file belonged to. Opens the file for itself; never fails, what cannot be named is counted. */
export type NameLosses = (file: string, o: { readonly keyHex: Redacted<string>; readonly pageSize: number; readonly pages: readonly number[] }) => Promise<NamedLosses>;

export interface StageRequest {
  readonly store: BackupStore;
  readonly manifest: Manifest;
  readonly identities: readonly string[];
  readonly keyHex: Redacted<string>;
  /** A folder that must not exist yet; becomes `clinic.db` and `vault/`. */
  readonly folder: string;
  readonly inspect: InspectDatabase;
  /** Other backups of this database, here or in another place, that lost pages are looked for in. */
  readonly spares?: readonly SpareBackup[];
  /** Without it lost pages are only counted. */
  readonly nameLosses?: NameLosses;
  readonly onProgress: (progress: JobProgress) => void;
}

const SPARE_BYTES = 64 * 1024 * 1024;
const SHOWN_PAGES = 1000;

async function requireRoom(folder: string, bytes: number): Promise<void> {
  const info = await statfs(path.dirname(folder));
  const free = info.bavail * info.bsize;
  if (free < bytes + SPARE_BYTES) throw new AppError('restore.diskFull', { neededMb: Math.ceil((bytes + SPARE_BYTES) / 1e6), freeMb: Math.floor(free / 1e6) });
}

/** A file as restored: what could not be, and what was taken from elsewhere. */
interface Filled {
  readonly fileSha256: string;
  readonly missingPages: readonly number[];
  readonly borrowedPages: readonly number[];
  readonly unreadablePacks: readonly string[];
}

interface Findings {
  readonly found: Inspection;
  readonly vaultMissing: boolean;
  readonly named: NamedLosses;
}

/** Holds what was found against what the backup promised. */
function compare(manifest: Manifest, filled: Filled, { found, vaultMissing, named }: Findings): RestoreComparison {
  const expected = { counts: manifest.counts, logHead: manifest.logHead, fileSha256: manifest.fileSha256 };
  const seen = found.counts === null || found.logHead === null ? null : { counts: found.counts, logHead: found.logHead, fileSha256: filled.fileSha256 };
  const equal = seen !== null && !vaultMissing && filled.missingPages.length === 0 && found.damagedPages === 0 && found.structureProblems === 0
    && seen.fileSha256 === expected.fileSha256 && seen.logHead.seq === expected.logHead.seq && seen.logHead.hash === expected.logHead.hash
    && JSON.stringify(seen.counts) === JSON.stringify(expected.counts);
  return {
    expected, found: seen, missingPages: filled.missingPages.slice(0, SHOWN_PAGES), missingPageCount: filled.missingPages.length, borrowedPageCount: filled.borrowedPages.length, unreadablePacks: filled.unreadablePacks.length,
    losses: [...named.losses], freePages: named.freePages, unnamedPages: named.unnamedPages,
    damagedPages: found.damagedPages, structureProblems: found.structureProblems, vaultMissing, equal,
  };
}

/** Rebuilds the file; what its own packs no longer have is looked for in other backups. */
async function fillFile(request: StageRequest, target: string): Promise<Filled> {
  const { store, manifest, identities, keyHex } = request;
  const built = await rebuild({ store, manifest, identities, target, onProgress: (done, total) => request.onProgress({ job: 'restore', phase: 'restoring', done, total }) });
  if (built.missingPages.length === 0) return { ...built, borrowedPages: [] };
  const salvaged = await salvagePages({ file: target, manifest, missingPages: built.missingPages, spares: request.spares ?? [], identities, keyHex });
  return { ...salvaged, unreadablePacks: built.unreadablePacks, fileSha256: salvaged.borrowedPages.length === 0 ? built.fileSha256 : await hashFile(target) };
}

/**
 * Restores one backup into a new folder and checks it against what it promised. Nothing else on this computer is
 * touched. A backup with lost packs is restored as far as it goes; the comparison then says what is missing.
 * Errors: restore.kitWrong (the database key is not this backup's), restore.diskFull, restore.computerDisk, backup.place….
 */
export async function stageRestore(request: StageRequest): Promise<RestoreComparison> {
  const { manifest, folder, keyHex } = request;
  if (!checkKey(Buffer.from(keyHex.reveal(), 'hex'), manifest.keyCheck)) throw new AppError('restore.kitWrong');
  await requireRoom(folder, manifest.pages * manifest.pageSize);
  await mkdir(folder, { mode: 0o700 });
  try {
    const target = path.join(folder, 'clinic.db');
    const filled = await fillFile(request, target);
    const vault = await readVault(request.store, manifest, request.identities).catch((error: unknown) => {
      if (!isAppError(error, 'backup.placeFailing')) throw error;
      return undefined; // as good as lost: an administrator's card is laid in with the kit
    });
    if (vault !== undefined) await writeVault(vault, folder);
    request.onProgress({ job: 'restore', phase: 'checking', done: 0, total: 1 });
    const found = await request.inspect(target, keyHex);
    const lost = filled.missingPages;
    const named = lost.length > 0 && request.nameLosses ? await request.nameLosses(target, { keyHex, pageSize: manifest.pageSize, pages: lost }) : { losses: [], freePages: 0, unnamedPages: lost.length };
    request.onProgress({ job: 'restore', phase: 'comparing', done: 1, total: 1 });
    await syncFolder(folder);
    await syncFolder(path.dirname(folder));
    return compare(manifest, filled, { found, vaultMissing: vault === undefined, named });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw restoreError(error, manifest.pages * manifest.pageSize);
  }
}
