import { mkdir, rm, statfs } from 'node:fs/promises';
import path from 'node:path';

import type { JobProgress, RestoreComparison } from '#shared/domain/backup/backup.ts';
import type { Manifest } from '#shared/domain/backup/manifest.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Redacted } from '#shared/kernel/redacted.ts';
import type { BackupStore } from '../../ports/backup-store.ts';
import { checkKey } from '../../security/vault/database-key.ts';
import { syncFolder } from '../../clinic/durable-file.ts';
import type { Inspection, InspectDatabase } from '../engine/ports.ts';
import { type Rebuilt, rebuild } from '../engine/rebuild.ts';
import { readVault, writeVault } from '../engine/vault-bundle.ts';

export interface StageRequest {
  readonly store: BackupStore;
  readonly manifest: Manifest;
  readonly identities: readonly string[];
  readonly keyHex: Redacted<string>;
  /** A folder that must not exist yet; becomes `clinic.db` and `vault/`. */
  readonly folder: string;
  readonly inspect: InspectDatabase;
  readonly onProgress: (progress: JobProgress) => void;
}

const SPARE_BYTES = 64 * 1024 * 1024;
const SHOWN_PAGES = 1000;

async function requireRoom(folder: string, bytes: number): Promise<void> {
  const info = await statfs(path.dirname(folder));
  const free = info.bavail * info.bsize;
  if (free < bytes + SPARE_BYTES) throw new AppError('restore.diskFull', { neededMb: Math.ceil((bytes + SPARE_BYTES) / 1e6), freeMb: Math.floor(free / 1e6) });
}

/** Holds what was found against what the backup promised. */
function compare(manifest: Manifest, built: Rebuilt, { found, vaultMissing }: { found: Inspection; vaultMissing: boolean }): RestoreComparison {
  const expected = { counts: manifest.counts, logHead: manifest.logHead, fileSha256: manifest.fileSha256 };
  const seen = found.counts === null || found.logHead === null ? null : { counts: found.counts, logHead: found.logHead, fileSha256: built.fileSha256 };
  const equal = seen !== null && !vaultMissing && built.missingPages.length === 0 && found.damagedPages === 0 && found.structureProblems === 0
    && seen.fileSha256 === expected.fileSha256 && seen.logHead.seq === expected.logHead.seq && seen.logHead.hash === expected.logHead.hash
    && JSON.stringify(seen.counts) === JSON.stringify(expected.counts);
  return {
    expected, found: seen, missingPages: built.missingPages.slice(0, SHOWN_PAGES), missingPageCount: built.missingPages.length,
    damagedPages: found.damagedPages, structureProblems: found.structureProblems, vaultMissing, equal,
  };
}

/**
 * Restores one backup into a new folder and checks it against what it promised. Nothing else on this computer is
 * touched. A backup with lost packs is restored as far as it goes; the comparison then says what is missing.
 * Errors: restore.kitWrong (the database key is not this backup's), restore.diskFull, backup.place…, db.io.
 */
export async function stageRestore(request: StageRequest): Promise<RestoreComparison> {
  const { manifest, folder } = request;
  if (!checkKey(Buffer.from(request.keyHex.reveal(), 'hex'), manifest.keyCheck)) throw new AppError('restore.kitWrong');
  const bytes = manifest.pages * manifest.pageSize;
  await requireRoom(folder, bytes);
  await mkdir(folder, { mode: 0o700 });
  try {
    const target = path.join(folder, 'clinic.db');
    const built = await rebuild({
      store: request.store, manifest, identities: request.identities, target,
      onProgress: (done, total) => request.onProgress({ job: 'restore', phase: 'restoring', done, total }),
    });
    const vault = await readVault(request.store, manifest, request.identities);
    if (vault !== undefined) await writeVault(vault, folder);
    request.onProgress({ job: 'restore', phase: 'checking', done: 0, total: 1 });
    const found = await request.inspect(target, request.keyHex);
    request.onProgress({ job: 'restore', phase: 'comparing', done: 1, total: 1 });
    await syncFolder(folder);
    await syncFolder(path.dirname(folder));
    return compare(manifest, built, { found, vaultMissing: vault === undefined });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
