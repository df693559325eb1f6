import { useMemo, useState } from 'react';

import type { AgendaCursor } from '#renderer/ui/index.ts';

import type { AgendaData } from './use-agenda-data.ts';
import { useOwnResource } from './use-agenda-data.ts';
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
}

/** Where the keyboard stands; it keeps its practitioner and its time when the day changes. */
export function useCursor(view: AgendaView, data: AgendaData): CursorState {
  const own = useOwnResource(data.resources);
  const [place, setPlace] = useState<Place>();
  const cursor = useMemo((): AgendaCursor => {
    const wanted = place && data.places.find(one => one.resource.id === place.resourceId && one.date === place.date);
    const sameDay = data.places.filter(one => one.date === (place?.date ?? view.day));
    const column = wanted ?? data.places.find(one => one.resource.id === (place?.resourceId ?? own?.id) && one.date === view.day) ?? sameDay[0] ?? data.places[0];
    const minute = place?.minute ?? startMinute(column?.date === view.today, data);
    return { columnId: column?.id ?? '', minute: Math.max(data.from, Math.min(data.to - 15, minute)), ...(place?.eventId ? { eventId: place.eventId } : {}) };
  }, [place, data, view.day, view.today, own?.id]);
  const setCursor = (next: AgendaCursor): void => {
    const column = data.places.find(one => one.id === next.columnId);
    if (!column) return;
    setPlace({ resourceId: column.resource.id, date: column.date, minute: next.minute, ...(next.eventId ? { eventId: next.eventId } : {}) });
    if (view.view === 'week' && column.date !== view.day) view.change({ day: column.date });
  };
  const goTo = (resourceId: string, date: string, minute: number): void => {
    setPlace({ resourceId, date, minute });
    view.change({ day: date, ...(view.view === 'week' && view.who !== 'all' ? { who: resourceId } : {}) });
  };
  return { cursor, setCursor, goTo };
}

/** Today: the quarter of an hour we are in; another day: when work begins. */
function startMinute(isToday: boolean, data: AgendaData): number {
  const now = data.columns.find(column => column.now !== undefined)?.now;
  if (isToday && now !== undefined) return Math.floor(now / 15) * 15;
  const starts = data.columns.flatMap(column => column.working.map(span => span.start));
  return starts.length > 0 ? Math.min(...starts) : 480;
}

