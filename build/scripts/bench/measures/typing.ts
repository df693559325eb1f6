import type { Page } from 'playwright-core';

import { openChromium } from '#electron/browser-shell/chromium.ts';
import type { Client } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/index.ts';
import { LOOK_MS, WAIT_MS } from './page-watch.ts';

/** Milliseconds from the key, as the page received it, to the frame with the letter; and how long the page was busy with it before that frame. */
export interface TypingFigures {
  readonly letter: readonly number[];
  readonly work: readonly number[];
  /** The same keys in a bare contenteditable of the same length, in a window with nothing else. */
  readonly bareLetter: readonly number[];
  readonly bareWork: readonly number[];
  /** Tasks of more than 50 ms while somebody typed in the note, in ms. */
  readonly longTasks: readonly number[];
  readonly saves: number;
}

const THERE = 3_000;
const TYPED = 3_000;
/** Typed in turns, so that both have the same machine. */
const TURNS = 6;
const BARE_SHARE = 5;
/** Fifty letters a second: faster than anybody types. */
const EVERY_MS = 20;
const WORDS = 'patienten har haft ont i ryggen sedan i helgen och kan inte sitta stilla nagon langre stund utan vila ';
const EDITOR = '[contenteditable=true]';

interface Stopwatch {
  klinikbokLetters: { letter: number[]; work: number[]; long: number[] };
}

/** A note of 3,000 letters gets 3,000 more, with its autosave running, in turns with a bare field. */
export async function measureTyping(page: Page, client: Client<AppContract>): Promise<TypingFigures> {
  await page.keyboard.press('F2');
  await page.locator(EDITOR).waitFor({ timeout: WAIT_MS });
  await page.keyboard.insertText(textOf(THERE));
  await page.waitForTimeout(4 * LOOK_MS);
  await page.evaluate(countLetters);
  const window = await openChromium({ headless: true, viewport: { width: 1366, height: 768 }, locale: 'sv-SE', colorScheme: 'light' });
  try {
    const bare = window.context.pages()[0] ?? (await window.context.newPage());
    await bare.setContent(`<!doctype html><div contenteditable="true" style="width: 640px; font: 15px sans-serif"><p>${textOf(THERE)}</p></div>`);
    await bare.locator(EDITOR).focus();
    await bare.keyboard.press('Control+End');
    await bare.evaluate(countLetters);
    const before = await drafts(client);
    for (let turn = 0; turn < TURNS; turn += 1) {
      await type(page, TYPED / TURNS);
      await type(bare, TYPED / TURNS / BARE_SHARE);
    }
    const [own, other] = [await page.evaluate(readLetters), await bare.evaluate(readLetters)];
    return { letter: own.letter, work: own.work, longTasks: own.long, bareLetter: other.letter, bareWork: other.work, saves: (await drafts(client)) - before };
  } finally {
    await window.close();
  }
}

const textOf = (length: number): string => WORDS.repeat(Math.ceil(length / WORDS.length)).slice(0, length);

/** How often what is being written has been saved. */
async function drafts(client: Client<AppContract>): Promise<number> {
  const { notes } = await client.signing.unsigned({});
  const newest = notes.at(-1);
  if (!newest) return 0;
  return (await client.journal.get({ patientId: newest.patientId, noteId: newest.noteId })).draft?.revision ?? 0;
}

async function type(page: Page, count: number): Promise<void> {
  for (const letter of textOf(count)) {
    const next = Date.now() + EVERY_MS;
    await page.keyboard.press(letter === ' ' ? 'Space' : letter);
    await page.waitForTimeout(Math.max(0, next - Date.now()));
  }
}

/** Runs in the page. The frame after the key paints the letter: a task posted from it runs when it is painted. */
function countLetters(): void {
  const kept: Stopwatch['klinikbokLetters'] = { letter: [], work: [], long: [] };
  (globalThis as unknown as Stopwatch).klinikbokLetters = kept;
  addEventListener('keydown', event => {
    const pressed = event.timeStamp;
    const began = performance.now();
    let length = -1;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { if (length >= 0) kept.letter.push(performance.now() - pressed); };
      port2.postMessage(null);
    });
    // The letter is put in before keyup; what the page does with it in the same task counts as its work.
    addEventListener('input', () => { length = 1; queueMicrotask(() => kept.work.push(performance.now() - began)); }, { once: true });
  }, true);
  new PerformanceObserver(list => kept.long.push(...list.getEntries().map(entry => entry.duration))).observe({ type: 'longtask' });
}

const readLetters = (): Stopwatch['klinikbokLetters'] => (globalThis as unknown as Stopwatch).klinikbokLetters;
