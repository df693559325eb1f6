import { createSpotlight, type SpotlightStore } from '@mantine/spotlight';

const [store, spotlight] = createSpotlight();

/** The state of the frame's one palette. */
export const paletteStore: SpotlightStore = store;

/** A palette that has not taken the focus by then will not: the keys belong to the page again. */
const LONGEST_WAIT_MS = 1_500;

/**
 * Opens the palette. What is typed before its field has the focus is kept and put into it: a person who types on after
 * Ctrl+K loses no letter, and no digit of a personal number jumps the rail.
 */
function open(): void {
  let ahead = '';
  const until = performance.now() + LONGEST_WAIT_MS;
  const field = (): HTMLInputElement | null => document.querySelector<HTMLInputElement>('[data-palette-search]');
  const stop = (): void => window.removeEventListener('keydown', keep, { capture: true });
  const keep = (event: KeyboardEvent): void => {
    if (document.activeElement === field() || performance.now() > until) return stop();
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    ahead += event.key;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const hand = (): void => {
    const input = field();
    if (input && document.activeElement === input) {
      stop();
      if (ahead !== '') typedAhead(ahead);
    } else if (performance.now() < until) requestAnimationFrame(hand);
    else stop();
  };
  window.addEventListener('keydown', keep, { capture: true });
  spotlight.open();
  requestAnimationFrame(hand);
}

let typedAhead: (text: string) => void = () => undefined;

/** The palette says how text gets into its field. */
export function onTypedAhead(put: (text: string) => void): void {
  typedAhead = put;
}

export const palette = { open, close: spotlight.close } as const;
