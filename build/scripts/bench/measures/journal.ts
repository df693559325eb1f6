import { mkdirSync, rmSync } from 'node:fs';

import type { Page } from 'playwright-core';

import { startBrowserShell } from '#electron/browser-shell/browser-shell.ts';
import { openSync } from '../fill/bulk-file.ts';
import type { FilledFiles } from '../fill/fill.ts';
import { CARD, makeStation, PIN } from '../station.ts';

/** Milliseconds from the key to the frame that shows the answer. */
export interface JournalFigures {
  /** From the patient's card to the journal with its first screen drawn, right after a sign-in: nothing is remembered. */
  readonly open: readonly number[];
  /** The same until all entries are there to be searched. */
  readonly whole: readonly number[];
  readonly letter: readonly number[];
  readonly scroll: readonly number[];
  readonly clinic: readonly number[];
  readonly entries: number;
  readonly notes: number;
}

const OPENINGS = 12;
const WAIT_MS = 15_000;
/** A person looks before the next key. */
const LOOK_MS = 350;
const WORDS = ['kortison', 'rorlighet', 'blodtryck'];
const OPTION = '[role="listbox"] [role="option"]';

/** Opens the long journal again and again, walks and searches it, and searches all journals. */
export async function measureJournal({ folder, files }: { readonly folder: string; readonly files: FilledFiles }): Promise<JournalFigures> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const station = await makeStation(folder, files);
  const shell = await startBrowserShell({ dataDir: station.dataDir, practiceFolder: station.practiceFolder, cardProfile: 'practice', clinicKind: 'demo', headless: true, viewport: { width: 1366, height: 768 } });
  try {
    const { page, supervisor } = shell;
    await supervisor.card('practice.insert', { cardId: CARD });
    await signIn(page);
    await openCard(page, numberOf(files));
    const opened = await openings(page);
    const entries = Number(await page.locator(OPTION).first().getAttribute('aria-setsize'));
    const inside = await walk(page);
    return { ...opened, ...inside, clinic: await searchClinic(page), entries, notes: files.facts.shape.notes };
  } finally {
    await shell.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function signIn(page: Page): Promise<void> {
  await page.locator('input[type=password]').first().fill(PIN, { timeout: WAIT_MS });
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor({ timeout: 30_000 });
  await page.waitForTimeout(2 * LOOK_MS);
  await page.evaluate(installWatch); // a lock gives a new page
}

/** The long journal's number, by which a person finds it. */
function numberOf({ plain, facts }: FilledFiles): string {
  const db = openSync(plain, null, { readonly: true });
  try {
    return (db.prepare<string[], { value: string }>('SELECT value FROM patient_identifier WHERE patient_id = ? LIMIT 1').get(facts.heavyPatient))?.value ?? '';
  } finally {
    db.close();
  }
}

async function openCard(page: Page, number: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.waitForTimeout(LOOK_MS);
  await page.keyboard.type(number);
  await page.locator(`[data-found-for="${number}"]`).waitFor({ timeout: WAIT_MS });
  await page.keyboard.press('Enter');
  await page.waitForTimeout(4 * LOOK_MS);
}

/** Each opening follows a lock: the page has forgotten everything about the patient, core keeps what it keeps for everybody. */
async function openings(page: Page): Promise<Pick<JournalFigures, 'open' | 'whole'>> {
  const open: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < OPENINGS; round += 1) {
    open.push(await press(page, 'Alt+j', { selector: OPTION, attribute: 'aria-setsize', least: 1 }));
    whole.push(await page.evaluate(([selector, limit]) => (globalThis as unknown as Watch).klinikbokSince({ selector, attribute: 'aria-setsize', least: 500 }, limit), [OPTION, WAIT_MS] as const));
    await page.waitForTimeout(4 * LOOK_MS);
    if (round === OPENINGS - 1) break;
    await page.keyboard.press('Alt+ArrowLeft');
    await page.waitForTimeout(4 * LOOK_MS);
    await page.keyboard.press('Control+l');
    await signIn(page);
  }
  return { open, whole };
}

