import { afterAll, afterEach, describe, expect, it } from 'vitest';

import type { Role } from '#shared/domain/permissions.ts';
import { closeBrowser, openFakeClinic, type FakePage } from '#test/support/fake-clinic.ts';
import { aCard, anOpenSession, baseAnswers } from '#test/support/fake-session.ts';

import { expectAccessible, expectNoSideScroll, focusVisible } from '../support/accessibility.ts';

let clinic: FakePage | undefined;

async function signedIn(roles: readonly Role[], options: Parameters<typeof openFakeClinic>[1] = {}, language: 'sv' | 'en' = 'sv'): Promise<FakePage> {
  clinic = await openFakeClinic(baseAnswers(anOpenSession(roles, { language })), options);
  await clinic.page.locator('nav').waitFor();
  await clinic.send({ type: 'card', presence: aCard() });
  return clinic;
}

afterEach(async () => {
  await clinic?.close();
  clinic = undefined;
});
afterAll(closeBrowser);

describe('the frame (look.md)', () => {
  it.each([['sv', 'light'], ['sv', 'dark'], ['en', 'light'], ['en', 'dark']] as const)('is accessible and fits 1366×768 in %s, %s', async (language, colorScheme) => {
    const { page } = await signedIn(['practitioner', 'administrator'], { colorScheme }, language);
    await expectAccessible(page);
    await expectNoSideScroll(page);
  });

  it('fits at 200 % zoom without scrolling sideways', async () => {
    const { page } = await signedIn(['receptionist', 'practitioner', 'administrator'], { viewport: { width: 683, height: 384 }, deviceScaleFactor: 2 });
    await expectNoSideScroll(page);
    await expectAccessible(page);
  });

  it('opens search with Ctrl+K from anywhere, also while typing in it, and gives the focus back', async () => {
    const { page } = await signedIn(['practitioner']);
    await page.keyboard.press('Control+k');
    const search = page.getByPlaceholder('Namn, personnummer, telefon eller vad du vill göra');
    await search.waitFor();
    await expectAccessible(page);
    await page.keyboard.type('lås');
    await page.keyboard.press('Escape');
    await search.waitFor({ state: 'detached' });
  });

  it('runs a command from search with the keyboard alone', async () => {
    const { page, calls } = await signedIn(['receptionist']);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('lås');
    await page.keyboard.press('Enter');
    await expect.poll(() => calls.some(call => call.path === 'shell.lock'), { timeout: 15_000 }).toBe(true);
  });

  it('loses no key of a person who types on while search is opening, and jumps nowhere', async () => {
    const { page } = await signedIn(['receptionist']);
    for (let round = 0; round < 5; round += 1) {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('19900101-2385');
      await expect.poll(() => page.locator('[data-palette-search]').inputValue(), { timeout: 15_000 }).toBe('19900101-2385');
      await page.keyboard.press('Escape');
      await page.locator('[data-palette-search]').waitFor({ state: 'detached' });
    }
  });

  it('a list that arrives while somebody types into search takes no key from them, and has the focus once search is gone', async () => {
    let arrive: (rows: readonly unknown[]) => void = () => undefined;
    const rows = new Promise<readonly unknown[]>(resolve => (arrive = resolve));
    clinic = await openFakeClinic({ ...baseAnswers({ ...anOpenSession(['practitioner']), place: '/lists/referrals' }), 'referrals.watched': () => rows });
    const { page } = clinic;
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('lå');
    const search = page.locator('[data-palette-search]');
    await expect.poll(() => search.inputValue(), { timeout: 15_000 }).toBe('lå');
    arrive([]);
    const list = page.getByRole('grid', { name: 'Remisser' });
    await list.waitFor();
    await page.keyboard.type('s');
    await expect.poll(() => search.inputValue(), { timeout: 15_000 }).toBe('lås');
    await page.keyboard.press('Escape');
    await expect.poll(() => list.evaluate(element => element === document.activeElement), { timeout: 15_000 }).toBe(true);
  });

  it('an Enter that comes before a dialog has what it needs counts once it is there', async () => {
    let arrive: (resources: readonly unknown[]) => void = () => undefined;
    const resources = new Promise<readonly unknown[]>(resolve => (arrive = resolve));
    clinic = await openFakeClinic({ ...baseAnswers(anOpenSession(['receptionist'])), 'agenda.resources': () => resources });
    const { page, calls } = clinic;
    const printed = () => calls.filter(call => call.path === 'prints.dayList').length;
    await page.locator('nav').waitFor();
    await page.keyboard.press('Control+p');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Enter');
    expect(printed()).toBe(0);
    arrive([]);
    await expect.poll(printed, { timeout: 15_000 }).toBe(1);
  });

  it('Enter in the register opens who fits what was typed, never who fitted the letters before', async () => {
    const hit = (id: string, familyName: string) => ({ id, familyName, givenName: 'Anna', number: null, birthDate: '1970-01-01', sex: 'F', phone: null, protection: 'none', deceasedOn: null, mergedInto: null });
    const [early, meant] = [hit('0192f000-0000-7000-8000-000000000031', 'Berg'), hit('0192f000-0000-7000-8000-000000000032', 'Beck')];
    let arrive: () => void = () => undefined;
    const arrived = new Promise<void>(resolve => (arrive = resolve));
    const search = ({ text }: { text: string }) => (text === 'be' ? [early, meant] : arrived.then(() => [meant]));
    clinic = await openFakeClinic({ ...baseAnswers({ ...anOpenSession(['receptionist']), place: '/patients' }), 'patients.list': { rows: [], total: 0 }, 'patients.search': search });
    const { page, calls } = clinic;
    const field = page.getByLabel('Sök patient', { exact: true });
    await field.fill('be');
    await page.getByText('Berg, Anna').waitFor();
    await field.press('End');
    await page.keyboard.type('ck');
    await page.keyboard.press('Enter');
    arrive();
    const opened = () => calls.filter(call => call.path === 'patients.strip').map(call => (call.input as { id: string }).id);
    await expect.poll(opened, { timeout: 15_000 }).toContain(meant.id);
    expect(opened()).not.toContain(early.id);
  });

  it('locks with Ctrl+L', async () => {
    const { page, calls } = await signedIn(['receptionist']);
    await page.keyboard.press('Control+l');
    await expect.poll(() => calls.some(call => call.path === 'shell.lock'), { timeout: 15_000 }).toBe(true);
  });

  it('shows nothing of the program once it is locked, and says why', async () => {
    const { page, send, answers } = await signedIn(['practitioner']);
    answers['session.state'] = { ...anOpenSession(['practitioner']), phase: 'locked', user: null, lastLock: 'cardRemoved' };
    await send({ type: 'card', presence: aCard({ state: 'noCard', generation: 2 }) });
    await send({ type: 'locked', reason: 'cardRemoved' });
    await page.getByText('Kortet togs ut. Det du skrev är sparat.').waitFor();
    expect(await page.locator('nav').count()).toBe(0);
    expect(await page.getByText('Eva Lind').count()).toBe(0);
  });

  it('answers a flush with shell.flushed so that core may be ended, and takes keys again once it is locked', async () => {
    const { page, send, calls } = await signedIn(['practitioner']);
    await send({ type: 'flush', reason: 'idle' });
    await expect.poll(() => calls.some(call => call.path === 'shell.flushed'), { timeout: 15_000 }).toBe(true);
    await page.getByText('Klinikbok låses.').waitFor();
    expect(await page.locator('#root').evaluate(root => (root as HTMLElement).inert)).toBe(true);
    await send({ type: 'locked', reason: 'idle' });
    await page.getByText('Klinikbok låses.').waitFor({ state: 'detached' });
    expect(await page.locator('body > *').evaluateAll(all => all.some(one => (one as HTMLElement).inert))).toBe(false);
  });

  it('tells the machine side at most every ten seconds that somebody is there', async () => {
    const { page, calls } = await signedIn(['practitioner']);
    for (let press = 0; press < 30; press += 1) await page.keyboard.press('Shift');
    expect(calls.filter(call => call.path === 'shell.activity')).toHaveLength(1);
  });

  it('lists every key that works here with F1 and prints the list', async () => {
    const { page } = await signedIn(['practitioner']);
    await page.keyboard.press('F1');
    const list = page.getByRole('dialog', { name: 'Tangenter som gäller här' });
    await list.waitFor();
    await list.getByText('Ctrl+K', { exact: true }).waitFor({ state: 'attached' });
    await list.getByText('Ctrl+L', { exact: true }).waitFor({ state: 'attached' });
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
  });

  it('can be walked with Tab, and the focus can always be seen', async () => {
    const { page } = await signedIn(['practitioner']);
    const stops: string[] = [];
    do {
      await page.keyboard.press('Tab');
      stops.push(await focusVisible(page));
    } while (stops.at(-1) !== 'nothing has the focus' && stops.length < 40);
    expect(stops.length).toBeGreaterThan(4);
    expect(new Set(stops)).toEqual(new Set(['visible', 'nothing has the focus']));
  });

  it('says the card is out and the clock of the last save in the quiet line', async () => {
    const { page, send } = await signedIn(['practitioner']);
    await page.getByText('Kort i').waitFor();
    await send({ type: 'card', presence: aCard({ state: 'noCard', generation: 2 }) });
    await page.getByText('Inget kort').waitFor();
    await page.getByText('Nät: ej nödvändigt').waitFor();
  });

  it('tells what a button with a sign and no word does, to the pointer and to the keyboard, and stops at the next key', async () => {
    const { page } = await signedIn(['receptionist', 'practitioner']);
    await page.keyboard.press('2');
    const button = page.locator('[data-tip]').first();
    const tip = page.getByRole('tooltip');
    await button.hover();
    await tip.waitFor();
    expect(await tip.textContent()).toBe(await button.getAttribute('data-tip'));
    expect(await tip.textContent()).toContain(await button.getAttribute('aria-label'));
    await page.mouse.move(2, 2);
    await tip.waitFor({ state: 'hidden' });
    await button.focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    await tip.waitFor();
    await page.keyboard.press('Shift+Tab');
    await tip.waitFor({ state: 'hidden' });
  });
});
