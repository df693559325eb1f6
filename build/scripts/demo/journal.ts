import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { callAs } from './ask.ts';
import { PIN } from './cards.ts';
import { pdfText } from './documents.ts';
import { PATIENT } from './reception.ts';
import type { Scene } from './scene.ts';
import { lock, ready, signInWithCard } from './sign-in.ts';

const TEXT = { reason: 'Halsont sedan tre dagar.', history: 'Feber till och från. Inga kända allergier.', more: ' Äter och dricker bra.' };

/** The doctor's part: card in, note, card out in the middle of a word, back, locked, signed, corrected, a letter, a copy. */
export async function journal(scene: Scene): Promise<void> {
  await write(scene);
  await lockAndSign(scene);
  await correct(scene);
  await lettersAndCopy(scene);
}

async function write(scene: Scene): Promise<void> {
  const { story, page, t, cards } = scene;
  await story.step('Läkaren sätter i kortet och skriver PIN', async () => {
    await lock(scene);
    await signInWithCard(scene, 'eva');
  });
  await story.step('Nästa patients journal öppnas, en anteckning börjas', async () => {
    await openJournal(scene);
    await page().keyboard.press('F2');
    await page().getByRole('heading', { name: /^(Besöksanteckning|Visit note)/ }).waitFor();
    await typeUnder(scene, 0, TEXT.reason);
    await typeUnder(scene, 1, TEXT.history);
    await page().getByText(/^(Sparat|Saved) \d/).first().waitFor();
  });
  await story.step('Kortet rycks ut mitt i en mening: låst, och inget ord är borta', async () => {
    await page().keyboard.type(TEXT.more);
    await cards.remove('eva');
    await page().getByText(t('session.lock.cardRemoved')).waitFor({ timeout: 5_000 });
  });
  await story.step('Kort och PIN: tillbaka på samma ställe', async () => {
    await signInWithCard(scene, 'eva');
    await page().getByText(TEXT.more.trim(), { exact: false }).first().waitFor();
  });
}

async function lockAndSign(scene: Scene): Promise<void> {
  const { story, page, t } = scene;
  await story.step('Anteckningen låses med en tangent', async () => {
    await page().keyboard.press('F9');
    await typePinIfAsked(scene, t('signing.ask.pin'));
    await page().getByText(t('journal.status.locked')).first().waitFor({ timeout: 20_000 });
  });
  await story.step('Dagens anteckningar signeras på kortet med en enda PIN', async () => {
    await page().keyboard.press('Alt+u');
    await page().getByRole('button', { name: t('signing.day.action.signature', { count: 1 }) }).waitFor();
    await page().keyboard.press('F9');
    await page().getByLabel(t('signing.day.pin.signature')).fill(PIN);
    await page().keyboard.press('Enter');
    await page().getByText(t('journal.unsigned.none')).waitFor({ timeout: 20_000 });
  });
  await story.step('Underskriften prövas med python3 och openssl, utan Klinikbok', () => verifyOutside(scene));
}

async function correct(scene: Scene): Promise<void> {
  const { story, page, t } = scene;
  await story.step('En rättelse, signerad för sig: originalet står kvar överstruket', async () => {
    await openNote(scene);
    await correctButton(scene).click();
    await page().getByRole('dialog').getByLabel(t('journal.correct.reason')).fill('Fel sida angiven');
    await page().getByRole('dialog').getByRole('button', { name: t('journal.correct.start'), exact: true }).click();
    await typeUnder(scene, 1, ' Rättat: feber endast första dygnet.');
    await page().keyboard.press('Shift+F9');
    await typePinIfAsked(scene, t('journal.sign.pin'));
    await correctButton(scene).waitFor({ timeout: 20_000 });
    await page().getByText('Fel sida angiven').first().waitFor();
  });
}

