/** Marks what opens for a moment above the screen (search, menu): the focus there is not where the person works. */
const PASSING = '[data-passing], [data-palette-search]';

let before: HTMLElement | null = null;

const active = (): HTMLElement | null => (document.activeElement instanceof HTMLElement && document.activeElement !== document.body ? document.activeElement : null);

/** Call when something passing opens. */
export function rememberFocus(): void {
  const now = active();
  if (now?.closest(PASSING)) return;
  before = now;
}

/** Where the person works: what has the focus, or had it before search or the menu opened. */
export function focusForReturn(): HTMLElement | null {
  const now = active();
  return now === null || now.closest(PASSING) ? before : now;
}
