import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';

import { expectAccessible } from '../support/accessibility.ts';
import { bookingDesk } from './booking-desk.ts';
import { at } from './clinic-page.ts';

const { book, clinic, column, countKeys, day, dialog, nextMonday, open, openDay, patientField, press, pressed, shot, stored, visit } = bookingDesk();

describe('4A 2: booking a known patient', () => {
  it('takes three keys once the patient is chosen: next free, the first of three, book', async () => {
    nextMonday();
    const { page } = await openDay(`&patientId=${clinic.patientIds[0]}`);
    countKeys();
    await press('n');
    await page.getByText('1, 2 eller 3 tar tiden').waitFor();
    await shot('next-free');
    await press('1');
    await page.getByText(/därefter upptaget till/).waitFor();
    await shot('booking');
    await press('Enter');
    await visit('Karlsson, Åsa').waitFor();
    expect(pressed()).toBe(3);
    expect(await stored()).toMatchObject([{ start: at(day(), '08:00'), patientId: clinic.patientIds[0] }]);
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
    await visit('Östlund').waitFor({ state: 'detached' });
    await expect.poll(async () => (await stored()).map(entry => entry.name), { timeout: 15_000 }).toEqual(['Karlsson, Åsa']);
  });
});

describe('4A 2: from the patient', () => {
  it('takes three keys as well: Alt+B, the first of three, book', async () => {
    const { page } = await open(`/patients/${clinic.patientIds[5]}`);
    await page.getByText('Ek, Sara').first().waitFor();
    countKeys();
    await press('Alt+b');
    await page.getByText('Nästa lediga tid för Ek, Sara').waitFor();
    await press('1');
    await page.getByText(/därefter upptaget till/).waitFor();
    await press('Enter');
    await dialog().waitFor({ state: 'detached' });
    expect(pressed()).toBe(3);
    expect(await clinic.reception.agenda.ofPatient({ patientId: clinic.patientIds[5] ?? '' })).toHaveLength(1);
  });
});

describe('in English and in the dark', () => {
  it('the booking, with a registration in it, has its words, its contrast and its names', async () => {
    nextMonday();
    const { page } = await openDay('', clinic.reception, { language: 'en', colorScheme: 'dark' });
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
    await expect.poll(async () => (await clinic.admin.agenda.holds({ from: at(day(), '00:00'), to: at(day(), '23:00'), resourceIds: [column()] })).length, { timeout: 15_000 }).toBe(1);
    await press('Enter');
    await page.getByLabel('Personnummer').fill('19900517-2391');
    await page.getByText(/36 år/).waitFor();
    await shot('register');
    await press('Enter');
    await visit('Nyqvist, Vera').waitFor();
    const [hit] = await clinic.reception.patients.search({ text: '9005172391' });
    expect(hit).toMatchObject({ familyName: 'Nyqvist', givenName: 'Vera' });
    expect(await stored()).toMatchObject([{ start: at(day(), '08:00'), patientId: hit?.id }]);
    await expect.poll(async () => (await clinic.admin.agenda.holds({ from: at(day(), '00:00'), to: at(day(), '23:00'), resourceIds: [column()] })).length, { timeout: 15_000 }).toBe(0);
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
    await dialog().getByLabel('Födelsedatum').fill('1958-03-12');
    await page.getByRole('button', { name: 'Boka den här' }).waitFor();
    await shot('register-similar');
    await page.getByRole('button', { name: 'Boka den här' }).click();
    await page.getByText('Byt patient').waitFor();
    await dialog().getByRole('button', { name: /^Boka/ }).click();
    await visit('Björk, Maja').waitFor();
  });
});

describe('C-03 a slot somebody else is booking', () => {
  it('says who and until when, refuses Enter, and is booked only on purpose', async () => {
    nextMonday();
    const colleague = await clinic.as('receptionist');
    await clinic.db.write(tx => tx('user_account').where({ id: colleague.userId }).update({ name: 'Berit Holm' }));
    await colleague.agenda.hold({ id: v7(), serviceId: clinic.serviceIds[1] ?? '', resourceIds: [column()], start: { instant: at(day(), '08:00') } });
    const { page } = await openDay(`&patientId=${clinic.patientIds[2]}`);
    await press('Enter');
    await page.getByText('Berit Holm bokar den tiden just nu', { exact: false }).waitFor();
    await shot('held');
    await press('Enter');
    await page.getByRole('alert').getByText(/Berit Holm bokar .* just nu/).waitFor();
    expect(await stored()).toEqual([]);
    await page.getByRole('button', { name: 'Boka ändå' }).waitFor();
    await press('Alt+b');
    await visit('Björk').waitFor();
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
    await dialog().getByLabel('Meddelande till behandlaren').fill('ringer igen');
    await send({ type: 'flush', reason: 'idle' });
    await expect.poll(async () => (await clinic.reception.agenda.draft({})).draft?.note, { timeout: 15_000 }).toBe('ringer igen');
    const { page: restored } = await openDay();
    await restored.getByText('Ny patient', { exact: true }).waitFor();
    await shot('restored');
    expect(await restored.getByLabel('Mobiltelefon').inputValue()).toBe('070-123 45 67');
    expect(await restored.getByLabel('Förnamn').inputValue()).toBe('Otto');
    await press('Escape');
    await expect.poll(async () => (await clinic.reception.agenda.draft({})).draft, { timeout: 15_000 }).toBeNull();
  });
});

