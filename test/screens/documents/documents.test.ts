import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { addDays, dateAt } from '#shared/domain/agenda/zone.ts';
import { everyFinding } from '#test/screens/support/accessibility.ts';
import { openReal } from '#test/screens/support/real-answers.ts';
import { pdf as samplePdf } from '#test/support/attachments/samples.ts';
import { finished, startDocumentsClinic, type DocumentsClinic, type DocumentsUser } from '#test/support/documents/documents-clinic.ts';
import { pdfText } from '#test/support/documents/pdf-tools.ts';
import { closeBrowser, type FakePage } from '#test/support/fake-clinic.ts';
import { addPatient, PIN, practitionerFor, signedNote } from '#test/support/journal/journal-clinic.ts';

import { picture } from '../support/one-screen.ts';
import { pageBuilt } from '../support/page-built.ts';

const timeout = 10_000;
let clinic: DocumentsClinic;
let eva: DocumentsUser;
let patientId: string;
let opened: FakePage;

beforeAll(async () => {
  await pageBuilt();
  clinic = await startDocumentsClinic();
  // The page shows the computer's time; the service's clock follows it here.
  clinic.clock.set(`${addDays(dateAt(Date.now(), 'Europe/Stockholm'), -40)}T12:00:00.000Z`);
  const ek = await addPatient(clinic.db, { familyName: 'Ek', givenName: 'Nils' });
  patientId = await addPatient(clinic.db, { number: '198112189876' });
  eva = await practitionerFor(clinic, ek);
  await signedNote(eva, ek);
  await finished(eva, ek, 'referral');
  clinic.clock.set(new Date().toISOString());
  for (const id of [ek, patientId]) await eva.journal.stateReason({ patientId: id, reasonCode: 'takesPartInCare' });
  await signedNote(eva, patientId, { text: 'Artros i höger knä. Provat träning i tre månader utan effekt.' });
  const { userId, ...areas } = eva;
  opened = await openReal({
    areas, userId, roles: ['practitioner', 'administrator'], place: `/patients/${patientId}/journal`, changed: clinic.changed,
    options: { viewport: { width: 1366, height: 768 } }, more: { 'patients.strip': (input: unknown) => aStrip((input as { id: string }).id) },
  });
}, 120_000);

afterAll(async () => {
  expect(clinic.reported).toEqual([]);
  await opened?.close();
  await closeBrowser();
  await clinic?.stop();
});

const aStrip = (id: string) => ({
  id, givenName: 'Åsa', familyName: 'Karlsson', number: '19811218-9876', numberKind: 'personnummer', birthDate: '1981-12-18', sex: 'F', protection: 'none', deceasedOn: null, mergedInto: null,
  warnings: [], noneKnown: null, identityChecked: true,
});
const shot = (name: string): Promise<void> => picture(opened, name);
const expectAccessible = async (): Promise<void> => expect(await everyFinding(opened.page)).toEqual([]);

