const ABOVE = '[aria-modal="true"]';

const isFree = (element: Element): boolean => [...document.querySelectorAll(ABOVE)].every(dialog => dialog.contains(element));
const isNobodys = (): boolean => document.activeElement === null || document.activeElement === document.body;

/**
 * Gives the focus to a part of a screen that has just been drawn; while a dialog or the search lies above it, not before
 * that is gone, and only if nothing else has it then: keys typed into the search never land on a list that arrived late.
 * `take`: how it takes the focus, where that is more than being focused. Returns how to call it off.
 */
export function focusWhenFree(element: HTMLElement, take = () => element.focus({ preventScroll: true })): () => void {
  if (isFree(element)) {
    take();
    return () => undefined;
  }
  const watch = new MutationObserver(() => {
    if (element.isConnected && !isFree(element)) return;
    watch.disconnect();
    if (element.isConnected && isNobodys()) take();
  });
  watch.observe(document.body, { childList: true, subtree: true });
  return () => watch.disconnect();
}
