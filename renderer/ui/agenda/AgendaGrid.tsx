import { useEffect, useId, useMemo, useRef, useState } from 'react';

import type { SlotSize } from '#shared/domain/agenda/slot-size.ts';

import { useText } from '../text.tsx';
import { AgendaColumn, type ColumnView } from './AgendaColumn.tsx';
import { focusWhenFree } from '../focus-when-free.ts';
import classes from './AgendaGrid.module.css';
import { AgendaHead } from './AgendaHead.tsx';
import { AgendaLines, AgendaTimes } from './AgendaLines.tsx';
import { agendaPointer, type Point } from './agenda-pointer.ts';
import { clock, eventsOf, eventUnder, freeSlot, type AgendaColumnData, type AgendaCursor, type AgendaEventData, type AgendaMove, type AgendaResize, type EventsByColumn } from './geometry.ts';
import { COLUMN_PX } from './grid-window.ts';
import { pxPerMinuteOf } from './slot-size.ts';
import { useAgendaDrag, type AgendaPreview } from './use-agenda-drag.ts';
import { agendaKeyDown } from './use-agenda-keys.ts';
import { useGridWindow } from './use-grid-window.ts';
import { useSlotWords } from './use-slot-words.ts';
import { useVisitWords } from './use-visit-words.ts';

export interface AgendaGridProps {
  readonly label: string;
  /** What the columns show, e.g. `2026-11-23`; stands in the document as `data-agenda-day` when it is drawn. */
  readonly day?: string;
  /** The next page is on its way; this one still stands. */
  readonly busy?: boolean;
  readonly columns: readonly AgendaColumnData[];
  readonly events: EventsByColumn;
  /** First and last minute drawn, whole hours: 7 * 60 and 19 * 60. */
  readonly from: number;
  readonly to: number;
  /** Minutes a line stands for; 15 unless said otherwise. */
  readonly slotMin?: SlotSize;
  readonly cursor: AgendaCursor;
  readonly onCursor: (cursor: AgendaCursor) => void;
  /** Right beyond the last column, or Left before the first. */
  readonly onEdge?: (direction: 1 | -1) => void;
  /** Enter or double click on free time. */
  readonly onOpenSlot: (cursor: AgendaCursor) => void;
  readonly onOpenEvent: (id: string, columnId: string) => void;
  /** Dropped or pasted. The screen asks core; when core refuses, the visit stands where it was. */
  readonly onMove: (move: AgendaMove) => void;
  /** The lower edge was pulled. Without it visits keep their length. */
  readonly onResize?: (resize: AgendaResize) => void;
  /** The right button; the cursor stands on what was pointed at. */
  readonly onMenu?: (at: Point) => void;
  /** The visit being moved, when the screen keeps it (so that it can be pasted on another day). */
  readonly cut?: { readonly id: string; readonly name: string } | null;
  readonly onCut?: (id: string | undefined) => void;
  readonly onPaste?: (cursor: AgendaCursor) => void;
  /** Where a visit would stand after what somebody is doing with the keys. */
  readonly preview?: AgendaPreview | undefined;
  /** The clock of a minute; needed only on days the clocks change. */
  readonly labelOf?: (minute: number) => string;
  readonly autoFocus?: boolean;
  /** A click on a column heading, e.g. to show one practitioner's week. */
  readonly onColumn?: (columnId: string) => void;
}

