import type { KeyboardEvent } from 'react';

import { eventsAt, eventUnder, nextMinute, type AgendaColumnData, type AgendaCursor, type AgendaEventData, type AgendaMove } from './geometry.ts';

interface AgendaKeys {
  readonly columns: readonly AgendaColumnData[];
  readonly events: readonly AgendaEventData[];
  readonly cursor: AgendaCursor;
  readonly from: number;
  readonly to: number;
  readonly cutId: string | undefined;
  readonly onCut: (id: string | undefined) => void;
  readonly onCursor: (cursor: AgendaCursor) => void;
  readonly onOpenSlot: (cursor: AgendaCursor) => void;
  readonly onOpenEvent: (id: string) => void;
  readonly onMove: (move: AgendaMove) => void;
  readonly onPaste?: (cursor: AgendaCursor) => void;
  readonly onEventKey?: (event: KeyboardEvent, visit: AgendaEventData) => boolean;
}

/** Left and Right walk visits that share the time first, then columns. */
function sideways(keys: AgendaKeys, direction: 1 | -1): AgendaCursor {
  const here = eventsAt(keys.events, keys.cursor);
  const current = eventUnder(keys.events, keys.cursor);
  const sibling = current ? here[here.indexOf(current) + direction] : undefined;
  if (sibling) return { ...keys.cursor, eventId: sibling.id };
  const at = keys.columns.findIndex(column => column.id === keys.cursor.columnId);
  const column = keys.columns[Math.max(0, Math.min(keys.columns.length - 1, at + direction))];
  return { columnId: column?.id ?? keys.cursor.columnId, minute: keys.cursor.minute };
}

function destination(keys: AgendaKeys, press: KeyboardEvent): AgendaCursor | undefined {
  const { cursor, from, to } = keys;
  const step = press.shiftKey ? 5 : 15;
  const within = (minute: number) => ({ columnId: cursor.columnId, minute: Math.max(from, Math.min(to - 15, minute)) });
  const working = keys.columns.find(column => column.id === cursor.columnId)?.working ?? [];
  switch (press.key) {
    case 'ArrowDown': return within(nextMinute(keys.events, cursor, 1, { from, to, step }));
    case 'ArrowUp': return within(nextMinute(keys.events, cursor, -1, { from, to, step }));
    case 'ArrowRight': return sideways(keys, 1);
    case 'ArrowLeft': return sideways(keys, -1);
    case 'Home': return within(working[0]?.start ?? from);
    case 'End': return within((working.at(-1)?.end ?? to) - 15);
    default: return undefined;
  }
}

/** Cut, arrow, paste. True when the key was one of these. */
function moveKeys(keys: AgendaKeys, press: KeyboardEvent, visit: AgendaEventData | undefined): boolean {
  const ctrl = press.ctrlKey || press.metaKey;
  const key = press.key.toLowerCase();
  if (ctrl && key === 'x' && visit && visit.movable !== false) {
    keys.onCut(visit.id);
    return true;
  }
  if (ctrl && key === 'v' && keys.cutId && keys.onPaste) {
    keys.onPaste(keys.cursor);
    return true;
  }
  const moving = keys.events.find(event => event.id === keys.cutId);
  if (ctrl && key === 'v' && moving) {
    keys.onMove({ id: moving.id, fromColumnId: moving.columnId, columnId: keys.cursor.columnId, start: keys.cursor.minute });
    keys.onCut(undefined);
    return true;
  }
  if (key !== 'escape' || !keys.cutId) return false;
  keys.onCut(undefined);
  return true;
}

/** The whole agenda by keyboard: arrows, Home, End, Enter, Ctrl+X … Ctrl+V; the rest (letters, PgUp, PgDn) belongs to the screen's commands. */
export function agendaKeyDown(keys: AgendaKeys) {
  return (press: KeyboardEvent) => {
    const visit = eventUnder(keys.events, keys.cursor);
    if (press.altKey) return;
    if (moveKeys(keys, press, visit)) return press.preventDefault();
    if (press.ctrlKey || press.metaKey) return;
    if (visit && keys.onEventKey?.(press, visit)) return press.preventDefault();
    const to = destination(keys, press);
    if (to) keys.onCursor(to);
    else if (press.key === 'Enter' && visit) keys.onOpenEvent(visit.id);
    else if (press.key === 'Enter') keys.onOpenSlot(keys.cursor);
    else return;
    press.preventDefault();
  };
}
