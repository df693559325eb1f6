import { beforeAll, describe, expect, it } from 'vitest';

import { addDays } from '#shared/domain/agenda/zone.ts';
import type { FakePage } from '#test/support/fake-clinic.ts';

import { oneScreen } from '../support/one-screen.ts';
import { pageBuilt } from '../support/page-built.ts';
import { at, MONDAY, openAs, startScreenClinic, type ScreenClinic } from './clinic-page.ts';

let clinic: ScreenClinic;
const { keep, press, shown } = oneScreen({ clinic: () => clinic });
let week = 0;
let day = MONDAY;

beforeAll(async () => {
  await pageBuilt();
  clinic = await startScreenClinic(2);
}, 240_000);

/** A Monday nobody has used yet, at eight in the morning: the cursor then stands on the first slot. */
async function openDay(extra = ''): Promise<FakePage> {
  week += 1;
  day = addDays(MONDAY, 7 * week);
  const opened = await open(`/agenda?day=${day}${extra}`);
  await opened.page.locator('[class*="working"]').first().waitFor({ state: 'attached' });
  return opened;
}
async function open(place: string): Promise<FakePage> {
  const opened = keep(await openAs(clinic, clinic.reception, { roles: ['receptionist'], place }));
  opened.page.setDefaultTimeout(12_000);
  await opened.page.getByRole('grid', { name: /Agendan/ }).waitFor();
  return opened;
}
const bookAt = (time: string, patient = 0) =>
  clinic.reception.agenda.book({ serviceId: clinic.serviceIds[1] ?? '', resourceIds: [clinic.practitionerIds[0] ?? ''], start: { instant: at(day, time) }, patientId: clinic.patientIds[patient] ?? '' });
const stored = async () => clinic.reception.agenda.range({ from: at(day, '00:00'), to: at(addDays(day, 7), '00:00'), resourceIds: [...clinic.practitionerIds] });
const visit = (name: string) => shown().page.getByRole('button', { name: new RegExp(`^\\d\\d:\\d\\d ${name}`) });

