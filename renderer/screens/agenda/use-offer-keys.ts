import { useEffect, useLayoutEffect, useRef, useState } from 'react';

import { holdKeys, isPlain } from '#renderer/ui/index.ts';

/** Core has answered by then, or the keys mean what they meant. */
const LONGEST_MS = 4_000;

/**
 * 1, 2 and 3 take an offer, Enter the first, also when they are pressed before the offers have come; what is pressed after
 * that waits for the dialog the offer opens. `count`: how many offers there are, undefined while nobody knows.
 */
export function useOfferKeys(count: number | undefined, take: (index: number) => void): void {
  const latest = useRef({ count, take });
  latest.current = { count, take };
  const [pressed, setPressed] = useState<number>();
  const waiting = useRef<() => void>(undefined);
  // Before the focus comes, and with it what was typed ahead.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // A field that only opens a list takes no digits.
      if (!isPlain(event) || (event.target instanceof HTMLInputElement && !event.target.readOnly)) return;
      // A button that has the focus is pressed by Enter itself.
      const index = event.key === 'Enter' && latest.current.count === undefined ? 0 : ['1', '2', '3'].indexOf(event.key);
      if (index < 0) return;
      waiting.current = holdKeys({ until: () => false, limitMs: LONGEST_MS, atLimit: 'press' });
      setPressed(index);
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKeyDown, { capture: true });
      // The dialog of the offer is there by now.
      waiting.current?.();
    };
  }, []);
  useEffect(() => {
    if (pressed === undefined || count === undefined) return;
    setPressed(undefined);
    // There are not so many: nothing happens, and keys mean what they meant.
    if (pressed >= count) waiting.current?.();
    else latest.current.take(pressed);
  }, [pressed, count]);
}
