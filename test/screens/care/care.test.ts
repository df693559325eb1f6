import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { signedNote, startCareClinic, writeNote, type CareClinic } from '#test/contract/care/care-clinic.ts';
import { WARNED_SCREENS } from '#test/support/warned-screens.ts';
import { openReal } from '#test/screens/support/real-answers.ts';
import { closeBrowser, type FakePage } from '#test/support/fake-clinic.ts';

import { picture, picturesWanted } from '../support/one-screen.ts';
import { pageBuilt } from '../support/page-built.ts';

const NOW = '2026-11-22T08:00:00.000Z';
let clinic: CareClinic;
let opened: FakePage;
let ek: string;
let al: string;
let visit: { readonly id: string; readonly version: number };
let noteId: string;

beforeAll(async () => {
  await pageBuilt();
  clinic = await startCareClinic();
  [ek, al] = [await clinic.addPatient('Ek'), await clinic.addPatient('Al')];
  visit = await clinic.book(ek, '2026-11-22T08:30:00.000Z', { note: 'Ont i höger axel sedan i går' });
  await clinic.walk(visit, 'arrived');
  await clinic.book(al, '2026-11-22T09:30:00.000Z');
  ({ noteId } = await signedNote(clinic.anna, ek, { text: 'Axelsmärta. Rökare sedan ungdomen.', eventTime: '2026-11-20T09:00:00.000Z' }));
  await clinic.anna.care.linkVisit({ patientId: ek, noteId, visitId: null });
  const { userId, ...areas } = clinic.anna;
  opened = await openReal({ areas, userId, roles: ['practitioner'], place: '/', changed: clinic.changed, options: { now: NOW } });
}, 120_000);

afterAll(async () => {
  await opened?.close();
  await closeBrowser();
  await clinic?.stop();
});

const shot = (name: string): Promise<void> => picture(opened, name);
const timeout = 10_000;

describe('the next patient (4B 3)', () => {
  it('opens on one key with today’s reason, warnings and the last note; again walks on; nothing is marked', async () => {
    const { page } = opened;
    await page.keyboard.press('F4');
    const line = page.getByRole('region', { name: 'Dagens besök' });
    await line.waitFor({ timeout });
    expect(await line.innerText()).toMatch(/I dag 09:30[\s\S]*Ont i höger axel sedan i går/);
    expect(await page.locator('[data-patient-strip]').innerText()).toMatch(/Ek, Åsa[\s\S]*Överkänslighet ej efterfrågad/);
    await page.getByText('Axelsmärta').first().waitFor({ timeout });
    expect((await clinic.anna.agenda.appointment({ id: visit.id, patientId: ek })).status).toBe('arrived');
    await shot('next');
    await page.keyboard.press('F4');
    await page.locator('[data-patient-strip]', { hasText: 'Al, Åsa' }).waitFor({ timeout });
    await page.getByRole('region', { name: 'Dagens besök' }).getByText('I dag 10:30').waitFor({ timeout });
    await page.keyboard.press('F4');
    await page.locator('[data-patient-strip]', { hasText: 'Ek, Åsa' }).waitFor({ timeout });
  });
});

describe('a warning, and that none are known (K-21)', () => {
  it('is answered from the journal with two keys, and stands in the strip with its date', async () => {
    const { page } = opened;
    await page.keyboard.press('Alt+Shift+H');
    await page.getByRole('dialog').waitFor({ timeout });
    await shot('none-known');
    await page.keyboard.press('Enter');
    await page.locator('[data-patient-strip]', { hasText: 'Inga kända varningar 2026-11-22' }).waitFor({ timeout });
    await page.keyboard.press('Alt+H');
    await page.getByRole('dialog').getByRole('textbox').first().waitFor({ timeout });
    await page.keyboard.type('Penicillin: anafylaxi');
    await page.keyboard.press('Enter');
    await page.locator('[data-patient-strip]', { hasText: 'Penicillin: anafylaxi' }).waitFor({ timeout });
    expect(await page.locator('[data-patient-strip]').innerText()).not.toMatch(/Inga kända/);
  });
});

