import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';

import { mergeSpans, type Span } from './interval.ts';
import { addDays, CalendarDate, ClockTime, startOfDay, weekdayOf } from './zone.ts';

/** One stretch of a working week on the wall clock. `validTo` is the last day it holds; null: until further notice. */
export const WorkingHours = z
  .strictObject({
    weekday: z.int().min(1).max(7),
    start: ClockTime,
    end: ClockTime,
    validFrom: CalendarDate,
    validTo: CalendarDate.nullable(),
  })
  .refine(hours => hours.start < hours.end && (hours.validTo === null || hours.validFrom <= hours.validTo));
export type WorkingHours = z.infer<typeof WorkingHours>;

export const ABSENCE_KINDS = ['holiday', 'vacation', 'sick', 'meeting', 'other'] as const;

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
 * The real time that weekly hours give from `from` to `to` (both days included). Hours that begin in the hour the
 * clock jumps over begin when the jump is done, so a night shift is shorter that day, as it is in life (C-05).
 */
export function workingSpans(rules: readonly WorkingHours[], days: { readonly from: string; readonly to: string }, timeZone: string): Span[] {
  const spans: Span[] = [];
  for (let date = days.from; date <= days.to; date = addDays(date, 1)) {
    const weekday = weekdayOf(date);
    for (const rule of rules) {
      if (rule.weekday !== weekday || date < rule.validFrom || (rule.validTo !== null && date > rule.validTo)) continue;
      spans.push({ start: msAt(date, rule.start, timeZone), end: msAt(date, rule.end, timeZone) });
    }
  }
  return mergeSpans(spans);
}
