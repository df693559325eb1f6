import { beforeAll, describe, expect, it } from 'vitest';

import type { FakePage } from '#test/support/fake-clinic.ts';

import { expectAccessible, expectNoSideScroll } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';
import { pageBuilt } from '../support/page-built.ts';
import { openDesk, startDeskScreenClinic, type DeskScreenClinic } from './desk-page.ts';

type Page = FakePage['page'];
let clinic: DeskScreenClinic;
const { keep } = oneScreen({ clinic: () => clinic });
beforeAll(async () => {
  await pageBuilt();
  clinic = await startDeskScreenClinic();
}, 240_000);

const covered = (page: Page) => page.getByText('Skärmen är dold. F8 visar den igen.');
const cursorIn = (page: Page): Promise<unknown> =>
  page.evaluate(() => {
    const field = document.activeElement as HTMLInputElement;
    return [field.tagName, field.value, field.selectionStart, field.selectionEnd];
  });

describe('the privacy cover (F8)', () => {
  it('hides every name at once while somebody types, and shows it exactly as it was: text, cursor, selection', async () => {
    const { page } = keep(await openDesk(clinic, clinic.reception, ['receptionist'], { place: '/patients' }));
    await page.keyboard.press('Alt+n');
    const field = page.getByRole('textbox').first();
    await field.waitFor();
    await field.fill('Karlsson halvskri');
    await field.evaluate((input: HTMLInputElement) => { input.focus(); input.setSelectionRange(3, 8); });
    const before = await cursorIn(page);
    await page.keyboard.press('F8');
    await covered(page).waitFor();
    expect(await page.evaluate(() => document.body.innerText)).not.toMatch(/Karlsson|Eva Lind|Patient/);
    expect(await page.title()).not.toContain('Karlsson');
    expect(await page.getByRole('textbox').count(), 'a screen reader finds no field').toBe(0);
    await page.keyboard.type('detta når ingen');
    await expectAccessible(page);
    await page.keyboard.press('F8');
    await covered(page).waitFor({ state: 'detached' });
    expect(await cursorIn(page)).toEqual(before);
    await page.keyboard.type('X');
    expect(await field.inputValue()).toBe('KarX halvskri');
  });

  it('covers from the palette and from the button, and gives the row under the cursor back', async () => {
    const { page } = keep(await openDesk(clinic, clinic.reception, ['receptionist'], { place: '/agenda/queue' }));
    const table = page.getByRole('grid', { name: 'Dagens kö' });
    await page.getByText('Ali, Hodan').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('dölj skärmen');
    await page.keyboard.press('Enter');
    await covered(page).waitFor();
    expect(await page.evaluate(() => document.body.innerText)).not.toContain('Ali, Hodan');
    await page.keyboard.press('F8');
    await covered(page).waitFor({ state: 'detached' });
    expect(await table.evaluate(grid => grid === document.activeElement)).toBe(true);
    await page.keyboard.press('F1');
    const dialog = page.getByRole('dialog', { name: 'Tangenter som gäller här' });
    await dialog.waitFor();
    await page.keyboard.press('F8');
    await covered(page).waitFor();
    expect(await dialog.count(), 'the dialog is silent too').toBe(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('F8');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Dölj skärmen' }).click();
    await covered(page).waitFor();
    await page.getByRole('button', { name: 'Visa igen' }).click();
    await covered(page).waitFor({ state: 'detached' });
  });

  it('is no lock: Ctrl+L under it locks, and the lock takes the cover away', async () => {
    const { page, calls, send, answers } = keep(await openDesk(clinic, clinic.reception, ['receptionist'], { place: '/agenda/queue' }));
    await page.keyboard.press('F8');
    await covered(page).waitFor();
    await page.keyboard.press('Control+l');
    await expect.poll(() => calls.some(call => call.path === 'shell.lock'), { timeout: 15_000 }).toBe(true);
    answers['session.state'] = { ...(answers['session.state'] as object), phase: 'locked', user: null, lastLock: 'manual' };
    await send({ type: 'locked', reason: 'manual' });
    await covered(page).waitFor({ state: 'detached' });
    await page.getByRole('main').waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset['covered'])).toBeUndefined();
  });
});

/** Every place of the program that has commands of its own; what this clinic has no service for answers nothing, and still has its commands. */
const PLACES = ['/', '/agenda', '/agenda/queue', '/patients', '/patients/new', '/patients/@', '/lists', '/lists?list=toRebook', '/agenda/settings', '/lists/waiting', '/lists/recalls', '/lists/groups', '/money', '/log', '/staff'];

interface Listed {
  readonly word: string;
  readonly id: string;
  readonly key: string | undefined;
  /** Whose: the open screen's, or there everywhere. A screen may take a key over; two of the same kind may not share one. */
  readonly of: string;
}
const menuItems = (page: Page): Promise<Listed[]> =>
  page.getByRole('menuitem').evaluateAll(items => (items as HTMLElement[]).map(({ dataset }) => ({ word: dataset['word'] ?? '', id: dataset['command'] ?? '', key: dataset['key'], of: dataset['of'] ?? '' })));

