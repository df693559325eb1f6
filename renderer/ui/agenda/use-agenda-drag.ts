import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';

import { snap, type AgendaEventData, type AgendaMove, type Span } from './geometry.ts';

const THRESHOLD_PX = 4;

interface Drag {
  readonly event: AgendaEventData;
  readonly x: number;
  readonly y: number;
}

export interface Ghost extends Span {
  readonly columnId: string;
  readonly name: string;
}

/** Moving a visit with the pointer, at five minutes; Escape lets go without moving. */
export function useAgendaDrag(grid: RefObject<HTMLElement | null>, pxPerMinute: number, onMove: (move: AgendaMove) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const [ghost, setGhost] = useState<Ghost | null>(null);
  const target = useRef<Ghost | null>(null);
  useEffect(() => {
    if (!drag) return undefined;
    const { event } = drag;
    const end = () => {
      target.current = null;
      setGhost(null);
      setDrag(null);
    };
    const move = (pointer: globalThis.PointerEvent) => {
      if (!target.current && Math.hypot(pointer.clientX - drag.x, pointer.clientY - drag.y) < THRESHOLD_PX) return;
      const columns = [...(grid.current?.querySelectorAll<HTMLElement>('[data-column]') ?? [])];
      const over = columns.find(column => pointer.clientX >= column.getBoundingClientRect().left && pointer.clientX < column.getBoundingClientRect().right);
      const start = snap(event.start + (pointer.clientY - drag.y) / pxPerMinute);
      target.current = { columnId: over?.dataset['column'] ?? event.columnId, start, end: start + event.end - event.start, name: event.name };
      setGhost(target.current);
    };
    const up = () => {
      const to = target.current;
      if (to && (to.columnId !== event.columnId || to.start !== event.start)) onMove({ id: event.id, fromColumnId: event.columnId, columnId: to.columnId, start: to.start });
      end();
    };
    const key = (press: KeyboardEvent) => {
      if (press.key === 'Escape') end();
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', up);
    window.addEventListener('pointercancel', end);
    window.addEventListener('keydown', key);
    return () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', up);
      window.removeEventListener('pointercancel', end);
      window.removeEventListener('keydown', key);
    };
  }, [drag, grid, pxPerMinute, onMove]);
  const grab = (event: AgendaEventData, pointer: PointerEvent) => setDrag({ event, x: pointer.clientX, y: pointer.clientY });
  return { ghost, grab };
}
