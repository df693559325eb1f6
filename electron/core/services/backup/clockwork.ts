import { PROGRAM } from '../../repositories/log.ts';
import type { BackupServiceDeps } from './backup-context.ts';
import type { BackupRunner } from './backup-runner.ts';
import { createPlaceWatch } from './place-watch.ts';
import { createBackupScheduler, type PlannedRuns, type SetTimer } from './scheduler.ts';
import { dueWhenBack, isTargetThere, planAll } from './target-status.ts';

/** What makes backups run by themselves: the schedule, and the watch for places that are missing. */
export interface Clockwork {
  readonly start: () => Promise<void>;
  readonly stop: () => void;
  /** Plans anew: call when anything a plan depends on has changed. */
  readonly refresh: () => Promise<void>;
  /** Once started: plans anew when this run has ended, for a place that was missing for it is waited for. */
  readonly after: (run: Promise<void>) => void;
  /** Once started: these places were just seen to be missing, and no other. */
  readonly follow: (missing: readonly string[]) => void;
}

async function runPlanned(deps: BackupServiceDeps, runner: BackupRunner, { trigger, targetIds }: PlannedRuns): Promise<void> {
  if (runner.progress() !== null) return;
  const note = { action: 'BACKUP', category: 'system', reasonCode: `backup.${trigger}` } as const;
  await runner.start({ trigger, targetIds, isAsked: false }, tx => deps.open.log.append(tx, PROGRAM, note)).catch(() => undefined); // the attempt's row says what happened
  await runner.whenIdle();
}

/** To places that have come back and have something to catch up with; the log says why. False while another run goes on. */
async function runReturned(deps: BackupServiceDeps, runner: BackupRunner, targetIds: readonly string[]): Promise<boolean> {
  if (runner.progress() !== null) return false;
  const due = await dueWhenBack(deps, targetIds);
  if (due.length === 0) return true;
  await runner.start({ trigger: 'catchUp', targetIds: due, isAsked: false }, async tx => {
    for (const objectId of due) await deps.open.log.append(tx, PROGRAM, { action: 'BACKUP', category: 'system', objectType: 'backupPlace', objectId, reasonCode: 'backup.returned' });
  });
  await runner.whenIdle();
  return true;
}

/** The one schedule and the one watch of all places. */
export function createClockwork(deps: BackupServiceDeps, runner: BackupRunner, setTimer: SetTimer): Clockwork {
  let isStarted = false;
  const watch = createPlaceWatch({
    setTimer, isBack: targetId => isTargetThere(deps, targetId),
    takeUp: async targetIds => {
      const isTaken = await runReturned(deps, runner, targetIds);
      if (isTaken) {
        await scheduler.refresh();
        deps.changed('backup');
      }
      return isTaken;
    },
  });
  const scheduler = createBackupScheduler({
    now: () => deps.clock.now(), setTimer, run: planned => runPlanned(deps, runner, planned),
    plan: async () => {
      const { runs, missing } = await planAll(deps);
      watch.follow(missing);
      return runs;
    },
  });
  return {
    start: () => {
      isStarted = true;
      return scheduler.refresh();
    },
    stop: () => {
      isStarted = false;
      watch.stop();
      scheduler.stop();
    },
    refresh: () => scheduler.refresh(),
    after: run => void run.then(() => (isStarted ? scheduler.refresh() : undefined)).catch(() => undefined), // closed by a lock: the next sign-in plans
    follow: missing => {
      if (isStarted) watch.follow(missing);
    },
  };
}
