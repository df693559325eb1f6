import { addDays, toInstant, toLocal } from '../agenda/zone.ts';

/** Nothing is sent from `from` in the evening until `to` in the morning, on the clinic's wall clock. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

export interface SendingRules {
  /** Minutes before the visit, longest first. */
  readonly windows: readonly number[];
  readonly quiet: QuietHours;
  readonly timeZone: string;
}

const MINUTE = 60_000;
/** A reminder that must go before the quiet hours leaves an hour earlier, so that a second try still fits. */
const BEFORE_QUIET_MIN = 60;
/** Nearer than this a text message helps nobody: somebody phones. */
const LAST_MINUTES = 30;

const iso = (ms: number): string => new Date(ms).toISOString();
const wall = (date: string, time: string, timeZone: string): number => Date.parse(toInstant({ date, time, choice: 'earlier' }, timeZone));

/** True when nothing may be sent at this instant. */
export function isQuiet(instant: string, { quiet, timeZone }: SendingRules): boolean {
  const { time } = toLocal(instant, timeZone);
  return time >= quiet.from || time < quiet.to;
}

/** The end of the quiet hours that hold this instant. ISO UTC. */
export function quietEnd(instant: string, { quiet, timeZone }: SendingRules): string {
  const { date, time } = toLocal(instant, timeZone);
  return iso(wall(time >= quiet.from ? addDays(date, 1) : date, quiet.to, timeZone));
}

function beforeQuiet(instant: string, { quiet, timeZone }: SendingRules): string {
  const { date, time } = toLocal(instant, timeZone);
  return iso(wall(time >= quiet.from ? date : addDays(date, -1), quiet.from, timeZone) - BEFORE_QUIET_MIN * MINUTE);
}

/**
 * When the reminder of this window shall go: the window before the start; in the quiet hours it waits for the morning,
 * and where the morning would be too late (less than half the window left) it goes the evening before. ISO UTC.
 */
export function dueAt(start: string, windowMin: number, rules: SendingRules): string {
  const nominal = iso(Date.parse(start) - windowMin * MINUTE);
  if (!isQuiet(nominal, rules)) return nominal;
  const morning = quietEnd(nominal, rules);
  return Date.parse(start) - Date.parse(morning) >= (windowMin * MINUTE) / 2 ? morning : beforeQuiet(nominal, rules);
}

/** From when on the reminder of this window is of no use: the next window takes over, or the visit is too near. ISO UTC. */
export function expiresAt(start: string, windowMin: number, rules: SendingRules): string {
  const last = iso(Date.parse(start) - Math.min(LAST_MINUTES, windowMin / 2) * MINUTE);
  const next = rules.windows.filter(one => one < windowMin).sort((a, b) => b - a)[0];
  if (next === undefined) return last;
  const nextDue = dueAt(start, next, rules);
  return nextDue < last ? nextDue : last;
}

/** Minutes until the next try after so many that came to nothing: 1, 2, 4 … 30. */
export const retryMinutes = (tries: number): number => Math.min(30, 2 ** Math.max(0, tries - 1));

/** Minutes until the provider is asked the next time whether the message arrived; null: no more. */
export function askAgainMinutes(sinceSentMin: number): number | null {
  if (sinceSentMin < 10) return 2;
  if (sinceSentMin < 60) return 15;
  if (sinceSentMin < 12 * 60) return 120;
  return sinceSentMin < 72 * 60 ? 12 * 60 : null;
}
