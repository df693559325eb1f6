import { createSpotlight, type SpotlightStore } from '@mantine/spotlight';

import { rememberFocus } from './focus-memory.ts';

const [store, spotlight] = createSpotlight();

/** The state of the frame's one palette. */
export const paletteStore: SpotlightStore = store;

/** A palette that has not taken the focus by then will not: the keys belong to the page again. */
const LONGEST_WAIT_MS = 1_500;

const isField = (element: EventTarget | null): element is HTMLInputElement => element instanceof HTMLInputElement && element.dataset['paletteSearch'] !== undefined;

/** Puts text in front of what the field holds, as if it had been typed there. */
function putInFront(field: HTMLInputElement, text: string): void {
  field.setRangeText(text, 0, 0, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/**
 * Opens the palette. What is typed before its field has the focus is kept and put into it in the very moment it gets
 * the focus: a person who types on after Ctrl+K loses no letter, and no digit of a personal number jumps the rail.
 */
function open(): void {
  rememberFocus();
  let ahead = '';
  const stop = (): void => {
    window.removeEventListener('keydown', onKey, { capture: true });
    window.removeEventListener('focusin', onFocus, { capture: true });
    clearTimeout(timer);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (isField(document.activeElement)) return stop();
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    ahead += event.key;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onFocus = (event: FocusEvent): void => {
    if (!isField(event.target)) return;
    stop();
    if (ahead !== '') putInFront(event.target, ahead);
  };
  const timer = setTimeout(stop, LONGEST_WAIT_MS);
  window.addEventListener('keydown', onKey, { capture: true });
  window.addEventListener('focusin', onFocus, { capture: true });
  spotlight.open();
}

export const palette = { open, close: spotlight.close } as const;
