import { memo } from 'react';

import classes from './AgendaGrid.module.css';
import type { ColumnView } from './AgendaColumn.tsx';

interface AgendaLinesProps {
  readonly view: ColumnView;
  readonly slotMin: number;
  readonly shownFrom: number;
  readonly shownTo: number;
}

const minutes = (from: number, to: number, step: number): number[] => Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, index) => from + index * step);

/** One line across all columns for each slot: cheaper to paint than a pattern in every column. */
export const AgendaLines = memo(function AgendaLines({ view, slotMin, shownFrom, shownTo }: AgendaLinesProps) {
  const first = Math.ceil(shownFrom / slotMin) * slotMin;
  return (
    <div className={classes.lines} aria-hidden="true">
      {minutes(first, shownTo, slotMin).map(minute => (
        <div key={minute} data-hour={minute % 60 === 0 || undefined} data-half={minute % 60 === 30 || undefined} style={{ top: (minute - view.from) * view.pxPerMinute }} />
      ))}
    </div>
  );
});

interface AgendaTimesProps {
  readonly view: ColumnView;
  /** Minute of the now-line, marked here too: a full day hides the line behind its visits. */
  readonly now: number | undefined;
}

/** The clock at the left. */
export const AgendaTimes = memo(function AgendaTimes({ view, now }: AgendaTimesProps) {
  return (
    <div className={classes.times} aria-hidden="true">
      {minutes(view.from, view.to, 60).map(minute => <span key={minute} className={classes.hour} style={{ top: (minute - view.from) * view.pxPerMinute }}>{view.labelOf(minute)}</span>)}
      {now !== undefined && now >= view.from && now < view.to ? <span className={classes.nowMark} style={{ top: (now - view.from) * view.pxPerMinute }} /> : null}
    </div>
  );
});
