import { Temporal } from 'temporal-polyfill';

import type { BackupAttempt, BackupSchedule } from '#shared/domain/backup/backup.ts';

export type ScheduledTrigger = Extract<BackupAttempt['trigger'], 'nightly' | 'dayEnd' | 'catchUp'>;

export interface PlannedRun {
  readonly at: Date;
  readonly trigger: ScheduledTrigger;
}

export interface PlanInput {
  readonly now: Date;
  /** Start of the newest attempt that went well, or null. */
  readonly lastGoodAt: string | null;
  /** Start of the newest attempt, well or not: a failing place is not tried again at once. */
  readonly lastTriedAt: string | null;
  readonly schedule: BackupSchedule;
  readonly timeZone: string;
}

const HOUR_MS = 3_600_000;
/** A missed night is made up for soon after somebody signs in, but not in the first minutes of their work. */
const CATCH_UP_AFTER_MS = 20 * HOUR_MS;
const CATCH_UP_DELAY_MS = 5 * 60_000;
const RETRY_AFTER_MS = HOUR_MS;

/** The next moment the clinic's clock shows this time, in spite of summer time: a skipped time counts as the one after it. */
function nextAt(time: string, now: Date, timeZone: string): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const today = here.toPlainDate().toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) });
  const next = today.epochMilliseconds > now.getTime() ? today : here.toPlainDate().add({ days: 1 }).toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) });
  return new Date(next.epochMilliseconds);
}

/**
 * When the next backup is due, and why. Backups run only while somebody is signed in (the key is gone otherwise), so a
 * missed one is planned five minutes from now; after a failure, an hour after it.
 */
export function planNextRun({ now, lastGoodAt, lastTriedAt, schedule, timeZone }: PlanInput): PlannedRun | null {
  if (!schedule.nightly && schedule.dayEndAfter === null) return null;
  const planned: PlannedRun[] = [];
  if (schedule.nightly) planned.push({ at: nextAt(schedule.nightlyAt, now, timeZone), trigger: 'nightly' });
  if (schedule.dayEndAfter !== null) planned.push({ at: nextAt(schedule.dayEndAfter, now, timeZone), trigger: 'dayEnd' });
  if (lastGoodAt === null || now.getTime() - Date.parse(lastGoodAt) > CATCH_UP_AFTER_MS) {
    const retryAt = lastTriedAt === null ? 0 : Date.parse(lastTriedAt) + RETRY_AFTER_MS;
    planned.push({ at: new Date(Math.max(now.getTime() + CATCH_UP_DELAY_MS, retryAt)), trigger: 'catchUp' });
  }
  return planned.reduce((first, one) => (one.at < first.at ? one : first));
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
  readonly plan: () => Promise<PlannedRun | null>;
  readonly run: (trigger: ScheduledTrigger) => Promise<void>;
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
      if (!stopped && next.at.getTime() <= now().getTime()) await run(next.trigger);
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
