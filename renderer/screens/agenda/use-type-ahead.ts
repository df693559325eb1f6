import { useEffect } from 'react';

import { holdKeys } from '#renderer/ui/index.ts';

/** Turning pages works while a page is on its way; everything else waits for what it is about. */
const PASSES = new Set(['PageUp', 'PageDown', 'Tab']);
/** A page that has not come by then has met a fault, which the screen says. */
const LONGEST_MS = 10_000;

/** The agenda has the focus, or nothing has, as before it is drawn. */
const isAgenda = (element: Element | null): boolean => element === null || element === document.body || element.id === 'screen' || element.getAttribute('role') === 'grid';

/**
 * Keys typed while the next page is not here yet are kept and run on it when it is: nothing typed is lost, and nothing
 * lands on a visit of the page somebody has left.
 */
export function useTypeAhead(isBehind: boolean): void {
  useEffect(() => {
    if (!isBehind) return undefined;
    return holdKeys({
      begins: event => !PASSES.has(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey && isAgenda(document.activeElement),
      until: () => false, limitMs: LONGEST_MS, atLimit: 'press',
    });
  }, [isBehind]);
}