async function walk(page: Page): Promise<Pick<JournalFigures, 'letter' | 'scroll'>> {
  const letter: number[] = [];
  await page.keyboard.press('/');
  for (const word of WORDS) {
    let typed = '';
    for (const sign of word) letter.push(await press(page, sign, { selector: '[data-shown-for]', attribute: 'data-shown-for', is: (typed += sign) }));
    await page.keyboard.press('Escape');
    await page.waitForTimeout(LOOK_MS);
  }
  await page.getByRole('listbox').first().focus();
  const scroll: number[] = [];
  for (let round = 0; round < 20; round += 1) scroll.push(await press(page, 'PageDown', { selector: '[role="listbox"]', attribute: 'aria-activedescendant', changes: true }));
  return { letter, scroll };
}

async function searchClinic(page: Page): Promise<number[]> {
  await page.keyboard.press('Control+Shift+F');
  await page.getByRole('radio').first().check({ timeout: WAIT_MS });
  await page.keyboard.press('Enter');
  const field = page.getByRole('search').getByRole('textbox');
  await field.waitFor({ timeout: WAIT_MS });
  const figures: number[] = [];
  for (const words of ['kortisoninjektion', 'blodtryck vila', 'smarta axel', 'legitimation ankomst', 'sjukgymnastik']) {
    await field.fill(words);
    figures.push(await press(page, 'Enter', { selector: '[data-found-for]', attribute: 'data-found-for', is: words }));
  }
  return figures;
}

type Goal = { readonly selector: string; readonly attribute: string; readonly is?: string; readonly least?: number; readonly changes?: true };
interface Watch {
  klinikbokUntil: (goal: Goal, limitMs: number) => Promise<number>;
  klinikbokSince: (goal: Goal, limitMs: number) => Promise<number>;
  klinikbokTook: Promise<number>;
  klinikbokStarted: number;
}

async function press(page: Page, key: string, goal: Goal): Promise<number> {
  await page.evaluate(([wanted, limit]) => {
    const watch = globalThis as unknown as Watch;
    watch.klinikbokTook = watch.klinikbokUntil(wanted, limit);
    watch.klinikbokTook.catch(() => undefined);
  }, [goal, WAIT_MS] as const);
  await page.keyboard.press(key);
  const took = await page.evaluate(() => (globalThis as unknown as Watch).klinikbokTook);
  await page.waitForTimeout(LOOK_MS);
  return took;
}

/** Runs in the page: from the next keydown (or, `Since`, from the last one) to the task after the frame in which the goal holds. */
function installWatch(): void {
  const watch = globalThis as unknown as Watch;
  const valueOf = ({ selector, attribute }: Goal): string | null => document.querySelector(selector)?.getAttribute(attribute) ?? null;
  const reached = (goal: Goal, before: string | null): boolean => {
    const value = valueOf(goal);
    if (goal.changes) return value !== null && value !== before;
    return goal.least === undefined ? value === goal.is : value !== null && Number(value) >= goal.least;
  };
  const wait = (goal: Goal, limitMs: number, isStarted: () => boolean) => new Promise<number>((resolve, reject) => {
    const before = valueOf(goal);
    const timer = setTimeout(() => end(() => reject(new Error(`not on the screen within ${limitMs} ms: ${JSON.stringify(goal)}`))), limitMs);
    const look = (): void => {
      if (!isStarted() || !reached(goal, before)) return;
      end(() => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - watch.klinikbokStarted);
        port2.postMessage(null);
      }));
    };
    const observer = new MutationObserver(look);
    const end = (then: () => void): void => {
      clearTimeout(timer);
      observer.disconnect();
      then();
    };
    observer.observe(document.documentElement, { subtree: true, childList: true, attributes: true });
    look();
  });
  watch.klinikbokUntil = (goal, limitMs) => {
    let isStarted = false;
    const onKey = (event: KeyboardEvent): void => {
      if (['Alt', 'Control', 'Shift'].includes(event.key)) return;
      isStarted = true;
      watch.klinikbokStarted = event.timeStamp;
      removeEventListener('keydown', onKey, true);
    };
    addEventListener('keydown', onKey, true);
    return wait(goal, limitMs, () => isStarted);
  };
  watch.klinikbokSince = (goal, limitMs) => wait(goal, limitMs, () => true);
}
