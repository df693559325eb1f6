import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';

import type { FakePage } from '#test/support/fake-clinic.ts';

import { expectAccessible, expectNoSideScroll } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';
import { pageBuilt } from '../support/page-built.ts';
import { fillDay, MONDAY, openAs, startScreenClinic, type ScreenClinic } from './clinic-page.ts';

let clinic: ScreenClinic;
let ids: string[] = [];
// What a test left unfinished shall not greet the next one.
const { keep } = oneScreen({ clinic: () => clinic, tidy: () => clinic.reception.agenda.keepDraft({ draft: null }) });

beforeAll(async () => {
  await pageBuilt();
  clinic = await startScreenClinic(10);
  ids = await fillDay(clinic, MONDAY);
  const { agenda, patients } = clinic.reception;
  await agenda.checkIn({ id: ids[0] ?? '', version: 1, identityProof: null });
  await agenda.setStatus({ id: ids[8] ?? '', version: 1, status: 'noShow' });
  await patients.saveWarning({ patientId: clinic.patientIds[0] ?? '', id: v7(), version: null, draft: { kind: 'hypersensitivity', severity: 'lifeThreatening', text: 'Penicillin', source: 'patient' } });
}, 240_000);

type Options = Omit<Parameters<typeof openAs>[2], 'roles'> & { readonly roles?: Parameters<typeof openAs>[2]['roles'] };
async function show(place: string, options: Partial<Options> = {}, person: Parameters<typeof openAs>[1] = clinic.reception): Promise<FakePage> {
  const opened = keep(await openAs(clinic, person, { roles: ['receptionist'], ...options, place }));
  await opened.page.locator('h1').waitFor();
  return opened;
}
const seesVisits = (page: FakePage['page']) => page.getByRole('button', { name: /^08:00 / }).first().waitFor();

describe('the agenda on the screen of an office PC (look.md)', () => {
  it.each([['sv', 'light'], ['en', 'dark']] as const)('ten practitioners’ day is accessible and fits 1366×768 in %s, %s', async (language, colorScheme) => {
    const { page } = await show('/agenda', { language, colorScheme });
    await seesVisits(page);
    await expectAccessible(page);
    await expectNoSideScroll(page);
  });

  it.each(['/agenda?view=week', '/agenda?view=week&who=all', '/agenda?show=rooms', '/agenda?day=2026-11-29'])('%s is accessible', async place => {
    const { page } = await show(place);
    await page.getByRole('grid', { name: /Agendan/ }).waitFor();
    await expectAccessible(page);
    await expectNoSideScroll(page);
  });

  it('says that nobody works on a closed day', async () => {
    const { page } = await show('/agenda?day=2026-11-29');
    await page.getByText('Ingen arbetar den här dagen.').waitFor();
  });

  it('shows status by sign and word, warning and protected identity on the visit', async () => {
    const { page } = await show('/agenda');
    await page.getByRole('button', { name: /Karlsson, Åsa.*Ankommen.*Varning, Id ej kontrollerat/ }).waitFor();
    await page.getByRole('button', { name: /Wallin, Gun.*Skyddade uppgifter/ }).first().waitFor();
    await page.getByRole('button', { name: /Uteblev/ }).waitFor();
  });

  it('shows what is paid and what is not by sign and word, on visits of those who came', async () => {
    const [arrived = '', , , other = ''] = ids;
    const { page, answers, send } = await show('/agenda');
    const asked: unknown[] = [];
    answers['money.stateOf'] = (input: unknown) => {
      asked.push(input);
      return [{ appointmentId: arrived, state: 'paid', balanceMinor: 0 }, { appointmentId: ids[8], state: 'open', balanceMinor: 0 }];
    };
    await send({ type: 'changed', areas: ['money'] });
    await page.locator(`[data-event="${arrived}"]`).and(page.getByRole('button', { name: /, Betald$/ })).waitFor();
    await page.getByRole('button', { name: /Uteblev.*, Inte betalt$/ }).waitFor();
    // Whoever has not come yet owes nothing and is not asked about.
    expect(JSON.stringify(asked)).not.toContain(other);
    expect(await page.locator(`[data-event="${ids[8]}"] [data-kind="unpaid"]`).count()).toBe(1);
  });

  it.each([['/agenda', 'sv'], ['/agenda?view=week', 'sv'], ['/agenda?view=week', 'en']] as const)('%s in %s: the tools have two lines at most at 200 % zoom', async (place, language) => {
    const { page } = await show(place, { language });
    await page.setViewportSize({ width: 683, height: 384 });
    await page.getByRole('grid', { name: /Agenda/ }).waitFor();
    // The title and all the tools: where each line ends.
    const lines = await page.locator('h1').locator('xpath=..').evaluate(head => {
      const leaves = [...head.querySelectorAll('h1, button, input[type="text"], [role="radiogroup"]')].map(one => one.getBoundingClientRect()).filter(box => box.width > 1);
      return new Set(leaves.map(box => Math.round((box.top + box.bottom) / 40))).size;
    });
    expect(lines).toBeLessThanOrEqual(2);
    await expectNoSideScroll(page);
  });

  it.each([['Enter', /Boka hos/], ['n', /Nästa lediga tid/]] as const)('the dialog behind %s is accessible', async (key, title) => {
    const { page } = await show('/agenda?day=2026-12-07');
    await page.locator('[class*="working"]').first().waitFor({ state: 'attached' });
    await page.keyboard.press(key);
    await page.getByRole('heading', { name: title }).waitFor();
    await expectAccessible(page);
  });

  it('a visit opens with what happened to it, and is accessible', async () => {
    const { page } = await show('/agenda');
    await seesVisits(page);
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Det som har hänt' }).getByText('Ankommen').waitFor();
    await expectAccessible(page);
  });
});

describe('the agenda’s settings', () => {
  it('let the administrator add a colleague, a room and hours typed the short way', async () => {
    const { page } = await show('/agenda/settings', { roles: ['administrator'] }, clinic.admin);
    await page.getByText('Nya Nora går inte att boka ännu.').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Nytt rum eller ny utrustning' }).click();
    await page.getByLabel('Namn').fill('Rum 9');
    await page.keyboard.press('Enter');
    await page.getByRole('row').filter({ hasText: 'Rum 9' }).getByRole('button', { name: 'Arbetstider' }).click();
    await page.getByLabel('Måndag').fill('8-12, 13.30-16');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const room = (await clinic.admin.agenda.resources({})).find(one => one.name === 'Rum 9');
    expect(await clinic.admin.schedule.hours({ resourceId: room?.id ?? '' })).toMatchObject([{ weekday: 1, start: '08:00', end: '12:00' }, { weekday: 1, start: '13:30', end: '16:00' }]);
  });
});
