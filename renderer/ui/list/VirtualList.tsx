import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode, type Ref } from 'react';

import classes from './VirtualList.module.css';

export interface VirtualListProps<T> {
  /** Names the list for screen readers. */
  readonly label: string;
  readonly items: readonly T[];
  readonly itemKey: (item: T) => string;
  /** Height in pixels until the row has been measured; rows may differ. */
  readonly estimate: (item: T) => number;
  readonly render: (item: T) => ReactNode;
  /** Enter or a click. */
  readonly onOpen: (item: T) => void;
  /** False: stands there but cannot be opened. */
  readonly canOpen?: (item: T) => boolean;
  /** The row that is open now; the cursor begins on it. */
  readonly openKey?: string | undefined;
  /** Any other key on the list. Return true when it was taken. */
  readonly onKey?: (event: KeyboardEvent) => boolean;
  readonly scrollerRef?: Ref<HTMLDivElement>;
}

const OVERSCAN = 4;

/** Rows of any height, drawn only where they are seen; arrows, Home, End, PgUp and PgDn walk, Enter opens. */
export function VirtualList<T>({ label, items, itemKey, estimate, render, onOpen, canOpen, openKey, onKey, scrollerRef }: VirtualListProps<T>) {
  const id = useId();
  const scroller = useRef<HTMLDivElement | null>(null);
  const [cursorKey, setCursorKey] = useState<string | undefined>(openKey);
  const virtual = useVirtualizer({
    count: items.length, getScrollElement: () => scroller.current, overscan: OVERSCAN,
    estimateSize: index => { const item = items[index]; return item === undefined ? 48 : estimate(item); },
    getItemKey: index => { const item = items[index]; return item === undefined ? index : itemKey(item); },
  });
  const found = items.findIndex(item => itemKey(item) === (cursorKey ?? openKey));
  const cursor = Math.max(0, found);
  const moveTo = (index: number) => {
    const item = items[Math.max(0, Math.min(items.length - 1, index))];
    if (item === undefined) return;
    setCursorKey(itemKey(item));
    virtual.scrollToIndex(Math.max(0, Math.min(items.length - 1, index)));
  };
  const open = (index: number) => {
    const item = items[index];
    if (item !== undefined && (canOpen?.(item) ?? true)) onOpen(item);
  };
  const keyDown = (event: KeyboardEvent) => {
    const taken = walk(event.key, { cursor, page: virtual.getVirtualItems().length - 2 * OVERSCAN, last: items.length - 1 });
    if (taken !== undefined) moveTo(taken);
    else if (event.key === 'Enter') open(cursor);
    else if (!onKey?.(event)) return;
    event.preventDefault();
  };
  const click = (event: MouseEvent) => {
    const index = Number((event.target as Element).closest<HTMLElement>('[data-index]')?.dataset['index'] ?? -1);
    if (index < 0) return;
    moveTo(index);
    open(index);
  };
  // What was opened from elsewhere is where the cursor is from then on.
  useEffect(() => setCursorKey(openKey), [openKey]);
  const under = items[cursor];
  return (
    <div ref={element => { scroller.current = element; assign(scrollerRef, element); }} className={classes.scroller} role="listbox" tabIndex={0} aria-label={label} aria-activedescendant={under === undefined ? undefined : `${id}-${itemKey(under)}`} onKeyDown={keyDown} onClick={click}>
      <div className={classes.body} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(row => {
          const item = items[row.index];
          if (item === undefined) return null;
          const key = itemKey(item);
          return (
            <div key={key} id={`${id}-${key}`} ref={virtual.measureElement} role="option" data-index={row.index} aria-selected={key === openKey} aria-setsize={items.length} aria-posinset={row.index + 1} aria-disabled={canOpen?.(item) === false || undefined} data-cursor={row.index === cursor || undefined} className={classes.row} style={{ transform: `translateY(${row.start}px)` }}>
              {render(item)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Where a key leads from here; undefined when it is no key for walking. */
function walk(key: string, { cursor, page, last }: { readonly cursor: number; readonly page: number; readonly last: number }): number | undefined {
  const step = Math.max(1, page);
  switch (key) {
    case 'ArrowDown': return cursor + 1;
    case 'ArrowUp': return cursor - 1;
    case 'PageDown': return cursor + step;
    case 'PageUp': return cursor - step;
    case 'Home': return 0;
    case 'End': return last;
    default: return undefined;
  }
}

function assign(ref: Ref<HTMLDivElement> | undefined, element: HTMLDivElement | null): void {
  if (typeof ref === 'function') ref(element);
  else if (ref) ref.current = element;
}
