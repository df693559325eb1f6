import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { signedNote, startCareClinic, type CareClinic } from '#test/contract/care/care-clinic.ts';
import { openReal } from '#test/screens/support/real-answers.ts';
import { buildProduct } from '#test/support/chromium.ts';
import { countedKeys, type CountedKeys } from '#test/support/counted-keys.ts';
import { closeBrowser, type FakePage } from '#test/support/fake-clinic.ts';
import { until } from '#test/support/until.ts';

/**
 * The practitioner's daily tasks and what each may cost (requirements/tasks.md 4B). K: keys besides typed text. Here those
 * of the chart: 3, 4, 6, 7 and 10. Card and PIN (1, 2) are counted in the story, letters and files (8, 9) with their areas.
 */
let clinic: CareClinic;
let opened: FakePage;
let keys: CountedKeys;
let patientId: string;
const timeout = 10_000;

beforeAll(async () => {
  if (!process.env['KLINIKBOK_DIST']) await buildProduct();
  clinic = await startCareClinic();
  patientId = await clinic.addPatient('Ek');
  const visit = await clinic.book(patientId, '2026-11-22T08:30:00.000Z', { note: 'Kontroll efter stukning' });
  await clinic.walk(visit, 'arrived');
  const { noteId } = await signedNote(clinic.anna, patientId, { text: 'Stukad fot höger.', eventTime: '2026-11-10T09:00:00.000Z' });
  await clinic.anna.care.linkVisit({ patientId, noteId, visitId: null });
  const { userId, ...areas } = clinic.anna;
  opened = await openReal({ areas, userId, roles: ['practitioner'], place: '/', changed: clinic.changed });
  await opened.page.clock.setFixedTime('2026-11-22T08:00:00.000Z');
  await opened.page.reload();
  await opened.page.locator('nav').first().waitFor({ timeout });
  keys = countedKeys(opened.page);
}, 120_000);
afterAll(async () => {
  expect(opened?.complaints).toEqual([]);
  await opened?.close();
  await closeBrowser();
  expect(clinic.reported).toEqual([]);
  await clinic?.stop();
});

const strip = () => opened.page.locator('[data-patient-strip]');
const notes = async () => (await clinic.anna.journal.timeline({ patientId })).entries;

describe('the practitioner’s daily tasks in keys (tasks.md 4B)', () => {
  it('3 Next patient: one key to the chart with today’s reason and the last note', async () => {
    const cost = await keys.count(async () => {
      await keys.press('F4');
      await strip().getByText('Ek, Åsa').waitFor({ timeout });
      await opened.page.getByText('Kontroll efter stukning').waitFor({ timeout });
      await opened.page.getByText('Stukad fot höger.').first().waitFor({ timeout });
    });
    expect(cost).toEqual({ keys: 1, clicks: 0 });
  });

  it('4 Note from template: one key, then only text; saved by itself and tied to the visit', async () => {
    const cost = await keys.count(async () => {
      await keys.press('F2');
      await opened.page.locator('[contenteditable=true]').first().waitFor({ timeout });
      await keys.type('Stukningen har lakt.');
    });
    expect(cost).toEqual({ keys: 1, clicks: 0 });
    await until('the note is saved by itself', async () => (await notes()).some(note => note.text.includes('Stukningen har lakt.')));
    const [visit] = await clinic.anna.care.visits({ patientId });
    expect(visit?.noteId).toBe((await notes()).find(note => note.text.includes('Stukningen'))?.noteId);
  });

  it('6 Sign: one key locks the note', async () => {
    const cost = await keys.count(() => keys.press('F9'));
    expect(cost).toEqual({ keys: 1, clicks: 0 });
    await until('the note is locked', async () => (await notes()).find(note => note.text.includes('Stukningen'))?.status === 'locked');
  });

  it('7 Correct a closed note: two keys and the reason; the old text stays', async () => {
    const { page } = opened;
    await page.locator('[contenteditable=true]').first().waitFor({ state: 'detached', timeout });
    const cost = await keys.count(async () => {
      await keys.press('Alt+r');
      await page.getByRole('dialog').getByRole('textbox').first().waitFor({ timeout });
      await keys.type('Fel sida angiven');
      await keys.press('Enter');
      await page.locator('[contenteditable=true]').first().waitFor({ timeout });
    });
    expect(cost).toEqual({ keys: 2, clicks: 0 });
    expect((await notes()).find(note => note.text.includes('Stukningen'))?.ownDraft).toBe('correction');
  });

  it('10 Rebook after the visit: two keys, the same time two weeks on', async () => {
    const { page } = opened;
    const cost = await keys.count(async () => {
      await keys.press('F6');
      await page.getByRole('dialog').getByRole('button', { name: /Boka/ }).waitFor({ timeout });
      await keys.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached', timeout });
    });
    expect(cost).toEqual({ keys: 2, clicks: 0 });
    expect((await clinic.anna.agenda.ofPatient({ patientId })).filter(visit => visit.start > '2026-12-01')).toHaveLength(1);
  });
});
