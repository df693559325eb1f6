import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { expectAccessible, expectNoSideScroll } from '#test/screens/support/accessibility.ts';
import { closeBrowser, type FakePage } from '#test/support/fake-clinic.ts';
import { at, openLists, startListsClinic, type ListsClinic } from './lists-clinic.ts';

let clinic: ListsClinic;
let groupId: string;
let open: FakePage | undefined;

const shows = (text: string) => page().getByText(text).first().waitFor({ timeout: 8000 });
const page = () => {
  if (!open) throw new Error('no page is open');
  return open.page;
};
const rowsOf = () => page().getByRole('grid').getByRole('row').filter({ hasNot: page().getByRole('columnheader') });
const goTo = async (place: string, options: { language?: 'sv' | 'en'; colorScheme?: 'light' | 'dark' } = {}) => {
  await open?.close();
  open = await openLists(clinic, { place, ...options });
  await page().getByRole('grid').waitFor({ timeout: 8000 });
};

beforeAll(async () => {
  clinic = await startListsClinic();
  const [group] = await clinic.reception.groups.create({ serviceId: clinic.services.treatment, title: 'Ryggskola', resourceIds: [clinic.annaId], start: { date: '2026-11-23', time: '13:00' }, durationMin: 60, capacity: 3 });
  groupId = group?.id ?? '';
  for (const patientId of clinic.patientIds.slice(0, 2)) await clinic.reception.groups.join({ groupId, patientId });
  for (const [index, patientId] of clinic.patientIds.entries()) {
    await clinic.reception.recalls.add({ draft: { patientId, serviceId: clinic.services.returnVisit, dueDate: `2026-10-0${index + 1}`, repeatMonths: null, note: '' } });
    await clinic.reception.patients.saveAddress({ patientId, id: patientId, version: null, draft: { kind: 'home', street: 'Storgatan 1', careOf: '', postCode: '123 45', city: 'Staden', country: 'SE' } }).catch(() => undefined);
  }
});
afterAll(async () => {
  expect(open?.complaints).toEqual([]);
  expect(clinic.reported).toEqual([]);
  await open?.close();
  await closeBrowser();
  await clinic.stop();
});

describe('C-10 groups by keyboard', () => {
  it('stands in the agenda with its seats and nobody’s name', async () => {
    await goTo('/agenda');
    await shows('2/3 Ryggskola');
    expect(await page().getByRole('grid').textContent()).not.toMatch(/Karlsson|Östlund/);
  });

  it('B gives a seat, C checks in, and each participant is on a line of their own', async () => {
    await goTo('/lists/groups');
    await expect.poll(() => rowsOf().count(), { timeout: 8000 }).toBe(2);
    await expectAccessible(page());
    await page().keyboard.press('b');
    await page().getByLabel('Patient', { exact: false }).first().fill('Åkesson');
    await shows('Åkesson, Örjan');
    await page().keyboard.press('Enter');
    await page().getByLabel('Anteckning').waitFor();
    await page().keyboard.press('Enter');
    await shows('3 av 3 platser');
    await page().getByRole('grid').focus();
    await page().keyboard.press('Home');
    await page().keyboard.press('c');
    await expect.poll(async () => (await clinic.reception.groups.participants({ id: groupId })).filter(one => one.status === 'arrived').length, { timeout: 8000 }).toBe(1);
  });

  it('a full group says so and offers the waiting list, with what was typed', async () => {
    await page().keyboard.press('b');
    await page().getByLabel('Patient', { exact: false }).first().fill('Ali');
    await shows('Ali, Hodan');
    await page().keyboard.press('Enter');
    await page().getByLabel('Anteckning').waitFor();
    await page().keyboard.press('Enter');
    await shows('Gruppen är full.');
    await page().getByRole('button', { name: 'Sätt upp på väntelistan' }).click();
    await shows('Väntar på en plats i Ryggskola.');
    await page().getByRole('button', { name: 'Sätt upp', exact: false }).last().click();
    await shows('1 väntar');
  });
});

describe('C-12 recalls by keyboard', () => {
  it('marks several, writes their letters, and says who could not get one (G-11)', async () => {
    await goTo('/lists/recalls');
    await expect.poll(() => rowsOf().count(), { timeout: 8000 }).toBe(6);
    await expectAccessible(page());
    await expectNoSideScroll(page());
    for (const key of [' ', 'ArrowDown', 'ArrowDown', ' ']) await page().keyboard.press(key);
    await shows('2 markerade');
    const download = page().waitForEvent('download', { timeout: 8000 });
    await page().keyboard.press('l');
    await shows('Kallelsebrev till 2');
    await page().keyboard.press('Enter');
    expect((await download).suggestedFilename()).toBe('kallelser.pdf');
    await shows('Fick inget brev: skyddade uppgifter.');
    await page().keyboard.press('Escape');
    await expect.poll(() => rowsOf().count(), { timeout: 8000 }).toBe(5);
  });

  it('T notes a phone call, W shows who has been called, and a booking takes the patient off the list', async () => {
    await page().getByRole('grid').focus();
    await page().keyboard.press('End');
    await page().keyboard.press('t');
    await expect.poll(() => rowsOf().count(), { timeout: 8000 }).toBe(4);
    await page().keyboard.press('w');
    await shows('Kallade 2');
    await expect.poll(() => rowsOf().count(), { timeout: 8000 }).toBe(2);
    await clinic.reception.agenda.book({ serviceId: clinic.services.returnVisit, resourceIds: [clinic.annaId], start: { instant: at('2026-11-25', '09:00') }, patientId: clinic.patientIds[5] ?? '' });
    await expect.poll(() => rowsOf().count(), { timeout: 8000 }).toBe(1);
  });

  it('reads as well in English and in the dark, and at 200 % nothing is cut', async () => {
    await goTo('/lists/recalls', { language: 'en', colorScheme: 'dark' });
    await shows('To call');
    await expectAccessible(page());
    await page().setViewportSize({ width: 683, height: 384 });
    await expectNoSideScroll(page());
    await goTo('/lists/groups', { language: 'en', colorScheme: 'dark' });
    await shows('3 of 3 seats');
    await expectAccessible(page());
    await page().setViewportSize({ width: 683, height: 384 });
    await expectNoSideScroll(page());
  });
});
