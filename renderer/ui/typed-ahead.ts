/** Whatever has not taken the focus by then will not: the keys belong to the page again. */
const LONGEST_WAIT_MS = 1_500;
/** A dialog that waits for core's answer may come later than that, and then never. */
const LONGEST_OPENING_MS = 4_000;

export type TextField = HTMLInputElement | HTMLTextAreaElement;

/** Letters, digits, signs and Enter: what means something in a dialog. Keys with Ctrl or Alt are commands and never wait. */
export const isPlain = (event: KeyboardEvent): boolean => (event.key.length === 1 || event.key === 'Enter') && !event.ctrlKey && !event.metaKey && !event.altKey;

/** Text that is typed on a field, with what the field held after it, as if it had been typed there. */
function putInFront(field: TextField, text: string): void {
  field.setRangeText(text, 0, field.selectionStart === 0 ? (field.selectionEnd ?? 0) : 0, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

function pressOn(target: Element, { key, code, shiftKey, altKey }: KeyboardEvent): void {
  const went = target.dispatchEvent(new KeyboardEvent('keydown', { key, code, shiftKey, altKey, bubbles: true, cancelable: true }));
  if (!went || key !== 'Enter') return;
  if (target instanceof HTMLButtonElement) target.click();
  else if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) target.form?.requestSubmit();
}

/** Presses keys again on whatever has the focus when each one's turn comes. Enter presses a button and sends a form, as a real one would. */
export function pressAgain(keys: readonly KeyboardEvent[]): void {
  for (const key of keys) setTimeout(() => pressOn(document.activeElement ?? document.body, key));
}

interface Waiting {
  /** The field that is about to get the focus. */
  readonly isField: (element: EventTarget | null) => element is TextField;
  /** The focus has come to rest elsewhere in what was opened: there is no field to wait for. */
  readonly isElsewhere?: (element: EventTarget | null) => boolean;
}

/**
 * Keeps what is typed until a field that is being opened has the focus, and puts it in at that moment; an Enter that
 * followed is pressed there too. Where something else has the focus the keys are pressed on that. A person who types on
 * loses no letter, and no digit of a personal number jumps the rail. Returns how to give up.
 */
export function keepTypedAhead({ isField, isElsewhere = () => false }: Waiting): () => void {
  const kept: KeyboardEvent[] = [];
  const stop = (): void => {
    window.removeEventListener('keydown', onKey, { capture: true });
    window.removeEventListener('focusin', onFocus, { capture: true });
    clearTimeout(timer);
  };
  const onKey = (event: KeyboardEvent): void => {
    const isThere = isField(document.activeElement) || isElsewhere(document.activeElement);
    if (isThere && kept.length === 0) return stop();
    if (!isPlain(event) || event.repeat) return;
    kept.push(event);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const arrive = (): void => {
    const target = document.activeElement;
    if (isElsewhere(target)) {
      stop();
      return pressAgain(kept.splice(0));
    }
    if (!isField(target)) return;
    stop();
    const enter = kept.findIndex(one => one.key === 'Enter');
    const text = kept.slice(0, enter < 0 ? kept.length : enter).map(one => one.key).join('');
    if (text !== '') putInFront(target, text);
    // What comes after Enter belongs to whatever Enter opens.
    if (enter >= 0) pressAgain(kept.slice(enter));
    kept.length = 0;
  };
  // A field that asks for the focus has it before what it stands in is finished.
  const onFocus = (): void => void setTimeout(arrive);
  const timer = setTimeout(stop, LONGEST_WAIT_MS);
  window.addEventListener('keydown', onKey, { capture: true });
  window.addEventListener('focusin', onFocus, { capture: true });
  return stop;
}

let opening: { readonly kept: KeyboardEvent[]; readonly stop: () => void } | undefined;

/**
 * To be called by a command whose dialog must ask core, or go to another screen, before it can be drawn: what is typed
 * meanwhile is kept for the dialog and never lands on the page below. Escape throws it away; so does a dialog that never comes.
 */
export function keepKeysForDialog(): void {
  opening?.stop();
  const kept: KeyboardEvent[] = [];
  const stop = (): void => {
    window.removeEventListener('keydown', onKey, { capture: true });
    clearTimeout(timer);
    opening = undefined;
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') return stop();
    if (!isPlain(event)) return;
    if (!event.repeat) kept.push(event);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const timer = setTimeout(stop, LONGEST_OPENING_MS);
  window.addEventListener('keydown', onKey, { capture: true });
  opening = { kept, stop };
}

/** There will be no dialog after all, as when core refused: keys mean what they meant. */
export const dropKeptKeys = (): void => opening?.stop();

/** A dialog is there: it gets what was typed for it. */
export function giveKeptKeys(): void {
  if (!opening) return;
  const { kept, stop } = opening;
  stop();
  for (const key of kept) pressOn(document.body, key);
}
