import { beforeEach, describe, expect, it } from 'vitest';

import { Refusal, type FakePage } from '#test/support/fake-clinic.ts';
import { addPatient, PIN, practitionerFor, signedNote, startJournalClinic, writeNote, type JournalClinic } from '#test/support/journal/journal-clinic.ts';
import { openJournalPage, type JournalPageOptions } from '#test/support/journal/journal-page.ts';

import { everyFinding } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';

let clinic: JournalClinic;
let patientId: string;
let eva: Awaited<ReturnType<JournalClinic['as']>>;
const { keep, page, shot } = oneScreen({ ownClinic: () => clinic });

beforeEach(async () => {
  clinic = await startJournalClinic();
  // The page shows the computer's time; the service's clock follows it here.
  clinic.clock.set(new Date().toISOString());
  patientId = await addPatient(clinic.db);
  eva = await practitionerFor(clinic, patientId);
});

async function open(options: JournalPageOptions & { note?: string; cursor?: number; user?: typeof eva } = {}): Promise<FakePage> {
  const search = options.note ? `?note=${options.note}${options.cursor === undefined ? '' : `&cursor=${options.cursor}`}` : '';
  return keep(await openJournalPage(clinic, options.user ?? eva, `/patients/${patientId}/journal${search}`, { strip: aStrip(), ...options }));
}
const aStrip = () => ({
  id: patientId, givenName: 'Åsa', familyName: 'Karlsson', number: '19811218-9876', numberKind: 'personnummer', birthDate: '1981-12-18', sex: 'F', protection: 'none', deceasedOn: null, mergedInto: null,
  warnings: [{ id: patientId, kind: 'hypersensitivity', severity: 'lifeThreatening', text: 'Penicillin: anafylaxi', source: 'patient', version: 1, recordedAt: '2026-11-01T08:00:00.000Z', recordedBy: 'Eva Lind', ended: null }],
  noneKnown: null, identityChecked: true,
});
const editor = () => page().getByRole('textbox', { name: 'Besöksanteckning' });

