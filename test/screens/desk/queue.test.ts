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

async function show(...args: Parameters<typeof openDesk> extends [unknown, ...infer Rest] ? Rest : never): Promise<FakePage> {
  return keep(await openDesk(clinic, ...args));
}
const names = (page: Page): Promise<string[]> => page.getByRole('grid', { name: /Dagens kö|Today/ }).getByRole('row').evaluateAll(rows => rows.slice(1).map(row => row.children[1]?.textContent ?? ''));
const lineOf = (page: Page, name: RegExp) => page.getByRole('row', { name });

describe('the queue (tasks 4A 4)', () => {
  it('shows who waits longest first, who is late, who is treated and who comes, each with how long', async () => {
    const { page } = await show(clinic.reception, ['receptionist'], { place: '/agenda/queue' });
    await lineOf(page, /Ali, Hodan/).waitFor();
    expect(await names(page)).toEqual([
      'Ali, Hodan', 'Abrahamsson-Lindqvist, Marie-Louise', 'Åkesson, Örjan', 'Björk, Maja', 'Ek, Sara', 'Wallin, Gun', 'Sven på telefon', 'Nilsson, Per',
    ]);
    for (const [name, words] of [[/Ali, Hodan/, /väntat 36 min.*Kontrollerat.*Varning/], [/Abrahamsson/, /väntat 4 min.*Ej kontrollerat/], [/Åkesson/, /7 min sen/], [/Björk/, /pågått 65 min/], [/Ek, Sara/, /om 28 min/], [/Wallin/, /Skyddade uppgifter/], [/Sven/, /Ej registrerad/]] as const)
      expect(await lineOf(page, name).textContent()).toMatch(words);
    await page.getByText('2 väntar · 1 sen · 1 i behandling · 4 kvar · 1 klar').waitFor();
    expect(await page.evaluate(() => document.body.innerText)).not.toContain('0701740605');
    await page.keyboard.press('h');
    await lineOf(page, /Karlsson, Åsa/).waitFor();
  });

  it('checks in with one key on the row, the cursor stays on that patient, and Ctrl+Z takes it back', async () => {
    const { page, calls } = await show(clinic.reception, ['receptionist'], { place: '/' });
    await lineOf(page, /Ek, Sara/).waitFor();
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+C');
    await lineOf(page, /Ek, Sara/).getByText('Ankommen').waitFor();
    expect(calls.filter(call => call.path === 'agenda.checkIn').map(call => (call.input as { identityProof: string }).identityProof)).toEqual(['swedishId']);
    expect(await page.locator('[role="row"][aria-selected="true"]').textContent()).toContain('Ek, Sara');
    await page.getByText('Ek, Sara är incheckad.').waitFor();
    await page.keyboard.press('Control+z');
    await lineOf(page, /Ek, Sara/).getByText('Bokad').waitFor();
  });

  it('a digit goes where the rail says and does nothing to a patient', async () => {
    const { page, calls } = await show(clinic.reception, ['receptionist'], { place: '/agenda/queue' });
    await lineOf(page, /Ali, Hodan/).waitFor();
    await page.keyboard.press('1');
    await page.getByRole('heading', { name: 'Måndag 23 november 2026' }).waitFor();
    expect(calls.filter(call => /checkIn|setStatus/.test(call.path))).toEqual([]);
  });

  it('the practitioner sees the arrival on their own page while reception presses the key, and only today is asked again', async () => {
    const desk = await show(clinic.reception, ['receptionist'], { place: '/agenda/queue' });
    const room = await show(clinic.anna, ['practitioner'], { place: '/' });
    await room.page.getByText('Björk, Maja').first().waitFor();
    await room.page.keyboard.press('d'); // the treatment is over
    await room.page.getByText('Abrahamsson-Lindqvist, Marie-Louise').first().waitFor();
    await lineOf(desk.page, /Abrahamsson/).click();
    await desk.page.keyboard.press('s');
    await room.page.locator('[role="status"]', { hasText: 'Pågår' }).waitFor();
    const then = room.page.getByText('Därefter 11:00 Wallin, Gun').locator('..');
    await then.waitFor();
    expect(await then.textContent()).not.toContain('Ankommen');
    const asked = room.calls.length;
    await lineOf(desk.page, /Wallin, Gun/).click();
    const pressed = Date.now();
    await desk.page.keyboard.press('c');
    await then.getByText('Ankommen').waitFor({ timeout: 15_000 });
    console.info(`arrival seen after ${Date.now() - pressed} ms`);
    const again = room.calls.slice(asked).map(call => call.path);
    expect(again.filter(path => path === 'desk.today')).toHaveLength(1);
    expect(again.filter(path => /^(agenda|patients|journal)\./.test(path))).toEqual([]);
  });
});

describe('the lists', () => {
  it('each opens with one key from anywhere, and its rows are acted on by key', async () => {
    const { page } = await show(clinic.reception, ['receptionist'], { place: '/agenda/queue' });
    await lineOf(page, /Ali, Hodan/).waitFor();
    await page.keyboard.press('Control+1');
    await page.getByRole('heading', { name: 'Inte utcheckade' }).waitFor();
    await lineOf(page, /Ali, Hodan/).waitFor();
    await page.keyboard.press('u');
    await page.getByText('Alla tidigare besök är avslutade.').waitFor();
    await page.keyboard.press('Control+2');
    await lineOf(page, /Ek, Sara.*Semester/).waitFor();
    await page.keyboard.press('Control+3');
    await lineOf(page, /Sven på telefon/).waitFor();
  });

  it('C-06: the practitioner’s visits without note stand there, and Enter opens the journal', async () => {
    const { page, calls, complaints } = await show(clinic.anna, ['practitioner'], { place: '/lists' });
    await lineOf(page, /Nilsson, Per/).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => calls.some(call => call.path === 'timeline.entries'), { timeout: 15_000 }).toBe(true);
    complaints.length = 0; // this clinic has no journal service
  });
});

describe('how it looks (look.md)', () => {
  it.each([['sv', 'dark', '/agenda/queue'], ['en', 'light', '/lists?list=unlinked'], ['en', 'dark', '/']] as const)('%s, %s: %s is accessible and fits 1366×768 and twice as large', async (language, colorScheme, place) => {
    const { page } = await show(clinic.reception, ['receptionist'], { place, language, options: { colorScheme } });
    await page.getByRole('row').nth(1).waitFor();
    await expectAccessible(page);
    await expectNoSideScroll(page);
    await page.setViewportSize({ width: 683, height: 384 });
    await expectNoSideScroll(page);
    await expectAccessible(page);
  });
});
