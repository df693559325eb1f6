import { beforeAll, describe, expect, it } from 'vitest';

import { at, startReminderClinic, type ReminderClinic } from '#test/contract/reminders/reminder-clinic.ts';
import type { FakePage } from '#test/support/fake-clinic.ts';

import { expectAccessible, expectNoSideScroll } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';
import { openReal } from '../support/real-answers.ts';

let clinic: ReminderClinic;
const { keep, shot } = oneScreen({ clinic: () => clinic });

beforeAll(async () => {
  clinic = await startReminderClinic();
});

type Options = Partial<Pick<Parameters<typeof openReal>[0], 'language' | 'options'>>;
async function openAs(role: 'administrator' | 'receptionist', place: string, options: Options = {}): Promise<FakePage> {
  const person = role === 'administrator' ? clinic.admin : clinic.reception;
  const open = keep(await openReal({ areas: { reminders: person.reminders, agenda: person.agenda, patients: person.patients }, userId: person.userId, roles: [role], place, changed: clinic.changed, ...options }));
  await open.page.clock.setFixedTime(clinic.clock.now());
  return open;
}
const LIMIT = { timeout: 15_000 };

describe('the settings of reminders', () => {
  it('0.6 the manager records the decision, writes the text under the eyes of the linter, saves and sends a test, with the keyboard', async () => {
    const { page } = await openAs('administrator', '/settings/reminders');
    await page.getByRole('heading', { level: 1, name: 'Påminnelser' }).waitFor(LIMIT);
    await page.getByText('Tills dess skickas inget.', { exact: false }).waitFor();
    await page.getByText('skickar bara medan någon är inloggad', { exact: false }).waitFor();
    expect(await page.getByRole('switch', { name: 'Skicka påminnelser' }).isDisabled()).toBe(true);
    await shot('reminders-1-undecided');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Registrera beslut' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Registrera' }).click();
    await dialog.getByText('Beskriv analysen med minst 20 tecken.').waitFor(LIMIT);
    await dialog.getByLabel('Beslutat av').fill('Eva Lind, verksamhetschef');
    await dialog.getByLabel('Behovs- och riskanalys').fill('Behov: var tionde tid uteblir. Risk: någon annan läser telefonen. Åtgärd: neutral text.');
    await dialog.getByLabel('Handling').fill('Dnr 12/2026');
    await shot('reminders-2-decision');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Registrera' }).click();
    await page.getByText('Eva Lind, verksamhetschef').waitFor(LIMIT);
    await page.getByText('46elks AB, Sverige. Adressen är api.46elks.com.').waitFor();

    const text = page.getByLabel('Text på svenska');
    await text.fill('Välkommen till din fysioterapi {date} kl. {time}, {namn}');
    await page.getByText('Ordet avslöjar vilken vård det gäller: fysioterapi.').waitFor(LIMIT);
    await page.getByText('Patientens namn får inte stå i ett sms.').waitFor();
    await shot('reminders-3-linter');
    await expectAccessible(page);
    await page.getByRole('switch', { name: 'Skicka påminnelser' }).press(' ');
    await page.getByLabel('Användarnamn').fill('kund');
    await page.getByLabel('Nyckel eller lösenord').fill('hemlig');
    await page.keyboard.press('Control+s');
    await page.getByRole('alert').getByText('Inget har sparats', { exact: false }).waitFor(LIMIT);
    expect(await text.inputValue()).toContain('fysioterapi');
    await page.getByRole('button', { name: 'Återställ förslaget' }).click();
    await page.keyboard.press('Control+s');
    await page.getByText('Påminnelser går ut', { exact: true }).waitFor(LIMIT);
    expect(await page.getByLabel('Nyckel eller lösenord').inputValue()).toBe('');
    await page.getByLabel('Till mobilnummer').fill('0709998877');
    await page.getByLabel('Till mobilnummer').press('Enter');
    await page.getByText('Leverantören tog emot provet', { exact: false }).waitFor(LIMIT);
    expect(clinic.company.got.at(-1)?.to).toBe('+46709998877');
    await shot('reminders-4-on');
  });

  it('shows the same in English and dark, without side scroll on a small screen with large text', async () => {
    const { page } = await openAs('administrator', '/settings/reminders', { language: 'en', options: { colorScheme: 'dark' } });
    await page.getByText('Reminders are being sent', { exact: true }).waitFor(LIMIT);
    await shot('reminders-5-english-dark');
    await expectAccessible(page);
    await page.setViewportSize({ width: 683, height: 384 });
    await expectNoSideScroll(page);
    await shot('reminders-6-small');
  });
});

describe('at the desk', () => {
  beforeAll(async () => {
    await clinic.decide();
    await clinic.switchOn();
  });

  it('4A 9 whom to phone stands in one list with the number; one key each, and a protected number is not shown', async () => {
    clinic.company.got.length = 0;
    const [wrong, missing, hidden] = [await clinic.addPatient(), await clinic.addPatient({ mobile: null }), await clinic.addPatient()];
    for (const [index, patientId] of [wrong, missing, hidden].entries()) await clinic.book(at('2026-11-25', `14:${index}0`), patientId);
    clinic.company.next.push({ kind: 'refused', why: 'number' }, { kind: 'unknown' });
    await clinic.tickAt(at('2026-11-24', '14:00'), at('2026-11-24', '14:10'), at('2026-11-24', '14:20'));
    await clinic.db.write(tx => tx('patient').where({ id: hidden }).update({ protection: 'protected', version: 2, changed_at: at('2026-11-24', '14:21'), changed_by: clinic.reception.userId }));
    const { page } = await openAs('receptionist', '/lists?list=reminders.failures');
    const grid = page.getByRole('grid', { name: 'Påminnelser att ringa' });
    await grid.waitFor(LIMIT);
    await expect.poll(() => grid.getByRole('row').count(), { ...LIMIT, message: 'three to phone' }).toBe(4);
    for (const words of ['070-123 45 67', 'Mobilnumret är fel', 'Mobilnummer saknas', 'Skyddade uppgifter', 'Oklart om den skickades']) await grid.getByText(words).first().waitFor(LIMIT);
    await page.getByText('3 påminnelser att ringa').waitFor();
    await shot('reminders-7-list');
    await expectAccessible(page);
    await grid.press('ArrowUp');
    await page.keyboard.press('d');
    await expect.poll(() => grid.getByRole('row').count(), { ...LIMIT, message: 'two left' }).toBe(3);
  });

  it("C-11 the patient's card says what they answered and what went; one choice changes it", async () => {
    const patientId = await clinic.addPatient({ consent: 'notAsked' });
    clinic.clock.set(at('2026-11-30', '09:00'));
    await clinic.book(at('2026-12-02', '14:00'), patientId);
    const { page } = await openAs('receptionist', `/patients/${patientId}`);
    const part = page.locator('section', { has: page.getByRole('heading', { name: 'Påminnelser med sms' }) });
    await part.getByText('Patienten är inte frågad', { exact: false }).waitFor(LIMIT);
    await part.getByText('Ja', { exact: true }).click();
    await expect.poll(() => part.getByText('Patienten är inte frågad', { exact: false }).count(), { ...LIMIT, message: 'the answer is saved' }).toBe(0);
    await clinic.tickAt(at('2026-12-01', '14:00'));
    await part.getByText('Skickad 2026-12-01 14:00').waitFor(LIMIT);
    await part.scrollIntoViewIfNeeded();
    await shot('reminders-8-patient');
    await expectAccessible(page);
  });
});
