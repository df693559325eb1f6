import type { VisitStatus } from '../StatusChip.tsx';

/** Minutes since the day began, real minutes (1,380 or 1,500 on the days the clocks change). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Time nobody can book: an absence (hatched, with its word) or a slot somebody is booking this very moment (dashed). */
export interface BlockedSpan extends Span {
  readonly label: string;
  readonly kind?: 'absence' | 'hold';
}

export interface AgendaColumnData {
  readonly id: string;
  /** A practitioner, or a day in week view. */
  readonly name: string;
  readonly detail?: string;
  /** What a screen reader calls the column where the name alone is not enough: "tis 24 nov, Eva Lind". */
  readonly fullName?: string;
  /** First column of a day, when several days stand side by side. */
  readonly startsDay?: boolean;
  readonly working: readonly Span[];
  readonly blocked?: readonly BlockedSpan[];
  /** Minute of the now-line, on the column of today. */
  readonly now?: number;
}

/** A small sign on a visit, with the words a screen reader says. */
export interface AgendaFlag {
  readonly kind: 'protected' | 'warning' | 'overbooked' | 'unlinked' | 'identity' | 'paid' | 'unpaid';
  readonly label: string;
}

export interface AgendaEventData extends Span {
  readonly id: string;
  readonly columnId: string;
  /** Minutes kept free before and after, drawn hatched. */
  readonly bufferBefore?: number;
  readonly bufferAfter?: number;
  readonly name: string;
  readonly service: string;
  /** Room and equipment, said by screen readers. */
  readonly place?: string;
  readonly status: VisitStatus;
  readonly movable?: boolean;
  readonly flags?: readonly AgendaFlag[];
}

/** The slot under the keyboard; `eventId` when several visits share the time. */
export interface AgendaCursor {
  readonly columnId: string;
  readonly minute: number;
  readonly eventId?: string;
}

export interface AgendaMove {
  readonly id: string;
  readonly fromColumnId: string;
  readonly columnId: string;
  readonly start: number;
}

/** Another end, by the keys or by dragging the lower edge. */
export interface AgendaResize {
  readonly id: string;
  readonly columnId: string;
  readonly end: number;
}

/** Each column's visits. The same array as long as nothing in it changed, so that only columns with news are drawn again. */
export type EventsByColumn = Pick<ReadonlyMap<string, readonly AgendaEventData[]>, 'get'>;

const NONE: readonly AgendaEventData[] = [];
export const eventsOf = (events: EventsByColumn, columnId: string): readonly AgendaEventData[] => events.get(columnId) ?? NONE;

export interface Placed {
  readonly event: AgendaEventData;
  readonly lane: number;
  readonly lanes: number;
}

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/**
 * Side by side where visits overlap (a deliberate overbooking must be seen, never hidden underneath). `least`: the minutes
 * that the lowest box drawn covers; shorter visits that would cover each other stand side by side as well.
 */
export function placeEvents(events: readonly AgendaEventData[], least = 0): readonly Placed[] {
  const sorted = [...events].sort((a, b) => a.start - b.start || b.end - a.end);
  const placed: { event: AgendaEventData; box: Span; lane: number; group: number }[] = [];
  const lanesOf = new Map<number, number>();
  let group = -1;
  let groupEnd = -Infinity;
  let first = 0;
  for (const event of sorted) {
    const box = { start: event.start, end: Math.max(event.end, event.start + least) };
    if (box.start >= groupEnd) {
      group += 1;
      first = placed.length;
    }
    groupEnd = box.start >= groupEnd ? box.end : Math.max(groupEnd, box.end);
    const taken = new Set(placed.slice(first).filter(other => overlaps(other.box, box)).map(other => other.lane));
    let lane = 0;
    while (taken.has(lane)) lane += 1;
    placed.push({ event, box, lane, group });
    lanesOf.set(group, Math.max(lanesOf.get(group) ?? 0, lane + 1));
  }
  return placed.map(({ event, lane, group: of }) => ({ event, lane, lanes: lanesOf.get(of) ?? 1 }));
}

/** The visits of a column under a slot, leftmost first. */
export const eventsAt = (events: readonly AgendaEventData[], cursor: AgendaCursor): readonly AgendaEventData[] =>
  placeEvents(events.filter(event => event.columnId === cursor.columnId && event.start <= cursor.minute && cursor.minute < event.end))
    .toSorted((a, b) => a.lane - b.lane)
    .map(({ event }) => event);

/** The visit of a column the keyboard is on, if any. */
export function eventUnder(events: readonly AgendaEventData[], cursor: AgendaCursor): AgendaEventData | undefined {
  const here = eventsAt(events, cursor);
  return here.find(event => event.id === cursor.eventId) ?? here[0];
}

/** The slot under the cursor, shorter where a visit of the column begins within it. */
export function freeSlot(events: readonly AgendaEventData[], cursor: AgendaCursor, slotMin: number): Span {
  const next = events.filter(event => event.start > cursor.minute).map(event => event.start);
  return { start: cursor.minute, end: Math.min(cursor.minute + slotMin, ...next) };
}

interface StepOptions {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Where Down or Up goes in a column: the next line, or a visit that begins or ends before it; past a visit in one step. */
export function nextMinute(events: readonly AgendaEventData[], cursor: AgendaCursor, direction: 1 | -1, options: StepOptions): number {
  const current = eventUnder(events, cursor);
  const line = direction === 1 ? (Math.floor(cursor.minute / options.step) + 1) * options.step : (Math.ceil(cursor.minute / options.step) - 1) * options.step;
  const edges = events.flatMap(event => [event.start, event.end]);
  if (direction === 1) {
    const after = current ? current.end : Math.min(line, ...edges.filter(edge => edge > cursor.minute));
    return Math.min(options.to - options.step, after);
  }
  const before = Math.max(line, ...edges.filter(edge => edge < cursor.minute));
  const into = events.find(event => event.start <= before && before < event.end);
  return Math.max(options.from, into ? into.start : before);
}

/** Minutes → `09:05`. */
export const clock = (minute: number): string => `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** A pointer's minute, at five-minute resolution. */
export const snap = (minute: number, to = 5): number => Math.round(minute / to) * to;
