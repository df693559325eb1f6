import type { Locator, Page } from 'playwright-core';

const hasField = (): boolean => {
  const at = document.activeElement;
  return at instanceof HTMLElement && (at.isContentEditable || at instanceof HTMLTextAreaElement || at instanceof HTMLInputElement);
};

/** Types as hands do. Playwright has no key for å, ä and ö and puts them straight into the field, so that must have the focus first; a real keyboard's would be kept for it. */
export async function typeText(page: Page, text: string): Promise<void> {
  if (/[^\x20-\x7e]/.test(text)) await page.waitForFunction(hasField);
  await page.keyboard.type(text);
}

/** A keyboard that counts: K in tasks.md is key presses besides typed text, a chord is one. */
export interface CountedKeys {
  press: (key: string) => Promise<void>;
  /** Text into whatever has the focus; not counted. */
  type: (text: string) => Promise<void>;
  click: (what: Locator) => Promise<void>;
  /** Runs a task and returns what it cost. */
  count: (task: () => Promise<void>) => Promise<{ readonly keys: number; readonly clicks: number }>;
}

export function countedKeys(page: Page): CountedKeys {
  let keys = 0;
  let clicks = 0;
  return {
    press: async key => {
      keys += 1;
      await page.keyboard.press(key);
    },
    type: text => typeText(page, text),
    click: async what => {
      clicks += 1;
      await what.click();
    },
    count: async task => {
      const before = { keys, clicks };
      await task();
      return { keys: keys - before.keys, clicks: clicks - before.clicks };
    },
  };
}
