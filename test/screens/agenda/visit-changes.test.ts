import { describe, expect, it } from 'vitest';

import { addDays } from '#shared/domain/agenda/zone.ts';

import { bookingDesk } from './booking-desk.ts';
import { at } from './clinic-page.ts';

const { book, clinic, column, countKeys, day, dialog, nextMonday, openDay, press, pressed, shot, stored, visit } = bookingDesk();

describe('4B 10 and 4A 5: a new time', () => {
  it('in two weeks takes two keys: F, Enter', async () => {
    nextMonday();
    await book('08:00');
    const { page } = await openDay();
    await visit('Karlsson').waitFor();
    countKeys();
    await press('f');
    await page.getByText('08:00–08:30, därefter upptaget till 08:35').waitFor();
    await shot('rebook');
    await press('Enter');
    await dialog().waitFor({ state: 'detached' });
    expect(pressed()).toBe(2);
    expect((await stored()).map(entry => entry.start).sort()).toEqual([at(day(), '08:00'), at(addDays(day(), 14), '08:00')]);
    nextMonday(2);
  });

  it('for a visit that cannot stay goes straight to the next free times of the same patient and service', async () => {
    nextMonday();
    const { id } = await book('08:00');
    const { page } = await openDay();
    await visit('Karlsson').waitFor();
    await press('m');
    await page.getByText('Nästa lediga tid för Karlsson, Åsa').waitFor();
    await press('2');
    await page.getByText(/därefter upptaget till/).waitFor();
    await press('Enter');
    await dialog().waitFor({ state: 'detached' });
    const [replacement] = (await stored()).filter(entry => entry.id !== id);
    expect(replacement?.patientId).toBe(clinic.patientIds[0]);
    expect(await clinic.db.reader.raw('SELECT replaces_id FROM appointment WHERE id = ?', [replacement?.id ?? ''])).toEqual([{ replaces_id: id }]);
  });

  it('changed by somebody else meanwhile is said, and loaded again with one button', async () => {
    nextMonday();
    const { id } = await book('08:00');
    const { page } = await openDay();
    await visit('Karlsson').waitFor();
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
    await expect.poll(async () => (await stored())[0]?.patientId, { timeout: 15_000 }).toBe(clinic.patientIds[3]);
  });
});

describe('C-08 a visit by name', () => {
  it('gets its patient by registering them in the visit itself', async () => {
    nextMonday();
    await book('08:00', { patientId: null, walkIn: { name: 'Tove Sundin', phone: '', birthDate: null } });
    const { page } = await openDay();
    await visit('Tove Sundin').waitFor();
    await press('Enter');
    await page.getByRole('option', { name: /Registrera ”Tove Sundin”/ }).click();
    await page.getByLabel('Förnamn').waitFor();
    await shot('visit-register');
    await page.getByRole('button', { name: 'Registrera och koppla' }).click();
    await visit('Sundin, Tove').waitFor();
    expect((await stored())[0]?.patientId).not.toBeNull();
  });
});

describe('J-23 an injection', () => {
  it('is refused in the booking with the reason, until the age is verified and the information is signed', async () => {
    nextMonday();
    const patientId = clinic.patientIds[4] ?? '';
    await clinic.reception.agenda.book({ serviceId: clinic.serviceIds[1] ?? '', resourceIds: [column()], start: { instant: at(day(), '15:00') }, patientId: clinic.patientIds[0] ?? '' });
    const { page } = await openDay(`&patientId=${patientId}`);
    await press('Enter');
    await dialog().getByRole('combobox', { name: /Besökstyp/ }).click();
    await page.getByRole('option', { name: /Injektionsbehandling/ }).click();
    await page.getByText(/Ingen signerad information/).waitFor();
    await page.getByText(/Åldern är inte kontrollerad/).waitFor();
    await shot('law');
    await dialog().getByRole('button', { name: /^Boka/ }).click();
    await page.getByRole('alert').getByText(/bokas först när det är kontrollerat/).waitFor();
    await clinic.db.write(tx => tx('patient').where({ id: patientId }).update({ identity_proof: 'passport', identity_checked_on: day(), version: 2 }));
    await dialog().getByRole('button', { name: /^Boka/ }).click();
    await page.getByRole('alert').getByText(/ingen signerad information/).waitFor();
    const practitioner = clinic.practitioners[0];
    if (!practitioner) throw new Error('the clinic has no practitioner');
    const { page: treating } = await openDay(`&patientId=${patientId}`, practitioner.person);
    await press('Alt+i');
    await treating.getByRole('button', { name: 'Skriv informationsanteckning' }).waitFor();
    await treating.getByText('Först behövs en signerad informationsanteckning.').waitFor();
    await shot('information');
  });
});
