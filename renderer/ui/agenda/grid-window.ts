import type { Span } from './geometry.ts';

/** Width of the times at the left, height of the headings, narrowest column, in px; the style sheet has the same. */
export const TIMES_PX = 56;
export const HEAD_PX = 46;
export const COLUMN_PX = 112;

/** What of the agenda is near the screen: columns by index, both included, and minutes. */
export interface GridWindow {
  readonly first: number;
  readonly last: number;
  readonly minutes: Span;
}

export interface GridSize {
  readonly columns: number;
  /** First and last minute of the whole grid. */
  readonly from: number;
  readonly to: number;
  readonly pxPerMinute: number;
}

export interface Viewport {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const columnPx = (size: GridSize, width: number): number => Math.max(COLUMN_PX, (width - TIMES_PX) / Math.max(1, size.columns));

/** Steps of what is drawn: scrolling redraws only when one is crossed. */
const COLUMNS_STEP = 1;
const MINUTES_STEP = 30;

const down = (value: number, step: number): number => Math.floor(value / step) * step;
const up = (value: number, step: number): number => Math.ceil(value / step) * step;

/** The columns and hours in sight and a margin around them, in whole steps, so that small scrolls change nothing. */
export function windowOf(size: GridSize, { left, top, width, height }: Viewport): GridWindow {
  const px = columnPx(size, width);
  const margin = 1;
  const first = Math.max(0, down(left / px - margin, COLUMNS_STEP));
  const last = Math.min(size.columns - 1, up((left + width - TIMES_PX) / px + margin, COLUMNS_STEP) - 1);
  const start = down(size.from + top / size.pxPerMinute - MINUTES_STEP / 2, MINUTES_STEP);
  const end = up(size.from + (top + height - HEAD_PX) / size.pxPerMinute + MINUTES_STEP / 2, MINUTES_STEP);
  return { first, last, minutes: { start: Math.max(size.from, start), end: Math.min(size.to, end) } };
}

export const sameWindow = (a: GridWindow, b: GridWindow): boolean =>
  a.first === b.first && a.last === b.last && a.minutes.start === b.minutes.start && a.minutes.end === b.minutes.end;

export interface Target {
  readonly column: number;
  readonly span: Span;
}

/** Where to scroll so that a slot is in full view; nothing moves when it already is. */
export function revealed(size: GridSize, view: Viewport, target: Target): { readonly left: number; readonly top: number } {
  const px = columnPx(size, view.width);
  const x = target.column * px;
  const start = (target.span.start - size.from) * size.pxPerMinute;
  const end = (target.span.end - size.from) * size.pxPerMinute;
  return { left: into(view.left, view.width - TIMES_PX, { start: x, end: x + px }), top: into(view.top, view.height - HEAD_PX, { start: start - 8, end: end + 8 }) };
}

/** A stretch larger than the view shows its beginning. */
function into(at: number, room: number, { start, end }: Span): number {
  if (start < at || end - start > room) return Math.max(0, start);
  return end > at + room ? end - room : at;
}
