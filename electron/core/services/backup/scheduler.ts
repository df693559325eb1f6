import type { BackupAttempt, BackupSchedule } from '#shared/domain/backup/backup.ts';
import type { BackupLimits } from '#shared/domain/backup/target.ts';
import { firstSendAt, nextAt } from './server-hours.ts';

export type ScheduledTrigger = Extract<BackupAttempt['trigger'], 'nightly' | 'dayEnd' | 'catchUp'>;

/** When a place is due next, and why. */
export interface PlannedRun {
  readonly at: Date;
  readonly trigger: ScheduledTrigger;
}

/** The next run of all: every place that is due at that moment, one after another. */
export interface PlannedRuns extends PlannedRun {
  readonly targetIds: readonly string[];
}

export interface PlanInput {
  readonly now: Date;
  /** Start of the newest attempt that went well, or null. */
  readonly lastGoodAt: string | null;
  /** Start of the newest attempt, well or not: a failing place is not tried again at once. */
  readonly lastTriedAt: string | null;
  readonly schedule: BackupSchedule;
  readonly timeZone: string;
  /** Runs that failed since the last good one because the place could not be reached or had to wait; 0 when the newest did not end so. */
  readonly offlineFailures?: number;
  /** For a server: nothing is planned outside what these allow. */
  readonly limits?: BackupLimits | null;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** A missed night is made up for soon after somebody signs in, but not in the first minutes of their work. */
const CATCH_UP_AFTER_MS = 20 * HOUR_MS;
const CATCH_UP_DELAY_MS = 5 * MINUTE_MS;
const RETRY_AFTER_MS = HOUR_MS;
/** A place that could not be reached is tried after 5, 10, 20, 40 and then 60 minutes; after so many times only by schedule and hourly catch-up. */
const OFFLINE_TRIES = 8;

const offlineDelay = (failures: number): number => Math.min(5 * MINUTE_MS * 2 ** (failures - 1), RETRY_AFTER_MS);

function retryAt({ now, lastGoodAt, lastTriedAt, offlineFailures = 0 }: PlanInput): Date | null {
  const isMissed = lastGoodAt === null || now.getTime() - Date.parse(lastGoodAt) > CATCH_UP_AFTER_MS;
  const isCutOff = offlineFailures > 0 && offlineFailures <= OFFLINE_TRIES;
  if (!isMissed && !isCutOff) return null;
  const delay = isCutOff ? offlineDelay(offlineFailures) : RETRY_AFTER_MS;
  const earliest = lastTriedAt === null ? 0 : Date.parse(lastTriedAt) + delay;
  return new Date(Math.max(now.getTime() + CATCH_UP_DELAY_MS, earliest));
}

/**
 * When the next backup to a place is due, and why. Backups run only while somebody is signed in (the key is gone
 * otherwise), so a missed one is planned five minutes from now; after a failure, an hour after it.
 */
export function planNextRun(input: PlanInput): PlannedRun | null {
  const { now, schedule, timeZone, limits = null } = input;
  if (!schedule.nightly && schedule.dayEndAfter === null) return null;
  const planned: PlannedRun[] = [];
  if (schedule.nightly) planned.push({ at: nextAt(schedule.nightlyAt, now, timeZone), trigger: 'nightly' });
  if (schedule.dayEndAfter !== null) planned.push({ at: nextAt(schedule.dayEndAfter, now, timeZone), trigger: 'dayEnd' });
  const retry = retryAt(input);
  if (retry !== null) planned.push({ at: retry, trigger: 'catchUp' });
  const allowed = planned.map(one => (limits === null ? one : { ...one, at: firstSendAt(limits, one.at, timeZone) }));
  return allowed.reduce((first, one) => (one.at < first.at ? one : first));
}

/** Whether a planned time has passed since this instant: a place that was missing then has something to catch up with. */
export function hasMissedRun({ nightly, nightlyAt, dayEndAfter }: BackupSchedule, since: Date, { now, timeZone }: Pick<PlanInput, 'now' | 'timeZone'>): boolean {
  const times = [...(nightly ? [nightlyAt] : []), ...(dayEndAfter === null ? [] : [dayEndAfter])];
  return times.some(time => nextAt(time, since, timeZone) <= now);
}

/** Places due within a minute of the first one go together with it. */
export function planTogether(plans: readonly (PlannedRun & { readonly targetId: string })[]): PlannedRuns | null {
  const [first] = [...plans].sort((one, other) => one.at.getTime() - other.at.getTime());
  if (first === undefined) return null;
  const due = plans.filter(one => one.at.getTime() - first.at.getTime() < MINUTE_MS);
  return { at: first.at, trigger: first.trigger, targetIds: due.map(one => one.targetId) };
}

/** Calls back once after so many milliseconds; returns the way to call it off. */
export type SetTimer = (ms: number, work: () => void) => () => void;

export const systemTimer: SetTimer = (ms, work) => {
  const timer = setTimeout(work, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

export interface SchedulerDeps {
  readonly now: () => Date;
  readonly setTimer: SetTimer;
  readonly plan: () => Promise<PlannedRuns | null>;
  readonly run: (planned: PlannedRuns) => Promise<void>;
}

export interface BackupScheduler {
  /** Looks at the plan and waits for it; call again whenever something it depends on has changed. */
  refresh(): Promise<void>;
  stop(): void;
}

/** Looked at again at least this often, so that a sleeping computer or a moved clock does no harm. */
const LOOK_AGAIN_MS = 10 * 60_000;

/** The one timer of all scheduled backups. */
export function createBackupScheduler({ now, setTimer, plan, run }: SchedulerDeps): BackupScheduler {
  let cancel: () => void = () => undefined;
  let stopped = false;
  const refresh = async (): Promise<void> => {
    cancel();
    const next = await plan();
    if (stopped || next === null) return;
    const wait = next.at.getTime() - now().getTime();
    const work = async () => {
      if (!stopped && next.at.getTime() <= now().getTime()) await run(next);
      await refresh();
    };
    cancel();
    cancel = setTimer(Math.max(1000, Math.min(wait, LOOK_AGAIN_MS)), () => void work());
  };
  return {
    refresh,
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
