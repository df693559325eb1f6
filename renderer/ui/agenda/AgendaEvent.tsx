import { memo } from 'react';

import classes from './AgendaGrid.module.css';
import type { AgendaEventData, AgendaFlag } from './geometry.ts';
import { FLAG_PATH, STATUS_PATH } from './glyphs.ts';
import type { VisitWords } from './use-visit-words.ts';

interface AgendaEventProps {
  readonly event: AgendaEventData;
  readonly id: string;
  readonly columnName: string;
  readonly labelOf: (minute: number) => string;
  readonly wordsOf: VisitWords;
  readonly top: number;
  readonly height: number;
  readonly lane: number;
  readonly lanes: number;
  /** Width of its column in px. */
  readonly room: number;
  readonly current: boolean;
  readonly cut: boolean;
}

/** What must survive when there is no room for all. */
const FLAG_ORDER: readonly AgendaFlag['kind'][] = ['warning', 'protected', 'identity', 'unlinked', 'unpaid', 'overbooked', 'paid'];

/** Below these widths in px the clock goes (the place says it), then all flags but the two gravest and but the gravest, then the service. */
const NO_TIME = 132;
const TWO_FLAGS = 150;
const FEW_FLAGS = 90;
const NO_SERVICE = 60;
/** Below these heights in px the service has one line, then there is one line in all, then a low one, then the lowest. */
const ONE_LINE = 34;
const TWO_LINES = 52;
const TINY = 19;
const TINIEST = 17;

const Flag = ({ kind }: { readonly kind: AgendaFlag['kind'] }) => <svg viewBox="0 0 24 24" className={classes.flag} data-kind={kind}><path d={FLAG_PATH[kind]} /></svg>;

function FlagSigns({ flags, most }: { readonly flags: readonly AgendaFlag[]; readonly most: number }) {
  const shown = flags.toSorted((a, b) => FLAG_ORDER.indexOf(a.kind) - FLAG_ORDER.indexOf(b.kind)).slice(0, most);
  return <span className={classes.flags} aria-hidden="true">{shown.map(flag => <Flag key={flag.kind} kind={flag.kind} />)}</span>;
}

/**
 * One visit. Keys, clicks and drags are taken by the grid. Few elements and one line of text: a full week draws hundreds.
 * The grid gives it a tip when the pointer comes: a `title` on each would restyle all of them when the page turns.
 */
export const AgendaEvent = memo(function AgendaEvent({ event, id, columnName, labelOf, wordsOf, top, height, lane, lanes, room, current, cut }: AgendaEventProps) {
  const width = room / lanes;
  // Beside the sign the word, wherever a second line has room (K-21). Drawn, not text: the name of the whole says it at its end.
  const warning = event.flags?.find(flag => flag.kind === 'warning');
  const most = width < FEW_FLAGS ? 1 : width < TWO_FLAGS ? 2 : 5;
  return (
    <div id={id} data-event={event.id} role="button" tabIndex={-1} aria-label={wordsOf(event, { columnName, labelOf })} className={classes.event} data-status={event.status} data-movable={event.movable !== false || undefined}
      data-current={current || undefined} data-cut={cut || undefined} data-short={height < TWO_LINES || undefined} data-low={height < ONE_LINE || undefined} data-tiny={height < TINIEST ? 'most' : height < TINY || undefined} data-flags={event.flags ? Math.min(most, event.flags.length) : undefined}
      style={{ top: top + 1, height: height - 2, left: `calc(${(lane / lanes) * 100}% + 2px)`, width: `calc(${100 / lanes}% - 5px)` }}>
      <span className={classes.first} aria-hidden="true">
        <svg viewBox="0 0 24 24" className={classes.sign} data-status={event.status}><path d={STATUS_PATH[event.status]} /></svg>
        {width < NO_TIME ? null : <span className={classes.time}>{labelOf(event.start)} </span>}
        {/* The space keeps the name and the service apart for whoever reads the text. */}
        {`${event.name} `}
      </span>
      {event.flags ? <FlagSigns flags={event.flags} most={most} /> : null}
      {height < ONE_LINE || width < NO_SERVICE ? null : <span className={classes.service} aria-hidden="true" data-warned={warning?.label}>{event.service}</span>}
    </div>
  );
});
