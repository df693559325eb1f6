import type { backup, BackupStatus } from '#shared/contract/backup.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { type BackupAttempt, freshnessOf } from '#shared/domain/backup/backup.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { LocalState } from '../../backup/engine/local-state.ts';
import type { CallContext } from '../../api/context.ts';
import { countGenerations, listGenerations, newestFullProof, newestRun } from '../../repositories/backup-run.ts';
import { PROGRAM } from '../../repositories/log.ts';
import { putSetting } from '../../repositories/setting.ts';
import { clinicAnchors } from './anchors.ts';
import { anchorFileOf, type BackupServiceDeps, workFolderOf } from './backup-context.ts';
import { inspectPlace, type PlaceOwner, placeProblem, preparePlace } from './backup-place.ts';
import { type BackupRunner, createBackupRunner } from './backup-runner.ts';
import { type BackupSetting, readBackupSetting } from './backup-settings.ts';
import { createBackupScheduler, planNextRun, type PlannedRun, type SetTimer, systemTimer } from './scheduler.ts';

export interface BackupService {
  readonly handlers: AreaHandlers<typeof backup, CallContext>;
  /** What the set-up wizard needs. */
  readonly desk: { readonly choosePlace: (ctx: CallContext, path: string) => Promise<void>; readonly hasProof: () => Promise<boolean> };
  /** Begins to look after the schedule; call once somebody is signed in and the wizard is done. */
  readonly start: () => Promise<void>;
  readonly stop: () => void;
  readonly whenIdle: () => Promise<void>;
}

const ownerOf = ({ clinic, place, openStore }: BackupServiceDeps): PlaceOwner => ({ clinicId: clinic.id, dataDir: place.dataDir, openStore });

async function planOf(deps: BackupServiceDeps): Promise<PlannedRun | null> {
  const { place, schedule } = await readBackupSetting(deps.db.reader);
  if (place === null) return null;
  const [last] = await listGenerations(deps.db.reader, 1);
  const tried = await newestRun(deps.db.reader);
  return planNextRun({
    now: deps.clock.now(), schedule, timeZone: deps.clinic.timeZone,
    lastGoodAt: last?.generation.createdAt ?? null, lastTriedAt: tried?.startedAt ?? null,
  });
}

/** A run that nobody is making any more was cut off by a lock or a crash. */
const settledAttempt = (attempt: BackupAttempt): BackupAttempt => (attempt.outcome === 'running' ? { ...attempt, outcome: 'failed', errorCode: 'cancelled' } : attempt);

async function readStatus(deps: BackupServiceDeps, runner: BackupRunner): Promise<BackupStatus> {
  const { place, schedule } = await readBackupSetting(deps.db.reader);
  const [last] = await listGenerations(deps.db.reader, 1);
  const running = runner.progress();
  const attempt = await newestRun(deps.db.reader);
  return {
    place: place === null ? null : { path: place.path, ...(await placeProblem(place.repositoryPath, ownerOf(deps))) },
    last: last?.generation ?? null, certificate: last?.certificate ?? null, lastFullProof: await newestFullProof(deps.db.reader),
    attempt: attempt !== null && running === null ? settledAttempt(attempt) : attempt,
    freshness: freshnessOf(last?.generation.createdAt ?? null, deps.clock.now()), schedule,
    nextRunAt: (await planOf(deps))?.at.toISOString() ?? null, running, generations: await countGenerations(deps.db.reader),
  };
}

async function choosePlace(deps: BackupServiceDeps, ctx: CallContext, input: { path: string; startOver: boolean }) {
  const owner = ownerOf(deps);
  const { report, version } = await preparePlace(input.path, owner, deps.clock.now());
  if (input.startOver) {
    await clinicAnchors(deps.db, anchorFileOf(deps.place)).forget(version.repositoryId);
    await (await LocalState.load(workFolderOf(deps.place), version.repositoryId)).startOver();
  }
  const setting = await readBackupSetting(deps.db.reader);
  const place: BackupSetting['place'] = { path: input.path, repositoryPath: report.repositoryPath, repositoryId: version.repositoryId };
  await deps.db.write(async tx => {
    await putSetting(tx, 'backup', { value: { ...setting, place }, at: deps.clock.now().toISOString() });
    await ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'backupPlace', objectId: version.repositoryId, reasonCode: input.startOver ? 'backup.startOver' : 'backup.place' });
  });
  deps.changed('backup');
  return report;
}

/** Backups of the open clinic: what screens ask for, the background run and the schedule (J-20). */
export function createBackupService(deps: BackupServiceDeps, setTimer: SetTimer = systemTimer): BackupService {
  const runner = createBackupRunner(deps);
  const scheduler = createBackupScheduler({
    now: () => deps.clock.now(), setTimer, plan: () => planOf(deps),
    run: async trigger => {
      if (runner.progress() !== null) return;
      const note = { action: 'BACKUP', category: 'system', reasonCode: trigger } as const;
      await runner.start(trigger, tx => deps.open.log.append(tx, PROGRAM, note)).catch(() => undefined); // the attempt's row says what happened
      await runner.whenIdle();
    },
  });
  const refuseWhileRunning = () => {
    if (runner.progress() !== null) throw new AppError('backup.running');
  };
  return {
    handlers: {
      status: () => readStatus(deps, runner),
      run: async ctx => ({ runId: await runner.start('manual', tx => ctx.log(tx, { action: 'BACKUP', category: 'system', reasonCode: 'manual' })) }),
      generations: async (_ctx, { limit }) => (await listGenerations(deps.db.reader, limit)).map(({ generation, certificate }) => ({ ...generation, certificate })),
      checkPlace: (_ctx, { path }) => inspectPlace(path, ownerOf(deps)),
      setPlace: async (ctx, input) => {
        refuseWhileRunning();
        const report = await choosePlace(deps, ctx, input);
        await scheduler.refresh();
        return report;
      },
      setSchedule: async (ctx, schedule) => {
        const setting = await readBackupSetting(deps.db.reader);
        await deps.db.write(async tx => {
          await putSetting(tx, 'backup', { value: { ...setting, schedule }, at: deps.clock.now().toISOString() });
          await ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'backupSchedule' });
        });
        await scheduler.refresh();
        deps.changed('backup');
        return schedule;
      },
    },
    desk: {
      choosePlace: async (ctx, path) => {
        refuseWhileRunning();
        await choosePlace(deps, ctx, { path, startOver: false });
      },
      hasProof: async () => (await newestFullProof(deps.db.reader)) !== null,
    },
    start: () => scheduler.refresh(),
    stop: () => scheduler.stop(),
    whenIdle: () => runner.whenIdle(),
  };
}
