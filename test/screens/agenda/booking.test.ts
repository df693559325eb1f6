import { mkdirSync } from 'node:fs';

import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { addDays } from '#shared/domain/agenda/zone.ts';
import { buildProduct } from '#test/support/chromium.ts';
import { closeBrowser, type FakePage } from '#test/support/fake-clinic.ts';

import { expectAccessible } from '../support/accessibility.ts';
import { at, MONDAY, openAs, startScreenClinic, type ScreenClinic } from './clinic-page.ts';

let clinic: ScreenClinic;
let opened: FakePage | undefined;
let week = 0;
let day = MONDAY;

beforeAll(async () => {
  await buildProduct();
  clinic = await startScreenClinic(2);
}, 240_000);
afterEach(async () => {
  expect(opened?.complaints ?? []).toEqual([]);
  await opened?.close();
  opened = undefined;
  expect(clinic.reported.splice(0)).toEqual([]);
  // What a test left unfinished shall not greet the next one.
  await clinic.reception.agenda.keepDraft({ draft: null });
});
afterAll(async () => {
  await closeBrowser();
  await clinic.stop();
});

/** A Monday nobody has used yet. */
const nextMonday = (): void => {
  week += 1;
  day = addDays(MONDAY, 7 * week);
};
async function openDay(extra = '', person: Pick<ScreenClinic['reception'], 'agenda' | 'patients' | 'userId'> = clinic.reception): Promise<FakePage> {
  opened = await openAs(clinic, person, { roles: person === clinic.reception ? ['receptionist'] : ['practitioner'], place: `/agenda?day=${day}${extra}` });
  opened.page.setDefaultTimeout(12_000);
  await opened.page.getByRole('grid', { name: /Agendan/ }).waitFor();
  await opened.page.locator('[class*="working"]').first().waitFor({ state: 'attached' });
  return opened;
}
let pressed = 0;
const press = async (...keys: string[]): Promise<void> => {
  pressed += keys.length;
  for (const key of keys) await opened?.page.keyboard.press(key);
};
/** Screenshots for looking at, when asked for: KLINIKBOK_SHOTS=folder. */
const shot = async (name: string): Promise<void> => {
  const folder = process.env['KLINIKBOK_SHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await opened?.page.screenshot({ path: `${folder}/${name}.png` });
};
const stored = async () => clinic.reception.agenda.range({ from: at(day, '00:00'), to: at(addDays(day, 21), '00:00'), resourceIds: [...clinic.practitionerIds] });
const column = () => clinic.practitionerIds[0] ?? '';
const book = (time: string, extra: object = {}) =>
  clinic.reception.agenda.book({ serviceId: clinic.serviceIds[1] ?? '', resourceIds: [column()], start: { instant: at(day, time) }, patientId: clinic.patientIds[0] ?? '', ...extra });
const visit = (name: string) => opened?.page.getByRole('button', { name: new RegExp(`^\\d\\d:\\d\\d.*${name}`) }).first();
const patientField = () => opened!.page.getByRole('dialog').getByRole('textbox', { name: /^Patient/ });
const dialog = () => opened?.page.getByRole('dialog');

describe('4A 2: booking a known patient', () => {
  it('takes three keys once the patient is chosen: next free, the first of three, book', async () => {
    nextMonday();
    const { page } = await openDay(`&patientId=${clinic.patientIds[0]}`);
    pressed = 0;
    await press('n');
    await page.getByText('1, 2 eller 3 tar tiden').waitFor();
    await shot('next-free');
    await press('1');
    await page.getByText(/därefter upptaget till/).waitFor();
    await shot('booking');
    await press('Enter');
    await visit('Karlsson, Åsa')?.waitFor();
    expect(pressed).toBe(3);
    expect(await stored()).toMatchObject([{ start: at(day, '08:00'), patientId: clinic.patientIds[0] }]);
  });

  it('proposes the service last booked with that practitioner, says the late-cancel rule, and is taken back with Ctrl+Z', async () => {
    nextMonday();
    await book('13:00', { serviceId: clinic.serviceIds[2] });
    const { page } = await openDay(`&patientId=${clinic.patientIds[1]}`);
    await press('Enter');
    await page.getByText('08:00–08:40, därefter upptaget till 08:45').waitFor();
    await page.getByText(/avboka senast 24 timmar före.*400 kr/).waitFor();
    await press('Enter');
    await page.getByText('Östlund, Karl-Erik är bokad.').waitFor();
    await press('Control+z');
    await visit('Östlund')?.waitFor({ state: 'detached' });
    expect((await stored()).map(entry => entry.name)).toEqual(['Karlsson, Åsa']);
  });
});

describe('4A 2: from the patient', () => {
  it('takes three keys as well: Alt+B, the first of three, book', async () => {
    opened = await openAs(clinic, clinic.reception, { roles: ['receptionist'], place: `/patients/${clinic.patientIds[5]}` });
    const { page } = opened;
    page.setDefaultTimeout(12_000);
    await page.getByText('Ek, Sara').first().waitFor();
    pressed = 0;
    await press('Alt+b');
    await page.getByText('Nästa lediga tid för Ek, Sara').waitFor();
    await press('1');
    await page.getByText(/därefter upptaget till/).waitFor();
    await press('Enter');
    await dialog()?.waitFor({ state: 'detached' });
    expect(pressed).toBe(3);
    expect(await clinic.reception.agenda.ofPatient({ patientId: clinic.patientIds[5] ?? '' })).toHaveLength(1);
  });
});

describe('in English and in the dark', () => {
  it('the booking, with a registration in it, has its words, its contrast and its names', async () => {
    nextMonday();
    opened = await openAs(clinic, clinic.reception, { roles: ['receptionist'], place: `/agenda?day=${day}`, language: 'en', colorScheme: 'dark' });
    const { page } = opened;
    page.setDefaultTimeout(12_000);
    await page.getByRole('grid').waitFor();
    await page.locator('[class*="working"]').first().waitFor({ state: 'attached' });
    await press('Enter');
    await patientField().fill('Maja Björk');
    await page.getByRole('option', { name: /Register “Maja Björk”/ }).waitFor();
    await shot('en-dark-picker');
    await expectAccessible(page);
    await press('Alt+n');
    await page.getByText('Register and book').waitFor();
    await shot('en-dark-register');
    await expectAccessible(page);
  });
});

describe('4A 3: registering while booking', () => {
  it('is one form and one Enter: the patient is registered and booked, the slot held meanwhile', async () => {
    nextMonday();
    const { page } = await openDay();
    await press('Enter');
    await patientField().fill('Vera Nyqvist');
    await page.getByRole('option', { name: /Registrera ”Vera Nyqvist”/ }).waitFor();
    await expect.poll(async () => (await clinic.admin.agenda.holds({ from: at(day, '00:00'), to: at(day, '23:00'), resourceIds: [column()] })).length, { timeout: 5000 }).toBe(1);
    await press('Enter');
    await page.getByLabel('Personnummer').fill('19900517-2391');
    await page.getByText(/36 år/).waitFor();
    await shot('register');
    await press('Enter');
    await visit('Nyqvist, Vera')?.waitFor();
    const [hit] = await clinic.reception.patients.search({ text: '9005172391' });
    expect(hit).toMatchObject({ familyName: 'Nyqvist', givenName: 'Vera' });
    expect(await stored()).toMatchObject([{ start: at(day, '08:00'), patientId: hit?.id }]);
    await expect.poll(async () => (await clinic.admin.agenda.holds({ from: at(day, '00:00'), to: at(day, '23:00'), resourceIds: [column()] })).length, { timeout: 5000 }).toBe(0);
  });

  it('warns while typing about somebody who sounds alike, who is booked instead with one choice; a wrong number is told at once', async () => {
    nextMonday();
    const { page } = await openDay();
    await press('Enter');
    await patientField().fill('Maja Bjork');
    await press('Alt+n');
    await page.getByLabel('Personnummer').fill('19900517-2392');
    await page.getByText(/kontrollsiffran/i).first().waitFor();
    await page.getByLabel('Personnummer').fill('');
    await dialog()?.getByLabel('Födelsedatum').fill('1958-03-12');
    await page.getByRole('button', { name: 'Boka den här' }).waitFor();
    await shot('register-similar');
    await page.getByRole('button', { name: 'Boka den här' }).click();
    await page.getByText('Byt patient').waitFor();
    await dialog()?.getByRole('button', { name: /^Boka/ }).click();
    await visit('Björk, Maja')?.waitFor();
  });
});

describe('C-03 a slot somebody else is booking', () => {
  it('says who and until when, refuses Enter, and is booked only on purpose', async () => {
    nextMonday();
    const colleague = await clinic.as('receptionist');
    await clinic.db.write(tx => tx('user_account').where({ id: colleague.userId }).update({ name: 'Berit Holm' }));
    await colleague.agenda.hold({ id: v7(), serviceId: clinic.serviceIds[1] ?? '', resourceIds: [column()], start: { instant: at(day, '08:00') } });
    const { page } = await openDay(`&patientId=${clinic.patientIds[2]}`);
    await press('Enter');
    await page.getByText('Berit Holm bokar den tiden just nu', { exact: false }).waitFor();
    await shot('held');
    await press('Enter');
    await page.getByRole('alert').getByText(/Berit Holm bokar .* just nu/).waitFor();
    expect(await stored()).toEqual([]);
    await page.getByRole('button', { name: 'Boka ändå' }).click();
    await visit('Björk')?.waitFor();
  });
});

describe('complaint 1: a lock in the middle of a booking', () => {
  it('loses nothing: after unlocking the dialog stands there as it was, and the page had kept nothing', async () => {
    nextMonday();
    const { page, send } = await openDay();
    await press('Enter');
    await patientField().fill('Otto Ny');
    await press('Alt+n');
    await page.getByLabel('Mobiltelefon').fill('070-123 45 67');
    await dialog()?.getByLabel('Meddelande till behandlaren').fill('ringer igen');
    await send({ type: 'flush', reason: 'idle' });
    await expect.poll(async () => (await clinic.reception.agenda.draft({})).draft?.note, { timeout: 5000 }).toBe('ringer igen');
    await opened?.close();
    await openDay();
    const restored = opened?.page;
    await restored?.getByText('Ny patient', { exact: true }).waitFor();
    await shot('restored');
    expect(await restored?.getByLabel('Mobiltelefon').inputValue()).toBe('070-123 45 67');
    expect(await restored?.getByLabel('Förnamn').inputValue()).toBe('Otto');
    await press('Escape');
    await expect.poll(async () => (await clinic.reception.agenda.draft({})).draft, { timeout: 5000 }).toBeNull();
  });
});

describe('4B 10 and 4A 5: a new time', () => {
  it('in two weeks takes two keys: F, Enter', async () => {
    nextMonday();
    await book('08:00');
    const { page } = await openDay();
    await visit('Karlsson')?.waitFor();
    pressed = 0;
    await press('f');
    await page.getByText('08:00–08:30, därefter upptaget till 08:35').waitFor();
    await shot('rebook');
    await press('Enter');
    await dialog()?.waitFor({ state: 'detached' });
    expect(pressed).toBe(2);
    expect((await stored()).map(entry => entry.start).sort()).toEqual([at(day, '08:00'), at(addDays(day, 14), '08:00')]);
    week += 2;
  });

  it('for a visit that cannot stay goes straight to the next free times of the same patient and service', async () => {
    nextMonday();
    const { id } = await book('08:00');
    const { page } = await openDay();
    await visit('Karlsson')?.waitFor();
    await press('m');
    await page.getByText('Nästa lediga tid för Karlsson, Åsa').waitFor();
    await press('2');
    await page.getByText(/därefter upptaget till/).waitFor();
    await press('Enter');
    await dialog()?.waitFor({ state: 'detached' });
    const [replacement] = (await stored()).filter(entry => entry.id !== id);
    expect(replacement?.patientId).toBe(clinic.patientIds[0]);
    expect(await clinic.db.reader.raw('SELECT replaces_id FROM appointment WHERE id = ?', [replacement?.id ?? ''])).toEqual([{ replaces_id: id }]);
  });

  it('changed by somebody else meanwhile is said, and loaded again with one button', async () => {
    nextMonday();
    const { id } = await book('08:00');
    const { page } = await openDay();
    await visit('Karlsson')?.waitFor();
    // The colleague's change reaches the file but not yet this page.
    await clinic.db.write(tx => tx.raw('UPDATE appointment SET version = 2, changed_at = changed_at WHERE id = ?', [id]));
    await press('x', 'ArrowDown', 'ArrowDown', 'v');
    await page.getByRole('button', { name: 'Läs in igen' }).click();
    await page.getByRole('button', { name: 'Läs in igen' }).waitFor({ state: 'detached' });
  });
});

describe('C-08 booked by name', () => {
  it('is proposed for linking when the patient is booked again', async () => {
    nextMonday();
    await book('13:00', { patientId: null, walkIn: { name: 'Hodan Ali', phone: '', birthDate: null } });
    const { page } = await openDay(`&patientId=${clinic.patientIds[3]}`);
    await press('Enter');
    await page.getByText('Bokad på namn, kanske samma person').waitFor();
    await shot('unlinked');
    await page.getByRole('button', { name: 'Koppla till patienten' }).click();
    await expect.poll(async () => (await stored())[0]?.patientId, { timeout: 5000 }).toBe(clinic.patientIds[3]);
  });
});

describe('C-08 a visit by name', () => {
  it('gets its patient by registering them in the visit itself', async () => {
    nextMonday();
    await book('08:00', { patientId: null, walkIn: { name: 'Tove Sundin', phone: '', birthDate: null } });
    const { page } = await openDay();
    await visit('Tove Sundin')?.waitFor();
    await press('Enter');
    await page.getByRole('option', { name: /Registrera ”Tove Sundin”/ }).click();
    await page.getByLabel('Förnamn').waitFor();
    await shot('visit-register');
    await page.getByRole('button', { name: 'Registrera och koppla' }).click();
    await visit('Sundin, Tove')?.waitFor();
    expect((await stored())[0]?.patientId).not.toBeNull();
  });
});

describe('J-23 an injection', () => {
  it('is refused in the booking with the reason, documented by the practitioner, and then offered from the first lawful time', async () => {
    nextMonday();
    const patientId = clinic.patientIds[4] ?? '';
    const injection = clinic.serviceIds[5] ?? '';
    await clinic.reception.agenda.book({ serviceId: clinic.serviceIds[1] ?? '', resourceIds: [column()], start: { instant: at(day, '15:00') }, patientId: clinic.patientIds[0] ?? '' });
    const { page } = await openDay(`&patientId=${patientId}`);
    await press('Enter');
    await dialog()?.getByRole('combobox', { name: /Besökstyp/ }).click();
    await page.getByRole('option', { name: /Injektionsbehandling/ }).click();
    await page.getByText(/Ingen dokumenterad information/).waitFor();
    await page.getByText(/Be patienten ta med legitimation/).waitFor();
    await shot('law');
    await dialog()?.getByRole('button', { name: /^Boka/ }).click();
    await page.getByRole('alert').getByText(/ingen dokumenterad information/).waitFor();
    await opened?.close();
    const practitioner = clinic.practitioners[0];
    if (!practitioner) throw new Error('the clinic has no practitioner');
    await openDay(`&patientId=${patientId}`, practitioner.person);
    await press('Alt+i');
    await opened?.page.getByRole('button', { name: 'Skriv in' }).click();
    await opened?.page.getByText(/Behandlingen är möjlig från/).waitFor();
    await shot('information');
    const rules = await clinic.reception.agenda.rulesFor({ serviceId: injection, patientId });
    expect(Date.parse(rules.earliest ?? '')).toBe(Date.parse(at(MONDAY, '10:37')) + 2 * 86_400_000);
  });
});
