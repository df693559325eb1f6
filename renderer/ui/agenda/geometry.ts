import type { VisitStatus } from '../StatusChip.tsx';

/** Minutes since the day began, real minutes (1,380 or 1,500 on the days the clocks change). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface AgendaColumnData {
  readonly id: string;
  /** A practitioner, or a day in week view. */
  readonly name: string;
  readonly detail?: string;
  readonly working: readonly Span[];
  /** Absences: hatched and named. */
  readonly blocked?: readonly (Span & { readonly label: string })[];
  /** Minute of the now-line, on the column of today. */
  readonly now?: number;
}

/** A small sign on a visit, with the words a screen reader says. */
export interface AgendaFlag {
  readonly kind: 'protected' | 'warning' | 'overbooked' | 'unlinked' | 'identity';
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

export interface Placed {
  readonly event: AgendaEventData;
  readonly lane: number;
  readonly lanes: number;
}

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/** Side by side where visits overlap (a deliberate overbooking must be seen, never hidden underneath). */
export function placeEvents(events: readonly AgendaEventData[]): readonly Placed[] {
  const sorted = [...events].sort((a, b) => a.start - b.start || b.end - a.end);
  const placed: { event: AgendaEventData; lane: number; group: number }[] = [];
  const lanesOf = new Map<number, number>();
  let group = -1;
  let groupEnd = -Infinity;
  for (const event of sorted) {
    if (event.start >= groupEnd) group += 1;
    groupEnd = event.start >= groupEnd ? event.end : Math.max(groupEnd, event.end);
    const taken = new Set(placed.filter(other => other.group === group && overlaps(other.event, event)).map(other => other.lane));
    let lane = 0;
    while (taken.has(lane)) lane += 1;
    placed.push({ event, lane, group });
    lanesOf.set(group, Math.max(lanesOf.get(group) ?? 0, lane + 1));
  }
  return placed.map(({ event, lane, group: of }) => ({ event, lane, lanes: lanesOf.get(of) ?? 1 }));
}

/** The visits under a slot, leftmost first. */
export const eventsAt = (events: readonly AgendaEventData[], cursor: AgendaCursor): readonly AgendaEventData[] =>
  placeEvents(events.filter(event => event.columnId === cursor.columnId))
    .filter(({ event }) => event.start <= cursor.minute && cursor.minute < event.end)
    .sort((a, b) => a.lane - b.lane)
    .map(({ event }) => event);

/** The visit the keyboard is on, if any. */
export function eventUnder(events: readonly AgendaEventData[], cursor: AgendaCursor): AgendaEventData | undefined {
  const here = eventsAt(events, cursor);
  return here.find(event => event.id === cursor.eventId) ?? here[0];
}

/** The quarter of an hour under the cursor, shorter where a visit begins within it. */
export function freeSlot(events: readonly AgendaEventData[], cursor: AgendaCursor): Span {
  const next = events.filter(event => event.columnId === cursor.columnId && event.start > cursor.minute).map(event => event.start);
  return { start: cursor.minute, end: Math.min(cursor.minute + 15, ...next) };
}

interface StepOptions {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Where Down or Up goes: the next line, or a visit that begins or ends before it; past a visit in one step. */
export function nextMinute(events: readonly AgendaEventData[], cursor: AgendaCursor, direction: 1 | -1, options: StepOptions): number {
  const own = events.filter(event => event.columnId === cursor.columnId);
  const current = eventUnder(own, cursor);
  const line = direction === 1 ? (Math.floor(cursor.minute / options.step) + 1) * options.step : (Math.ceil(cursor.minute / options.step) - 1) * options.step;
  const edges = own.flatMap(event => [event.start, event.end]);
  if (direction === 1) {
    const after = current ? current.end : Math.min(line, ...edges.filter(edge => edge > cursor.minute));
    return Math.min(options.to - options.step, after);
  }
  const before = Math.max(line, ...edges.filter(edge => edge < cursor.minute));
  const into = own.find(event => event.start <= before && before < event.end);
  return Math.max(options.from, into ? into.start : before);
}

/** Minutes → `09:05`. */
export const clock = (minute: number): string => `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** A pointer's minute, at five-minute resolution. */
export const snap = (minute: number, to = 5): number => Math.round(minute / to) * to;
