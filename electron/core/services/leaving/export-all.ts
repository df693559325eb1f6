import { lstat, mkdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

import type { LeavingExport } from '#shared/domain/leaving/leaving.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { createRepository } from '../../backup/engine/repository.ts';
import { runBackup } from '../../backup/engine/run-backup.ts';
import { backupContext } from '../backup/backup-context.ts';
import { restoreToolsFolder, storeRestoreTools } from '../backup/restore-tools.ts';
import type { LeavingDeps } from './deps.ts';

/** The calendar day in the clinic's zone, `2026-11-22`. */
const dayOf = ({ clock, clinic }: LeavingDeps): string => new Intl.DateTimeFormat('sv-SE', { timeZone: clinic.timeZone, dateStyle: 'short' }).format(clock.now());

/**
 * A new folder for the copy, empty and outside the clinic's data. Errors: backup.placeMissing, backup.placeInsideData,
 * backup.placeReadOnly, leaving.folderUsed.
 */
export async function prepareExportFolder(deps: LeavingDeps, folder: string): Promise<string> {
  if (!path.isAbsolute(folder) || !(await stat(folder).catch(() => undefined))?.isDirectory()) throw new AppError('backup.placeMissing', { path: folder });
  const [real, data] = await Promise.all([realpath(folder), realpath(deps.place.dataDir).catch(() => path.resolve(deps.place.dataDir))]);
  if (real === data || real.startsWith(data + path.sep)) throw new AppError('backup.placeInsideData', { path: folder });
  const target = path.join(folder, `Klinikbok-export-${dayOf(deps)}`);
  if ((await lstat(target).catch(() => undefined)) !== undefined) throw new AppError('leaving.folderUsed', { path: target });
  await mkdir(target, { mode: 0o700 }).catch((error: unknown) => {
    throw new AppError('backup.placeReadOnly', { path: folder }, error);
  });
  return target;
}

/**
 * Copies everything into the prepared folder, restores it from there on trial, and puts scripts and pages beside it: the
 * recovery kit and stock programs turn it into plain SQLite (tools/README.md). Errors: those of a backup.
 */
export async function makeExport(deps: LeavingDeps, target: string, by: string): Promise<LeavingExport> {
  const store = deps.openStore({ kind: 'folder', path: target });
  await createRepository(store, deps.clinic.id, deps.clock.now());
  const ctx = await backupContext(deps, store, progress => deps.emit({ type: 'progress', ...progress }));
  const { generation, certificate } = await runBackup(ctx);
  if (certificate.kind !== 'full') throw new AppError('restore.diskFull', { neededMb: Math.ceil(generation.databaseBytes / 1e6), freeMb: 0 });
  await storeRestoreTools(store, restoreToolsFolder(), ctx.signer);
  return {
    id: deps.newId(), at: certificate.verifiedAt, path: target, databaseBytes: generation.databaseBytes, manifestSha256: certificate.manifestSha256, counts: generation.counts, by,
  };
}
