import { doByItself } from './typed-text.ts';

/** A reason why keys must wait: what they are meant for is not there yet. */
export interface Hold {
  /** True once keys mean what they should; asked at each key and, while keys wait, all the time. `next`: the key whose turn it is. */
  readonly until: (next: KeyboardEvent) => boolean;
  /** Which key begins the waiting; every key after it waits as well, in order. Left out: all of them. */
  readonly begins?: (event: KeyboardEvent) => boolean;
  /** It will not come later than this. */
  readonly limitMs: number;
  /** What never came: are the keys thrown away (they were meant for nothing else), or do they mean what they meant? */
  readonly atLimit: 'press' | 'drop';
  /** What is typed meanwhile is meant for something that lies above everything: it goes there, and the line only stands still. */
  readonly isAside?: boolean;
}

/** How often we look whether keys may go on; well below what a person sees. */
const LOOK_EVERY_MS = 8;
const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Dead', 'Process']);
/** Held down on purpose. */
const REPEATING = /^(Arrow|Page|Backspace$|Delete$)/;

const line: KeyboardEvent[] = [];
const holds = new Map<Hold, ReturnType<typeof setTimeout>>();
let turn: ReturnType<typeof setTimeout> | undefined;
let isListening = false;
let latest = '';

/** The clipboard belongs to the browser, which takes it only from a real key. */
const isClipboard = (event: KeyboardEvent): boolean => (event.ctrlKey || event.metaKey) && /^[cvx]$/i.test(event.key);
/** Hiding the screen and locking wait for nobody. */
const isUrgent = (event: KeyboardEvent): boolean => event.key === 'F8' || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'l');
const neverWaits = (event: KeyboardEvent): boolean => event.isComposing || MODIFIERS.has(event.key) || isUrgent(event) || isClipboard(event);

function end(hold: Hold): void {
  clearTimeout(holds.get(hold));
  holds.delete(hold);
}

/** Does anything keep this key from what it means? What has come is forgotten on the way. */
function mustWait(event: KeyboardEvent): boolean {
  let waits = false;
  for (const hold of [...holds.keys()]) {
    if (hold.until(event)) end(hold);
    else if (line.length > 0 || (!hold.isAside && (hold.begins?.(event) ?? true))) waits = true;
  }
  return waits;
}

const isAside = (event: KeyboardEvent): boolean => [...holds.keys()].some(hold => hold.isAside === true && !hold.until(event));

function goOn(after = 0): void {
  turn ??= setTimeout(takeTurn, after);
}

/** One key at a time, so that each sees what the one before it did. */
function takeTurn(): void {
  turn = undefined;
  const [next] = line;
  if (next === undefined) return;
  if (mustWait(next)) return goOn(LOOK_EVERY_MS);
  line.shift();
  pressOn(target(), next);
  if (line.length > 0) goOn();
}

function onKeyDown(event: KeyboardEvent): void {
  if (!event.isTrusted) return;
  latest = event.key;
  if (neverWaits(event)) return;
  if (event.key === 'Escape') return forgetKeys();
  if (isAside(event) || (line.length === 0 && !mustWait(event))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.repeat && !REPEATING.test(event.key)) return;
  line.push(event);
  goOn();
}

/** What has the focus; in a dialog whose focused part has just gone, the dialog. */
function target(): Element {
  const active = document.activeElement ?? document.body;
  return active === document.body ? ([...document.querySelectorAll('[role="dialog"] form')].at(-1) ?? active) : active;
}

function pressOn(element: Element, event: KeyboardEvent): void {
  const { key, code, shiftKey, altKey, ctrlKey, metaKey } = event;
  const went = element.dispatchEvent(new KeyboardEvent('keydown', { key, code, shiftKey, altKey, ctrlKey, metaKey, bubbles: true, cancelable: true }));
  if (went) doByItself(element, event);
}

/**
 * Keys typed from now on wait in one line until what they are meant for is there, and are then pressed on it one by one, in
 * the order they were typed: a person who types on loses none, and none lands on what is about to go away. Escape throws away
 * what waits. Returns how to say that there is nothing to wait for any more; keys in the line then go on.
 */
export function holdKeys(hold: Hold): () => void {
  listenToKeys();
  const giveUp = (): void => {
    end(hold);
    if (hold.atLimit === 'drop') line.length = 0;
  };
  holds.set(hold, setTimeout(giveUp, hold.limitMs));
  return () => end(hold);
}

/** The key that went down last, also when it waits and nobody has seen it yet. */
export const latestKey = (): string => latest;

/** Throws away what waits, and why: Escape, or somebody else is going to sit here. */
export function forgetKeys(): void {
  line.length = 0;
  for (const hold of [...holds.keys()]) end(hold);
}

/** Listens before anybody else does. Called as the program starts; once is enough. */
export function listenToKeys(): void {
  if (isListening) return;
  isListening = true;
  window.addEventListener('keydown', onKeyDown, { capture: true });
}
