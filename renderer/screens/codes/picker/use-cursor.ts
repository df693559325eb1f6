import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

import { pressAgain } from '#renderer/ui/index.ts';

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
}

const PAGE = 8;
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE };

/**
 * Arrows move, Enter takes, Shift+Enter takes and goes on, F4 pins. It begins on the first code that can be chosen. Enter
 * means what fits what was typed, so it waits for the answer; keys after it belong to whatever has the focus then.
 */
export function useCursor({ choices, isFresh, listKey, onTake, onPin }: CursorOptions): PickerCursor {
  const [moved, setMoved] = useState<{ readonly key: string; readonly at: number }>();
  const [waiting, setWaiting] = useState<'one' | 'more'>();
  const further = useRef<globalThis.KeyboardEvent[]>([]);
  const first = Math.max(0, choices.findIndex(choice => choice.standing === 'selectable'));
  const at = moved?.key === listKey ? Math.min(moved.at, Math.max(0, choices.length - 1)) : first;
  const current = choices[at];
  const take = useRef<(more: boolean) => void>(() => undefined);
  take.current = more => {
    if (current?.standing === 'selectable') onTake(current, more);
  };
  useEffect(() => {
    if (waiting === undefined || !isFresh) return;
    setWaiting(undefined);
    take.current(waiting === 'more');
    pressAgain(further.current.splice(0));
  }, [waiting, isFresh]);
  const point = (index: number): void => setMoved({ key: listKey, at: Math.max(0, Math.min(choices.length - 1, index)) });
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step !== undefined) point(at + step);
    else if (event.key === 'F4' && current) onPin(current);
    else if (event.key === 'Enter' && waiting !== undefined) {
      if (!event.repeat) further.current.push(event.nativeEvent);
    } else if (event.key === 'Enter' && !event.repeat) setWaiting(event.shiftKey ? 'more' : 'one');
    else if (event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { current, at, onKeyDown, point };
}
