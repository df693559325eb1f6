import { createSwitch } from '../switch.ts';
import { focusForReturn } from '../focus-memory.ts';

/** True while the cover lies over the window. */
export const covered = createSwitch();

/** Marks what the cover itself is made of; everything else is hidden. */
export const COVER_ATTRIBUTE = 'data-privacy-cover';

interface Selected {
  readonly start: number | null;
  readonly end: number | null;
  readonly direction: 'forward' | 'backward' | 'none';
}

interface Marked {
  readonly anchor: Node;
  readonly anchorAt: number;
  readonly focus: Node;
  readonly focusAt: number;
}

interface Where {
  readonly element: HTMLElement | null;
  readonly field: Selected | null;
  readonly range: Marked | null;
}

type Field = HTMLInputElement | HTMLTextAreaElement;
const isField = (element: Element | null): element is Field => element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement;

const selectedIn = (field: Field): Selected => ({ start: field.selectionStart, end: field.selectionEnd, direction: field.selectionDirection ?? 'none' });

function markedInPage(): Marked | null {
  const selection = document.getSelection();
  if (!selection?.anchorNode || !selection.focusNode) return null;
  return { anchor: selection.anchorNode, anchorAt: selection.anchorOffset, focus: selection.focusNode, focusAt: selection.focusOffset };
}

/** Where the person writes: the element, and the cursor or selection in it. */
function rememberPlace(): Where {
  const element = focusForReturn();
  return isField(element) ? { element, field: selectedIn(element), range: null } : { element, field: null, range: markedInPage() };
}

/** Fields of a kind without a cursor (numbers, dates) say null. */
function selectIn(element: Element, { start, end, direction }: Selected): void {
  if (isField(element) && start !== null && end !== null) element.setSelectionRange(start, end, direction);
}

function returnTo({ element, field, range }: Where): void {
  if (!element?.isConnected) return document.getElementById('screen')?.focus({ preventScroll: true });
  element.focus({ preventScroll: true });
  if (field) selectIn(element, field);
  else if (range?.anchor.isConnected && range.focus.isConnected) document.getSelection()?.setBaseAndExtent(range.anchor, range.anchorAt, range.focus, range.focusAt);
}

/** Nobody behind the cover may notice that the focus went away: no list folds, no field takes its text as finished. */
const FOCUS_EVENTS = ['focus', 'blur', 'focusin', 'focusout'] as const;
const HAND_EVENTS = ['keydown', 'keyup', 'keypress', 'beforeinput', 'pointerdown', 'pointerup', 'mousedown', 'mouseup', 'click', 'dblclick', 'contextmenu', 'paste', 'copy', 'cut', 'dragstart', 'drop'] as const;

let onHand: ((event: Event) => void) | undefined;
let isQuiet = false;

/**
 * The first to hear every key, click and move of the focus, from before anything is drawn: a dialog that listens on the
 * window itself (Escape closes it) must not hear what was pressed on the cover. While nothing is covered it lets all through.
 */
function stopBefore(kinds: readonly string[], isStopped: () => boolean, then: (event: Event) => void): void {
  const gate = (event: Event): void => {
    if (!isStopped()) return;
    event.stopImmediatePropagation();
    then(event);
  };
  for (const kind of kinds) window.addEventListener(kind, gate, { capture: true });
}
stopBefore(HAND_EVENTS, () => onHand !== undefined, event => onHand?.(event));
stopBefore(FOCUS_EVENTS, () => isQuiet, () => undefined);

const isCover = (node: Node): boolean => node instanceof Element && node.hasAttribute(COVER_ATTRIBUTE);
const beside = (): HTMLElement[] => [...document.body.children].filter((child): child is HTMLElement => child instanceof HTMLElement && !isCover(child));

/** Takes everything beside the cover from sight, from hands and from screen readers, what comes later too. Returns how to give it back. */
function silenceRest(): () => void {
  const silenced = new Set<HTMLElement>();
  const silence = (): void => {
    for (const element of beside()) {
      if (element.inert) continue;
      element.inert = true;
      silenced.add(element);
    }
  };
  document.documentElement.dataset['covered'] = '';
  silence();
  const watch = new MutationObserver(silence);
  watch.observe(document.body, { childList: true });
  return () => {
    watch.disconnect();
    for (const element of silenced) element.inert = false;
    delete document.documentElement.dataset['covered'];
  };
}

let uncoverPage: (() => void) | undefined;

/**
 * Covers the whole window in the same moment: what is behind is neither visible nor readable for a screen reader nor
 * reachable, and stays exactly as it is, half-written words and open dialogs included.
 * `hands` gets every key and click meanwhile; nothing else does.
 */
export function coverPage(hands: (event: Event) => void): void {
  if (uncoverPage) return;
  const place = rememberPlace();
  onHand = hands;
  isQuiet = true;
  const giveBack = silenceRest();
  covered.set(true);
  uncoverPage = () => {
    uncoverPage = undefined;
    giveBack();
    covered.set(false);
    returnTo(place);
    onHand = undefined;
    // Late echoes of the focus moving are swallowed as well.
    setTimeout(() => {
      isQuiet = uncoverPage !== undefined;
    });
  };
}

/** Shows everything again as it was. */
export const uncover = (): void => uncoverPage?.();