describe('writing a note', () => {
  it('takes one key from the template to the cursor, saves by itself and says when (task 4B 4, J-02)', async () => {
    const { page } = await open();
    await page.getByText('Inga anteckningar än.').waitFor();
    await page.keyboard.press('F2');
    await editor().waitFor();
    for (const heading of ['Kontaktorsak', 'Anamnes', 'Bedömning och diagnos', 'Åtgärd', 'Information och val', 'Vård som patienten avstår från', 'Identitetskontroll']) {
      expect(await page.getByRole('group', { name: heading }).count()).toBe(1);
    }
    await page.keyboard.type('Ryggont sedan två veckor.');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Lyfte en låda.');
    await page.getByText(/^Sparat \d\d:\d\d:\d\d$/).first().waitFor();
    const [entry] = (await eva.journal.timeline({ patientId })).entries;
    expect(entry?.text).toContain('Ryggont sedan två veckor.');
    await shot('write-sv');
    expect(await everyFinding(page)).toEqual([]);
  });

  it('is signed on the card with Shift+F9, with the PIN when five minutes have passed (L-11)', async () => {
    const { page } = await open();
    await page.getByText('Inga anteckningar än.').waitFor();
    await page.keyboard.press('F2');
    await editor().waitFor();
    await page.keyboard.type('Lumbago.');
    clinic.signer.proofAgeMs = 600_000;
    await page.keyboard.press('Shift+F9');
    const pin = page.getByLabel('PIN-kod för underskrift');
    await pin.waitFor();
    await shot('pin-sv');
    const hasFocus = () => pin.evaluate(field => field === document.activeElement);
    await expect.poll(hasFocus, { timeout: 3_000, message: 'the PIN field has the focus' }).toBe(true);
    await page.keyboard.type('000000');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await expect.poll(hasFocus, { timeout: 3_000, message: 'the PIN field has the focus again' }).toBe(true);
    await page.keyboard.type(PIN);
    await page.keyboard.press('Enter');
    await page.getByText(/^Signerad .* av Person/).waitFor();
    expect((await eva.journal.timeline({ patientId })).entries[0]).toMatchObject({ status: 'signed' });
    await shot('signed-sv');
    expect(await everyFinding(page)).toEqual([]);
  });

  it('survives a lock to the last key, and the same place comes back with the cursor in it (task 4B 2)', async () => {
    const note = await writeNote(eva, patientId, { text: 'Början.' });
    const first = await open({ note: note.noteId });
    await editor().waitFor();
    await first.page.keyboard.press('Control+Home');
    await first.page.keyboard.type('Skrivet i sista stund');
    await first.send({ type: 'flush', reason: 'cardRemoved' });
    await expect.poll(() => first.calls.some(call => call.path === 'shell.flushed'), { timeout: 5_000, message: 'the page answers the flush' }).toBe(true);
    // What is typed into a page about to be locked would be nowhere: it takes nothing more, and says why.
    await first.page.getByRole('status').getByText('Klinikbok låses. Det du har skrivit sparas.').waitFor();
    await first.page.keyboard.type('för sent');
    expect(await editor().innerText()).not.toContain('för sent');
    const detail = await eva.journal.get({ patientId, noteId: note.noteId });
    expect(JSON.stringify(detail.draft?.content)).toContain('Skrivet i sista stund');
    expect(JSON.stringify(detail.versions.at(-1)?.content)).toContain('Skrivet i sista stund');
    const place = first.calls.filter(call => call.path === 'session.rememberPlace').map(call => (call.input as { place: string }).place).at(-1) ?? '';
    expect(place).toMatch(new RegExp(`^/patients/${patientId}/journal\\?note=${note.noteId}&cursor=\\d+$`));
    await first.close();
    const cursor = Number(new URL(place, 'https://x.invalid').searchParams.get('cursor'));
    const again = await open({ note: note.noteId, cursor });
    await editor().waitFor();
    await expect.poll(() => again.page.evaluate(() => document.activeElement?.getAttribute('role')), { timeout: 5_000, message: 'the editor has the focus' }).toBe('textbox');
    await again.page.keyboard.type(' och här');
    await again.page.getByText(/^Sparat \d\d/).first().waitFor();
    await expect.poll(async () => JSON.stringify((await eva.journal.get({ patientId, noteId: note.noteId })).draft?.content), { timeout: 5_000 }).toContain('Skrivet i sista stund och här');
  });

  it('keeps what is typed on the screen when it cannot be saved, and says so', async () => {
    const note = await writeNote(eva, patientId);
    const { page, answers } = await open({ note: note.noteId });
    await editor().waitFor();
    const save = answers['journal.saveDraft'];
    answers['journal.saveDraft'] = () => { throw new Refusal('db.diskFull'); };
    await page.keyboard.type('Får inte försvinna');
    await page.getByText('Det senaste är inte sparat').waitFor();
    await shot('save-failed-sv');
    answers['journal.saveDraft'] = save;
    await page.getByText(/^Sparat \d\d/).first().waitFor({ timeout: 10_000 });
    expect(JSON.stringify((await eva.journal.get({ patientId, noteId: note.noteId })).draft?.content)).toContain('Får inte försvinna');
  });
});

