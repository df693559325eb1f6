import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import { noteToPlain } from '#shared/domain/journal/plain-text.ts';
import { closeBrowser, type FakePage } from '#test/support/fake-clinic.ts';
import { addPatient, signedNote, startJournalClinic, withText, type JournalClinic } from '#test/support/journal/journal-clinic.ts';
import { openJournalPage } from '#test/support/journal/journal-page.ts';

import { picture } from '../support/one-screen.ts';

type Person = Awaited<ReturnType<JournalClinic['as']>>;

let clinic: JournalClinic;
let patientId: string;
let eva: Person;
let screen: FakePage;
let noteId: string;

beforeAll(async () => {
  clinic = await startJournalClinic();
  clinic.clock.set(new Date().toISOString());
  patientId = await addPatient(clinic.db);
  eva = await partaker();
  await signedNote(eva, patientId, { text: 'Lumbago utan rotpåverkan. Inga röda flaggor.', eventTime: '2026-10-02T08:00:00.000Z' });
  await eva.phrases.save({ id: null, version: 0, scope: 'own', draft: { abbreviation: 'us', title: 'Undersökning rygg', body: 'Rör sig {{hur}}.\n- Lasègue {{sida}} neg' } });
  await eva.phrases.save({ id: null, version: 0, scope: 'clinic', draft: { abbreviation: 'info', title: 'Information', body: 'Muntlig information given {{datum}}.' } });
  noteId = (await eva.journal.create({ patientId, templateId: 'visit', language: 'sv' })).noteId;
  screen = await openJournalPage(clinic, eva, `/patients/${patientId}/journal?note=${noteId}`, {
    strip: { id: patientId, givenName: 'Åsa', familyName: 'Karlsson', number: '19811218-9876', numberKind: 'personnummer', birthDate: '1981-12-18', sex: 'F', protection: 'none', deceasedOn: null, mergedInto: null, warnings: [], noneKnown: null, identityChecked: true },
  });
  await text().waitFor();
}, 60_000);
afterAll(async () => {
  expect(screen.complaints).toEqual([]);
  expect(clinic.reported).toEqual([]);
  await screen.close();
  await closeBrowser();
  await clinic.stop();
});

async function partaker(): Promise<Person> {
  const person = await clinic.as('practitioner');
  await person.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
  return person;
}
const text = () => screen.page.getByRole('textbox', { name: 'Besöksanteckning' });
const under = (heading: string) => text().getByRole('group', { name: heading, exact: true });
const press = async (...keys: string[]) => { for (const key of keys) await screen.page.keyboard.press(key); };
const type = (words: string) => screen.page.keyboard.type(words);
async function stored(): Promise<NoteContent> {
  await press('Control+s');
  await expect.poll(async () => (await eva.journal.get({ patientId, noteId })).draft?.revision ?? 0).toBeGreaterThan(0);
  await screen.page.getByText(/^Sparat \d\d:\d\d:\d\d$/).first().waitFor();
  return (await eva.journal.get({ patientId, noteId })).draft?.content as NoteContent;
}
const shot = (name: string): Promise<void> => picture(screen, name);

