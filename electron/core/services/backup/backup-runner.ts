import type { BackupAttempt, JobProgress } from '#shared/domain/backup/backup.ts';
import type { RunningBackup } from '#shared/domain/backup/target-status.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { type BackupResult, runBackup } from '../../backup/engine/run-backup.ts';
import type { Writer } from '../../db/handles.ts';
import { closeAbandonedRuns, endRun, insertProven, insertRun } from '../../repositories/backup-run.ts';
import { PROGRAM } from '../../repositories/log.ts';
import { backupContext, type BackupServiceDeps } from './backup-context.ts';
import { readBackupSetting, type StoredTarget, targetOf } from './backup-settings.ts';
import { lookThroughWeekly } from './look-through.ts';
import { renewProtection } from './protection.ts';
import { restoreToolsFolder, storeRestoreTools } from './restore-tools.ts';
import { targetStore } from './target-store.ts';

export interface RunRequest {
  readonly trigger: BackupAttempt['trigger'];
  readonly targetIds: readonly string[];
  /** Somebody asked for this very place: hours and pauses of servers do not hold it back. */
  readonly isAsked: boolean;
}

export interface BackupRunner {
  readonly progress: () => RunningBackup | null;
  /** Starts a run in the background, place after place; `note` writes in the same transaction as the first run's row. Errors: backup.running, backup.notConfigured. */
  readonly start: (request: RunRequest, note: (tx: Writer) => Promise<void>) => Promise<string>;
  /** Resolves when no run is going on. */
  readonly whenIdle: () => Promise<void>;
}

/** Screens are told at most this often; a phase that begins is always told. */
const TELL_EVERY_MS = 200;

interface OneRun {
  readonly attempt: BackupAttempt;
  readonly target: StoredTarget;
  readonly isAsked: boolean;
}

/** Runs to one place at a time and writes down how each went. */
export function createBackupRunner(deps: BackupServiceDeps): BackupRunner {
  let running: RunningBackup | null = null;
  let idle: Promise<void> = Promise.resolve();
  let toldAt = 0;

  const tell = (progress: JobProgress) => {
    // the scripts, the look through the place and the next place are still to come: only the end of all is the end
    if (running === null || progress.phase === 'done') return;
    const isNewPhase = running.phase !== progress.phase;
    running = { ...running, ...progress };
    const now = deps.clock.monotonicMs();
    if (!isNewPhase && now - toldAt < TELL_EVERY_MS) return;
    toldAt = now;
    deps.emit({ type: 'progress', ...progress });
  };
  const begin = (target: StoredTarget, number: number, of: number): void => {
    running = { job: 'backup', phase: 'preparing', done: 0, total: 1, targetId: target.id, targetName: target.name, number, of };
    deps.changed('backup');
  };

  const execute = async (first: BackupAttempt, targets: readonly StoredTarget[], { trigger, isAsked }: RunRequest): Promise<void> => {
    try {
      for (const [index, target] of targets.entries()) {
        begin(target, index + 1, targets.length);
        const attempt = index === 0 ? first : await writeStart(deps, { trigger, target });
        await runToTarget(deps, { attempt, target, isAsked }, tell);
      }
    } catch {
      // a database that cannot be written, or was closed by a lock, says so elsewhere
    } finally {
      running = null;
      deps.emit({ type: 'progress', job: 'backup', phase: 'done', done: 1, total: 1 });
      deps.changed('backup');
    }
  };

  return {
    progress: () => running,
    whenIdle: () => idle,
    start: async (request, note) => {
      if (running !== null) throw new AppError('backup.running');
      const targets = (await readBackupSetting(deps.db.reader)).targets.filter(target => request.targetIds.includes(target.id));
      const [first] = targets;
      if (first === undefined) throw new AppError('backup.notConfigured');
      if (running !== null) throw new AppError('backup.running');
      begin(first, 1, targets.length);
      const attempt = await writeStart(deps, { trigger: request.trigger, target: first, note }).catch((error: unknown) => {
        running = null;
        throw error;
      });
      idle = execute(attempt, targets, request);
      return attempt.runId;
    },
  };
}

/** One place: its failure is written down and stays its own. */
async function runToTarget(deps: BackupServiceDeps, { attempt, target, isAsked }: OneRun, tell: (progress: JobProgress) => void): Promise<void> {
  const ended = (outcome: Pick<BackupAttempt, 'outcome' | 'errorCode'>): BackupAttempt => ({ ...attempt, ...outcome, endedAt: deps.clock.now().toISOString() });
  try {
    const { limits } = await readBackupSetting(deps.db.reader);
    const ctx = { ...(await backupContext(deps, targetStore(deps, targetOf(target), { limits, isAsked }), tell)), repositoryId: target.repositoryId };
    const result = await runBackup(ctx);
    tell({ job: 'backup', phase: 'finishing', done: 0, total: 1 });
    await storeRestoreTools(ctx.store, restoreToolsFolder(), ctx.signer);
    await deps.db.write(tx => writeSuccess(deps, tx, { ended: ended({ outcome: 'ok', errorCode: null }), result, target }));
    await lookThroughWeekly(deps, { targetId: target.id, ctx, certificate: result.certificate, seq: result.generation.seq });
  } catch (error) {
    const errorCode = isAppError(error) ? error.code : 'internal';
    await deps.db.write(tx => writeFailure(deps, tx, { ended: ended({ outcome: 'failed', errorCode }), target }));
    return;
  }
  await renewProtection(deps, target.id);
}

async function writeStart(deps: BackupServiceDeps, run: { trigger: BackupAttempt['trigger']; target: StoredTarget; note?: (tx: Writer) => Promise<void> }): Promise<BackupAttempt> {
  const startedAt = deps.clock.now().toISOString();
  const attempt: BackupAttempt = { runId: deps.newId(), startedAt, endedAt: null, trigger: run.trigger, outcome: 'running', errorCode: null };
  await deps.db.write(async tx => {
    // A run that was cut off by a lock or a crash: what it stored is used by the next one, but it was not a backup.
    await closeAbandonedRuns(tx, startedAt);
    await insertRun(tx, attempt, run.target.id);
    await run.note?.(tx);
  });
  return attempt;
}

async function writeSuccess(deps: BackupServiceDeps, tx: Writer, o: { ended: BackupAttempt; result: BackupResult; target: StoredTarget }): Promise<void> {
  await endRun(tx, o.ended);
  await insertProven(tx, o.target.repositoryId, o.result);
  const { certificate, generation } = o.result;
  await deps.open.log.append(tx, PROGRAM, { action: 'BACKUP', category: 'system', objectType: 'backup', objectId: generation.id, objectVersion: generation.seq });
  const action = certificate.kind === 'full' ? 'RESTORE_TEST' : 'VERIFY';
  await deps.open.log.append(tx, PROGRAM, { action, category: 'system', objectType: 'certificate', objectId: certificate.id, reasonText: `${generation.id} ${certificate.durationMs} ms` });
}

async function writeFailure(deps: BackupServiceDeps, tx: Writer, { ended, target }: { ended: BackupAttempt; target: StoredTarget }): Promise<void> {
  await endRun(tx, ended);
  await deps.open.log.append(tx, PROGRAM, { action: 'BACKUP', category: 'system', outcome: 'failed', objectType: 'backupPlace', objectId: target.id, reasonCode: ended.errorCode });
}
