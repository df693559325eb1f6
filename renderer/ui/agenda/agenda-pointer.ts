import type { MouseEvent, PointerEvent } from 'react';

import type { ColumnView } from './AgendaColumn.tsx';
import { eventsOf, type AgendaCursor, type AgendaEventData, type EventsByColumn } from './geometry.ts';

/** A place on the screen, in px of the window. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

interface AgendaPointer {
  readonly events: EventsByColumn;
  readonly view: ColumnView;
  readonly slotMin: number;
  readonly onCursor: (cursor: AgendaCursor) => void;
  readonly onOpenSlot: (cursor: AgendaCursor) => void;
  readonly onOpenEvent: (id: string, columnId: string) => void;
  readonly onMenu?: (at: Point) => void;
  readonly grab: (event: AgendaEventData, pointer: PointerEvent, edge: boolean) => void;
}

/** Height in px of the lower edge of a visit that makes it longer or shorter. */
const EDGE_PX = 5;

const near = (event: MouseEvent, selector: string): HTMLElement | null => (event.target as Element).closest<HTMLElement>(selector);

/** What was pointed at: a visit, a slot in a column, or nothing (heading, times). */
function under({ events, view, slotMin }: AgendaPointer, event: MouseEvent): { readonly cursor: AgendaCursor; readonly visit?: AgendaEventData } | undefined {
  const column = near(event, '[data-column]');
  const columnId = column?.dataset['column'];
  if (!column || columnId === undefined) return undefined;
  const id = near(event, '[data-event]')?.dataset['event'];
  const visit = eventsOf(events, columnId).find(candidate => candidate.id === id);
  if (visit) return { cursor: { columnId, minute: visit.start, eventId: visit.id }, visit };
  const minute = view.from + Math.floor((event.clientY - column.getBoundingClientRect().top) / view.pxPerMinute / slotMin) * slotMin;
  return { cursor: { columnId, minute } };
}

function onEdge(event: PointerEvent): boolean {
  const box = near(event, '[data-event]')?.getBoundingClientRect();
  return box !== undefined && box.height > 3 * EDGE_PX && event.clientY > box.bottom - EDGE_PX;
}

/** The pointer's part: a click moves the cursor, a double click opens, a press on a visit may become a drag, the right button opens the menu. */
export function agendaPointer(agenda: AgendaPointer) {
  const point = (event: MouseEvent<HTMLElement>) => {
    const hit = under(agenda, event);
    if (hit) agenda.onCursor(hit.cursor);
    if (hit) event.currentTarget.focus({ preventScroll: true });
    return hit;
  };
  return {
    onClick: (event: MouseEvent<HTMLElement>) => void point(event),
    onDoubleClick: (event: MouseEvent) => {
      const hit = under(agenda, event);
      if (hit?.visit) agenda.onOpenEvent(hit.visit.id, hit.visit.columnId);
      else if (hit) agenda.onOpenSlot(hit.cursor);
    },
    onPointerDown: (event: PointerEvent) => {
      const visit = under(agenda, event)?.visit;
      if (visit && visit.movable !== false && event.button === 0) agenda.grab(visit, event, onEdge(event));
    },
    onPointerOver: (event: PointerEvent) => {
      const visit = near(event, '[data-event]');
      if (visit) visit.title = visit.ariaLabel ?? '';
    },
    onPointerOut: (event: PointerEvent) => near(event, '[data-event]')?.removeAttribute('title'),
    onContextMenu: (event: MouseEvent<HTMLElement>) => {
      if (!agenda.onMenu) return;
      event.preventDefault();
      // The key's own event comes from the grid itself; its command has opened the menu already.
      if (event.target !== event.currentTarget && point(event)) agenda.onMenu({ x: event.clientX, y: event.clientY });
    },
  };
}
