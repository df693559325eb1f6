import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { callAs } from './ask.ts';
import { PIN } from './cards.ts';
import { pdfText, until } from './documents.ts';
import { PATIENT } from './reception.ts';
import type { Scene } from './scene.ts';
import { lock, ready, signInWithCard } from './sign-in.ts';

const TEXT = { reason: 'Halsont sedan tre dagar.', history: 'Feber till och från. Inga kända allergier.', more: ' Äter och dricker bra.' };

/** The doctor's part: card in, note, card out in the middle of a word, back, signed, corrected, printed. */
export async function journal(scene: Scene): Promise<void> {
  await write(scene);
  await sign(scene);
}

async function write(scene: Scene): Promise<void> {
  const { story, page, t, cards } = scene;
  await story.step('Läkaren sätter i kortet och skriver PIN', async () => {
    await lock(scene);
    await signInWithCard(scene, 'eva');
  });
  await story.step('Nästa patients journal öppnas, en anteckning börjas', async () => {
    await openJournal(scene);
    await page().getByRole('button', { name: t('journal.action.new') }).first().click();
    await page().getByRole('menuitem', { name: /Besöksanteckning|Visit note/ }).click();
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

async function sign(scene: Scene): Promise<void> {
  const { story, page, t, cards, folder, out } = scene;
  await story.step('Anteckningen signeras på kortet', async () => {
    await page().keyboard.press('Shift+F9');
    await typePinIfAsked(scene);
    await page().getByText(t('journal.status.signed')).first().waitFor({ timeout: 20_000 });
  });
  await story.step('Underskriften prövas med openssl, utan Klinikbok', () => verifyOutside(scene));
  await story.step('En rättelse: originalet står kvar överstruket', async () => {
    await page().getByRole('button', { name: t('journal.action.correct') }).click();
    await page().getByRole('dialog').getByLabel(t('journal.correct.reason')).fill('Fel sida angiven');
    await page().getByRole('dialog').getByRole('button', { name: t('journal.correct.start'), exact: true }).click();
    await typeUnder(scene, 1, ' Rättat: feber endast första dygnet.');
    await page().keyboard.press('F9');
    await typePinIfAsked(scene);
    await page().getByText('Fel sida angiven').first().waitFor({ timeout: 20_000 });
  });
  await story.step('Journalen skrivs ut som PDF', async () => {
    await page().getByRole('button', { name: t('journal.action.print') }).first().click();
    await page().getByRole('button', { name: t('disclosures.copy.run'), exact: true }).click();
    const saved = await until('the printed journal', async () => printedJournal(path.join(folder, 'downloads')));
    const text = (await pdfText(saved)) ?? '';
    for (const expected of [PATIENT.number, TEXT.reason, 'Fel sida angiven', 'Eva Lind']) if (!text.includes(expected)) throw new Error(`the print lacks "${expected}"`);
    copyFileSync(saved, path.join(out, 'journal.pdf'));
  });
  await story.step('Läkaren tar ut kortet och går', async () => {
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

async function typePinIfAsked({ page, t }: Scene): Promise<void> {
  const field = page().getByLabel(t('journal.sign.pin'));
  const asked = await field.waitFor({ timeout: 3_000 }).then(() => true, () => false);
  if (!asked) return;
  await field.fill(PIN);
  await page().keyboard.press('Enter');
}

/** What anybody can do with stock tools: the signed bytes, the signature, and the authorities the clinic trusts. */
async function verifyOutside(scene: Scene): Promise<void> {
  const { out, cards } = scene;
  const { id } = (await callAs<{ id: string; number: string | null }[]>(scene, 'patients.search', { text: PATIENT.number }))[0] ?? { id: '' };
  const { entries } = await callAs<{ entries: { noteId: string; version: number | null }[] }>(scene, 'journal.timeline', { patientId: id });
  const [entry] = entries;
  if (!entry) throw new Error('no note in the timeline');
  const exported = await callAs<{ cms: string; content: string }>(scene, 'journal.exportSignature', { patientId: id, noteId: entry.noteId, no: entry.version });
  writeFileSync(path.join(out, 'signed-note.p7s'), Buffer.from(exported.cms, 'base64'));
  writeFileSync(path.join(out, 'signed-note.json'), Buffer.from(exported.content, 'base64'));
  writeFileSync(path.join(out, 'issuers.pem'), cards.trusted.map(der => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/(.{64})/g, '$1\n').trim()}\n-----END CERTIFICATE-----\n`).join(''));
  execFileSync('openssl', ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', 'signed-note.p7s', '-content', 'signed-note.json', '-CAfile', 'issuers.pem', '-purpose', 'any', '-out', '/dev/null'], { cwd: out, stdio: 'pipe', timeout: 20_000 });
}

function printedJournal(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const name = readdirSync(folder).find(one => /^journal-.*\.pdf$/.test(one));
  return name === undefined ? undefined : path.join(folder, name);
}
