import { useEffect } from 'react';

/** Turning pages works while a page is on its way; everything else waits for what it is about. */
const PASSES = new Set(['PageUp', 'PageDown', 'Shift', 'Control', 'Alt', 'Meta', 'Tab', 'Escape']);

const isAgenda = (element: Element | null): boolean => element?.getAttribute('role') === 'grid';

/**
 * Keys typed while the next page is not here yet are kept and run on it when it is: nothing typed is lost, and nothing
 * lands on a visit of the page somebody has left.
 */
export function useTypeAhead(isBehind: boolean): void {
  useEffect(() => {
    if (!isBehind) return undefined;
    const kept: KeyboardEvent[] = [];
    const keep = (event: KeyboardEvent) => {
      if (!event.isTrusted || PASSES.has(event.key) || event.ctrlKey || event.metaKey || event.altKey || !isAgenda(document.activeElement)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      kept.push(event);
    };
    window.addEventListener('keydown', keep, { capture: true });
    return () => {
      window.removeEventListener('keydown', keep, { capture: true });
      // One by one, so that each sees what the one before it did.
      for (const event of kept) setTimeout(() => isAgenda(document.activeElement) && document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', again(event))));
    };
  }, [isBehind]);
}

const again = ({ key, code, shiftKey }: KeyboardEvent): KeyboardEventInit => ({ key, code, shiftKey, bubbles: true, cancelable: true });
