import { IconAlertTriangle, IconIdOff, IconShieldLock, IconStack2, IconUserQuestion } from '@tabler/icons-react';

import { useText } from '../text.tsx';
import { VisitSign } from '../StatusChip.tsx';
import classes from './AgendaGrid.module.css';
import { placeEvents, type AgendaColumnData, type AgendaCursor, type AgendaEventData, type AgendaFlag, type Placed, type Span } from './geometry.ts';

export interface ColumnView {
  readonly from: number;
  readonly to: number;
  readonly pxPerMinute: number;
  readonly labelOf: (minute: number) => string;
  readonly idOf: (eventId: string) => string;
}

interface AgendaColumnProps {
  readonly column: AgendaColumnData;
  readonly events: readonly AgendaEventData[];
  readonly view: ColumnView;
  readonly cursor: AgendaCursor | undefined;
  readonly cursorSpan: Span | undefined;
  readonly currentId: string | undefined;
  readonly cutId: string | undefined;
  readonly ghost: (Span & { readonly name: string }) | undefined;
}

/** One practitioner's day: shaded outside working time, hatched buffers and absences, visits, cursor, now. */
export function AgendaColumn({ column, events, view, cursor, cursorSpan, currentId, cutId, ghost }: AgendaColumnProps) {
  const at = (span: Span) => ({ top: (Math.max(span.start, view.from) - view.from) * view.pxPerMinute, height: Math.max(0, Math.min(span.end, view.to) - Math.max(span.start, view.from)) * view.pxPerMinute });
  const shown = events.filter(event => event.end > view.from && event.start < view.to);
  return (
    <div role="gridcell" className={classes.column} data-column={column.id}>
      {column.working.map(span => <div key={span.start} className={classes.working} style={at(span)} />)}
      <div className={classes.lines} />
      {column.blocked?.map(span => <div key={`${span.start}${span.label}`} className={classes.blocked} style={at(span)}><span>{span.label}</span></div>)}
      {shown.flatMap(event => [
        event.bufferBefore ? <div key={`b${event.id}`} className={classes.buffer} style={at({ start: event.start - event.bufferBefore, end: event.start })} /> : null,
        event.bufferAfter ? <div key={`a${event.id}`} className={classes.buffer} style={at({ start: event.end, end: event.end + event.bufferAfter })} /> : null,
      ])}
      {cursor && cursorSpan ? <div id={view.idOf('cursor')} className={classes.cursor} style={at(cursorSpan)}>{view.labelOf(cursorSpan.start)}</div> : null}
      {placeEvents(shown).map(placed => (
        <AgendaEvent key={placed.event.id} placed={placed} box={at(placed.event)} column={column} view={view} current={placed.event.id === currentId} cut={placed.event.id === cutId} />
      ))}
      {ghost ? <div className={classes.ghost} style={at(ghost)}>{view.labelOf(ghost.start)} {ghost.name}</div> : null}
      {column.now !== undefined && column.now >= view.from && column.now < view.to ? <div className={classes.now} style={{ top: (column.now - view.from) * view.pxPerMinute }} /> : null}
    </div>
  );
}

interface AgendaEventProps {
  readonly placed: Placed;
  readonly box: { readonly top: number; readonly height: number };
  readonly column: AgendaColumnData;
  readonly view: ColumnView;
  readonly current: boolean;
  readonly cut: boolean;
}

const FLAG_SIGN = { protected: IconShieldLock, warning: IconAlertTriangle, overbooked: IconStack2, unlinked: IconUserQuestion, identity: IconIdOff } as const;

function FlagSigns({ flags }: { readonly flags: readonly AgendaFlag[] }) {
  return (
    <span className={classes.flags}>
      {flags.map(flag => {
        const Sign = FLAG_SIGN[flag.kind];
        return <Sign key={flag.kind} size={13} stroke={2.2} aria-hidden data-kind={flag.kind} />;
      })}
    </span>
  );
}

/** Keys, clicks and drags are taken by the grid. */
function AgendaEvent({ placed: { event, lane, lanes }, box, column, view, current, cut }: AgendaEventProps) {
  const t = useText();
  const words = (event.flags ?? []).map(flag => `, ${flag.label}`).join('');
  const label = t('ui.agenda.event', { start: view.labelOf(event.start), end: view.labelOf(event.end), name: event.name, service: event.service, status: t(`ui.visit.${event.status}`), column: column.name }) + words;
  return (
    <div id={view.idOf(event.id)} data-event={event.id} role="button" tabIndex={-1} title={label} className={classes.event} data-status={event.status} data-current={current || undefined} data-cut={cut || undefined} data-low={box.height < 34 || undefined} data-tiny={box.height < 19 || undefined} style={{ top: box.top + 1, height: Math.max(14, box.height - 2), insetInlineStart: `calc(${(lane / lanes) * 100}% + 2px)`, width: `calc(${100 / lanes}% - 5px)` }}>
      {/* Named by hidden text, not by a label: the words on the visit are shortened and would differ from it. */}
      <span className="kb-visually-hidden">{label}</span>
      <span className={classes.first} aria-hidden="true">
        <span className={classes.sign}><VisitSign status={event.status} /></span>
        <span className={classes.time}>{view.labelOf(event.start)}</span>
        <span className={classes.name}>{event.name}</span>
        {event.flags && lanes === 1 ? <FlagSigns flags={event.flags} /> : null}
      </span>
      <span className={classes.service} aria-hidden="true">{event.service}</span>
    </div>
  );
}
