import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';

import type { ColumnView } from './AgendaColumn.tsx';
import { snap, type AgendaEventData, type AgendaMove, type AgendaResize, type Span } from './geometry.ts';

const THRESHOLD_PX = 4;
const SHORTEST_MIN = 5;

interface Drag {
  readonly event: AgendaEventData;
  /** The lower edge is pulled; otherwise the whole visit. */
  readonly edge: boolean;
  readonly x: number;
  readonly y: number;
  /** From the top of the visit to where it was taken, px. */
  readonly held: number;
}

/** Where a visit would stand after what somebody is doing with it. */
export interface AgendaPreview extends Span {
  readonly columnId: string;
  readonly name: string;
}

interface Dragging {
  readonly view: ColumnView;
  readonly onMove: (move: AgendaMove) => void;
  readonly onResize: ((resize: AgendaResize) => void) | undefined;
}

type Place = Pick<AgendaPreview, 'columnId' | 'start' | 'end'>;

/** Where the visit would land if it were let go here. The column's own place on the screen counts, so scrolling meanwhile is fine. */
function landing(grid: HTMLElement, drag: Drag, pointer: Pick<MouseEvent, 'clientX' | 'clientY'>, view: ColumnView): Place {
  const { event } = drag;
  const columns = [...grid.querySelectorAll<HTMLElement>('[data-column]')];
  const own = columns.find(column => column.dataset['column'] === event.columnId);
  const over = drag.edge ? own : (columns.find(column => pointer.clientX >= column.getBoundingClientRect().left && pointer.clientX < column.getBoundingClientRect().right) ?? own);
  if (!over) return { columnId: event.columnId, start: event.start, end: event.end };
  const minuteAt = (y: number): number => snap(view.from + (y - over.getBoundingClientRect().top) / view.pxPerMinute);
  if (drag.edge) return { columnId: event.columnId, start: event.start, end: Math.max(event.start + SHORTEST_MIN, minuteAt(pointer.clientY)) };
  const start = minuteAt(pointer.clientY - drag.held);
  return { columnId: over.dataset['column'] ?? event.columnId, start, end: start + event.end - event.start };
}

function drop({ event, edge }: Drag, to: Place, { onMove, onResize }: Dragging): void {
  if (edge && to.end !== event.end) onResize?.({ id: event.id, columnId: event.columnId, end: to.end });
  if (!edge && (to.columnId !== event.columnId || to.start !== event.start)) onMove({ id: event.id, fromColumnId: event.columnId, columnId: to.columnId, start: to.start });
}

/** Moving a visit or its lower edge with the pointer, at five minutes; Escape lets go without changing anything. */
export function useAgendaDrag(grid: RefObject<HTMLElement | null>, dragging: Dragging) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const [ghost, setGhost] = useState<AgendaPreview | null>(null);
  const target = useRef<AgendaPreview | null>(null);
  const latest = useRef(dragging);
  latest.current = dragging;
  useEffect(() => {
    if (!drag) return undefined;
    const end = () => {
      target.current = null;
      setGhost(null);
      setDrag(null);
    };
    const move = (pointer: globalThis.PointerEvent) => {
      if (!grid.current || (!target.current && Math.hypot(pointer.clientX - drag.x, pointer.clientY - drag.y) < THRESHOLD_PX)) return;
      const place = landing(grid.current, drag, pointer, latest.current.view);
      if (target.current?.columnId === place.columnId && target.current.start === place.start && target.current.end === place.end) return;
      target.current = { ...place, name: drag.event.name };
      setGhost(target.current);
    };
    const up = () => {
      if (target.current) drop(drag, target.current, latest.current);
      end();
    };
    const key = (press: KeyboardEvent) => {
      if (press.key === 'Escape') end();
    };
    const stop = new AbortController();
    window.addEventListener('pointermove', move, { signal: stop.signal });
    window.addEventListener('pointerup', up, { signal: stop.signal });
    window.addEventListener('pointercancel', end, { signal: stop.signal });
    window.addEventListener('keydown', key, { signal: stop.signal });
    return () => stop.abort();
  }, [drag, grid]);
  const grab = (event: AgendaEventData, pointer: PointerEvent, edge: boolean) => {
    const top = (pointer.target as Element).closest('[data-event]')?.getBoundingClientRect().top ?? pointer.clientY;
    setDrag({ event, edge: edge && latest.current.onResize !== undefined, x: pointer.clientX, y: pointer.clientY, held: pointer.clientY - top });
  };
  return { ghost, grab };
}
