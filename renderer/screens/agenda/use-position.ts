import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';

import { eventsOf, eventUnder, type AgendaCursor } from '#renderer/ui/index.ts';

import type { ColumnPlace } from './agenda-columns.ts';
import type { AgendaData } from './use-agenda-data.ts';

export interface Position {
  readonly place: ColumnPlace | undefined;
  /** ISO UTC; empty while there is no place. */
  readonly start: string;
  /** The visit under the keyboard. */
  readonly entry: AgendaEntry | undefined;
}

const NOWHERE: Position = { place: undefined, start: '', entry: undefined };

/** What the keyboard stands on. Nowhere while the page it belongs to is on its way: nothing may be done to a page somebody has left. */
export function positionOf(data: AgendaData, cursor: AgendaCursor): Position {
  const place = data.isBehind ? undefined : data.places.find(one => one.id === cursor.columnId);
  if (!place) return NOWHERE;
  const under = eventUnder(eventsOf(data.events, cursor.columnId), cursor);
  return { place, start: place.scale.toInstant(cursor.minute), entry: under && data.entryOf(under.id, cursor.columnId) };
}
