import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { expectAccessible, expectNoSideScroll } from '#test/screens/support/accessibility.ts';
import { closeBrowser, type FakePage } from '#test/support/fake-clinic.ts';
import { at, openLists, startListsClinic, type ListsClinic } from './lists-clinic.ts';

let clinic: ListsClinic;
let screen: FakePage;
const TUESDAY = '2026-11-24';

const wish = (patientId: string, extra: object = {}) => clinic.reception.waiting.add({
  draft: { patientId, name: '', phone: '', serviceId: clinic.services.returnVisit, resourceIds: [], weekdays: [], timeFrom: null, timeTo: null, earliest: null, latest: null, priority: 'normal', note: '', groupId: null, visitId: null, ...extra },
});
/** Somebody else's visit is cancelled: its time becomes free. */
const free = async (time: string) => {
  const { id } = await clinic.reception.agenda.book({ serviceId: clinic.services.newVisit, resourceIds: [clinic.annaId], start: { instant: at(TUESDAY, time) }, patientId: null, walkIn: { name: 'Avbokar', phone: '' } });
  await clinic.reception.agenda.cancel({ id, version: 1, reason: 'patientIll' });
};
const rows = () => screen.page.getByRole('grid').getByRole('row').filter({ hasNot: screen.page.getByRole('columnheader') });
const shows = (text: string) => screen.page.getByText(text).first().waitFor({ timeout: 8000 });

beforeAll(async () => {
  clinic = await startListsClinic();
  for (const [index, patientId] of clinic.patientIds.entries()) {
    await wish(patientId, index === 3 ? { priority: 'urgent' } : index === 1 ? { timeFrom: '13:00', weekdays: [2] } : {});
    clinic.clock.advance(1000);
  }
  await free('09:00');
  screen = await openLists(clinic, { place: '/lists/waiting' });
});
afterAll(async () => {
  expect(screen.complaints).toEqual([]);
  expect(clinic.reported).toEqual([]);
  await screen.close();
  await closeBrowser();
  await clinic.stop();
});

describe('C-09 the waiting list by keyboard', () => {
  it('shows everybody, most urgent first, and no phone of a protected identity (G-11)', async () => {
    await expect.poll(() => rows().count(), { timeout: 8000 }).toBe(6);
    expect(await rows().first().textContent()).toContain('Ali, Hodan');
    expect(await rows().filter({ hasText: 'Björk, Maja' }).textContent()).toContain('Skyddad');
    await expectAccessible(screen.page);
    await expectNoSideScroll(screen.page);
  });

  it('L shows who could have the free time, Y books the first of them: two keys', async () => {
    await screen.page.keyboard.press('l');
    await shows('Vem kan ta tis 24 nov 09:00');
    await expect.poll(() => rows().count(), { timeout: 8000 }).toBe(5);
    await screen.page.keyboard.press('y');
    await shows('Ali, Hodan är bokad tis 24 nov 09:00.');
    const [visit] = await clinic.reception.agenda.ofPatient({ patientId: clinic.patientIds[3] ?? '' });
    expect(visit).toMatchObject({ start: at(TUESDAY, '09:00'), resourceId: clinic.annaId, status: 'booked' });
    await expect.poll(() => rows().filter({ hasText: 'Ali, Hodan' }).count(), { timeout: 8000 }).toBe(0);
  });

  it('says at once that a time became free, and Alt+V opens it from anywhere', async () => {
    await free('13:00');
    await shows('tis 24 nov 13:00 blev ledig. 5 väntar på en sådan tid.');
    await screen.page.keyboard.press('Alt+v');
    await shows('Vem kan ta tis 24 nov');
  });

  it('O asks without booking; X takes the no down and the wish stays', async () => {
    await screen.page.getByRole('navigation', { name: 'Lediga tider' }).getByRole('button', { name: 'tis 24 nov 13:00' }).click();
    await shows('Vem kan ta tis 24 nov 13:00');
    await screen.page.getByRole('grid').focus();
    await screen.page.keyboard.press('o');
    await shows('Hur frågar du?');
    await screen.page.keyboard.press('Enter');
    await shows('Frågad mån 23 nov 10:37, telefon');
    await screen.page.keyboard.press('x');
    await shows('Sa nej till tis 24 nov 13:00');
    await expect.poll(() => rows().count(), { timeout: 8000 }).toBe(5);
  });

  it('N puts somebody on the list who is not registered yet (C-08), and a wrong order of times says so', async () => {
    await screen.page.keyboard.press('n');
    await screen.page.getByLabel('Patient', { exact: false }).first().fill('Nils på telefon');
    await shows('Bara namn: Nils på telefon');
    await screen.page.keyboard.press('Enter');
    await screen.page.getByLabel('Telefon').last().fill('070-555 11 22');
    await screen.page.getByLabel('Tidigast klockan').fill('15');
    await screen.page.getByLabel('Klart senast klockan').fill('9');
    await screen.page.keyboard.press('Enter');
    await shows('Sluttiden är före starttiden.');
    await expectAccessible(screen.page);
    await screen.page.getByLabel('Klart senast klockan').fill('17');
    await screen.page.keyboard.press('Enter');
    await expect.poll(async () => (await clinic.reception.waiting.list({})).find(one => one.name === 'Nils på telefon'), { timeout: 8000 }).toMatchObject({ timeFrom: '15:00', timeTo: '17:00' });
  });
});

describe('the same in English and in the dark', () => {
  it('is as readable', async () => {
    const dark = await openLists(clinic, { place: '/lists/waiting', language: 'en', colorScheme: 'dark' });
    await dark.page.getByText('Everybody who waits').first().waitFor({ timeout: 8000 });
    await expectAccessible(dark.page);
    expect(dark.complaints).toEqual([]);
    await dark.close();
  });
});
