import { dayGrid, type DayGrid } from '#shared/domain/agenda/day-grid.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

/** Between a day's moments and its place on the grid. */
export interface DayScale {
  readonly grid: DayGrid;
  /** ISO UTC → minute on the grid. */
  readonly toMinute: (instant: string) => number;
  readonly toInstant: (minute: number) => string;
  /** The wall clock at a minute. */
  readonly labelOf: (minute: number) => string;
}

/**
 * A day alone counts real minutes, so the day the clocks change has 23 or 25 hours (C-05). Days side by side share
 * their lines: `alignNoon` shifts such a day so that its office hours stand beside those of the others.
 */
export function dayScale(date: string, timeZone: string, alignNoon: boolean): DayScale {
  const grid = dayGrid(date, timeZone);
  const noon = grid.hours.find(hour => hour.label === '12:00')?.minute ?? 720;
  const shift = alignNoon ? 720 - noon : 0;
  const toInstant = (minute: number): string => new Date(grid.startMs + (minute - shift) * 60_000).toISOString();
  return {
    grid,
    toMinute: instant => (Date.parse(instant) - grid.startMs) / 60_000 + shift,
    toInstant,
    labelOf: minute => (grid.minutes === 1440 || alignNoon ? plain(minute) : toLocal(toInstant(minute), timeZone).time),
  };
}

const plain = (minute: number): string => `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