describe('medication by keyboard (K-22)', () => {
  it('what was given is written with its batch in one dialog, tied to the visit of today, and shown in the panel', async () => {
    const { page } = opened;
    await page.keyboard.press('Alt+S');
    await page.getByRole('textbox', { name: 'Produkt' }).waitFor({ timeout });
    await page.keyboard.type('Restylane Kysse');
    await page.keyboard.press('Tab');
    await page.keyboard.type('23-0147');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached', timeout });
    await page.keyboard.press('Alt+Shift+S');
    await page.getByRole('textbox', { name: 'Läkemedel' }).waitFor({ timeout });
    await page.keyboard.type('Trombyl 75 mg');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached', timeout });
    await page.getByRole('tab', { name: /Läkemedel/ }).click();
    await page.getByText('batch 23-0147').waitFor({ timeout });
    await page.getByText('Trombyl 75 mg').last().waitFor({ timeout });
    const { given } = await clinic.anna.medications.list({ patientId: ek });
    expect(given).toMatchObject([{ product: 'Restylane Kysse', batch: '23-0147', visitId: visit.id }]);
    await shot('medications');
    await page.getByRole('tab', { name: /Innehåll/ }).click();
    await page.getByText('Bedömning och diagnos').last().waitFor({ timeout });
    await page.getByText('Senast 2026-11-20').first().waitFor({ timeout });
    await shot('completeness');
    await page.getByRole('tab', { name: /Anteckning/ }).click();
  });
});

describe('the patient’s differing opinion (J-10)', () => {
  it('is begun from the entry, says which entry it is about, and is shown under it', async () => {
    const { page } = opened;
    await page.getByText('Axelsmärta').first().click();
    await page.getByText('Inte kopplad till något besök.').waitFor({ timeout });
    await page.keyboard.press('Alt+O');
    await page.getByText(/Gäller anteckningen 2026-11-20/).waitFor({ timeout });
    await page.locator('[contenteditable=true]').first().waitFor({ timeout });
    await page.keyboard.type('Jag har aldrig rökt.');
    await page.keyboard.press('Control+S');
    await shot('opinion-written');
    await page.getByRole('button', { name: 'Öppna den' }).click();
    const opinion = page.getByRole('region', { name: 'Patientens avvikande mening' });
    await opinion.waitFor({ timeout });
    expect(await opinion.innerText()).toMatch(/Jag har aldrig rökt/);
    await shot('opinion-shown');
  });
});

describe('a new time after the visit (4B 10)', () => {
  it('is two keys from the journal: the same time two weeks on is proposed, Enter books', async () => {
    const { page } = opened;
    await page.keyboard.press('F6');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /Boka/ }).waitFor({ timeout });
    await shot('rebook');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached', timeout });
    const visits = await clinic.anna.agenda.ofPatient({ patientId: ek });
    expect(visits.filter(one => one.start > '2026-12-01').length).toBe(1);
  });
});

describe('information before an aesthetic treatment (J-23)', () => {
  it('is a note begun and locked with three keys, says which treatment it is about, and the thinking time runs from the lock', async () => {
    const { page } = opened;
    await page.keyboard.press('Alt+I');
    await page.getByText('Först behövs en signerad informationsanteckning.').waitFor({ timeout });
    await page.getByRole('button', { name: 'Skriv informationsanteckning' }).waitFor({ timeout });
    await page.keyboard.press('F2');
    await page.locator('[contenteditable=true]').first().waitFor({ timeout });
    await page.getByText(/Information om Injektionsbehandling \(på plats\)\. Betänketiden räknas från/).waitFor({ timeout });
    await page.keyboard.type('Botulinumtoxin i pannan. Risker: blåmärken, hängande ögonlock.');
    await page.keyboard.press('Alt+Shift+I');
    await page.getByRole('dialog').getByRole('checkbox', { name: 'Injektionsbehandling' }).waitFor({ timeout });
    await shot('informs-dialog');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached', timeout });
    await shot('informs-writer');
    await page.keyboard.press('F9');
    await page.getByText(/Information om Injektionsbehandling.*Betänketiden löper/).waitFor({ timeout });
    const [row] = await clinic.anna.agenda.information({ patientId: ek });
    expect(row).toMatchObject({ informedAt: clinic.clock.now().toISOString(), counts: true });
    await shot('informs-reader');
    await page.keyboard.press('Alt+I');
    await page.getByText(/Behandling tidigast/).waitFor({ timeout });
    await page.getByText(/Samtycke kan antecknas tidigast/).waitFor({ timeout });
    await shot('information');
    await page.getByRole('button', { name: 'Öppna anteckningen' }).first().click();
    await page.getByText('Botulinumtoxin i pannan').last().waitFor({ timeout });
  });
});

