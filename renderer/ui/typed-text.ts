const WITHOUT_TEXT = /^(checkbox|radio|button|submit|reset|range|color|file)$/;
const TABBABLE = 'a[href], button, input, select, textarea, [tabindex], [contenteditable="true"]';

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>;

/** A field whose text can be chosen. */
const isTextField = (element: Element | undefined): element is HTMLInputElement | HTMLTextAreaElement =>
  element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && !WITHOUT_TEXT.test(element.type));

/**
 * What a browser does by itself for a key nobody took, and does only for real ones: letters, Backspace, Enter, Tab, Ctrl+A. The
 * text goes in as editing does, so that limits, undo and the note's editor see what they see when a person types.
 */
export function doByItself(target: Element, { key, shiftKey, altKey, ctrlKey, metaKey }: Pressed): void {
  if (altKey) return;
  if (ctrlKey || metaKey) {
    if (key.toLowerCase() === 'a' && isTextField(target)) target.select();
  } else if (key === 'Tab') moveByTab(target, shiftKey ? -1 : 1);
  else if (key === 'Enter') enter(target);
  else if (key === 'Backspace') document.execCommand('delete');
  else if (key.length === 1) letter(target, key);
}

function enter(target: Element): void {
  if (target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement) target.click();
  else if (target instanceof HTMLInputElement) target.form?.requestSubmit();
  else if (target instanceof HTMLTextAreaElement) document.execCommand('insertLineBreak');
}

function letter(target: Element, key: string): void {
  const isPressed = key === ' ' && (target instanceof HTMLButtonElement || (target instanceof HTMLInputElement && !isTextField(target)));
  if (isPressed) target.click();
  else document.execCommand('insertText', false, key);
}

/** The focus goes to the next place or the one before, in the dialog or on the page, round and round. */
function moveByTab(from: Element, direction: 1 | -1): void {
  const around = from.closest('[role="dialog"]') ?? document;
  const places = [...around.querySelectorAll<HTMLElement>(TABBABLE)].filter(one => one.tabIndex >= 0 && !one.matches(':disabled') && one.getClientRects().length > 0);
  const at = places.findIndex(one => one === from);
  const next = at < 0 ? places.at(direction === 1 ? 0 : -1) : places[(at + direction + places.length) % places.length];
  next?.focus();
  if (isTextField(next)) next.select();
}
