import * as z from 'zod';

import { addDays, CalendarDate, mondayOf, weekdayOf } from '../agenda/zone.ts';

/** Longest series: two years of weekly visits. */
export const MAX_OCCURRENCES = 104;
const MAX_DAYS = 366 * 4;

const Ends = { count: z.int().min(1).max(MAX_OCCURRENCES).nullable(), until: CalendarDate.nullable() };

/**
 * How something repeats: the part of RFC 5545 a clinic needs. Every n-th week on some weekdays (Monday 1 … Sunday 7), or
 * every n-th month on the same date or the same weekday of the month. Ends after `count` times or on `until` (included).
 */
export const Recurrence = z
  .discriminatedUnion('every', [
    z.strictObject({ every: z.literal('week'), interval: z.int().min(1).max(52), weekdays: z.array(z.int().min(1).max(7)).min(1).max(7), ...Ends }),
    z.strictObject({ every: z.literal('month'), interval: z.int().min(1).max(12), on: z.enum(['date', 'weekday']), ...Ends }),
  ])
  .refine(rule => (rule.count === null) !== (rule.until === null), { path: ['until'] });
export type Recurrence = z.infer<typeof Recurrence>;

/**
 * The calendar days of a recurrence from `first` on, in order, at most `limit`. Days only: what the clock says on them
 * is for the zone to answer (C-05). Months without the date are passed over, as RFC 5545 says; the fifth weekday of a
 * month means its last.
 */
export function occurrenceDates(rule: Recurrence, first: string, limit = MAX_OCCURRENCES): string[] {
  const last = rule.until ?? addDays(first, MAX_DAYS);
  const wanted = Math.min(rule.count ?? limit, limit);
  const dates: string[] = [];
  for (let step = 0; dates.length < wanted; step += rule.interval) {
    const days = rule.every === 'week' ? daysOfWeek(rule.weekdays, addDays(mondayOf(first), 7 * step)) : daysOfMonth(rule.on, first, step);
    if (days.start > last || days.start > addDays(first, MAX_DAYS)) break;
    dates.push(...days.dates.filter(date => date >= first && date <= last));
  }
  return dates.slice(0, wanted);
}

const daysOfWeek = (weekdays: readonly number[], monday: string) => ({ start: monday, dates: [...new Set(weekdays)].sort().map(weekday => addDays(monday, weekday - 1)) });

function daysOfMonth(on: 'date' | 'weekday', first: string, months: number): { readonly start: string; readonly dates: readonly string[] } {
  const start = new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)) - 1 + months, 1)).toISOString().slice(0, 10);
  const inMonth = (date: string): boolean => date.slice(0, 7) === start.slice(0, 7);
  if (on === 'date') return { start, dates: [addDays(start, Number(first.slice(8)) - 1)].filter(inMonth) };
  const earliest = addDays(start, (weekdayOf(first) - weekdayOf(start) + 7) % 7);
  const ordinal = ordinalOf(first);
  const wanted = ordinal > 0 ? addDays(earliest, 7 * (ordinal - 1)) : [28, 21].map(days => addDays(earliest, days)).find(inMonth);
  return { start, dates: wanted === undefined ? [] : [wanted] };
}

/** Which of its weekday in the month a date is: 1 … 4, or -1 for the last when there is a fifth. */
export const ordinalOf = (date: string): number => (Number(date.slice(8)) > 28 ? -1 : Math.ceil(Number(date.slice(8)) / 7));

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const code = (weekday: number): string => DAYS[weekday - 1] ?? '';

/** The rule as RFC 5545 text (RRULE without DTSTART). `first` gives a monthly rule its day. */
export function toRRule(rule: Recurrence, first: string): string {
  const by = rule.every === 'week' ? `BYDAY=${[...new Set(rule.weekdays)].sort().map(code).join(',')}` : rule.on === 'date' ? `BYMONTHDAY=${Number(first.slice(8))}` : `BYDAY=${ordinalOf(first)}${code(weekdayOf(first))}`;
  const ends = rule.count !== null ? `COUNT=${rule.count}` : `UNTIL=${(rule.until ?? '').replaceAll('-', '')}T235959`;
  return [`FREQ=${rule.every === 'week' ? 'WEEKLY' : 'MONTHLY'}`, `INTERVAL=${rule.interval}`, by, ends].join(';');
}

/** Reads what toRRule wrote. Throws on anything else: it was not written by us. */
export function fromRRule(text: string): Recurrence {
  const parts = new Map(text.split(';').map(part => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const));
  const until = parts.get('UNTIL');
  const ends = { count: parts.has('COUNT') ? Number(parts.get('COUNT')) : null, until: until === undefined ? null : `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}` };
  const interval = Number(parts.get('INTERVAL'));
  if (parts.get('FREQ') === 'WEEKLY') return Recurrence.parse({ every: 'week', interval, weekdays: (parts.get('BYDAY') ?? '').split(',').map(day => DAYS.findIndex(one => one === day) + 1), ...ends });
  return Recurrence.parse({ every: 'month', interval, on: parts.has('BYMONTHDAY') ? 'date' : 'weekday', ...ends });
}
