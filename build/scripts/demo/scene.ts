import type { Page } from 'playwright-core';

import type { BrowserShell } from '#electron/browser-shell/browser-shell.ts';
import type { DemoCards } from './cards.ts';
import type { Story } from './report.ts';
import type { Words } from './words.ts';

/** What every part of the story works with. */
export interface Scene {
  readonly story: Story;
  readonly cards: DemoCards;
  /** The words on the screen in the demo's language. */
  readonly t: Words;
  readonly language: 'sv' | 'en';
  /** Where pictures and documents go. */
  readonly out: string;
  /** Scratch folder of this run; removed at the end. */
  readonly folder: string;
  readonly dataDir: string;
  /** The project's folder. */
  readonly root: string;
  /** Opens the program again after it was closed. */
  readonly open: () => Promise<BrowserShell>;
  readonly page: () => Page;
  readonly shell: () => BrowserShell;
}
