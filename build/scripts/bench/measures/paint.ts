import { mkdirSync, rmSync } from 'node:fs';

import type { Page } from 'playwright-core';

import { startBrowserShell } from '#electron/browser-shell/browser-shell.ts';
import { addDays, weekdayOf } from '#shared/domain/agenda/zone.ts';
import type { FilledFiles } from '../fill/fill.ts';
import { CARD, makeStation, PIN } from '../station.ts';

/** Milliseconds from the key to the frame that shows the answer. */
export interface PaintFigures {
  readonly nextDay: readonly number[];
  readonly farDay: readonly number[];
  readonly byWeeks: readonly number[];
  readonly nextWeek: readonly number[];
  readonly nextPractitioner: readonly number[];
  readonly cursor: readonly number[];
  readonly search: readonly number[];
  /** Visits drawn in the busiest day measured, and cells of the page then. */
  readonly visitsShown: number;
  readonly nodes: number;
}

export interface PaintOptions {
  readonly folder: string;
  readonly root: string;
  readonly files: FilledFiles;
}

const TIMES = 40;
const WAIT_MS = 15_000;
/** A person looks before the next key; what the program does meanwhile (such as fetching the next day) is its own affair. */
const LOOK_MS = 350;

/** Opens the agenda of twenty full practitioners in Chromium and turns its pages, moves its cursor and searches. */
export async function measurePaint({ folder, files }: PaintOptions): Promise<PaintFigures> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const station = await makeStation(folder, files);
  const shell = await startBrowserShell({
    dataDir: station.dataDir, practiceFolder: station.practiceFolder, cardProfile: 'practice', clinicKind: 'demo', headless: true, viewport: { width: 1920, height: 1080 },
  });
  try {
    const { page, supervisor } = shell;
    await supervisor.card('practice.insert', { cardId: CARD });
    await page.locator('input[type=password]').first().fill(PIN, { timeout: WAIT_MS });
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').first().waitFor({ timeout: 30_000 });
    await page.evaluate(installStopwatch);
    return await turnPages(page);
  } finally {
    await shell.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function turnPages(page: Page): Promise<PaintFigures> {
  await page.keyboard.press('2');
  await page.locator('[data-agenda-day]').waitFor({ timeout: WAIT_MS });
  await page.waitForTimeout(2 * LOOK_MS);
  // A Tuesday, so that a week further back is a full day too, and 42 days on from there is one again.
  while (weekdayOf(await dateShown(page)) !== 2) {
    await page.keyboard.press('PageUp');
    await page.waitForTimeout(2 * LOOK_MS);
  }
  // A day on, then a week back: a day that nobody has looked at and nothing led to, so nothing was fetched ahead. Full days only.
  const farDay: number[] = [];
  while (farDay.length < TIMES) {
    await press(page, 'PageDown', { date: addDays(await dateShown(page), 1) });
    const took = await press(page, 'Shift+PageUp', { date: addDays(await dateShown(page), -7) });
    if (weekdayOf(await dateShown(page)) <= 5) farDay.push(took);
  }
  const byWeeks = await repeat(TIMES / 2, async () => press(page, 'Shift+PageDown', { date: addDays(await dateShown(page), 7) }));
  const nextDay = await repeat(6 * 7, async () => press(page, 'PageDown', { date: addDays(await dateShown(page), 1) }));
  const visitsShown = await page.locator('[data-event]').count();
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  const cursor = [...(await repeat(TIMES / 2, () => press(page, 'ArrowDown', { cursor: true }))), ...(await repeat(TIMES / 2, () => press(page, 'ArrowUp', { cursor: true })))];
  await page.keyboard.press('w');
  await page.waitForTimeout(4 * LOOK_MS);
  const nextWeek = await repeat(TIMES, async () => press(page, 'PageUp', { date: addDays(await dateShown(page), -7) }));
  const nextPractitioner = await repeat(TIMES, () => press(page, 'j', { column: true }));
  const search = await typeNames(page);
  return { nextDay, farDay, byWeeks, nextWeek, nextPractitioner, cursor, search, visitsShown, nodes };
}

const dateShown = async (page: Page): Promise<string> => (await page.locator('[data-agenda-day]').first().getAttribute('data-agenda-day')) ?? '';

async function repeat(times: number, one: () => Promise<number>): Promise<number[]> {
  const figures: number[] = [];
  for (let round = 0; round < times; round += 1) figures.push(await one());
  return figures;
}

/** The page of a day or week, another place of the cursor, another column, or the answer to what was typed. */
type Goal = { readonly date: string } | { readonly cursor: true } | { readonly column: true } | { readonly results: string };

/** Presses a key and returns how long it took until the goal was on the screen. */
async function press(page: Page, key: string, goal: Goal): Promise<number> {
  // Two steps, so that the watch is there before the key.
  await page.evaluate(([wanted, limit]) => {
    const watch = globalThis as unknown as Stopwatch;
    watch.klinikbokTook = watch.klinikbokUntil(wanted, limit);
    watch.klinikbokTook.catch(() => undefined);
  }, [goal, WAIT_MS] as const);
  await page.keyboard.press(key);
  const took = await page.evaluate(() => (globalThis as unknown as Stopwatch).klinikbokTook);
  await page.waitForTimeout(LOOK_MS);
  return took;
}

async function typeNames(page: Page): Promise<number[]> {
  const figures: number[] = [];
  for (const name of ['anders', 'karl', 'berg', 'lind', 'sven', 'maria']) {
    await page.keyboard.press('Control+k');
    await page.waitForTimeout(LOOK_MS);
    let typed = '';
    for (const letter of name) {
      typed += letter;
      figures.push(await press(page, letter, { results: typed }));
    }
    await page.keyboard.press('Escape');
    await page.waitForTimeout(LOOK_MS);
  }
  return figures;
}

interface Stopwatch {
  klinikbokUntil: (goal: Goal, limitMs: number) => Promise<number>;
  klinikbokTook: Promise<number>;
}

/** Runs in the page: from the next keydown to the task after the frame in which the goal holds. */
function installStopwatch(): void {
  const grid = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-agenda-day]');
  const stateOf = (goal: Goal): string => {
    if ('cursor' in goal) return `${grid()?.getAttribute('aria-activedescendant')} ${document.querySelector('[data-cursor]')?.textContent}`;
    return 'column' in goal ? String(document.querySelector<HTMLElement>('[data-column]')?.dataset['column']) : '';
  };
  const reached = (goal: Goal, before: string): boolean => {
    if ('date' in goal) return grid()?.dataset['agendaDay'] === goal.date;
    if ('results' in goal) return document.querySelector('[data-found-for]')?.getAttribute('data-found-for') === goal.results;
    return stateOf(goal) !== before;
  };
  (globalThis as unknown as Stopwatch).klinikbokUntil = (goal, limitMs) => new Promise((resolve, reject) => {
    const before = stateOf(goal);
    let started = 0;
    const timer = setTimeout(() => end(() => reject(new Error(`not on the screen within ${limitMs} ms: ${JSON.stringify(goal)}`))), limitMs);
    const onKey = (event: KeyboardEvent): void => { if (started === 0) started = event.timeStamp; look(); };
    const look = (): void => {
      if (started === 0 || !reached(goal, before)) return;
      const from = started;
      end(() => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - from);
        port2.postMessage(null);
      }));
    };
    const observer = new MutationObserver(look);
    const end = (then: () => void): void => {
      clearTimeout(timer);
      observer.disconnect();
      removeEventListener('keydown', onKey, true);
      then();
    };
    observer.observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
    addEventListener('keydown', onKey, true);
  });
}
