import type { MouseEvent, PointerEvent } from 'react';

import type { ColumnView } from './AgendaColumn.tsx';
import type { AgendaCursor, AgendaEventData } from './geometry.ts';

interface AgendaPointer {
  readonly events: readonly AgendaEventData[];
  readonly view: ColumnView;
  readonly onCursor: (cursor: AgendaCursor) => void;
  readonly onOpenSlot: (cursor: AgendaCursor) => void;
  readonly onOpenEvent: (id: string) => void;
  readonly grab: (event: AgendaEventData, pointer: PointerEvent) => void;
}

const near = (event: MouseEvent, selector: string): HTMLElement | null => (event.target as Element).closest<HTMLElement>(selector);

/** What was pointed at: a visit, a quarter of an hour in a column, or nothing (heading, times). */
function under({ events, view }: AgendaPointer, event: MouseEvent): { readonly cursor: AgendaCursor; readonly visit?: AgendaEventData } | undefined {
  const id = near(event, '[data-event]')?.dataset['event'];
  const visit = events.find(candidate => candidate.id === id);
  if (visit) return { cursor: { columnId: visit.columnId, minute: visit.start, eventId: visit.id }, visit };
  const column = near(event, '[data-column]');
  if (!column?.dataset['column']) return undefined;
  const minute = view.from + Math.floor((event.clientY - column.getBoundingClientRect().top) / view.pxPerMinute / 15) * 15;
  return { cursor: { columnId: column.dataset['column'], minute } };
}

/** The pointer's part: a click moves the cursor, a double click opens, a press on a visit may become a drag. */
export function agendaPointer(agenda: AgendaPointer) {
  return {
    onClick: (event: MouseEvent<HTMLElement>) => {
      const hit = under(agenda, event);
      if (hit) agenda.onCursor(hit.cursor);
      if (hit) event.currentTarget.focus({ preventScroll: true });
    },
    onDoubleClick: (event: MouseEvent) => {
      const hit = under(agenda, event);
      if (hit?.visit) agenda.onOpenEvent(hit.visit.id);
      else if (hit) agenda.onOpenSlot(hit.cursor);
    },
    onPointerDown: (event: PointerEvent) => {
      const visit = under(agenda, event)?.visit;
      if (visit && visit.movable !== false && event.button === 0) agenda.grab(visit, event);
    },
  };
}
