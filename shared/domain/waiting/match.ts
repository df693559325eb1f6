import type { Span } from '../agenda/interval.ts';
import { addDays, startOfDay, toInstant, toLocal, weekdayOf } from '../agenda/zone.ts';
import { isAppError } from '../../kernel/app-error.ts';
import type { WaitingWish } from './wish.ts';

/** A stretch of one practitioner's free time, in milliseconds. The visit lies in working time; its buffers may reach outside, not into another visit. */
export interface FreeStretch {
  readonly resourceId: string;
  /** Working time. */
  readonly open: Span;
  /** Taken by nobody. */
  readonly free: Span;
  /** A visit begins before this moment. */
  readonly startBefore: number;
}

export interface ServiceLength {
  readonly durationMin: number;
  readonly bufferBeforeMin: number;
  readonly bufferAfterMin: number;
}

type Wanted = Pick<WaitingWish, 'resourceIds' | 'weekdays' | 'timeFrom' | 'timeTo' | 'earliest' | 'latest'>;

const MINUTE = 60_000;

/**
 * The first time in the stretch that suits the wish (C-09): right practitioner, day and clock times, and room for the
 * service with its buffers. Undefined when there is none. Instants ISO UTC, what the patient is told.
 */
export function firstFit(wish: Wanted, service: ServiceLength, stretch: FreeStretch, wall: WallClock): { readonly start: string; readonly end: string } | undefined {
  if (wish.resourceIds.length > 0 && !wish.resourceIds.includes(stretch.resourceId)) return undefined;
  let start = Math.max(stretch.free.start + service.bufferBeforeMin * MINUTE, stretch.open.start);
  const date = wall.dateAt(start);
  if (!isWantedDay(wish, date)) return undefined;
  const from = wish.timeFrom === null ? start : wall.momentOf(date, wish.timeFrom);
  const to = wish.timeTo === null ? Infinity : wall.momentOf(date, wish.timeTo);
  start = Math.max(start, from);
  const end = start + service.durationMin * MINUTE;
  if (start >= stretch.startBefore || end > Math.min(stretch.open.end, to) || end + service.bufferAfterMin * MINUTE > stretch.free.end) return undefined;
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
}

/** What the clinic's clock and calendar show, each looked up once: a long list is compared with many times. */
export interface WallClock {
  /** Milliseconds → calendar date. */
  readonly dateAt: (ms: number) => string;
  /** Milliseconds of a clock time on a day; where the clock jumps over it or shows it twice, the first moment after. */
  readonly momentOf: (date: string, time: string) => number;
}

/** A wall clock that remembers its answers; made for one question, not kept. */
export function wallClockOf(timeZone: string): WallClock {
  const dates = new Map<number, string>();
  const moments = new Map<string, number>();
  return {
    dateAt: ms => remembered(dates, ms, () => toLocal(new Date(ms).toISOString(), timeZone).date),
    momentOf: (date, time) => remembered(moments, `${date}T${time}`, () => wallClock(date, time, timeZone)),
  };
}

function remembered<K, V>(known: Map<K, V>, key: K, find: () => V): V {
  const value = known.get(key) ?? find();
  known.set(key, value);
  return value;
}

/** True when the wish takes a visit on this calendar day. */
export const isWantedDay = (wish: Pick<Wanted, 'weekdays' | 'earliest' | 'latest'>, date: string): boolean =>
  (wish.weekdays.length === 0 || wish.weekdays.includes(weekdayOf(date))) && (wish.earliest === null || date >= wish.earliest) && (wish.latest === null || date <= wish.latest);

/** True when the whole visit is at a day, a time and with somebody the wish names. */
export function suits(wish: Wanted, visit: { readonly resourceId: string; readonly start: string; readonly end: string }, timeZone: string): boolean {
  const from = toLocal(visit.start, timeZone);
  const to = toLocal(visit.end, timeZone);
  return (wish.resourceIds.length === 0 || wish.resourceIds.includes(visit.resourceId)) && isWantedDay(wish, from.date) &&
    (wish.timeFrom === null || from.time >= wish.timeFrom) && (wish.timeTo === null || (to.date === from.date && to.time <= wish.timeTo));
}

/** The first moment from `from` on at which a wanted visit may begin; undefined when its last day is over or none comes within a year. */
export function nextWanted(wish: Wanted, from: string, timeZone: string): string | undefined {
  let moment = from;
  for (let days = 0; days < 366; days += 1) {
    const { date, time } = toLocal(moment, timeZone);
    if (wish.latest !== null && date > wish.latest) return undefined;
    if (isWantedDay(wish, date) && (wish.timeTo === null || time < wish.timeTo)) {
      return wish.timeFrom === null || time >= wish.timeFrom ? moment : new Date(wallClock(date, wish.timeFrom, timeZone)).toISOString();
    }
    moment = startOfDay(addDays(date, 1), timeZone);
  }
  return undefined;
}

/** The clock time of the wish on that day; where the clock jumps over it or shows it twice, the first moment after. */
function wallClock(date: string, time: string, timeZone: string): number {
  try {
    return Date.parse(toInstant({ date, time, choice: 'earlier' }, timeZone));
  } catch (error) {
    if (!isAppError(error, 'agenda.timeInvalid')) throw error;
    return wallClock(date, `${String(Number(time.slice(0, 2)) + 1).padStart(2, '0')}:00`, timeZone);
  }
}
