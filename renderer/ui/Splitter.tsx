import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';

import classes from './Splitter.module.css';
import { useText } from './text.tsx';

export interface SplitterProps {
  readonly left: ReactNode;
  readonly right: ReactNode;
  /** Width of the `fixed` side in px. */
  readonly size: number;
  readonly min?: number;
  readonly max?: number;
  readonly fixed?: 'left' | 'right';
  /** Called when the person has set a new width. */
  readonly onResize?: (size: number) => void;
}

/** Two panes with a line between them that can be dragged or moved with the arrow keys. */
export function Splitter({ left, right, size, min = 180, max = 720, fixed = 'left', onResize }: SplitterProps) {
  const t = useText();
  const [width, setWidth] = useState(size);
  const start = useRef<{ x: number; width: number } | null>(null);
  const clamp = (value: number) => Math.round(Math.max(min, Math.min(max, value)));
  const toward = fixed === 'left' ? 1 : -1;
  const set = (value: number) => {
    setWidth(clamp(value));
    onResize?.(clamp(value));
  };
  const key = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 16 : event.key === 'ArrowLeft' ? -16 : 0;
    if (step === 0) return;
    event.preventDefault();
    set(width + step * toward);
  };
  const down = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width };
  };
  const move = (event: PointerEvent) => {
    if (start.current) setWidth(clamp(start.current.width + (event.clientX - start.current.x) * toward));
  };
  const up = () => {
    if (start.current) onResize?.(width);
    start.current = null;
  };
  return (
    <div className={classes.splitter}>
      <div className={classes.pane} style={fixed === 'left' ? { flex: `0 1 ${width}px` } : { flex: '1 1 0' }}>{left}</div>
      <div className={classes.bar} role="separator" tabIndex={0} aria-orientation="vertical" aria-label={t('ui.splitter')} aria-valuenow={width} aria-valuemin={min} aria-valuemax={max} onKeyDown={key} onPointerDown={down} onPointerMove={move} onPointerUp={up} />
      <div className={classes.pane} style={fixed === 'right' ? { flex: `0 1 ${width}px` } : { flex: '1 1 0' }}>{right}</div>
    </div>
  );
}