/** A day by practitioner (or a week by day): columns, lines, an unmistakable cursor. Draws what it is given, and of that only what is near the screen. */
export function AgendaGrid(props: AgendaGridProps) {
  const { label, columns, events, from, to, cursor, labelOf = clock, slotMin = 15, autoFocus = false } = props;
  const t = useText();
  const id = useId();
  const grid = useRef<HTMLDivElement>(null);
  const [ownCut, setOwnCut] = useState<AgendaEventData>();
  const pxPerMinute = pxPerMinuteOf(slotMin);
  const wordsOf = useVisitWords();
  const view: ColumnView = useMemo(() => ({ from, to, pxPerMinute, labelOf, wordsOf, idOf: (columnId, eventId = 'cursor') => `${id}-${columnId}-${eventId}` }), [from, to, pxPerMinute, labelOf, wordsOf, id]);
  const { ghost: dragged, grab } = useAgendaDrag(grid, { view, onMove: props.onMove, onResize: props.onResize });
  const ghost = dragged ?? props.preview;
  const here = eventsOf(events, cursor.columnId);
  const current = eventUnder(here, cursor);
  const slot = freeSlot(here, cursor, slotMin);
  const cut = props.cut === undefined ? ownCut : (props.cut ?? undefined);
  const at = columns.findIndex(candidate => candidate.id === cursor.columnId);
  const { first, last, minutes, px } = useGridWindow(grid, { columns: columns.length, from, to, pxPerMinute }, { column: at, span: current ?? slot });
  const shown = useIndexes(first, Math.min(last, columns.length - 1), at);
  const pointer = agendaPointer({ ...props, slotMin, view, grab });
  const onKeyDown = agendaKeyDown({ ...props, slotMin, cutId: cut?.id, ownCut, onCut: props.onCut ?? (eventId => setOwnCut(here.find(event => event.id === eventId))) });
  const words = useSlotWords(columns[at], cursor.minute, labelOf);
  useEffect(() => {
    return autoFocus && grid.current ? focusWhenFree(grid.current) : undefined;
  }, [autoFocus]);

  return (
    <div className={classes.agenda}>
      <div ref={grid} className={classes.grid} role="grid" aria-label={label} aria-colcount={columns.length} aria-busy={props.busy ?? false} aria-describedby={`${id}-keys`} aria-activedescendant={view.idOf(cursor.columnId, current?.id)} tabIndex={0}
        data-agenda-day={props.day} data-moving={cut !== undefined || dragged !== null || undefined} onKeyDown={event => { if (event.target === event.currentTarget) onKeyDown(event); }} {...pointer}
        style={{ '--kb-agenda-columns': columns.length, '--kb-agenda-column': `${COLUMN_PX}px` } as React.CSSProperties}>
        <AgendaHead columns={columns} shown={shown} currentId={cursor.columnId} onColumn={props.onColumn} />
        <div role="row" className={classes.body} style={{ height: (to - from) * pxPerMinute }}>
          <AgendaLines view={view} slotMin={slotMin} shownFrom={minutes.start} shownTo={minutes.end} />
          <AgendaTimes view={view} now={columns.find(column => column.now !== undefined)?.now} />
          {shown.map(index => {
            const column = columns[index];
            const isHere = index === at;
            return column ? (
              <AgendaColumn key={index} column={column} index={index} events={eventsOf(events, column.id)} view={view} room={px} shownFrom={minutes.start} shownTo={minutes.end}
                cursorStart={isHere && !current ? slot.start : undefined} cursorEnd={isHere && !current ? slot.end : undefined} currentId={isHere ? current?.id : undefined} cutId={cut?.id} ghost={ghost?.columnId === column.id ? ghost : undefined} />
            ) : null;
          })}
        </div>
      </div>
      <div id={`${id}-keys`} className="kb-visually-hidden">{t('ui.agenda.keys')}</div>
      <div className="kb-visually-hidden" aria-live="polite">{current || cut ? '' : words}</div>
      {cut ? <div className={classes.moving} role="status">{t('ui.agenda.cut', { name: cut.name })}</div> : null}
    </div>
  );
}

/** The columns near the screen, and the one with the keyboard wherever it is: a screen reader asks for it by its id. */
function useIndexes(first: number, last: number, at: number): readonly number[] {
  return useMemo(() => {
    const near = Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset);
    if (at < 0 || (at >= first && at <= last)) return near;
    return at < first ? [at, ...near] : [...near, at];
  }, [first, last, at]);
}