describe('every command of the registry (complaint 7)', () => {
  it('has words, stands in the menu under a heading, and shares no key with another in the same place', async () => {
    const { page, complaints, answers } = keep(await openDesk(clinic, clinic.anna, ['receptionist', 'practitioner', 'administrator'], { place: '/' }));
    const ids = new Set<string>();
    const session = answers['session.state'] as object;
    for (const place of PLACES) {
      answers['session.state'] = { ...session, place: place.replace('@', clinic.patientIds[0] ?? '') };
      await page.reload();
      await page.locator('nav').first().waitFor();
      await page.locator('h1').first().waitFor();
      await page.getByRole('button', { name: 'Meny' }).click();
      await page.getByRole('menu').waitFor();
      const items = await menuItems(page);
      expect(items.length, place).toBeGreaterThan(12);
      expect(items.filter(item => item.word === '' || /^[a-z]+(\.[a-zA-Z]+)+$/.test(item.word)), `words at ${place}`).toEqual([]);
      const keys = items.flatMap(item => (item.key ? [`${item.of} ${item.key}`] : []));
      const fights = keys.filter((key, at) => keys.indexOf(key) !== at);
      expect(items.filter(item => fights.includes(`${item.of} ${item.key ?? ''}`)).map(item => `${item.id} ${item.key ?? ''}`), `keys at ${place}`).toEqual([]);
      expect(await page.locator('[role="menu"] > [role="group"]:not([aria-label])').count()).toBe(0);
      for (const { id } of items) ids.add(id);
    }
    expect(ids.size).toBeGreaterThan(45);
    complaints.length = 0; // screens whose areas this clinic does not answer say so; that is not what is looked at here
  }, 120_000);

  it('works from menu, palette, key and button: the same step by each of them', async () => {
    const { page, calls } = keep(await openDesk(clinic, clinic.reception, ['receptionist'], { place: '/agenda/queue' }));
    const row = page.getByRole('row', { name: /Åkesson/ });
    await row.waitFor();
    const steps = () => calls.filter(call => call.path.startsWith('agenda.')).map(call => call.path);
    const state = async (status: string): Promise<void> => { await row.getByText(status).waitFor(); };
    await row.click();
    await page.keyboard.press('c');
    await state('Ankommen');
    await page.keyboard.press('Control+z');
    await state('Bokad');
    await page.keyboard.press('F10');
    await page.getByRole('menuitem', { name: /^Checka in$/ }).click();
    await state('Ankommen');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('ångra inch');
    await page.keyboard.press('Enter');
    await state('Bokad');
    await row.getByRole('button', { name: 'Checka in' }).click();
    await state('Ankommen');
    await page.keyboard.press('Control+z');
    await state('Bokad');
    expect(steps()).toEqual(['agenda.checkIn', 'agenda.undo', 'agenda.checkIn', 'agenda.setStatus', 'agenda.checkIn', 'agenda.undo']);
  });

  it('the menu opens with F10 and with Alt alone, is walked with arrows and letters, and gives the focus back', async () => {
    const { page } = keep(await openDesk(clinic, clinic.reception, ['receptionist'], { place: '/agenda/queue' }));
    const table = page.getByRole('grid', { name: 'Dagens kö' });
    await page.getByText('Ali, Hodan').first().waitFor();
    await page.keyboard.press('Alt');
    const menu = page.getByRole('menu', { name: 'Meny' });
    await menu.waitFor();
    await expectAccessible(page);
    const at = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset['word']);
    const first = await at();
    await page.keyboard.press('ArrowDown');
    expect(await at()).not.toBe(first);
    await page.keyboard.press('ArrowUp');
    expect(await at()).toBe(first);
    await page.keyboard.press('Home');
    await page.keyboard.type('a');
    expect((await at())?.startsWith('A')).toBe(true);
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    expect(await table.evaluate(grid => grid === document.activeElement)).toBe(true);
  });

  it('every command of the menu can be reached and seen at 200 %', async () => {
    const { page } = keep(await openDesk(clinic, clinic.reception, ['receptionist'], { place: '/agenda/queue', options: { viewport: { width: 683, height: 384 } } }));
    await page.getByText('Ali, Hodan').first().waitFor();
    await page.keyboard.press('F10');
    const items = page.getByRole('menuitem');
    await items.first().waitFor();
    for (let at = 0, count = await items.count(); at < count; at += 1) {
      const box = await page.evaluate(() => (document.activeElement as HTMLElement).getBoundingClientRect().toJSON() as { left: number; right: number; top: number; bottom: number });
      expect([box.left >= 0, box.right <= 683, box.top >= 0, box.bottom <= 384], JSON.stringify(box)).toEqual([true, true, true, true]);
      await page.keyboard.press('ArrowDown');
    }
  });

  it('the list of keys puts this screen first, says that F8 is no lock, and fits at 200 %', async () => {
    const { page } = keep(await openDesk(clinic, clinic.reception, ['receptionist'], { place: '/agenda/queue', options: { viewport: { width: 683, height: 384 } } }));
    await page.getByText('Ali, Hodan').first().waitFor();
    await page.keyboard.press('?');
    const list = page.getByRole('dialog', { name: 'Tangenter som gäller här' });
    await list.waitFor();
    expect(await list.locator('h3').first().textContent()).toBe('Besöket eller tiden under markören');
    await list.getByText('Det är inget lås').waitFor();
    await expectAccessible(page);
    await expectNoSideScroll(page);
  });
});
