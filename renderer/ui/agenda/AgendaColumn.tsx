import { memo, useMemo } from 'react';

import classes from './AgendaGrid.module.css';
import { AgendaEvent } from './AgendaEvent.tsx';
import { placeEvents, type AgendaColumnData, type AgendaEventData, type Span } from './geometry.ts';
import type { VisitWords } from './use-visit-words.ts';

export interface ColumnView {
  readonly from: number;
  readonly to: number;
  readonly pxPerMinute: number;
  readonly labelOf: (minute: number) => string;
  /** Id in the document of a visit, or of the cursor. */
  readonly idOf: (columnId: string, eventId?: string) => string;
  readonly wordsOf: VisitWords;
}

interface AgendaColumnProps {
  readonly column: AgendaColumnData;
  /** Its place from the left, from 0. */
  readonly index: number;
  readonly events: readonly AgendaEventData[];
  readonly view: ColumnView;
  /** Width in px. */
  readonly room: number;
  /** First and last minute near the screen; what lies outside is not drawn. */
  readonly shownFrom: number;
  readonly shownTo: number;
  readonly cursorStart: number | undefined;
  readonly cursorEnd: number | undefined;
  readonly currentId: string | undefined;
  readonly cutId: string | undefined;
  readonly ghost: (Span & { readonly name: string }) | undefined;
}

/** Lowest box in px that still shows a name. */
export const LEAST_PX = 14;

/** One practitioner's day: shaded outside working time, hatched buffers and absences, visits, cursor, now. */
export const AgendaColumn = memo(function AgendaColumn(props: AgendaColumnProps) {
  const { column, index, events, view, room, shownFrom, shownTo, cursorStart, cursorEnd, currentId, cutId, ghost } = props;
  const at = atOf(view);
  const placed = useMemo(() => placeEvents(events, LEAST_PX / view.pxPerMinute), [events, view.pxPerMinute]);
  const near = placed.filter(({ event }) => (event.end > shownFrom && event.start < shownTo) || event.id === currentId);
  return (
    <div role="gridcell" aria-colindex={index + 1} className={classes.column} data-column={column.id} data-day={column.startsDay || undefined} style={{ gridColumn: index + 2 }}>
      <ColumnGround column={column} view={view} />
      <Buffers events={near.map(one => one.event)} view={view} />
      {cursorStart !== undefined && cursorEnd !== undefined ? <div id={view.idOf(column.id)} data-cursor className={classes.cursor} style={at({ start: cursorStart, end: cursorEnd })}>{view.labelOf(cursorStart)}</div> : null}
      {near.map(({ event, lane, lanes }, place) => {
        const { top, height } = at(event);
        // By place and not by visit: on another day the same boxes get other words, which costs half of making new ones.
        return <AgendaEvent key={place} event={event} id={view.idOf(column.id, event.id)} columnName={column.fullName ?? column.name} labelOf={view.labelOf} wordsOf={view.wordsOf} top={top} height={Math.max(LEAST_PX, height)} lane={lane} lanes={lanes} room={room} current={event.id === currentId} cut={event.id === cutId} />;
      })}
      {ghost ? <div className={classes.ghost} style={at(ghost)}>{view.labelOf(ghost.start)}–{view.labelOf(ghost.end)} {ghost.name}</div> : null}
      {column.now !== undefined && column.now >= view.from && column.now < view.to ? <div className={classes.now} style={{ top: (column.now - view.from) * view.pxPerMinute }} /> : null}
    </div>
  );
});

const atOf = ({ from, to, pxPerMinute }: ColumnView) => (span: Span) => ({ top: (Math.max(span.start, from) - from) * pxPerMinute, height: Math.max(0, Math.min(span.end, to) - Math.max(span.start, from)) * pxPerMinute });

/** What lies under the visits and changes seldom: working time, absences, what others are booking. */
const ColumnGround = memo(function ColumnGround({ column, view }: { readonly column: AgendaColumnData; readonly view: ColumnView }) {
  const at = atOf(view);
  return (
    <>
      {column.working.map(span => <div key={span.start} className={classes.working} style={at(span)} />)}
      {column.blocked?.filter(span => span.end > view.from && span.start < view.to).map(span => <div key={`${span.start}${span.label}`} className={span.kind === 'hold' ? classes.hold : classes.blocked} style={at(span)}><span>{span.label}</span></div>)}
    </>
  );
});

function Buffers({ events, view }: { readonly events: readonly AgendaEventData[]; readonly view: ColumnView }) {
  const at = atOf(view);
  return events.flatMap(event => [
    event.bufferBefore ? <div key={`b${event.id}`} className={classes.buffer} style={at({ start: event.start - event.bufferBefore, end: event.start })} /> : null,
    event.bufferAfter ? <div key={`a${event.id}`} className={classes.buffer} style={at({ start: event.end, end: event.end + event.bufferAfter })} /> : null,
  ]);
}