describe('a referral (tasks 4B 8, K-01)', () => {
  it('is a locked PDF after three keys from an open patient, prefilled from the case', async () => {
    const { page } = opened;
    await page.getByText('Artros i höger knä').first().waitFor({ timeout });
    await page.keyboard.press('Alt+t');
    await page.getByRole('dialog').getByLabel('Mottagare', { exact: true }).waitFor({ timeout });
    await expect.poll(() => page.getByRole('dialog').getByLabel('Mottagare', { exact: true }).inputValue()).toBe('Ortopedmottagningen, Ängelholms sjukhus');
    await shot('new');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Dokumentets text' }).getByText('Artros i höger knä').waitFor({ timeout });
    await shot('writer');
    await expectAccessible();
    await page.keyboard.press('F9');
    await page.getByText('Har inte lämnat kliniken.').waitFor({ timeout });
    await page.getByText(/Bevakas till \d{4}-\d\d-\d\d/).waitFor({ timeout });
    const [row] = await eva.documents.list({ patientId });
    expect(row).toMatchObject({ status: 'finished', pages: 1, recipientName: 'Ortopedmottagningen, Ängelholms sjukhus' });
    expect(row?.signedAt).not.toBeNull();
    await shot('reader');
  });

  it('leaves with its examination by two keys, and shows that it has gone (J-18)', async () => {
    const { page } = opened;
    const download = page.waitForEvent('download', { timeout });
    await page.keyboard.press('Alt+p');
    await page.getByRole('dialog').waitFor({ timeout });
    await shot('release');
    await page.keyboard.press('Enter');
    const file = await (await download).path();
    expect(pdfText(readFileSync(file))).toContain('Artros i höger knä');
    await page.getByText('Utskrift till Ortopedmottagningen, Ängelholms sjukhus').waitFor({ timeout });
    await page.getByRole('tab', { name: /Utlämnat/ }).click();
    await page.getByRole('grid', { name: 'Utlämnanden' }).getByText('Annan vårdgivare').waitFor({ timeout });
    await shot('disclosed');
    await page.getByRole('tab', { name: /Dokument/ }).click();
    await page.getByRole('grid', { name: 'Patientens dokument' }).getByText(/Utskrift/).waitFor({ timeout });
    await shot('list');
  });

  it('loses nothing that is typed: saved within two seconds and at once on lock', async () => {
    const { page } = opened;
    await page.keyboard.press('Alt+t');
    await page.getByRole('dialog').waitFor({ timeout });
    await page.getByRole('dialog').getByText('Brev', { exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: /Skriv/ }).click();
    const text = page.getByRole('textbox', { name: 'Dokumentets text' });
    await text.waitFor({ timeout });
    await text.click();
    await page.keyboard.type('Hej! <b>Provsvaren</b> är bra.');
    await page.getByText(/Sparat \d\d:\d\d:\d\d/).first().waitFor({ timeout });
    await page.keyboard.type(' Vi hörs.');
    await opened.send({ type: 'flush', reason: 'idle' });
    await expect.poll(() => opened.calls.some(call => call.path === 'shell.flushed'), { timeout, message: 'the page answers the flush' }).toBe(true);
    const kept = (await clinic.db.reader.raw("SELECT plain_text FROM document_version WHERE kind = 'draft' ORDER BY id DESC LIMIT 1")) as { plain_text: string }[];
    expect(kept[0]?.plain_text).toContain('<b>Provsvaren</b> är bra. Vi hörs.');
    const place = opened.calls.findLast(call => call.path === 'session.rememberPlace')?.input as { readonly place: string };
    expect(place.place).toMatch(/panel=documents&item=[0-9a-f-]{36}&cursor=\d+$/);
    // No lock follows here: the page gives the keys back by itself.
    await page.getByText('Klinikbok låses', { exact: false }).waitFor({ state: 'hidden', timeout });
  });
});

describe('a certificate that is wrong (J-08, K-01)', () => {
  it('is corrected with Alt+R and a reason; old and new lead to each other', async () => {
    const { page } = opened;
    clinic.signer.proofAgeMs = null;
    const documentId = await finished(eva, patientId, 'certificate');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('öppna patientens dokument');
    await page.keyboard.press('Enter');
    await page.getByRole('grid', { name: 'Patientens dokument' }).getByText('Intyg').first().click();
    await page.keyboard.press('Enter');
    await page.getByText('Väntar på underskrift.', { exact: false }).waitFor({ timeout });
    await page.keyboard.press('Alt+r');
    await page.getByLabel('Vad är fel?').waitFor({ timeout });
    await page.keyboard.type('Fel sida angiven');
    await shot('correct');
    await page.keyboard.press('Enter');
    await page.getByText('Rättelse. Ersätter det som låstes', { exact: false }).waitFor({ timeout });
    await shot('correcting');
    await page.getByRole('textbox', { name: 'Dokumentets text' }).waitFor({ timeout });
    await page.keyboard.press('F9');
    await page.getByRole('button', { name: /Öppna det ersatta/ }).waitFor({ timeout });
    await page.getByRole('button', { name: /Skriv ut eller spara/ }).waitFor({ timeout });
    await page.getByRole('button', { name: /Öppna det ersatta/ }).click();
    await page.getByText('Skäl: Fel sida angiven', { exact: false }).waitFor({ timeout });
    await shot('replaced');
    await expectAccessible();
    expect((await eva.documents.get({ patientId, documentId })).replacement).toMatchObject({ correctionReason: 'Fel sida angiven' });
  });

  it('waits among the unsigned with its age, and is signed with the day by one PIN', async () => {
    const { page } = opened;
    await page.keyboard.press('Alt+u');
    await page.getByRole('button', { name: /^Signera dagens \(2\)/ }).waitFor({ timeout });
    await shot('unsigned');
    await page.keyboard.press('F9');
    const dialog = page.getByRole('dialog', { name: 'Signera 2 dokument?' });
    await dialog.locator('summary').first().click();
    await dialog.getByText('Artros i höger knä', { exact: false }).first().waitFor({ timeout });
    await shot('day');
    await expectAccessible();
    await dialog.getByLabel('PIN-kod för underskrift').fill(PIN);
    await page.keyboard.press('Enter');
    await page.getByText('Signerat: 2 dokument.').waitFor({ timeout });
    expect((await eva.signing.unsigned({})).documents.filter(one => one.state === 'locked')).toEqual([]);
    clinic.signer.proofAgeMs = 0;
  });
});

