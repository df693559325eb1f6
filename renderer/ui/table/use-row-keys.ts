import type { KeyboardEvent } from 'react';

interface RowKeys<T> {
  readonly rows: readonly T[];
  readonly cursor: number;
  /** Rows in one PgUp/PgDn. */
  readonly page: number;
  readonly moveTo: (index: number) => void;
  readonly onOpen?: (row: T) => void;
  readonly onRowKey?: (event: KeyboardEvent, row: T) => boolean;
}

/** Arrows, Home, End, PgUp and PgDn walk the rows, Enter opens; other keys go to the screen's own handler first. */
export function useRowKeys<T>({ rows, cursor, page, moveTo, onOpen, onRowKey }: RowKeys<T>) {
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -rows.length, End: rows.length };
  return (event: KeyboardEvent) => {
    const row = rows[cursor];
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target !== event.currentTarget && event.key !== 'Escape') return;
    if (onRowKey?.(event, row)) return event.preventDefault();
    const step = steps[event.key];
    if (step !== undefined) moveTo(Math.max(0, Math.min(rows.length - 1, cursor + step)));
    else if (event.key === 'Enter' && onOpen) onOpen(row);
    else return;
    event.preventDefault();
  };
}
