import type { Locator } from 'playwright-core';

/** What a grid's or list's cursor stands on: its name and its text. Read in one go, for the screen may change between two questions. */
export const underCursor = (list: Locator): Promise<{ readonly label: string; readonly text: string }> =>
  list.evaluate(element => {
    const active = document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
    return { label: active?.getAttribute('aria-label') ?? '', text: active?.textContent ?? '' };
  });