describe('reading', () => {
  it('shows a correction with its original struck through, and asks for the reason first (J-08, task 4B 7)', async () => {
    const note = await signedNote(eva, patientId, { text: 'Höger knä' });
    const { page } = await open({ note: note.noteId });
    await page.getByRole('button', { name: /^Rätta/ }).waitFor();
    await page.keyboard.press('Alt+r');
    await page.getByLabel('Skäl till rättelsen').fill('Fel sida');
    await page.keyboard.press('Enter');
    await editor().waitFor();
    await page.getByText('Skäl: Fel sida').waitFor();
    await page.getByRole('group', { name: 'Bedömning och diagnos' }).getByText('Höger knä').click({ clickCount: 3 });
    await page.keyboard.type('Vänster knä');
    await page.keyboard.press('F9');
    await page.getByText(/^Rättad .*Skäl: Fel sida$/).waitFor();
    const struck = page.locator('del');
    expect(await struck.textContent()).toContain('Höger knä');
    expect(await struck.locator('p').first().evaluate(node => getComputedStyle(node.closest('div') as Element).textDecorationLine)).toBe('line-through');
    await shot('corrected-sv');
    expect(await everyFinding(page)).toEqual([]);
  });

  it('shows the first fifty of many at once and the rest behind them', async () => {
    for (let index = 0; index < 60; index += 1) await signedNote(eva, patientId, { text: `Nummer ${index}` });
    const { page, calls } = await open();
    await expect.poll(() => page.getByRole('navigation', { name: 'Journalens anteckningar' }).getByRole('option').first().getAttribute('aria-setsize'), { timeout: 10_000, message: 'sixty notes' }).toBe('60');
    expect(calls.filter(call => call.path === 'timeline.entries').length).toBeGreaterThanOrEqual(2);
    await shot('timeline-sv');
  });

  it('asks for a reason where there is no care relation, and opens after it (J-13)', async () => {
    await signedNote(eva, patientId, { text: 'Lumbago' });
    const ove = await clinic.as('practitioner');
    const { page } = await open({ user: ove });
    await page.getByText('Du har ingen vårdrelation till patienten').waitFor();
    await shot('reason-sv');
    expect(await everyFinding(page)).toEqual([]);
    await page.getByLabel('En kollega har bett om råd').check();
    await page.getByRole('button', { name: 'Öppna journalen' }).click();
    await page.getByRole('navigation', { name: 'Journalens anteckningar' }).getByText('Besöksanteckning').waitFor();
  });

  it('shows reception that a note exists, not what it says (decision 9)', async () => {
    await signedNote(eva, patientId, { text: 'Hemligt' });
    const rut = await clinic.as('receptionist');
    const { page } = await open({ user: rut, roles: ['receptionist'] });
    await page.getByText('Dold').waitFor();
    expect(await page.content()).not.toContain('Hemligt');
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'Systemanteckning' }).waitFor();
    await page.keyboard.type('Ringde om tid');
    await page.keyboard.press('F9');
    await page.getByText('Stängd').first().waitFor();
    await shot('reception-sv');
  });

  it('checks a signature and names the stock command', async () => {
    const note = await signedNote(eva, patientId);
    const { page } = await open({ note: note.noteId });
    await page.getByRole('button', { name: 'Pröva underskriften' }).click();
    await page.getByText('Underskriften stämmer med texten').waitFor();
    await page.getByText('openssl cms -verify -cades').waitFor();
    await shot('verify-sv');
  });
});

describe('in English, in the dark and at 200 %', () => {
  it('is whole', async () => {
    await signedNote(eva, patientId, { text: 'Läkemedelsöverkänslighet misstänks efter antibiotikabehandling.' });
    const note = await writeNote(eva, patientId);
    const { page } = await open({ note: note.noteId, language: 'en', colorScheme: 'dark' });
    await page.getByRole('button', { name: /^Sign/ }).waitFor();
    await shot('write-en-dark');
    expect(await everyFinding(page)).toEqual([]);
    await page.setViewportSize({ width: 683, height: 384 });
    await page.getByRole('button', { name: /^Sign/ }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
    await shot('write-en-200');
  });
});

describe('unsigned notes', () => {
  it('are one key away, oldest first (J-07)', async () => {
    await writeNote(eva, patientId);
    const { page } = await open();
    await page.getByRole('navigation', { name: 'Journalens anteckningar' }).getByText('Besöksanteckning').waitFor();
    await page.keyboard.press('Alt+u');
    await page.getByRole('heading', { name: 'Osignerade anteckningar' }).waitFor();
    await page.getByText('Karlsson, Åsa').first().waitFor();
    await shot('unsigned-sv');
    await page.keyboard.press('Enter');
    await editor().waitFor();
  });
});
