import { latestKey } from '#renderer/ui/index.ts';

/** Calls `open` when Alt goes down and up again with nothing between, as menus have been opened for forty years. Returns how to stop. */
export function onAltAlone(open: () => void): () => void {
  let alone = false;
  const down = (event: KeyboardEvent): void => {
    alone = event.key === 'Alt' && !event.repeat && !event.ctrlKey && !event.shiftKey && !event.metaKey;
  };
  const up = (event: KeyboardEvent): void => {
    if (event.key !== 'Alt' || !alone) return;
    alone = false;
    if (latestKey() !== 'Alt') return; // a key with Alt waits for the screen it is meant for
    event.preventDefault(); // the browser would move to its own menu
    open();
  };
  const forget = (): void => {
    alone = false;
  };
  window.addEventListener('keydown', down, { capture: true });
  window.addEventListener('keyup', up);
  window.addEventListener('blur', forget);
  window.addEventListener('pointerdown', forget, { capture: true });
  return () => {
    window.removeEventListener('keydown', down, { capture: true });
    window.removeEventListener('keyup', up);
    window.removeEventListener('blur', forget);
    window.removeEventListener('pointerdown', forget, { capture: true });
  };
}
