import { Temporal } from 'temporal-polyfill';

import { addDays, startOfDay } from './zone.ts';

/** One line across the day: `label` is the clock, `minute` counts real minutes since the day began. */
export interface GridHour {
  readonly minute: number;
  readonly label: string;
}

/** A calendar day as real time: 1,440 minutes, 1,380 when the clocks go forward, 1,500 when they go back (C-05). */
export interface DayGrid {
  readonly date: string;
  readonly startMs: number;
  readonly minutes: number;
  readonly hours: readonly GridHour[];
}

/** The real hours of a day in a zone. The hour that comes twice appears twice, the one that is jumped over not at all. */
export function dayGrid(date: string, timeZone: string): DayGrid {
  const startMs = Date.parse(startOfDay(date, timeZone));
  const minutes = (Date.parse(startOfDay(addDays(date, 1), timeZone)) - startMs) / 60_000;
  const hours: GridHour[] = [];
  for (let minute = 0; minute < minutes; minute += 60) {
    const zoned = Temporal.Instant.fromEpochMilliseconds(startMs + minute * 60_000).toZonedDateTimeISO(timeZone);
    hours.push({ minute, label: zoned.toPlainTime().toString({ smallestUnit: 'minute' }) });
  }
  return { date, startMs, minutes, hours };
}
