import type { KeyboardEvent } from 'react';

import { eventsAt, eventsOf, eventUnder, nextMinute, type AgendaColumnData, type AgendaCursor, type AgendaEventData, type AgendaMove, type EventsByColumn } from './geometry.ts';

interface AgendaKeys {
  readonly columns: readonly AgendaColumnData[];
  readonly events: EventsByColumn;
  readonly cursor: AgendaCursor;
  readonly from: number;
  readonly to: number;
  readonly slotMin: number;
  readonly cutId: string | undefined;
  /** The visit being moved, when the grid itself keeps it. */
  readonly ownCut: AgendaEventData | undefined;
  readonly onCut: (id: string | undefined) => void;
  readonly onCursor: (cursor: AgendaCursor) => void;
  readonly onEdge?: (direction: 1 | -1) => void;
  readonly onOpenSlot: (cursor: AgendaCursor) => void;
  readonly onOpenEvent: (id: string, columnId: string) => void;
  readonly onMove: (move: AgendaMove) => void;
  readonly onPaste?: (cursor: AgendaCursor) => void;
}

/** Undefined: beyond the first or the last column. */
type Going = (keys: AgendaKeys, step: number) => AgendaCursor | undefined;

const here = ({ events, cursor }: AgendaKeys): readonly AgendaEventData[] => eventsOf(events, cursor.columnId);

/** Left and Right walk visits that share the time first, then columns. */
const sideways = (direction: 1 | -1): Going => keys => {
  const sharing = eventsAt(here(keys), keys.cursor);
  const current = eventUnder(here(keys), keys.cursor);
  const sibling = current ? sharing[sharing.indexOf(current) + direction] : undefined;
  if (sibling) return { ...keys.cursor, eventId: sibling.id };
  const column = keys.columns[keys.columns.findIndex(one => one.id === keys.cursor.columnId) + direction];
  return column && { columnId: column.id, minute: keys.cursor.minute };
};

const within = ({ cursor, from, to, slotMin }: AgendaKeys, minute: number): AgendaCursor => ({ columnId: cursor.columnId, minute: Math.max(from, Math.min(to - slotMin, minute)) });
const vertical = (direction: 1 | -1): Going => (keys, step) => within(keys, nextMinute(here(keys), keys.cursor, direction, { from: keys.from, to: keys.to, step }));
const workingOf = ({ columns, cursor }: AgendaKeys) => columns.find(column => column.id === cursor.columnId)?.working ?? [];

const GOING: Readonly<Record<string, Going>> = {
  ArrowDown: vertical(1),
  ArrowUp: vertical(-1),
  ArrowRight: sideways(1),
  ArrowLeft: sideways(-1),
  Home: keys => within(keys, workingOf(keys)[0]?.start ?? keys.from),
  End: keys => within(keys, (workingOf(keys).at(-1)?.end ?? keys.to) - keys.slotMin),
};

const isCut = (press: KeyboardEvent): boolean => !press.shiftKey && press.key.toLowerCase() === 'x';
const isPaste = (press: KeyboardEvent): boolean => !press.shiftKey && press.key.toLowerCase() === 'v';

function paste(keys: AgendaKeys): void {
  if (keys.onPaste) return keys.onPaste(keys.cursor);
  const moving = keys.ownCut;
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

const open = (keys: AgendaKeys, visit: AgendaEventData | undefined): void => (visit ? keys.onOpenEvent(visit.id, visit.columnId) : keys.onOpenSlot(keys.cursor));

function go(keys: AgendaKeys, press: KeyboardEvent, going: Going): void {
  const next = going(keys, press.shiftKey ? 5 : keys.slotMin);
  if (next) keys.onCursor(next);
  else keys.onEdge?.(press.key === 'ArrowRight' ? 1 : -1);
}

/** The whole agenda by keyboard: arrows, Home, End, Enter, X … V; the rest (letters, PgUp, PgDn) belongs to the screen's commands. */
export function agendaKeyDown(keys: AgendaKeys) {
  return (press: KeyboardEvent) => {
    const visit = eventUnder(here(keys), keys.cursor);
    if (press.altKey) return;
    if (moveKeys(keys, press, visit)) return press.preventDefault();
    if (press.ctrlKey || press.metaKey) return;
    const going = GOING[press.key];
    if (going) go(keys, press, going);
    else if (press.key === 'Enter') open(keys, visit);
    else return;
    press.preventDefault();
  };
}
