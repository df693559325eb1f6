import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';

import { useText } from '../text.tsx';
import { AgendaColumn, type ColumnView } from './AgendaColumn.tsx';
import classes from './AgendaGrid.module.css';
import { clock, eventUnder, freeSlot, type AgendaColumnData, type AgendaCursor, type AgendaEventData, type AgendaMove } from './geometry.ts';
import { useAgendaDrag } from './use-agenda-drag.ts';
import { agendaKeyDown } from './use-agenda-keys.ts';
import { agendaPointer } from './agenda-pointer.ts';

export interface AgendaGridProps {
  readonly label: string;
  readonly columns: readonly AgendaColumnData[];
  readonly events: readonly AgendaEventData[];
  /** First and last minute drawn, whole hours: 7 * 60 and 19 * 60. */
  readonly from: number;
  readonly to: number;
  readonly cursor: AgendaCursor;
  readonly onCursor: (cursor: AgendaCursor) => void;
  /** Enter or double click on free time. */
  readonly onOpenSlot: (cursor: AgendaCursor) => void;
  readonly onOpenEvent: (id: string) => void;
  /** Dropped or pasted. The screen asks core; when core refuses, the visit stands where it was. */
  readonly onMove: (move: AgendaMove) => void;
  /** The visit being moved, when the screen keeps it (so that it can be pasted on another day). */
  readonly cut?: { readonly id: string; readonly name: string } | null;
  readonly onCut?: (id: string | undefined) => void;
  readonly onPaste?: (cursor: AgendaCursor) => void;
  /** Other keys on a visit (`c` to check in, Delete to cancel). True when taken. */
  readonly onEventKey?: (event: KeyboardEvent, visit: AgendaEventData) => boolean;
  /** The clock of a minute; needed only on days the clocks change. */
  readonly labelOf?: (minute: number) => string;
  /** Height of a quarter of an hour in px, 24 by default. */
  readonly quarterPx?: number;
  readonly autoFocus?: boolean;
  /** Enter on a column heading, e.g. to show one practitioner's week. */
  readonly onColumn?: (columnId: string) => void;
}

/** A day by practitioner (or a week by day): columns, quarter-hour lines, an unmistakable cursor. Draws what it is given. */
export function AgendaGrid(props: AgendaGridProps) {
  const { label, columns, events, from, to, cursor, labelOf = clock, quarterPx = 24, autoFocus = false } = props;
  const t = useText();
  const id = useId();
  const grid = useRef<HTMLDivElement>(null);
  const [ownCutId, setOwnCutId] = useState<string>();
  const pxPerMinute = quarterPx / 15;
  const { ghost, grab } = useAgendaDrag(grid, pxPerMinute, props.onMove);
  const current = eventUnder(events, cursor);
  const cut = props.cut === undefined ? events.find(event => event.id === ownCutId) : (props.cut ?? undefined);
  const cutId = cut?.id;
  const view: ColumnView = useMemo(() => ({ from, to, pxPerMinute, labelOf, idOf: eventId => `${id}-${eventId}` }), [from, to, pxPerMinute, labelOf, id]);
  const activeId = view.idOf(current?.id ?? 'cursor');
  const column = columns.find(candidate => candidate.id === cursor.columnId);
  const open = column?.working.some(span => span.start <= cursor.minute && cursor.minute < span.end);
  const pointer = agendaPointer({ ...props, view, grab });
  const onKeyDown = agendaKeyDown({ ...props, cutId, onCut: props.onCut ?? setOwnCutId });
  useEffect(() => {
    if (autoFocus) grid.current?.focus({ preventScroll: true });
  }, [autoFocus]);
  useEffect(() => {
    document.getElementById(activeId)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [activeId, cursor.minute, cursor.columnId]);
  const hours = Array.from({ length: Math.ceil((to - from) / 60) }, (_, index) => from + index * 60);

  return (
    <div className={classes.agenda}>
      <div ref={grid} className={classes.grid} role="grid" aria-label={label} aria-describedby={`${id}-keys`} aria-activedescendant={activeId} tabIndex={0} data-moving={cut !== undefined || ghost !== null || undefined} onKeyDown={event => { if (event.target === event.currentTarget) onKeyDown(event); }} {...pointer} style={{ '--kb-quarter': `${quarterPx}px`, '--kb-agenda-columns': columns.length } as React.CSSProperties}>
        <AgendaHead columns={columns} currentId={cursor.columnId} onColumn={props.onColumn} />
        <div role="row" className={classes.body} style={{ height: (to - from) * pxPerMinute }}>
          <div className={classes.times} aria-hidden="true">
            {hours.map(minute => <span key={minute} className={classes.hour} style={{ top: (minute - from) * pxPerMinute }}>{labelOf(minute)}</span>)}
          </div>
          {columns.map(item => (
            <AgendaColumn
              key={item.id}
              column={item}
              events={events.filter(event => event.columnId === item.id)}
              view={view}
              cursor={item.id === cursor.columnId ? cursor : undefined}
              cursorSpan={item.id === cursor.columnId && !current ? freeSlot(events, cursor) : undefined}
              currentId={current?.id}
              cutId={cutId}
              ghost={ghost?.columnId === item.id ? ghost : undefined}
            />
          ))}
        </div>
      </div>
      <div id={`${id}-keys`} className="kb-visually-hidden">{t('ui.agenda.keys')}</div>
      <div className="kb-visually-hidden" aria-live="polite">{current || cut || !column ? '' : t(open ? 'ui.agenda.slotFree' : 'ui.agenda.slotClosed', { time: labelOf(cursor.minute), column: column.name })}</div>
      {cut ? <div className={classes.moving} role="status">{t('ui.agenda.cut', { name: cut.name })}</div> : null}
    </div>
  );
}

interface AgendaHeadProps {
  readonly columns: readonly AgendaColumnData[];
  readonly currentId: string;
  readonly onColumn: ((columnId: string) => void) | undefined;
}

function AgendaHead({ columns, currentId, onColumn }: AgendaHeadProps) {
  return (
    <div role="row" className={classes.head}>
      <div className={classes.corner} aria-hidden="true" />
      {columns.map(item => (
        <div key={item.id} role="columnheader" className={classes.columnHead} data-current={item.id === currentId || undefined} data-today={item.now !== undefined || undefined}>
          {onColumn ? <button type="button" tabIndex={-1} className={classes.columnName} title={item.name} onClick={() => onColumn(item.id)}>{item.name}</button> : <span className={classes.columnName} title={item.name}>{item.name}</span>}
          {item.detail ? <span className={classes.columnDetail}>{item.detail}</span> : null}
        </div>
      ))}
    </div>
  );
}