async function lettersAndCopy(scene: Scene): Promise<void> {
  const { story, page, t, cards, folder, out } = scene;
  await story.step('En remiss ur anteckningen: låst PDF, bevakad', async () => {
    await page().keyboard.press('Alt+t');
    await page().getByRole('dialog').getByLabel(t('documents.new.recipient'), { exact: true }).fill('Öronmottagningen, Länssjukhuset');
    await page().keyboard.press('Enter');
    await page().getByRole('textbox', { name: t('documents.write.text') }).waitFor();
    await page().keyboard.press('F9');
    await typePinIfAsked(scene, t('documents.sign.pin'));
    await page().getByText(t('documents.read.neverLeft')).waitFor({ timeout: 20_000 });
  });
  await story.step('Journalkopian lämnas ut, men först efter prövning', async () => {
    await page().keyboard.press('Control+p');
    await page().getByRole('heading', { name: t('disclosures.copy.title') }).waitFor();
    const paper = page().waitForEvent('download', { timeout: 20_000 });
    await page().keyboard.press('Control+Enter');
    const saved = path.join(folder, 'copy.pdf');
    await (await paper).saveAs(saved);
    const text = (await pdfText(saved)) ?? '';
    for (const expected of [PATIENT.number, TEXT.reason, 'Fel sida angiven', 'Eva Lind']) if (!text.includes(expected)) throw new Error(`the copy lacks "${expected}"`);
    copyFileSync(saved, path.join(out, 'journal.pdf'));
  });
  await story.step('Läkaren tar ut kortet och går', async () => {
    await openNote(scene);
    await page().getByText('Fel sida angiven').first().waitFor();
    await cards.remove('eva');
    await page().getByText(t('session.lock.cardRemoved')).waitFor({ timeout: 5_000 });
  });
}

async function openJournal({ page, t }: Scene): Promise<void> {
  await ready({ page, t });
  await page().keyboard.press('Control+k');
  await page().keyboard.type(PATIENT.number);
  await page().keyboard.press('Enter'); // at once: the palette opens the first answer when it comes
  await page().getByRole('heading', { name: t('patients.card.tabs') }).or(page().getByRole('tab', { name: t('patients.card.history') })).first().waitFor();
  await page().keyboard.press('Alt+j');
  await page().getByRole('navigation', { name: t('journal.timeline.label') }).waitFor();
}

/** Types at the end of the n-th heading's text. */
async function typeUnder({ page }: Scene, index: number, text: string): Promise<void> {
  const body = page().locator('[contenteditable=true]').locator('section, [data-section]').nth(index);
  await body.click();
  await page().keyboard.press('End');
  await page().keyboard.type(text);
}

/** Stands on a note that is closed; "Sign the correction" is another button. */
const correctButton = ({ page, t }: Scene) => page().getByRole('button', { name: new RegExp(`^${t('journal.action.correct')}\\b`) });

/** The patient's journal with the note of this story open. */
async function openNote(scene: Scene): Promise<void> {
  const { page, t } = scene;
  await openJournal(scene);
  await page().getByRole('navigation', { name: t('journal.timeline.label') }).getByText(TEXT.reason).first().click();
  await correctButton(scene).waitFor();
}

async function typePinIfAsked({ page }: Scene, label: string): Promise<void> {
  const field = page().getByLabel(label);
  const asked = await field.waitFor({ timeout: 3_000 }).then(() => true, () => false);
  if (!asked) return;
  await field.fill(PIN);
  await page().keyboard.press('Enter');
}

interface Exported {
  readonly fileName: string;
  readonly files: readonly { readonly name: string; readonly content: string }[];
}

/** What anybody can do with stock tools: the signed text, its proof, the day's signature, and the authorities the clinic trusts. */
async function verifyOutside(scene: Scene): Promise<void> {
  const { out, cards, root } = scene;
  const { id } = (await callAs<{ id: string; number: string | null }[]>(scene, 'patients.search', { text: PATIENT.number }))[0] ?? { id: '' };
  const { entries } = await callAs<{ entries: { noteId: string; version: number | null }[] }>(scene, 'journal.timeline', { patientId: id });
  const [entry] = entries;
  if (!entry) throw new Error('no note in the journal');
  // Even a signature's files leave by an examination only (J-18).
  const { disclosureId } = await callAs<{ disclosureId: string }>(scene, 'disclosures.decide', {
    patientId: id, examination: { recipientKind: 'patient', recipientName: `${PATIENT.given} ${PATIENT.family}`, basis: 'copy', basisText: '', decidedBy: '' }, withheld: [], way: 'digital',
    scope: { from: null, to: null, withNotes: true, withDocuments: false, withAttachments: false, noteId: entry.noteId },
  });
  const { files, fileName } = await callAs<Exported>(scene, 'journal.exportSignature', { patientId: id, noteId: entry.noteId, no: entry.version, disclosureId });
  const folder = path.join(out, 'signed');
  mkdirSync(folder, { recursive: true });
  for (const file of files) writeFileSync(path.join(folder, file.name), Buffer.from(file.content, 'base64'));
  writeFileSync(path.join(folder, 'issuers.pem'), cards.trusted.map(der => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/(.{64})/g, '$1\n').trim()}\n-----END CERTIFICATE-----\n`).join(''));
  execFileSync('python3', [path.join(root, 'build/scripts/restore-tools/verify_note.py'), '--ca', 'issuers.pem', `${fileName}.json`], { cwd: folder, stdio: 'pipe', timeout: 30_000 });
}