describe('4A the agenda by keyboard', () => {
  it('2: books a known patient with two keys once the patient is chosen, and shows when it ends', async () => {
    const { page } = await openDay(`&patientId=${clinic.patientIds[0]}`);
    await press('Enter');
    await page.getByText('08:00–08:45, därefter upptaget till 08:55').waitFor();
    await press('Enter');
    await visit('Karlsson, Åsa').waitFor();
    expect(await stored()).toMatchObject([{ start: at(day, '08:00'), patientId: clinic.patientIds[0] }]);
  });

  it('1+2: finds somebody by typing inside the booking, and gives the agenda its focus back', async () => {
    const { page } = await openDay();
    await press('Enter');
    await page.getByLabel('Patient').fill('björ');
    await page.getByRole('option', { name: /Björk, Maja/ }).waitFor();
    await press('Enter');
    await page.getByText('Byt patient').waitFor();
    await press('Enter');
    await visit('Björk, Maja').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role')), { timeout: 15_000 }).toBe('grid');
  });

  it('C-08: books somebody by name and phone who is not registered', async () => {
    const { page } = await openDay();
    await press('Enter');
    await page.getByLabel('Patient').fill('Nils på telefon');
    await page.getByRole('option', { name: /utan registrering/ }).click();
    await page.getByLabel('Telefon').fill('070-123 45 67');
    await press('Enter');
    await visit('Nils på telefon').waitFor();
    expect(await visit('Nils på telefon.*Ej registrerad').count()).toBe(1);
  });

  it('4: checks in with one key, and with Shift the identity was checked', async () => {
    await openDay();
    await bookAt('08:00');
    await bookAt('08:35', 1);
    await visit('Karlsson').waitFor();
    await press('c');
    await expect.poll(async () => (await stored()).map(entry => entry.status).sort(), { timeout: 15_000 }).toEqual(['arrived', 'booked']);
    await press('ArrowDown', 'ArrowDown', 'Shift+C');
    await expect.poll(async () => (await stored()).filter(entry => entry.status === 'arrived').map(entry => entry.identityChecked).sort(), { timeout: 15_000 }).toEqual([false, true]);
  });

  it('5: moves with four keys, and takes it back with Ctrl+Z', async () => {
    const { page } = await openDay();
    await bookAt('08:00');
    await visit('Karlsson').waitFor();
    await press('x', 'ArrowRight', 'ArrowDown', 'v');
    await expect.poll(async () => (await stored()).map(entry => [entry.resourceId, entry.start]), { timeout: 15_000 }).toEqual([[clinic.practitionerIds[1], at(day, '08:15')]]);
    await page.getByText('Karlsson, Åsa är flyttad.').waitFor();
    await press('Control+z');
    await expect.poll(async () => (await stored()).map(entry => [entry.resourceId, entry.start]), { timeout: 15_000 }).toEqual([[clinic.practitionerIds[0], at(day, '08:00')]]);
  });

  it('5: moves a visit to another day: cut, page down, paste', async () => {
    const { page } = await openDay();
    await bookAt('08:00');
    await visit('Karlsson').waitFor();
    await press('x', 'PageDown');
    await page.getByRole('heading', { name: /Tisdag/ }).waitFor();
    await press('v');
    await expect.poll(async () => (await stored()).map(entry => entry.start), { timeout: 15_000 }).toEqual([at(addDays(day, 1), '08:00')]);
  });

  it('5: a refused move leaves the visit where it was and says why', async () => {
    const { page } = await openDay();
    await bookAt('08:00');
    await bookAt('09:00', 1);
    await visit('Östlund').waitFor();
    await press('x', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'v');
    await page.getByRole('alert').getByText(/är redan upptagen 09:00–09:30. Inget har ändrats./).waitFor();
    expect((await stored()).map(entry => entry.start).sort()).toEqual([at(day, '08:00'), at(day, '09:00')]);
  });

  it('C-03: overbooks only by a choice of its own', async () => {
    const { page } = await openDay(`&patientId=${clinic.patientIds[2]}`);
    await bookAt('08:00');
    await visit('Karlsson').waitFor();
    await press('Shift+B');
    await page.getByRole('button', { name: /^Boka/ }).last().waitFor();
    await press('Enter');
    await page.getByText(/eller boka ändå om det är meningen/).waitFor();
    await press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('[role="dialog"] [role="alert"]').length === 1);
    expect(await stored()).toHaveLength(1);
    await page.getByRole('button', { name: 'Boka ändå' }).click();
    await expect.poll(async () => (await stored()).map(entry => entry.overbooked).sort(), { timeout: 15_000 }).toEqual([false, true]);
  });

  it('cancels with Delete and Enter, with a reason, and gives ten seconds to take it back', async () => {
    const { page } = await openDay();
    await bookAt('08:00');
    await visit('Karlsson').waitFor();
    await press('Delete');
    await page.getByRole('heading', { name: /Avboka Karlsson, Åsa/ }).waitFor();
    await press('Enter');
    await expect.poll(async () => (await stored()).length, { timeout: 15_000 }).toBe(0);
    await page.getByRole('button', { name: /Ångra/ }).click();
    await expect.poll(async () => (await stored()).map(entry => entry.status), { timeout: 15_000 }).toEqual(['booked']);
  });

  it('6: goes a day with one key, to today with one, to the week with one', async () => {
    const { page } = await openDay();
    await press('PageDown');
    await page.getByRole('heading', { name: /Tisdag/ }).waitFor();
    await press('t');
    await page.getByRole('heading', { name: 'Måndag 23 november 2026' }).waitFor();
    await press('w');
    await page.getByRole('heading', { name: 'Vecka 48' }).waitFor();
  });

  it('offers three next free times, taken with a digit', async () => {
    // The service booked last with a practitioner is the one proposed.
    const earlier = { serviceId: clinic.serviceIds[1] ?? '', resourceIds: [clinic.practitionerIds[0] ?? ''], start: { instant: at(addDays(MONDAY, 280), '08:00') }, patientId: clinic.patientIds[0] ?? '' };
    await clinic.reception.agenda.book(earlier);
    const { page } = await openDay(`&patientId=${clinic.patientIds[3]}`);
    await press('n');
    await page.getByRole('button', { name: /08:35–09:05/ }).waitFor();
    await press('2');
    await page.getByText('08:35–09:05, därefter upptaget till 09:10').waitFor();
    await press('Enter');
    await expect.poll(async () => (await stored()).map(entry => entry.start), { timeout: 15_000 }).toEqual([at(day, '08:35')]);
  });

  it('drags a visit to another time and column', async () => {
    const { page } = await openDay();
    await bookAt('08:00');
    const box = await visit('Karlsson').boundingBox();
    const other = await page.locator('[data-column]').nth(1).boundingBox();
    if (!box || !other) throw new Error('the visit or the column is not on the screen');
    await page.mouse.move(box.x + 20, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(other.x + 40, box.y + 10 + 72, { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => (await stored()).map(entry => [entry.resourceId, entry.start]), { timeout: 15_000 }).toEqual([[clinic.practitionerIds[1], at(day, '09:00')]]);
  });

  it('makes a visit ten minutes longer with + twice, as one step, and takes it back with Ctrl+Z', async () => {
    const { page } = await openDay();
    await bookAt('08:00');
    await visit('Karlsson').waitFor();
    const lengths = async () => (await stored()).map(entry => [(Date.parse(entry.end) - Date.parse(entry.start)) / 60_000, entry.version]);
    const [[minutes = 0, version = 0] = []] = await lengths();
    await press('+', '+');
    await expect.poll(lengths, { timeout: 15_000 }).toEqual([[minutes + 10, version + 1]]);
    await visit('Karlsson.*till 08:40').waitFor();
    await page.getByRole('button', { name: /Ångra/ }).waitFor();
    await press('Control+z');
    await visit('Karlsson.*till 08:30').waitFor();
    await press('-');
    await expect.poll(async () => (await lengths()).map(([length]) => length), { timeout: 15_000 }).toEqual([minutes - 5]);
  });

  it('drags the lower edge of a visit to another length', async () => {
    const { page } = await openDay();
    await bookAt('08:00');
    const box = await visit('Karlsson').boundingBox();
    if (!box) throw new Error('the visit is not on the screen');
    await page.mouse.move(box.x + 20, box.y + box.height - 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 20, box.y + box.height + 36, { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => (await stored()).map(entry => entry.end > at(day, '08:55')), { timeout: 15_000 }).toEqual([true]);
    expect((await stored()).map(entry => entry.start)).toEqual([at(day, '08:00')]);
  });

  it('shows what somebody else did without being asked', async () => {
    await openDay();
    await bookAt('09:00', 4);
    await visit('Nilsson, Per').waitFor();
  });

  it('has every key of the agenda in the palette', async () => {
    const { page } = await openDay();
    await press('Control+k');
    for (const words of ['Nästa dag', 'Visa veckan', 'Boka besök', 'Nästa lediga tid']) await page.getByRole('dialog').getByText(words, { exact: true }).waitFor();
  });
});

describe('C-05 on the days the clocks change', () => {
  it('draws 23 hours without 02:00, and 25 with it twice', async () => {
    const patientId = clinic.patientIds[5] ?? '';
    const night = (date: string, choice?: 'earlier' | 'later') =>
      clinic.reception.agenda.book({ serviceId: clinic.serviceIds[4] ?? '', resourceIds: [clinic.practitionerIds[0] ?? ''], start: { date, time: choice ? '02:30' : '00:30', ...(choice && { choice }) }, patientId, outsideHours: true });
    await night('2027-03-28');
    await night('2027-10-31', 'later');
    const { page } = await open('/agenda?day=2027-03-28');
    await visit('Ek, Sara').waitFor();
    const hours = () => page.locator('[class*="hour"]').allTextContents();
    expect((await hours()).slice(0, 4)).toEqual(['00:00', '01:00', '03:00', '04:00']);
    await shown().close();
    const autumn = await open('/agenda?day=2027-10-31');
    await autumn.page.getByRole('button', { name: /^02:30 Ek, Sara .* till 02:45/ }).waitFor();
    expect((await autumn.page.locator('[class*="hour"]').allTextContents()).slice(0, 3)).toEqual(['02:00', '03:00', '04:00']);
  });
});
