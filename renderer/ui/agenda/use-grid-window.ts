import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

import { columnPx, revealed, sameWindow, windowOf, type GridSize, type GridWindow, type Target, type Viewport } from './grid-window.ts';

interface Drawn extends GridWindow {
  /** Width of a column in px. */
  readonly px: number;
}

const UNMEASURED: Viewport = { left: 0, top: 0, width: 1280, height: 640 };

/**
 * Only what is near the screen is drawn. Keeps the same minute at the top when the first hour or the height of a line
 * changes, so that nothing jumps under the eyes when a day begins earlier than the one before.
 */
export function useGridWindow(grid: RefObject<HTMLElement | null>, size: GridSize, target: Target): Drawn {
  const viewport = useViewport(grid);
  const { columns, from, to, pxPerMinute } = size;
  const drawn = drawnAt(size, viewport.now);
  const known = useRef(drawn);
  if (drawn.px !== known.current.px || !sameWindow(drawn, known.current)) known.current = drawn;
  const anchor = useRef({ from, pxPerMinute });
  useLayoutEffect(() => {
    const before = anchor.current;
    anchor.current = { from, pxPerMinute };
    if (before.from !== from || before.pxPerMinute !== pxPerMinute) viewport.scrollTo({ top: (before.from + viewport.read().top / before.pxPerMinute - from) * pxPerMinute });
  }, [viewport, columns, from, to, pxPerMinute]);
  useReveal(viewport, size, target);
  return known.current;
}

const drawnAt = (size: GridSize, view: Viewport): Drawn => ({ ...windowOf(size, view), px: columnPx(size, view.width) });

interface ViewportState {
  /** As the screen was drawn with. */
  readonly now: Viewport;
  readonly read: () => Viewport;
  readonly scrollTo: (place: { readonly left?: number; readonly top?: number }) => void;
}

/** How far a scroll may go before what is drawn around the screen must follow; the margins of the window are wider. */
const FOLLOWS_PX = 24;

/**
 * Where the screen stands over the grid. Told by scrolling and resizing, never asked of the document while drawing:
 * asking costs a layout of everything just drawn.
 */
function useViewport(grid: RefObject<HTMLElement | null>): ViewportState {
  const [now, setNow] = useState(UNMEASURED);
  const live = useRef(UNMEASURED);
  const [actions] = useState(() => {
    const take = (next: Viewport): void => {
      live.current = next;
      setNow(known => (near(known, next) ? known : next));
    };
    const measure = (): void => {
      const element = grid.current;
      if (element) take({ left: element.scrollLeft, top: element.scrollTop, width: element.clientWidth, height: element.clientHeight });
    };
    const scrollTo: ViewportState['scrollTo'] = place => {
      if (!grid.current) return;
      grid.current.scrollTo(place);
      // Before the paint: the scroll event comes a frame too late for what was not drawn yet.
      take({ ...live.current, ...place });
    };
    return { read: () => live.current, measure, scrollTo };
  });
  useLayoutEffect(() => actions.measure(), [actions]);
  useEffect(() => {
    const element = grid.current;
    if (!element) return undefined;
    const resized = new ResizeObserver(actions.measure);
    resized.observe(element);
    element.addEventListener('scroll', actions.measure, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', actions.measure);
    };
  }, [grid, actions]);
  return { ...actions, now };
}

const near = (a: Viewport, b: Viewport): boolean => a.width === b.width && a.height === b.height && Math.abs(a.left - b.left) < FOLLOWS_PX && Math.abs(a.top - b.top) < FOLLOWS_PX;

/** Scrolls the keyboard's slot into view when it moves, never when only the data around it changes. */
function useReveal(viewport: ViewportState, size: GridSize, { column, span }: Target): void {
  const latest = useRef({ viewport, size });
  latest.current = { viewport, size };
  const { start, end } = span;
  const { width } = viewport.now;
  useLayoutEffect(() => {
    if (column < 0) return;
    const { read, scrollTo } = latest.current.viewport;
    const view = read();
    const to = revealed(latest.current.size, view, { column, span: { start, end } });
    if (to.left !== view.left || to.top !== view.top) scrollTo(to);
  }, [column, start, end, size.pxPerMinute, width]);
}
