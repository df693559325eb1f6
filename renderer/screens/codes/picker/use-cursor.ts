import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

import { holdKeys } from '#renderer/ui/index.ts';

import type { Choice } from './use-choices.ts';

interface CursorOptions {
  readonly choices: readonly Choice[];
  readonly isFresh: boolean;
  /** Another list: the cursor begins anew. */
  readonly listKey: string;
  readonly onTake: (choice: Choice, more: boolean) => void;
  readonly onPin: (choice: Choice) => void;
}

export interface PickerCursor {
  readonly current: Choice | undefined;
  readonly at: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly point: (index: number) => void;
  readonly pin: () => void;
}

/** An answer that takes longer is none: keys go into the search again. */
const LONGEST_MS = 4_000;
const PAGE = 8;
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE };

/**
 * Arrows move, Enter takes, Shift+Enter takes and goes on, F4 pins. It begins on the first code that can be chosen. Enter
 * means what fits what was typed, so it waits for the answer; keys after it belong to whatever has the focus then.
 */
export function useCursor({ choices, isFresh, listKey, onTake, onPin }: CursorOptions): PickerCursor {
  const [moved, setMoved] = useState<{ readonly key: string; readonly code: string }>();
  const [waiting, setWaiting] = useState<'one' | 'more'>();
  const goOn = useRef<() => void>(undefined);
  const first = Math.max(0, choices.findIndex(choice => choice.standing === 'selectable'));
  // By its code, not its place: a code that is pinned moves up, and the next key must still mean it.
  const held = moved?.key === listKey ? choices.findIndex(choice => choice.code === moved.code) : -1;
  const at = held >= 0 ? held : first;
  const current = choices[at];
  const take = useRef<(more: boolean) => void>(() => undefined);
  take.current = more => {
    if (current?.standing === 'selectable') onTake(current, more);
  };
  useEffect(() => {
    if (waiting === undefined || !isFresh) return;
    setWaiting(undefined);
    take.current(waiting === 'more');
    goOn.current?.();
  }, [waiting, isFresh]);
  const point = (index: number): void => {
    const choice = choices[Math.max(0, Math.min(choices.length - 1, index))];
    if (choice) setMoved({ key: listKey, code: choice.code });
  };
  const pin = (): void => {
    if (!current || (!current.isPinned && current.standing !== 'selectable')) return;
    point(at);
    onPin(current);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step !== undefined) point(at + step);
    else if (event.key === 'F4') pin();
    else if (event.key === 'Enter' && waiting === undefined && !event.repeat) {
      goOn.current = holdKeys({ until: () => false, limitMs: LONGEST_MS, atLimit: 'press' });
      setWaiting(event.shiftKey ? 'more' : 'one');
    } else if (event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { current, at, onKeyDown, point, pin };
}
