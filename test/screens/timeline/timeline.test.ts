import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { closeBrowser, type FakePage } from '#test/support/fake-clinic.ts';
import { addPatient, practitionerFor, startJournalClinic, withText, type JournalClinic } from '#test/support/journal/journal-clinic.ts';
import { openJournalPage, type JournalPageOptions } from '#test/support/journal/journal-page.ts';

import { picture } from '../support/one-screen.ts';

const HOSTILE = '<img src=x onerror=alert(1)> \u202Egnirts\u202C 👩‍⚕️ hjärt\u00ADsvikt';

let clinic: JournalClinic;
let patientId: string;
let eva: Awaited<ReturnType<JournalClinic['as']>>;
let screen: FakePage;

async function note(sections: Readonly<Record<string, string>>, eventTime: string): Promise<string> {
  const { noteId, draft } = await eva.journal.create({ patientId, templateId: 'visit', language: 'sv', eventTime });
  const content = Object.entries(sections).reduce((so, [key, text]) => withText(so, key, text), draft.content);
  const { revision } = await eva.journal.saveDraft({ patientId, noteId, baseRevision: draft.revision, content, eventTime, key: v7() });
  await eva.journal.sign({ patientId, noteId, revision });
  return noteId;
}

beforeAll(async () => {
  clinic = await startJournalClinic();
  clinic.clock.set(new Date().toISOString());
  patientId = await addPatient(clinic.db);
  eva = await practitionerFor(clinic, patientId);
  const day = (n: number) => new Date(Date.parse('2026-09-01T08:00:00.000Z') + n * 86_400_000).toISOString();
  await note({ reason: 'Ont i ryggen', diagnosis: 'Lumbago utan rotpåverkan.', measures: 'Råd om rörelse.' }, day(0));
  await note({ reason: 'Återbesök', diagnosis: 'Lumbago, förbättrad. Inga röda flaggor. Kan återgå i arbete på halvtid och utökar efter två veckor om det går väl.' }, day(14));
  await note({ reason: HOSTILE, status: 'Blodtryck 140/90' }, day(20));
  await note({ reason: 'Kontroll', diagnosis: 'Besvärsfri.' }, day(30));
  const corrected = await note({ diagnosis: 'Höger knä, artros.' }, day(40));
  const draft = await eva.journal.correct({ patientId, noteId: corrected, reason: 'Fel sida' });
  const { revision } = await eva.journal.saveDraft({ patientId, noteId: corrected, baseRevision: draft.revision, content: withText(draft.content, 'diagnosis', 'Vänster knä, artros.'), eventTime: draft.eventTime, key: v7() });
  await eva.journal.sign({ patientId, noteId: corrected, revision });
  await clinic.db.write(async tx => {
    const at = day(5);
    await tx('service').insert({ id: 'service', name: 'Återbesök läkare 30 min', duration_min: 30, buffer_before_min: 0, buffer_after_min: 0, price_minor: 0, vat_code: 'exempt', colour: 'petrol', needs: '{}', rules: '{}', version: 1, changed_at: at });
    for (const [start, status] of [['2026-12-10T09:00:00.000Z', 'booked'], [day(14), 'done'], [day(28), 'noShow']] as const) {
      const end = new Date(Date.parse(start) + 1_800_000).toISOString();
      await tx('appointment').insert({ id: v7(), service_id: 'service', patient_id: patientId, start_utc: start, end_utc: end, block_start_utc: start, block_end_utc: end, tz: 'Europe/Stockholm', status, created_at: at, version: 1, changed_at: at });
    }
    await tx('warning').insert({ id: v7(), patient_id: patientId, kind: 'hypersensitivity', severity: 'lifeThreatening', text: 'Penicillin: anafylaxi', source: 'patient', created_at: at, created_by: eva.userId, changed_at: at, changed_by: eva.userId });
  });
}, 60_000);
afterAll(async () => {
  await closeBrowser();
  await clinic.stop();
});

async function open(place = `/patients/${patientId}/journal`, options: JournalPageOptions = {}): Promise<FakePage> {
  screen = await openJournalPage(clinic, eva, place, options);
  return screen;
}
async function done(): Promise<void> {
  expect(screen.complaints).toEqual([]);
  await screen.close();
}
const shot = (name: string): Promise<void> => picture(screen, name);
const list = () => screen.page.getByRole('listbox', { name: 'Journalens anteckningar' });
const options = () => list().getByRole('option').allInnerTexts();
const counted = (words: string) => screen.page.getByRole('status').getByText(words, { exact: true }).waitFor();

