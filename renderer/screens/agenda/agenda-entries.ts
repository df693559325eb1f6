import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';
import type { Resource, Service } from '#shared/domain/agenda/service.ts';

import type { AgendaEventData, EventsByColumn, Translate } from '#renderer/ui/index.ts';

import { toEvent, type ColumnPlace } from './agenda-columns.ts';

export interface Catalogue {
  readonly resources: readonly Resource[];
  readonly services: readonly Service[];
}

export interface PlacedEntries {
  /** Each column's visits, made when somebody first looks at the column: a week of everybody has thousands. */
  readonly events: EventsByColumn;
  /** The visit as it stands in a column; in any column when none is named. */
  readonly entryOf: (id: string, columnId?: string) => AgendaEntry | undefined;
  /** Minutes of the earliest start and the latest end; undefined when there is no visit. */
  readonly extent: { readonly start: number; readonly end: number } | undefined;
}

interface Drawing {
  readonly places: readonly ColumnPlace[];
  readonly catalogue: Catalogue;
  readonly t: Translate;
}

type Made = WeakMap<AgendaEntry, AgendaEventData>;

const same = (a: readonly unknown[] | undefined, b: readonly unknown[]): boolean => a?.length === b.length && b.every((one, index) => one === a[index]);

/**
 * Puts visits into columns and remembers what it made: an answer that brings one change gives one new event and one new
 * array, so that one column is drawn again and not all of them.
 */
export function createPlacing(): (list: readonly AgendaEntry[], drawing: Drawing) => PlacedEntries {
  let made: Made = new WeakMap();
  let drawn: Drawing | undefined;
  let before = new Map<string, readonly AgendaEventData[]>();
  return (list, drawing) => {
    if (drawn?.places !== drawing.places || drawn.catalogue !== drawing.catalogue || drawn.t !== drawing.t) made = new WeakMap();
    drawn = drawing;
    const known = made;
    const columns = columnsOf(list, drawing.places);
    const places = new Map(drawing.places.map(place => [place.id, place]));
    const words = wordsOf(drawing);
    const old = before;
    const events = new Map<string, readonly AgendaEventData[]>();
    before = events;
    const make = (id: string): readonly AgendaEventData[] => {
      const place = places.get(id);
      const now = place ? (columns.get(id) ?? []).map(entry => eventOf(known, entry, () => toEvent(entry, place, words))) : [];
      const kept = old.get(id);
      const result = kept && same(kept, now) ? kept : now;
      events.set(id, result);
      return result;
    };
    return { events: { get: id => events.get(id) ?? make(id) }, entryOf: (id, columnId) => find(columns, id, columnId), extent: extentOf(columns, places) };
  };
}

function eventOf(made: Made, entry: AgendaEntry, make: () => AgendaEventData): AgendaEventData {
  const event = made.get(entry) ?? make();
  made.set(entry, event);
  return event;
}

type Columns = ReadonlyMap<string, readonly AgendaEntry[]>;

function find(columns: Columns, id: string, columnId: string | undefined): AgendaEntry | undefined {
  if (columnId !== undefined) return columns.get(columnId)?.find(entry => entry.id === id);
  for (const list of columns.values()) {
    const entry = list.find(one => one.id === id);
    if (entry) return entry;
  }
  return undefined;
}

/**
 * The visits of each column, by the day they begin on; a visit from the evening before has none. Instants are compared as
 * text, which orders them the same and costs a tenth of reading them.
 */
function columnsOf(list: readonly AgendaEntry[], places: readonly ColumnPlace[]): Columns {
  const days = new Map<string, { readonly id: string; readonly from: string; readonly to: string; readonly entries: AgendaEntry[] }[]>();
  const columns = new Map<string, AgendaEntry[]>();
  for (const { id, resource, scale } of places) {
    const entries: AgendaEntry[] = [];
    columns.set(id, entries);
    const { startMs, minutes } = scale.grid;
    const day = { id, from: new Date(startMs).toISOString(), to: new Date(startMs + minutes * 60_000).toISOString(), entries };
    days.set(resource.id, [...(days.get(resource.id) ?? []), day]);
  }
  for (const entry of list) days.get(entry.resourceId)?.find(day => entry.start >= day.from && entry.start < day.to)?.entries.push(entry);
  return columns;
}

function extentOf(columns: Columns, places: ReadonlyMap<string, ColumnPlace>): PlacedEntries['extent'] {
  let extent: { start: number; end: number } | undefined;
  for (const [id, list] of columns) {
    const scale = places.get(id)?.scale;
    const first = list[0];
    if (!scale || !first) continue;
    let { start, end } = first;
    for (const entry of list) {
      if (entry.start < start) start = entry.start;
      if (entry.end > end) end = entry.end;
    }
    extent = { start: Math.min(extent?.start ?? Infinity, scale.toMinute(start)), end: Math.max(extent?.end ?? 0, scale.toMinute(end)) };
  }
  return extent;
}

function wordsOf({ catalogue, t }: Drawing) {
  const services = new Map(catalogue.services.map(one => [one.id, one.name]));
  const others = new Map(catalogue.resources.map(one => [one.id, one.name]));
  return { t, serviceOf: (id: string) => services.get(id) ?? '', nameOf: (id: string) => others.get(id) };
}
