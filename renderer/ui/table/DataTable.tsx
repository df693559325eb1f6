import { useElementSize } from '@mantine/hooks';
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';

import { features, toColumnDefs, type DataColumn } from './columns.ts';
import { focusWhenFree } from '../focus-when-free.ts';
import classes from './DataTable.module.css';
import { TableHead } from './TableHead.tsx';
import { useRowKeys } from './use-row-keys.ts';

export interface DataTableProps<T extends object> {
  /** Names the table for screen readers. */
  readonly label: string;
  readonly columns: readonly DataColumn<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  /** Enter or double click on a row. */
  readonly onOpen?: (row: T) => void;
  /**
   * For rows that change places by themselves (a queue): the cursor holds on to its row from the start, so that a key
   * never acts on a row that slid under it; when the row goes away, the one that took its place.
   */
  readonly holdCursor?: boolean;
  /** The row under the cursor changed (arrows, click); with `holdCursor` also when rows come, change or go (keep the callback the same between renders). */
  readonly onCursor?: (row: T | undefined) => void;
  /** Any other key on a row: `c` to check in, Delete… Return true when the key was taken. */
  readonly onRowKey?: (event: KeyboardEvent, row: T) => boolean;
  /** Shown in place of the rows when there are none. */
  readonly empty: ReactNode;
  readonly rowHeight?: 32 | 40;
  /** `fill` takes the height that is there and scrolls by itself; `content` is as high as its rows. */
  readonly height?: 'fill' | 'content';
  readonly autoFocus?: boolean;
  /** The row the cursor begins on; the first one otherwise. */
  readonly startKey?: string;
  /** A row that should look different: `struck`, `muted`, `attention`, `danger`. */
  readonly rowTone?: (row: T) => 'struck' | 'muted' | 'attention' | 'danger' | undefined;
  /** Called when the last rows come into view; for lists that load in pages. */
  readonly onEnd?: () => void;
}

/** Rows to scan: virtualised, sorted by heading, walked with arrows, Home, End, PgUp, PgDn; Enter opens. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { label, columns, rows, rowKey, empty, rowHeight = 32, height = 'fill', autoFocus = false, rowTone } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: measure, width } = useElementSize<HTMLDivElement>();
  const shown = useMemo(() => columns.filter((column, index) => index === 0 || !column.hideBelow || width === 0 || width >= column.hideBelow), [columns, width]);
  const data = useMemo(() => [...rows], [rows]);
  const defs = useMemo(() => toColumnDefs(columns), [columns]);
  const table = useTable({ features, columns: defs, data, getRowId: (row: T) => rowKey(row) });
  const model = table.getRowModel().rows;
  const virtual = useVirtualizer({ count: model.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12 });
  const items = virtual.getVirtualItems();
  const [cursorKey, setCursorKey] = useState<string | undefined>(props.startKey);
  const ordered = model.map(row => row.original);
  const kept = model.findIndex(row => row.id === cursorKey);
  const lastAt = useRef(0);
  const cursor = kept >= 0 ? kept : props.holdCursor ? Math.max(0, Math.min(lastAt.current, model.length - 1)) : 0;
  const underCursor = model[cursor];
  lastAt.current = cursor;
  const moveTo = (index: number) => {
    const row = model[index];
    if (!row) return;
    setCursorKey(row.id);
    virtual.scrollToIndex(index);
    props.onCursor?.(row.original);
  };
  const openAt = (index: number) => {
    const row = model[index];
    if (row) props.onOpen?.(row.original);
  };
  const onKeyDown = useRowKeys({ rows: ordered, cursor, moveTo, page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 320) / rowHeight) - 2), ...pick(props) });
  useEffect(() => {
    return autoFocus && scroller.current ? focusWhenFree(scroller.current) : undefined;
  }, [autoFocus]);
  const last = items.at(-1)?.index ?? 0;
  const { onEnd } = props;
  useEffect(() => {
    if (onEnd && model.length > 0 && last >= model.length - 1) onEnd();
  }, [onEnd, last, model.length]);
  const template = shown.map(column => column.width ?? 'minmax(80px, 1fr)').join(' ');
  const { holdCursor = false, onCursor } = props;
  useEffect(() => {
    if (!holdCursor) return;
    setCursorKey(underCursor?.id);
    onCursor?.(underCursor?.original);
  }, [holdCursor, onCursor, underCursor]);

  return (
    <div ref={measure} className={classes.table} data-height={height} style={{ '--kb-columns': template, '--kb-row-height': `${rowHeight}px` } as React.CSSProperties}>
      <div ref={scroller} className={classes.scroller} role="grid" tabIndex={0} aria-label={label} aria-rowcount={model.length + 1} aria-colcount={shown.length} aria-activedescendant={underCursor ? `${id}-${underCursor.id}` : undefined} onKeyDown={onKeyDown} onClick={event => moveTo(indexUnder(event))} onDoubleClick={event => openAt(indexUnder(event))} data-autofocus={autoFocus || undefined}>
        <TableHead table={table} columns={shown} />
        <div className={classes.body} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {items.map(item => {
            const row = model[item.index];
            if (!row) return null;
            return (
              <div key={row.id} id={`${id}-${row.id}`} role="row" className={classes.row} aria-rowindex={item.index + 2} aria-selected={item.index === cursor} data-tone={rowTone?.(row.original)} data-index={item.index} style={{ transform: `translateY(${item.start}px)` }}>
                {shown.map(column => <div key={column.id} role="gridcell" className={classes.cell} data-align={column.align} data-numeric={column.numeric || column.align === 'end' || undefined}>{whole(column.cell(row.original))}</div>)}
              </div>
            );
          })}
        </div>
      </div>
      {model.length === 0 ? <div className={classes.empty}>{empty}</div> : null}
    </div>
  );
}

/** Text that does not fit ends in an ellipsis and is read whole when pointed at. */
const whole = (content: ReactNode): ReactNode => (typeof content === 'string' && content !== '' ? <span className={classes.cut} title={content}>{content}</span> : content);

/** The row a click fell on; -1 beside the rows. */
const indexUnder = (event: MouseEvent): number => Number((event.target as Element).closest<HTMLElement>('[data-index]')?.dataset['index'] ?? -1);

function pick<T extends object>({ onOpen, onRowKey }: DataTableProps<T>) {
  return { ...(onOpen ? { onOpen } : {}), ...(onRowKey ? { onRowKey } : {}) };
}
