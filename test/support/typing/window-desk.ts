import type { Page } from 'playwright-core';

import { startBrowserShell } from '#electron/browser-shell/browser-shell.ts';
import { createClient } from '#renderer/client/create-client.ts';
import { contract } from '#shared/contract/index.ts';

import { CARD, PIN } from '../../../build/scripts/bench/station.ts';
import { until } from '../until.ts';
import { OPEN_MS, readHeld, type DeskOptions, type WritingDesk } from './writing-desk.ts';

/** Runs in the page: what somebody sees before the next key. */
function lookAtScreen(): { isWriting: boolean; shownSaved: number | null } {
  const text = document.querySelector('[contenteditable=true] section[data-section]:last-of-type > div');
  const isSaved = document.querySelector('[role=status][data-phase]')?.getAttribute('data-phase') === 'idle';
  return { isWriting: text !== null && document.activeElement?.getAttribute('contenteditable') === 'true', shownSaved: text && isSaved ? (text.textContent ?? '').length : null };
}

const isUnderLastHeading = (): boolean => document.querySelector('[contenteditable=true] section[data-section]:last-of-type')?.contains(document.getSelection()?.anchorNode ?? null) ?? false;

/** The browser shell's own process with its Chromium: real keys in the real window. */
export async function windowDesk({ station, profileDir, patientId, program }: DeskOptions): Promise<WritingDesk> {
  const shell = await startBrowserShell({ ...station, profileDir, cardProfile: 'practice', clinicKind: 'demo', headless: true, program });
  const { page, supervisor } = shell;
  // What is held is read past the page, which shows what it was given.
  const client = createClient(contract, raw => supervisor.invoke(raw));
  return {
    signIn: async () => void (await until('the card opens the clinic', () => signInByHand(page, () => supervisor.card('practice.insert', { cardId: CARD })), OPEN_MS)),
    open: async noteId => {
      const held = await readHeld(client, patientId, noteId);
      const place = noteId ? (await client.session.state({})).place : null;
      if (!place?.includes(held.noteId)) await goToNewest(page);
      const editor = page.locator('[contenteditable=true]');
      await editor.waitFor({ timeout: OPEN_MS });
      await editor.focus();
      // The screen puts the cursor under the first heading when it is drawn, maybe after us.
      await until('the cursor to stay under the last heading', async () => {
        await page.keyboard.press('Control+End');
        await page.waitForTimeout(200);
        return page.evaluate(isUnderLastHeading);
      });
      // From here on a program that dies finds the way back by itself.
      await client.session.rememberPlace({ place: `/patients/${patientId}/journal?note=${held.noteId}` });
      const shown = await until('the note on the screen', async () => (await editor.locator('section[data-section]').last().locator('> div').textContent()) ?? '');
      if (shown !== held.text) throw new Error(`the screen shows ${shown.length} letters, the clinic holds ${held.text.length}`);
      return held;
    },
    look: () => page.evaluate(lookAtScreen).catch(() => ({ isWriting: false, shownSaved: null })), // the page is on its way to the lock
    type: letter => page.keyboard.press(letter === ' ' ? 'Space' : letter),
    close: shell.close,
  };
}

async function signInByHand(page: Page, insert: () => Promise<unknown>): Promise<boolean> {
  try {
    await insert();
    const pin = page.locator('input[type=password]').first();
    await pin.fill(PIN, { timeout: 5_000 });
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').first().waitFor({ timeout: 10_000 });
    return true;
  } catch {
    return false; // still coming up
  }
}

/** The list of what is not signed, oldest first: the note just begun is the last. */
async function goToNewest(page: Page): Promise<void> {
  await page.keyboard.press('Alt+u');
  await page.getByRole('row').nth(1).waitFor({ timeout: OPEN_MS });
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
}
