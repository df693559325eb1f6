import { mkdirSync, rmSync } from 'node:fs';

import type { Page } from 'playwright-core';

import { startBrowserShell } from '#electron/browser-shell/browser-shell.ts';
import { createClient } from '#renderer/client/create-client.ts';
import { contract } from '#shared/contract/index.ts';
import { openSync } from '../fill/bulk-file.ts';
import type { FilledFiles } from '../fill/fill.ts';
import { CARD, makeStation, PIN } from '../station.ts';
import { measureNextPatient } from './next-patient.ts';
import { installWatch, LOOK_MS, press, WAIT_MS, type Watch } from './page-watch.ts';
import { measureTyping, type TypingFigures } from './typing.ts';

/** Milliseconds from the key to the frame that shows the answer. */
export interface JournalFigures {
  /** From the patient's card to the journal with its first screen drawn, right after a sign-in: nothing is remembered. */
  readonly open: readonly number[];
  /** The same until all entries are there to be searched. */
  readonly whole: readonly number[];
  readonly letter: readonly number[];
  readonly scroll: readonly number[];
  readonly clinic: readonly number[];
  /** F4: from the key to the chart with reason of the visit, patient and last note. */
  readonly next: readonly number[];
  readonly typing: TypingFigures;
  readonly entries: number;
  readonly notes: number;
}

const OPENINGS = 9;
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
    const clinic = await searchClinic(page);
    const client = createClient(contract, raw => supervisor.invoke(raw));
    const next = await measureNextPatient(page, { client, files });
    const typing = await measureTyping(page, client);
    return { ...opened, ...inside, clinic, next, typing, entries, notes: files.facts.shape.notes };
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
