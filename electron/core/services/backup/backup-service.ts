import type { backup } from '#shared/contract/backup.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { listGenerations, newestFullProof } from '../../repositories/backup-run.ts';
import { PROGRAM } from '../../repositories/log.ts';
import type { BackupServiceDeps } from './backup-context.ts';
import { type BackupRunner, createBackupRunner } from './backup-runner.ts';
import { type BackupSetting, changeBackupSetting, readBackupSetting, requireTarget } from './backup-settings.ts';
import { createClockwork } from './clockwork.ts';
import { printReceipt } from './receipt.ts';
import { type SetTimer, systemTimer } from './scheduler.ts';
import { serverHandlers } from './server-changes.ts';
import { chooseFirstFolder, type TargetDesk, targetHandlers } from './target-changes.ts';
import { missingIn, readStatus, targetsToRun } from './target-status.ts';

export interface BackupService {
  readonly handlers: AreaHandlers<typeof backup, CallContext>;
  /** What the set-up wizard needs. */
  readonly desk: { readonly choosePlace: (ctx: CallContext, path: string) => Promise<void>; readonly hasProof: () => Promise<boolean> };
  /** Begins to look after the schedule; call once somebody is signed in and the wizard is done. */
  readonly start: () => Promise<void>;
  readonly stop: () => void;
  readonly whenIdle: () => Promise<void>;
  /** Backs up to every place that is here, once nothing else is running: an order of destruction must not be missing there (J-09). */
  readonly runSoon: () => void;
  /** True while a backup is being written; drills wait for it. */
  readonly isRunning: () => boolean;
}

/** Backups of the open clinic: what screens ask for, the background run and the schedule (J-20). */
export function createBackupService(deps: BackupServiceDeps, setTimer: SetTimer = systemTimer): BackupService {
  const runner = createBackupRunner(deps);
  const clockwork = createClockwork(deps, runner, setTimer);
  const desk: TargetDesk = {
    refuseWhileRunning: () => {
      if (runner.progress() !== null) throw new AppError('backup.running');
    },
    changed: async () => {
      await clockwork.refresh();
      deps.changed('backup');
    },
  };
  return {
    handlers: {
      status: async () => {
        const status = await readStatus(deps, runner);
        clockwork.follow(missingIn(status.targets));
        return status;
      },
      run: async (ctx, { targetId }) => {
        const runId = await startAsked(deps, { runner, ctx, targetId });
        clockwork.after(runner.whenIdle());
        return { runId };
      },
      generations: async (_ctx, { limit, targetId }) => {
        const repositoryId = targetId === undefined ? undefined : requireTarget(await readBackupSetting(deps.db.reader), targetId).repositoryId;
        return (await listGenerations(deps.db.reader, limit, repositoryId)).map(listed => ({ ...listed.generation, certificate: listed.certificate, repositoryId: listed.repositoryId }));
      },
      printReceipt: (ctx, input) => printReceipt(deps, ctx, input),
      ...targetHandlers(deps, desk),
      ...serverHandlers(deps, desk),
      ...timeHandlers(deps, desk),
    },
    desk: {
      choosePlace: async (ctx, path) => {
        desk.refuseWhileRunning();
        await chooseFirstFolder(deps, ctx, path);
        await desk.changed();
      },
      hasProof: async () => (await newestFullProof(deps.db.reader)) !== null,
    },
    start: () => clockwork.start(),
    stop: () => clockwork.stop(),
    whenIdle: () => runner.whenIdle(),
    runSoon: () => void runner.whenIdle().then(() => runAfterDestruction(deps, runner)).catch(() => undefined), // the schedule tries again
    isRunning: () => runner.progress() !== null,
  };
}

/** To every place that is ready: backups of before still hold what was destroyed by decision (J-09). */
async function runAfterDestruction(deps: BackupServiceDeps, runner: BackupRunner): Promise<void> {
  const note = { action: 'BACKUP', category: 'system', reasonCode: 'backup.destruction' } as const;
  await runner.start({ trigger: 'catchUp', targetIds: await targetsToRun(deps), isAsked: false }, tx => deps.open.log.append(tx, PROGRAM, note));
}

/** One place because somebody asked for it, or every place that is here and may be sent to. */
async function startAsked(deps: BackupServiceDeps, { runner, ctx, targetId }: { runner: BackupRunner; ctx: CallContext; targetId: string | undefined }): Promise<string> {
  if (targetId !== undefined) requireTarget(await readBackupSetting(deps.db.reader), targetId);
  const targetIds = targetId === undefined ? await targetsToRun(deps) : [targetId];
  return runner.start({ trigger: 'manual', targetIds, isAsked: targetId !== undefined }, tx => ctx.log(tx, { action: 'BACKUP', category: 'system', reasonCode: 'backup.manual' }));
}

/** When backups run and how they may be sent. */
function timeHandlers(deps: BackupServiceDeps, desk: TargetDesk): Pick<BackupService['handlers'], 'setSchedule' | 'setLimits'> {
  return {
    setSchedule: async (ctx, schedule) => {
      await changeTimes(deps, ctx, { objectType: 'backupSchedule', change: setting => ({ ...setting, schedule }) });
      await desk.changed();
      return schedule;
    },
    setLimits: async (ctx, limits) => {
      await changeTimes(deps, ctx, { objectType: 'backupLimits', change: setting => ({ ...setting, limits }) });
      await desk.changed();
      return limits;
    },
  };
}

async function changeTimes(deps: BackupServiceDeps, ctx: CallContext, o: { objectType: string; change: (setting: BackupSetting) => BackupSetting }): Promise<void> {
  await deps.db.write(async tx => {
    await changeBackupSetting(tx, deps.clock.now().toISOString(), o.change);
    await ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: o.objectType });
  });
}
