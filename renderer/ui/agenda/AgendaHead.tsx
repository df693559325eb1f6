import { memo } from 'react';

import classes from './AgendaGrid.module.css';
import type { AgendaColumnData } from './geometry.ts';

interface AgendaHeadProps {
  readonly columns: readonly AgendaColumnData[];
  /** The columns drawn, by index. */
  readonly shown: readonly number[];
  readonly currentId: string;
  readonly onColumn: ((columnId: string) => void) | undefined;
}

/** Whose columns these are; stays in sight while the day scrolls. */
export const AgendaHead = memo(function AgendaHead({ columns, shown, currentId, onColumn }: AgendaHeadProps) {
  return (
    <div role="row" className={classes.head}>
      <div className={classes.corner} aria-hidden="true" />
      {shown.map(index => {
        const column = columns[index];
        return column ? <ColumnHead key={index} column={column} index={index} current={column.id === currentId} onColumn={onColumn} /> : null;
      })}
    </div>
  );
});

interface ColumnHeadProps {
  readonly column: AgendaColumnData;
  readonly index: number;
  readonly current: boolean;
  readonly onColumn: ((columnId: string) => void) | undefined;
}

const ColumnHead = memo(function ColumnHead({ column, index, current, onColumn }: ColumnHeadProps) {
  const title = [column.name, column.detail].filter(Boolean).join(', ');
  return (
    <div role="columnheader" aria-colindex={index + 1} className={classes.columnHead} data-current={current || undefined} data-today={column.now !== undefined || undefined} data-day={column.startsDay || undefined} style={{ gridColumn: index + 2 }}>
      {onColumn ? <button type="button" tabIndex={-1} className={classes.columnName} title={title} onClick={() => onColumn(column.id)}>{column.name}</button> : <span className={classes.columnName} title={title}>{column.name}</span>}
      {column.detail ? <span className={classes.columnDetail} title={title}>{column.detail}</span> : null}
    </div>
  );
});
