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

type Going = (keys: AgendaKeys, step: number) => AgendaCursor;

const within = ({ cursor, from, to }: AgendaKeys, minute: number): AgendaCursor => ({ columnId: cursor.columnId, minute: Math.max(from, Math.min(to - 15, minute)) });
const vertical = (direction: 1 | -1): Going => (keys, step) => within(keys, nextMinute(keys.events, keys.cursor, direction, { from: keys.from, to: keys.to, step }));
const workingOf = ({ columns, cursor }: AgendaKeys) => columns.find(column => column.id === cursor.columnId)?.working ?? [];

const GOING: Readonly<Record<string, Going>> = {
  ArrowDown: vertical(1),
  ArrowUp: vertical(-1),
  ArrowRight: keys => sideways(keys, 1),
  ArrowLeft: keys => sideways(keys, -1),
  Home: keys => within(keys, workingOf(keys)[0]?.start ?? keys.from),
  End: keys => within(keys, (workingOf(keys).at(-1)?.end ?? keys.to) - 15),
};

const isCut = (press: KeyboardEvent): boolean => !press.shiftKey && press.key.toLowerCase() === 'x';
const isPaste = (press: KeyboardEvent): boolean => !press.shiftKey && press.key.toLowerCase() === 'v';

function paste(keys: AgendaKeys): void {
  if (keys.onPaste) return keys.onPaste(keys.cursor);
  const moving = keys.events.find(event => event.id === keys.cutId);
  keys.onCut(undefined);
  if (moving) keys.onMove({ id: moving.id, fromColumnId: moving.columnId, columnId: keys.cursor.columnId, start: keys.cursor.minute });
}

/** Cut, arrow, paste: X … V, with or without Ctrl. True when the key was one of these. */
function moveKeys(keys: AgendaKeys, press: KeyboardEvent, visit: AgendaEventData | undefined): boolean {
  if (isCut(press) && visit && visit.movable !== false) keys.onCut(visit.id);
  else if (keys.cutId && isPaste(press)) paste(keys);
  else if (keys.cutId && press.key === 'Escape') keys.onCut(undefined);
  else return false;
  return true;
}

const open = (keys: AgendaKeys, visit: AgendaEventData | undefined): void => (visit ? keys.onOpenEvent(visit.id) : keys.onOpenSlot(keys.cursor));

/** The whole agenda by keyboard: arrows, Home, End, Enter, X … V; the rest (letters, PgUp, PgDn) belongs to the screen's commands. */
export function agendaKeyDown(keys: AgendaKeys) {
  return (press: KeyboardEvent) => {
    const visit = eventUnder(keys.events, keys.cursor);
    if (press.altKey) return;
    if (moveKeys(keys, press, visit)) return press.preventDefault();
    if (press.ctrlKey || press.metaKey) return;
    if (visit && keys.onEventKey?.(press, visit)) return press.preventDefault();
    const going = GOING[press.key];
    if (going) keys.onCursor(going(keys, press.shiftKey ? 5 : 15));
    else if (press.key === 'Enter') open(keys, visit);
    else return;
    press.preventDefault();
  };
}