describe('writing by keyboard', () => {
  it('expands an abbreviation at Space, walks its gaps with Tab, and gives the abbreviation back with one Ctrl+Z (4B-4, complaint 13)', async () => {
    await text().click();
    await press('Control+Home');
    await type('us ');
    await expect.poll(() => under('Kontaktorsak').innerText()).toContain('Lasègue sida neg');
    await type('fritt');
    await press('Tab');
    await type('hö');
    await shot('writing-phrase');
    expect(noteToPlain(await stored())).toBe('Kontaktorsak\nRör sig fritt.\n• Lasègue hö neg');
    await press('Tab');
    await type('info');
    await press('Space');
    await expect.poll(() => under('Anamnes').innerText()).toMatch(/Muntlig information given \d{4}-\d\d-\d\d\. /);
    await press('Control+z');
    await type(' kvar');
    expect(await under('Anamnes').innerText()).toContain('info kvar');
  });

  it('makes a measurement with its unit of what is typed, and leaves the rest as text', async () => {
    await press('Tab');
    await type('bt 135/85 vikt 72,5 kg, bt 85/135 ');
    expect(await under('Status').locator('[data-atom="measurement"]').allInnerTexts()).toEqual(['Blodtryck 135/85 mmHg', 'Vikt 72,5 kg']);
    expect(await under('Status').innerText()).toMatch(/Blodtryck 135\/85 mmHg Vikt 72,5 kg, bt 85\/135/);
    const second = await eva.writing.measurements({ patientId });
    expect(second.every(one => one.kind === 'bloodPressure' || one.kind === 'weight')).toBe(true);
  });

  it('copies a heading forward with two keys, marked until it is touched (4B-5)', async () => {
    await press('Alt+c');
    await screen.page.getByRole('dialog').getByText('Lumbago utan rotpåverkan').waitFor();
    await shot('writing-copy');
    await press('1');
    const copied = under('Bedömning och diagnos').locator('[data-copied]');
    await copied.waitFor();
    await expect.poll(() => screen.page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('textbox');
    await shot('writing-copied');
    expect(JSON.stringify(await stored())).toContain('"date":"2026-10-02"');
    await type(' Bättre.');
    expect(await copied.count()).toBe(1);
    await press('Control+ArrowLeft', 'Control+ArrowLeft', 'Control+ArrowLeft');
    await type('x');
    await expect.poll(() => copied.count()).toBe(0);
    await press('Control+z');
    await expect.poll(() => copied.count()).toBe(1);
    await press('Alt+o');
    await expect.poll(() => copied.count()).toBe(0);
  });

  it('finds a phrase without its abbreviation, and puts in the latest values with two keys', async () => {
    await press('Tab', 'Control+.');
    await screen.page.getByRole('dialog').getByLabel('Sök fras eller mätvärde').waitFor();
    await type('inform');
    await shot('writing-insert');
    await press('Enter');
    await expect.poll(() => under('Åtgärd').innerText()).toContain('Muntlig information given');
    await press('Tab', 'Alt+m');
    await screen.page.getByRole('dialog').getByText('135/85 mmHg').waitFor();
    await shot('writing-values');
    await press('Alt+m');
    await expect.poll(() => under('Planering').innerText()).toMatch(/Blodtryck 135\/85 mmHg \(\d{4}-\d\d-\d\d\), Vikt 72,5 kg/);
  });

  it('shows who else writes here, and never two texts as one: both are shown and joined (complaint 6)', async () => {
    await expect.poll(async () => noteToPlain((await eva.journal.get({ patientId, noteId })).draft?.content as NoteContent)).toMatch(/Planering\nBlodtryck/);
    const before = (await eva.journal.get({ patientId, noteId })).draft;
    if (!before) throw new Error('the note has a draft');
    const bo = await partaker();
    await bo.writing.here({ patientId, noteId });
    await eva.journal.saveDraft({ patientId, noteId, baseRevision: before.revision, content: withText(before.content, 'refusal', 'Skrivet i det andra fönstret.'), eventTime: before.eventTime, key: v7() });
    await type(' Skrivet här.');
    await screen.page.getByRole('button', { name: 'Jämför texterna' }).click();
    await screen.page.getByRole('dialog').getByText('Skrivet i det andra fönstret.').waitFor();
    await shot('writing-merge');
    await screen.page.getByRole('button', { name: 'Lägg ihop texterna' }).click();
    await expect.poll(() => under('Vård som patienten avstår från').innerText()).toContain('Skrivet i det andra fönstret.');
    await expect.poll(() => under('Planering').innerText()).toContain('Skrivet här.');
    await screen.page.getByText(/skriver här$/).waitFor();
    await shot('writing-others');
  });

  it('takes hostile text as text, and refuses politely what does not fit (H20–H24)', async () => {
    await under('Identitetskontroll').click();
    // The editor learns of the click a moment after it; a script is faster than a hand.
    await expect.poll(() => under('Identitetskontroll').getAttribute('data-active')).toBe('true');
    const paste = (plain: string, html = '') => screen.page.evaluate(([words, markup]) => {
      const data = new DataTransfer();
      data.setData('text/plain', words as string);
      if (markup) data.setData('text/html', markup);
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, [plain, html]);
    await paste('fet länk', '<b onclick="alert(1)">fet</b> <a href="javascript:alert(1)">länk</a><script>alert(1)</script><img src=x onerror=alert(1)><style>*{display:none}</style>');
    await paste('\u202Egpj.exe 👩‍⚕️ a\u200Bb <script>alert(1)</script>');
    await expect.poll(() => under('Identitetskontroll').innerText()).toContain('<script>alert(1)</script>');
    expect(await under('Identitetskontroll').locator('a, img, script, style').count()).toBe(0);
    await paste('x'.repeat(1_048_576));
    await screen.page.getByText('Texten får inte plats').waitFor();
    await shot('writing-refused');
    await paste('rad\n'.repeat(5_000));
    expect(noteToPlain(await stored())).toContain('a\u200Bb <script>alert(1)</script>');
  });
});
