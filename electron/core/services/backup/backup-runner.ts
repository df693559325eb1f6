import type { BackupAttempt, JobProgress } from '#shared/domain/backup/backup.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { type BackupResult, runBackup } from '../../backup/engine/run-backup.ts';
import type { Writer } from '../../db/handles.ts';
import { endRun, insertProven, insertRun, newestRun } from '../../repositories/backup-run.ts';
import { PROGRAM } from '../../repositories/log.ts';
import { backupContext, type BackupServiceDeps } from './backup-context.ts';
import { readBackupSetting } from './backup-settings.ts';
import { restoreToolsFolder, storeRestoreTools } from './restore-tools.ts';

export interface BackupRunner {
  readonly progress: () => JobProgress | null;
  /** Starts a run in the background; `note` writes in the same transaction as the run's row. Errors: backup.running, backup.notConfigured. */
  readonly start: (trigger: BackupAttempt['trigger'], note: (tx: Writer) => Promise<void>) => Promise<string>;
  /** Resolves when no run is going on. */
  readonly whenIdle: () => Promise<void>;
}

/** Screens are told at most this often; a phase that begins is always told. */
const TELL_EVERY_MS = 200;

/** Runs one backup at a time and writes down how each went. */
export function createBackupRunner(deps: BackupServiceDeps): BackupRunner {
  let running: JobProgress | null = null;
  let idle: Promise<void> = Promise.resolve();
  let toldAt = 0;

  const tell = (progress: JobProgress) => {
    const isNewPhase = running?.phase !== progress.phase;
    running = progress;
    const now = deps.clock.monotonicMs();
    if (!isNewPhase && now - toldAt < TELL_EVERY_MS) return;
    toldAt = now;
    deps.emit({ type: 'progress', ...progress });
  };

  const execute = async (attempt: BackupAttempt, place: { repositoryPath: string; repositoryId: string }): Promise<void> => {
    const ended = (outcome: Pick<BackupAttempt, 'outcome' | 'errorCode'>): BackupAttempt => ({ ...attempt, ...outcome, endedAt: deps.clock.now().toISOString() });
    try {
      const ctx = await backupContext(deps, place.repositoryPath, tell);
      const result = await runBackup(ctx);
      await storeRestoreTools(ctx.store, restoreToolsFolder(), ctx.signer);
      await deps.db.write(tx => writeSuccess(deps, tx, { ended: ended({ outcome: 'ok', errorCode: null }), result, repositoryId: place.repositoryId }));
    } catch (error) {
      const errorCode = isAppError(error) ? error.code : 'internal';
      await deps.db.write(tx => writeFailure(deps, tx, ended({ outcome: 'failed', errorCode }))).catch(() => undefined); // a database that cannot be written says so elsewhere
    } finally {
      running = null;
      deps.changed('backup');
    }
  };

  return {
    progress: () => running,
    whenIdle: () => idle,
    start: async (trigger, note) => {
      if (running !== null) throw new AppError('backup.running');
      const { place } = await readBackupSetting(deps.db.reader);
      if (place === null) throw new AppError('backup.notConfigured');
      if (running !== null) throw new AppError('backup.running');
      running = { job: 'backup', phase: 'preparing', done: 0, total: 1 };
      const attempt = await writeStart(deps, trigger, note).catch((error: unknown) => {
        running = null;
        throw error;
      });
      idle = execute(attempt, place);
      deps.changed('backup');
      return attempt.runId;
    },
  };
}

async function writeStart(deps: BackupServiceDeps, trigger: BackupAttempt['trigger'], note: (tx: Writer) => Promise<void>): Promise<BackupAttempt> {
  const attempt: BackupAttempt = { runId: deps.newId(), startedAt: deps.clock.now().toISOString(), endedAt: null, trigger, outcome: 'running', errorCode: null };
  await deps.db.write(async tx => {
    await closeAbandoned(deps, tx);
    await insertRun(tx, attempt);
    await note(tx);
  });
  return attempt;
}

/** A run that was cut off by a lock or a crash: what it stored is used by the next one, but it was not a backup. */
async function closeAbandoned(deps: BackupServiceDeps, tx: Writer): Promise<void> {
  const newest = await newestRun(tx);
  if (newest?.outcome === 'running') await endRun(tx, { ...newest, endedAt: deps.clock.now().toISOString(), outcome: 'failed', errorCode: 'cancelled' });
}

async function writeSuccess(deps: BackupServiceDeps, tx: Writer, o: { ended: BackupAttempt; result: BackupResult; repositoryId: string }): Promise<void> {
  await endRun(tx, o.ended);
  await insertProven(tx, o.repositoryId, o.result);
  const { certificate, generation } = o.result;
  await deps.open.log.append(tx, PROGRAM, { action: 'BACKUP', category: 'system', objectType: 'backup', objectId: generation.id, objectVersion: generation.seq });
  const action = certificate.kind === 'full' ? 'RESTORE_TEST' : 'VERIFY';
  await deps.open.log.append(tx, PROGRAM, { action, category: 'system', objectType: 'certificate', objectId: certificate.id, reasonText: `${generation.id} ${certificate.durationMs} ms` });
}

async function writeFailure(deps: BackupServiceDeps, tx: Writer, ended: BackupAttempt): Promise<void> {
  await endRun(tx, ended);
  await deps.open.log.append(tx, PROGRAM, { action: 'BACKUP', category: 'system', outcome: 'failed', objectType: 'backup', reasonCode: ended.errorCode });
}
