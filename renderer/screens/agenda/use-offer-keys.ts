import { useEffect, useLayoutEffect, useRef, useState } from 'react';

import { isPlain, pressAgain } from '#renderer/ui/index.ts';

/**
 * 1, 2 and 3 take an offer, Enter the first, also when they are pressed before the offers have come; what is pressed after
 * that waits for the dialog the offer opens. `count`: how many offers there are, undefined while nobody knows.
 */
export function useOfferKeys(count: number | undefined, take: (index: number) => void): void {
  const latest = useRef({ count, take });
  latest.current = { count, take };
  const [pressed, setPressed] = useState<number>();
  const after = useRef<KeyboardEvent[]>(undefined);
  // Before the focus comes, and with it what was typed ahead.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // A field that only opens a list takes no digits.
      if (!isPlain(event) || (event.target instanceof HTMLInputElement && !event.target.readOnly)) return;
      if (after.current) after.current.push(event);
      else {
        // A button that has the focus is pressed by Enter itself.
        const index = event.key === 'Enter' && latest.current.count === undefined ? 0 : ['1', '2', '3'].indexOf(event.key);
        if (index < 0) return;
        after.current = [];
        setPressed(index);
      }
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKeyDown, { capture: true });
      if (after.current) pressAgain(after.current);
    };
  }, []);
  useEffect(() => {
    if (pressed === undefined || count === undefined) return;
    setPressed(undefined);
    // There are not so many: nothing happens, and keys mean what they meant.
    if (pressed >= count) after.current = undefined;
    else latest.current.take(pressed);
  }, [pressed, count]);
}
