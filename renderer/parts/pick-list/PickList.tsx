import { useEffect, useRef, type ReactNode } from 'react';

import { KeyHint } from '#renderer/ui/index.ts';

import classes from './PickList.module.css';

export interface PickRow {
  readonly key: string;
  readonly title: string;
  readonly detail: ReactNode;
}

interface PickListProps {
  readonly rows: readonly PickRow[];
  readonly onPick: (index: number) => void;
  /** Runs when the key that opened the list is pressed again: two keys for all of it. */
  readonly again: { readonly letter: string; readonly run: () => void };
  /** Left and right, where there are several lists to look through. */
  readonly onStep?: (step: 1 | -1) => void;
}

/** Rows that are chosen with their digit, an arrow and Enter, or the mouse. The keys are taken before anything else gets them. */
export function PickList({ rows, onPick, again, onStep }: PickListProps) {
  const list = useRef<HTMLUListElement>(null);
  const latest = useRef({ rows, onPick, again, onStep });
  latest.current = { rows, onPick, again, onStep };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const now = latest.current;
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
      const isAgain = event.altKey && event.key.toLowerCase() === now.again.letter;
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (isAgain) now.again.run();
      else if (digit !== undefined && !event.ctrlKey && now.rows[Number(digit) - 1]) now.onPick(Number(digit) - 1);
      else if (step !== 0 && now.onStep) now.onStep(step);
      else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') moveFocus(list.current, event.key === 'ArrowDown' ? 1 : -1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', listen, true);
    return () => window.removeEventListener('keydown', listen, true);
  }, []);
  // The rows come after the dialog: the first one takes the focus then.
  const hasRows = rows.length > 0;
  useEffect(() => {
    if (hasRows) list.current?.querySelector('button')?.focus();
  }, [hasRows]);
  return (
    <ul className={classes.picks} ref={list}>
      {rows.map((row, at) => (
        <li key={row.key}>
          <button type="button" className={classes.pick} onClick={() => onPick(at)}>
            <span className={classes.pickKey}>{at < 9 ? <KeyHint keys={String(at + 1)} /> : null}</span>
            <span className={classes.pickTitle}>{row.title}</span>
            <span className={classes.pickDetail}>{row.detail}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function moveFocus(list: HTMLUListElement | null, step: 1 | -1): void {
  const buttons = [...(list?.querySelectorAll('button') ?? [])];
  const at = buttons.findIndex(button => button === document.activeElement);
  buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus();
}