describe('the watch over referrals (K-03)', () => {
  it('shows the overdue one first, in colour and word, and one key marks it answered', async () => {
    const { page } = opened;
    await page.keyboard.press('Control+k');
    await page.keyboard.type('visa remisser att bevaka');
    await page.keyboard.press('Enter');
    const grid = page.getByRole('grid', { name: 'Remisser att bevaka' });
    await grid.getByText('Ek, Nils').waitFor({ timeout });
    expect(await grid.getByRole('row').nth(1).innerText()).toMatch(/Försenad[\s\S]*Ek, Nils[\s\S]*40 dagar/);
    await shot('watch');
    await expectAccessible();
    await grid.focus();
    await page.keyboard.press('b');
    await grid.getByText('Ek, Nils').waitFor({ state: 'detached', timeout });
    expect(await eva.referrals.counts({})).toEqual({ watched: 1, overdue: 0 });
  });
});

describe('a copy of the journal (J-17)', () => {
  it('is one page of five decisions, prefilled for the patient; the pages come after the examination', async () => {
    const { page } = opened;
    await page.keyboard.press('o');
    await page.getByText('Har inte lämnat kliniken.').or(page.getByText('Utskrift till')).first().waitFor({ timeout });
    await page.keyboard.press('Control+p');
    await page.getByRole('heading', { name: 'Journalkopia' }).waitFor({ timeout });
    expect(await page.getByLabel('Namn', { exact: false }).first().inputValue()).toBe('Åsa Karlsson');
    await page.getByText(/uppgifter i urvalet, inget undantas/).waitFor({ timeout });
    await shot('copy');
    await expectAccessible();
    const download = page.waitForEvent('download', { timeout });
    await page.keyboard.press('Control+Enter');
    expect(pdfText(readFileSync(await (await download).path()))).toContain('Mottagare: Patienten, Åsa Karlsson');
    await page.getByRole('grid', { name: 'Utlämnanden' }).getByText('Journalkopia', { exact: true }).waitFor({ timeout });
    expect(opened.complaints).toEqual([]);
  });
});

describe('the answer that comes on paper (K-02, K-03)', () => {
  it('is tied to its referral with R and Enter, and the referral shows it', async () => {
    const { page } = opened;
    const bytes = Buffer.from(samplePdf({ word: 'Svar' }));
    await eva.incoming.register({
      file: { content: bytes.toString('base64'), thumbnail: null }, sourceSha256: createHash('sha256').update(bytes).digest('hex'), facts: { documentType: 'referralAnswer', documentDate: '2026-11-20', sender: 'Ortopeden' },
      assignment: { patientId, responsibleId: eva.userId },
    });
    await page.keyboard.press('Alt+y');
    await page.getByRole('grid').getByText('Ortopeden').waitFor({ timeout });
    await page.keyboard.press('r');
    await page.getByRole('dialog', { name: 'Vilken remiss är det svar på?' }).getByText('Ortopedmottagningen', { exact: false }).waitFor({ timeout });
    await shot('answers');
    await expectAccessible();
    await page.keyboard.press('Enter');
    await page.getByText('Svar på remiss till Ortopedmottagningen', { exact: false }).waitFor({ timeout });
    await shot('tied');
    await page.keyboard.press('Shift+r');
    await page.getByText('Besvarad av Ortopeden', { exact: false }).waitFor({ timeout });
    await shot('answered');
  });
});
