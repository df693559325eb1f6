import { createLive, useLive } from './live.ts';

const held = createLive(false);

/** Longer no lock takes (flush 0.6 s, prepare 0.8 s, end 0.5 s); a page must not stay dead if its lock never comes. */
const LONGEST_MS = 5_000;
let timer: ReturnType<typeof setTimeout> | undefined;

const SWALLOWED = ['keydown', 'beforeinput', 'paste', 'drop', 'pointerdown'] as const;
const swallow = (event: Event): void => {
  event.preventDefault();
  event.stopImmediatePropagation();
};

/** True between the last save before a lock and the lock itself. */
export const useHeld = (): boolean => useLive(held);

/**
 * Takes keyboard and pointer away from the whole page. Called when everything open has just been handed to core: a letter
 * typed after that would stand on the screen and be nowhere else.
 */
export function holdPage(): void {
  if (held.get()) return;
  for (const child of document.body.children) if (child instanceof HTMLElement) child.inert = true;
  for (const kind of SWALLOWED) window.addEventListener(kind, swallow, { capture: true });
  timer = setTimeout(letGo, LONGEST_MS);
  held.set(true);
}

/** Gives them back: the page is locked now, or the lock did not come. */
export function letGo(): void {
  if (!held.get()) return;
  clearTimeout(timer);
  for (const child of document.body.children) if (child instanceof HTMLElement) child.inert = false;
  for (const kind of SWALLOWED) window.removeEventListener(kind, swallow, { capture: true });
  held.set(false);
}
