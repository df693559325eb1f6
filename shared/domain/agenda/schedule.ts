import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';

import { mergeSpans, type Span } from './interval.ts';
import { addDays, CalendarDate, ClockTime, mondayOf, startOfDay, weekdayOf } from './zone.ts';

/**
 * One stretch of a working week on the wall clock. `validTo` is the last day it holds; null: until further notice.
 * `everyWeeks` 2: every other week, counted from the week of `validFrom` (RFC 5545 INTERVAL with that week as its anchor,
 * so it goes on evenly over a year of 53 weeks, which "odd" and "even" do not).
 */
export const WorkingHours = z
  .strictObject({
    weekday: z.int().min(1).max(7),
    start: ClockTime,
    end: ClockTime,
    everyWeeks: z.int().min(1).max(8).default(1),
    validFrom: CalendarDate,
    validTo: CalendarDate.nullable(),
  })
  .refine(hours => hours.start < hours.end && (hours.validTo === null || hours.validFrom <= hours.validTo));
export type WorkingHours = z.infer<typeof WorkingHours>;

/** A stretch of one day on the wall clock. */
export const ClockSpan = z.strictObject({ start: ClockTime, end: ClockTime }).refine(span => span.start < span.end);
export type ClockSpan = z.infer<typeof ClockSpan>;

/** One day on which a column has other hours than its week says; no spans: it does not work that day. */
export const HoursException = z
  .strictObject({ date: CalendarDate, spans: z.array(ClockSpan).max(6), label: z.string().trim().max(80) })
  .refine(day => day.spans.every((span, index) => index === 0 || (day.spans[index - 1]?.end ?? '') <= span.start));
export type HoursException = z.infer<typeof HoursException>;

const WEEK_MS = 7 * 86_400_000;
const weekOf = (date: string): number => Date.parse(`${mondayOf(date)}T00:00:00Z`) / WEEK_MS;

/** True when the weekly hours hold on this day. */
export const holdsOn = (rule: WorkingHours, date: string): boolean =>
  rule.weekday === weekdayOf(date) && date >= rule.validFrom && (rule.validTo === null || date <= rule.validTo)
  && (rule.everyWeeks === 1 || (weekOf(date) - weekOf(rule.validFrom)) % rule.everyWeeks === 0);

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

/** The first two stretches that would hold at the same time on some day, or undefined. */
export function overlappingHours(rules: readonly WorkingHours[]): readonly [WorkingHours, WorkingHours] | undefined {
  for (const [index, a] of rules.entries()) {
    const b = rules.slice(index + 1).find(other => meet(a, other));
    if (b) return [a, b];
  }
  return undefined;
}

function meet(a: WorkingHours, b: WorkingHours): boolean {
  if (a.weekday !== b.weekday || a.start >= b.end || b.start >= a.end) return false;
  if ((a.validTo !== null && a.validTo < b.validFrom) || (b.validTo !== null && b.validTo < a.validFrom)) return false;
  return (weekOf(a.validFrom) - weekOf(b.validFrom)) % commonDivisor(a.everyWeeks, b.everyWeeks) === 0;
}

export const ABSENCE_KINDS = ['sick', 'vacation', 'holiday', 'meeting', 'other'] as const;

interface KnownDay {
  readonly startMs: number;
  /** No change of clocks: every clock time is its minutes after midnight. */
  readonly isPlain: boolean;
}

const knownDays = new Map<string, KnownDay>();
const KEEP_DAYS = 3000;

/** A week of ten people asks for the same days hundreds of times; the zone is looked up once a day. */
function dayOf(date: string, timeZone: string): KnownDay {
  const key = `${timeZone} ${date}`;
  const known = knownDays.get(key);
  if (known) return known;
  if (knownDays.size >= KEEP_DAYS) knownDays.clear();
  const startMs = Date.parse(startOfDay(date, timeZone));
  const day = { startMs, isPlain: Date.parse(startOfDay(addDays(date, 1), timeZone)) - startMs === 86_400_000 };
  knownDays.set(key, day);
  return day;
}

function msAt(date: string, time: string, timeZone: string): number {
  const day = dayOf(date, timeZone);
  if (day.isPlain) return day.startMs + (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000;
  return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/**
 * The real time that weekly hours give from `from` to `to` (both days included); a day with an exception has the
 * exception's hours instead. Hours that begin in the hour the
 * clock jumps over begin when the jump is done, so a night shift is shorter that day, as it is in life (C-05).
 */
export function workingSpans(
  rules: readonly WorkingHours[],
  days: { readonly from: string; readonly to: string; readonly exceptions?: readonly HoursException[] },
  timeZone: string,
): Span[] {
  const spans: Span[] = [];
  const exceptions = new Map((days.exceptions ?? []).map(day => [day.date, day.spans]));
  for (let date = days.from; date <= days.to; date = addDays(date, 1)) {
    const day = date;
    for (const hours of exceptions.get(day) ?? rules.filter(rule => holdsOn(rule, day)))
      spans.push({ start: msAt(day, hours.start, timeZone), end: msAt(day, hours.end, timeZone) });
  }
  return mergeSpans(spans);
}
