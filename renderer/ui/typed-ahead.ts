/** Whatever has not taken the focus by then will not: the keys belong to the page again. */
const LONGEST_WAIT_MS = 1_500;

export type TextField = HTMLInputElement | HTMLTextAreaElement;

/** Text that is typed on a field, with what the field held after it, as if it had been typed there. */
function putInFront(field: TextField, text: string): void {
  field.setRangeText(text, 0, field.selectionStart === 0 ? (field.selectionEnd ?? 0) : 0, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

function pressEnter(field: TextField): void {
  const went = field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }));
  if (went) field.form?.requestSubmit();
}

interface Waiting {
  /** The field that is about to get the focus. */
  readonly isField: (element: EventTarget | null) => element is TextField;
  /** The focus has come to rest elsewhere in what was opened: there is no field to wait for. */
  readonly isElsewhere?: (element: EventTarget | null) => boolean;
}

/**
 * Keeps what is typed until a field that is being opened has the focus, and puts it in at that moment; an Enter that
 * followed is pressed there too. A person who types on loses no letter, and no digit of a personal number jumps the rail.
 * Returns how to give up.
 */
export function keepTypedAhead({ isField, isElsewhere = () => false }: Waiting): () => void {
  let ahead = '';
  let isEnter = false;
  const stop = (): void => {
    window.removeEventListener('keydown', onKey, { capture: true });
    window.removeEventListener('focusin', onFocus, { capture: true });
    clearTimeout(timer);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (isField(document.activeElement) || isElsewhere(document.activeElement)) return stop();
    const isText = event.key.length === 1 && !isEnter;
    if ((!isText && event.key !== 'Enter') || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (isText) ahead += event.key;
    else isEnter = true;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onFocus = (event: FocusEvent): void => {
    const { target } = event;
    if (isElsewhere(target)) return stop();
    if (!isField(target)) return;
    stop();
    if (ahead !== '') putInFront(target, ahead);
    if (isEnter) setTimeout(() => pressEnter(target));
  };
  const timer = setTimeout(stop, LONGEST_WAIT_MS);
  window.addEventListener('keydown', onKey, { capture: true });
  window.addEventListener('focusin', onFocus, { capture: true });
  return stop;
}
