import { useCallback, useMemo, useRef, useState } from 'react';

import { addDays } from '#shared/domain/agenda/zone.ts';

import type { AgendaCursor } from '#renderer/ui/index.ts';

import type { ColumnPlace } from './agenda-columns.ts';
import { dayScale } from './day-scale.ts';
import { useOwnResource, type AgendaData } from './use-agenda-data.ts';
import type { AgendaView } from './use-agenda-view.ts';

interface Place {
  readonly resourceId: string;
  readonly date: string;
  readonly minute: number;
  readonly eventId?: string;
}

export interface CursorState {
  readonly cursor: AgendaCursor;
  readonly setCursor: (cursor: AgendaCursor) => void;
  /** Goes to a moment of a column, on whatever day. */
  readonly goTo: (resourceId: string, date: string, minute: number) => void;
  /** Over the edge of the page: the last day of the week before, the first of the week after. */
  readonly cross: (direction: 1 | -1) => void;
}

const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();

/** The column the keyboard stands in: its own; on another page the same person on the same weekday, or else whoever is first. */
function columnOf({ places, view }: AgendaData, place: Place | undefined, ownId: string | undefined): ColumnPlace | undefined {
  const of = (resourceId: string | undefined, isDay: (date: string) => boolean): ColumnPlace | undefined => places.find(one => one.resource.id === resourceId && isDay(one.date));
  const resourceId = place?.resourceId ?? ownId;
  const weekday = place && view.view === 'week' ? weekdayOf(place.date) : undefined;
  const onDay = (date: string): boolean => (weekday === undefined ? date === view.day : weekdayOf(date) === weekday);
  return (place && of(place.resourceId, date => date === place.date)) ?? of(resourceId, onDay) ?? places.find(one => onDay(one.date)) ?? places[0];
}

/** The visit that somebody came to see, when they came for one. */
function firstPlace({ day, column, moment, timeZone, view }: AgendaView): Place | undefined {
  return column === undefined || moment === undefined ? undefined : { resourceId: column, date: day, minute: dayScale(day, timeZone, view === 'week').toMinute(moment) };
}

/** Where the keyboard stands; it keeps its practitioner, its weekday and its time when the page changes. */
export function useCursor(data: AgendaData, slotMin: number): CursorState {
  const own = useOwnResource(data.resources);
  const [place, setPlace] = useState<Place | undefined>(() => firstPlace(data.view));
  const { places, columns, from, to, view } = data;
  const asked = `${view.column} ${view.moment}`;
  const [seen, setSeen] = useState(asked);
  // Somebody came to see a visit while the agenda was open already.
  if (asked !== seen) {
    setSeen(asked);
    if (view.moment !== undefined) setPlace(firstPlace(view));
  }
  const column = columnOf(data, place, own?.id);
  const wanted = place?.minute ?? startMinute(columns.find(one => one.id === column?.id), columns);
  const minute = Math.max(from, Math.min(to - slotMin, wanted));
  const columnId = column?.id ?? '';
  const eventId = place?.eventId;
  const cursor = useMemo((): AgendaCursor => ({ columnId, minute, ...(eventId ? { eventId } : {}) }), [columnId, minute, eventId]);
  const latest = useRef({ places, view });
  latest.current = { places, view };
  const setCursor = useCallback((next: AgendaCursor): void => {
    const at = latest.current.places.find(one => one.id === next.columnId);
    if (at) setPlace({ resourceId: at.resource.id, date: at.date, minute: next.minute, ...(next.eventId ? { eventId: next.eventId } : {}) });
  }, []);
  const goTo = useCallback((resourceId: string, date: string, at: number): void => {
    const now = latest.current.view;
    setPlace({ resourceId, date, minute: at });
    now.change({ day: date, ...(now.view === 'week' && now.who !== 'all' ? { who: resourceId } : {}) });
  }, []);
  const cross = useCallback(
    (direction: 1 | -1): void => {
      const now = latest.current;
      const edge = direction === 1 ? now.places.at(-1) : now.places[0];
      if (now.view.view !== 'week' || !edge) return;
      const far = direction === 1 ? now.places[0] : now.places.at(-1);
      const date = addDays(edge.date, direction);
      setPlace({ resourceId: far?.resource.id ?? edge.resource.id, date, minute });
      now.view.change({ day: date });
    },
    [minute],
  );
  return { cursor, setCursor, goTo, cross };
}

/** Today: the quarter of an hour we are in; another day: when work begins. */
function startMinute(column: AgendaData['columns'][number] | undefined, columns: AgendaData['columns']): number {
  if (column?.now !== undefined) return Math.floor(column.now / 15) * 15;
  const starts = columns.flatMap(one => one.working.map(span => span.start));
  return starts.length > 0 ? Math.min(...starts) : 480;
}
