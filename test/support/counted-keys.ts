import type { Locator, Page } from 'playwright-core';

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
    type: text => page.keyboard.type(text),
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
