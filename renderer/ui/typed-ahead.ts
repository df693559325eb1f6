import { holdKeys } from './keyboard-line.ts';

/** Whatever has not taken the focus by then will not: the keys belong to the page again. */
const LONGEST_WAIT_MS = 3_000;
/** A dialog that waits for core's answer may come later than that, and then never. */
const LONGEST_OPENING_MS = 4_000;

/** Letters, digits, signs and Enter: what means something in a dialog. */
export const isPlain = (event: KeyboardEvent): boolean => (event.key.length === 1 || event.key === 'Enter') && !event.ctrlKey && !event.metaKey && !event.altKey;

/**
 * Keeps what is typed until what is being opened has the focus, so that a person who types on loses no letter, and no digit of
 * a personal number jumps the rail. Returns how to give up.
 */
export const keepTypedAhead = (hasFocus: (element: Element | null) => boolean): (() => void) =>
  holdKeys({ until: () => hasFocus(document.activeElement), limitMs: LONGEST_WAIT_MS, atLimit: 'press' });

let opening: (() => void) | undefined;

/**
 * To be called by a command whose dialog must ask core, or go to another screen, before it can be drawn: what is typed
 * meanwhile is kept for the dialog and never lands on the page below. Escape throws it away; so does a dialog that never comes.
 */
export function keepKeysForDialog(): void {
  opening?.();
  opening = holdKeys({ until: () => false, limitMs: LONGEST_OPENING_MS, atLimit: 'drop' });
}

/** The dialog is there, or there will be none after all, as when core refused: keys go on. */
export function giveKeptKeys(): void {
  opening?.();
  opening = undefined;
}