describe('the time line of a patient on screen', () => {
  it('shows everything in order of time, finds words as they are typed and marks them, and opens by keyboard', async () => {
    const { page } = await open();
    await list().getByText('Penicillin: anafylaxi').waitFor();
    const all = await options();
    expect(all).toHaveLength(9);
    expect(all[0]).toContain('Återbesök läkare 30 min');
    await shot('timeline-sv');
    await page.keyboard.press('/');
    await page.keyboard.type('lumbago');
    await counted('2 av 9');
    expect(await list().locator('mark').allInnerTexts()).toEqual(['Lumbago', 'Lumbago']);
    await shot('timeline-search-sv');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Anteckning', exact: true }).getByText('Lumbago utan rotpåverkan.').waitFor();
    await list().focus();
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await options()).length).toBe(9);
    await done();
  });

  it('takes hostile text as text, and finds a word through its soft hyphens (H21–H24)', async () => {
    const { page } = await open();
    await list().getByText('Penicillin: anafylaxi').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('hjartsvikt');
    await counted('1 av 9');
    expect((await options())[0]).toContain('<img src=x onerror=alert(1)>');
    expect(await list().locator('mark').allInnerTexts()).toEqual(['hjärt\u00ADsvikt']);
    expect(await list().locator('img').count()).toBe(0);
    await done();
  });

  it('shows one heading of every note in full, reads as a course of events, and keeps it over Back', async () => {
    const { page } = await open();
    await list().getByText('Penicillin: anafylaxi').waitFor();
    await page.keyboard.press('Alt+f');
    await page.getByRole('combobox', { name: 'Sökord' }).click();
    await page.getByRole('option', { name: 'Bedömning och diagnos' }).click();
    await counted('4 av 9');
    expect((await options()).join('\n')).toContain('utökar efter två veckor om det går väl.');
    await shot('timeline-heading-sv');
    await list().getByText('Besvärsfri.').click();
    await page.getByRole('region', { name: 'Anteckning', exact: true }).getByText('Besvärsfri.').waitFor();
    await page.keyboard.press('Alt+ArrowLeft');
    await counted('4 av 9');
    await done();
  });

  it('finds struck text only when asked, and shows it struck (J-08)', async () => {
    const { page } = await open();
    await list().getByText('Penicillin: anafylaxi').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('höger');
    await page.getByText('Inget passar urvalet.').waitFor();
    await page.keyboard.press('Alt+f');
    await page.getByRole('checkbox', { name: 'Även rättad text' }).check();
    await list().locator('del').getByText('Höger').waitFor();
    await shot('timeline-struck-sv');
    await done();
  });

  it('reads in English, in the dark', async () => {
    await open(undefined, { language: 'en', colorScheme: 'dark' });
    await screen.page.getByText('Penicillin: anafylaxi').first().waitFor();
    await screen.page.keyboard.press('/');
    await screen.page.keyboard.type('lumbago');
    await screen.page.getByText('2 of 9').waitFor();
    await shot('timeline-en-dark');
    await done();
  });
});

describe('the search in all journals on screen', () => {
  it('asks why before the first search, marks the words, and leads to the record (J-13)', async () => {
    const { page } = await open('/start');
    await page.getByRole('link', { name: /^Start/ }).or(page.getByRole('button', { name: /^Start/ })).first().waitFor();
    await page.keyboard.press('Control+Shift+F');
    await page.getByText('Ange varför du söker').waitFor();
    await shot('search-reason-sv');
    await page.getByRole('radio', { name: 'Kvalitetsarbete' }).check();
    await page.getByRole('button', { name: 'Fortsätt' }).click();
    await page.getByRole('textbox', { name: 'Ord i anteckningarna' }).waitFor();
    await page.keyboard.type('lumbago');
    await page.keyboard.press('Enter');
    const hits = page.getByRole('listbox', { name: 'Anteckningar med orden' });
    await hits.getByText('Karlsson, Åsa').first().waitFor();
    expect(await hits.locator('mark').allInnerTexts()).toEqual(['Lumbago', 'Lumbago']);
    await shot('search-hits-sv');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Anteckning', exact: true }).getByText('Lumbago utan rotpåverkan.').waitFor();
    await done();
  });
});