describe('a warned patient (K-21)', () => {
  const words = /Överkänslighet: Penicillin: anafylaxi \(/;
  const places: Readonly<Record<string, string>> = { '/patients/$patientId': '', '/patients/$patientId/journal': '', '/patients/$patientId/copy': '', '/patients/$patientId/log': '', '/money/patient/$patientId': '', '/agenda/information': '?patientId=', '/agenda/series': '?patientId=' };

  it('has kind, text and severity in words above every screen of theirs', async () => {
    expect(Object.keys(places).toSorted()).toEqual(Object.keys(WARNED_SCREENS).filter(path => WARNED_SCREENS[path] === 'strip').toSorted());
    const { userId, ...areas } = clinic.anna;
    for (const [path, search] of Object.entries(places)) {
      const place = `${path.replace('$patientId', ek)}${search && `${search}${ek}`}`;
      const shown = await openReal({ areas, userId, roles: ['practitioner', 'administrator', 'receptionist'], place, changed: clinic.changed, options: { now: NOW } });
      await shown.page.locator('[data-patient-strip]', { hasText: words }).waitFor({ timeout }).catch((cause: unknown) => { throw new Error(`no warning above ${place}`, { cause }); });
      await shown.close();
    }
  });

  it('is marked in words in lists: register, unsigned notes, agenda, queue, visits without note', async () => {
    const late = await clinic.book(ek, '2026-11-22T07:00:00.000Z');
    await clinic.walk(late, 'arrived', 'inTreatment', 'done');
    await writeNote(clinic.anna, ek, { text: 'Osignerad.' });
    const { userId, ...areas } = clinic.anna;
    for (const [place, marked] of [['/patients', /Ek, Åsa.*Varning: överkänslighet/], ['/journal/unsigned', /Åsa.*Varning: överkänslighet/], ['/agenda/queue', /Ek, Åsa.*Varning/]] as const) {
      const shown = await openReal({ areas, userId, roles: ['practitioner', 'receptionist'], place, changed: clinic.changed, options: { now: NOW } });
      await shown.page.getByRole('row', { name: marked }).first().waitFor({ timeout }).catch(async (cause: unknown) => { throw new Error(`no mark at ${place}: ${(await shown.page.locator('main').innerText()).slice(0, 600)}`, { cause }); });
      await picture(shown, `warned${place.replaceAll('/', '-')}`);
      await shown.close();
    }
  });
});

it('is the same in English and on a dark screen, without a complaint', async () => {
  if (picturesWanted) {
    const { userId, ...areas } = clinic.anna;
    const dark = await openReal({ areas, userId, roles: ['practitioner'], place: `/patients/${ek}/journal?note=${noteId}`, language: 'en', changed: clinic.changed, options: { colorScheme: 'dark', now: NOW } });
    await dark.page.getByRole('region', { name: 'Today’s visit' }).waitFor({ timeout });
    await picture(dark, 'dark');
    await dark.page.getByRole('tab', { name: /Medication/ }).click();
    await dark.page.getByText('batch 23-0147').waitFor({ timeout });
    await picture(dark, 'dark-medications');
    await dark.close();
  }
  expect(opened.complaints).toEqual([]);
});
