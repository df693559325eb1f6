import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';

import { AppError } from '../../kernel/app-error.ts';

/** A moment, always UTC and always with milliseconds, so that text order is time order: `2026-11-22T09:00:00.000Z`. */
export const Instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/).refine(text => !Number.isNaN(Date.parse(text)));
export const CalendarDate = z.iso.date();
/** A clock time of the day without a date: `09:00`. */
export const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** What a person types: a date and a time on the clinic's wall clock; `choice` says which, in the hour that comes twice. */
export const LocalMoment = z.strictObject({ date: CalendarDate, time: ClockTime, choice: z.enum(['earlier', 'later']).optional() });
export type LocalMoment = z.infer<typeof LocalMoment>;

const toIso = (instant: { readonly epochMilliseconds: number }): string => new Date(instant.epochMilliseconds).toISOString();

/**
 * The moment at which the clinic's clock shows `local` (C-05).
 * Throws agenda.timeInvalid when the clock jumps over that time, and agenda.timeAmbiguous when it shows it twice and
 * `choice` does not say which one.
 */
export function toInstant(local: LocalMoment, timeZone: string): string {
  const wall = Temporal.PlainDateTime.from(`${local.date}T${local.time}`);
  const earlier = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  const later = wall.toZonedDateTime(timeZone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return toIso(earlier);
  // In the jump forward both answers show another clock time than the one asked for.
  if (!earlier.toPlainDateTime().equals(wall)) throw new AppError('agenda.timeInvalid', { date: local.date, time: local.time });
  if (local.choice === undefined) throw new AppError('agenda.timeAmbiguous', { date: local.date, time: local.time });
  return toIso(local.choice === 'earlier' ? earlier : later);
}

/** What the clinic's wall clock and calendar show at a moment. Minutes, not seconds. */
export function toLocal(instant: string, timeZone: string): { readonly date: string; readonly time: string } {
  const zoned = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  return { date: zoned.toPlainDate().toString(), time: zoned.toPlainTime().toString({ smallestUnit: 'minute' }) };
}

/** The moment a calendar day begins (00:00, or the first time that exists). ISO UTC. */
export const startOfDay = (date: string, timeZone: string): string => toIso(Temporal.PlainDate.from(date).toZonedDateTime(timeZone));

// Counting calendar days in UTC is exact, since a calendar date has no zone, and needs no calendar object.
const utcDay = (date: string): number => Date.parse(`${date}T00:00:00Z`);

/** `date` moved by whole days of the calendar, never by 24 hours. */
export const addDays = (date: string, days: number): string => new Date(utcDay(date) + days * 86_400_000).toISOString().slice(0, 10);

/** Monday 1 … Sunday 7 (ISO 8601). */
export const weekdayOf = (date: string): number => new Date(utcDay(date)).getUTCDay() || 7;

/** Monday of the week that holds `date`. */
export const mondayOf = (date: string): string => addDays(date, 1 - weekdayOf(date));

/** ISO 8601 week number of `date`. */
export const weekNumberOf = (date: string): number => Temporal.PlainDate.from(date).weekOfYear ?? 0;

/** The calendar day in the clinic at a moment given in milliseconds. */
export const dateAt = (epochMs: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone).toPlainDate().toString();

/**
 * The same weekday and wall-clock time for `count` weeks, starting with `first` (C-05): 09:00 stays 09:00 when the
 * clocks change. Throws like toInstant when one of them does not exist or comes twice.
 */
export const weeklyMoments = (first: LocalMoment, count: number, timeZone: string): string[] =>
  Array.from({ length: count }, (_, week) => toInstant({ ...first, date: addDays(first.date, 7 * week) }, timeZone));

/** A calendar day of the clinic as instants, half-open; 23 or 25 hours when the clocks change (C-05). */
export const rangeOfDay = (day: string, timeZone: string): { readonly from: string; readonly to: string } => ({ from: startOfDay(day, timeZone), to: startOfDay(addDays(day, 1), timeZone) });
