import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Locator } from 'playwright-core';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createClient } from '#renderer/client/create-client.ts';
import type { Client } from '#shared/contract/define.ts';
import { contract, type AppContract } from '#shared/contract/index.ts';
import { noteToPlain } from '#shared/domain/journal/plain-text.ts';
import { addDays, dateAt, startOfDay } from '#shared/domain/agenda/zone.ts';
import { incomingPdfs, PDF_WORD } from '#test/support/attachments/incoming-pdfs.ts';
import { canaryScanner } from '#test/support/canary-scan.ts';
import { buildProduct, openClinic, type OpenClinic } from '#test/support/chromium.ts';
import { countedKeys, type CountedKeys } from '#test/support/counted-keys.ts';
import { withText } from '#test/support/journal/journal-clinic.ts';
import { programIn } from '#test/support/typing/writing-desk.ts';
import { until } from '#test/support/until.ts';

import { filledClinic, type FilledFiles } from '../../../build/scripts/bench/fill/fill.ts';
import { CARD, makeStation, PIN } from '../../../build/scripts/bench/station.ts';

/**
 * The practitioner's daily tasks and what each may cost (requirements/tasks.md 4B), in the built program with all its
 * processes, a practice card and the window. K: keys besides typed text. The tests are one day, in its order.
 */
const DAY_MS = 86_400_000;
const ZONE = 'Europe/Stockholm';
const timeout = 20_000;
let folder: string;
let files: FilledFiles;
let opened: OpenClinic;
let client: Client<AppContract>;
let keys: CountedKeys;
const patientId = v7();

beforeAll(async () => {
  if (!process.env['KLINIKBOK_DIST']) await buildProduct();
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-practitioner-'));
  mkdirSync(path.join(folder, 'tmp'));
  process.env['TMPDIR'] = path.join(folder, 'tmp');
  files = await filledClinic({ folder, patients: 20, kind: 'thin', fingerprint: 'budgets', say: () => undefined });
  const station = await makeStation(folder, files, { notAfter: new Date(Date.now() + 29 * DAY_MS) });
  const program = programIn(process.env['KLINIKBOK_DIST'] ?? path.resolve(import.meta.dirname, '../../../dist'));
  opened = await openClinic({ ...station, profileDir: path.join(folder, 'profile'), downloadDir: path.join(folder, 'downloads'), clinicKind: 'demo', program });
  // What is prepared and looked up beside the screen goes through the same door as the page's calls.
  client = createClient(contract, raw => opened.supervisor.invoke(raw));
  keys = countedKeys(opened.page);
}, 180_000);
afterAll(async () => {
  await opened?.stop();
  delete process.env['TMPDIR'];
  rmSync(folder, { recursive: true, force: true });
  expect(opened?.problems).toEqual([]);
});

const editor = () => opened.page.locator('[contenteditable=true]').first();
const notes = async () => (await client.journal.timeline({ patientId })).entries;
const note = async (words: string) => (await notes()).find(one => one.text.includes(words));
const pinField = () => opened.page.locator('input[type=password]');
const inside = () => opened.page.getByRole('navigation', { name: 'Huvudmeny' }).waitFor({ timeout });

/** What was there before the day began: a patient who was here ten days ago and sits in the waiting room now. */
async function prepare(): Promise<void> {
  await client.patients.register({
    id: patientId, draft: { givenName: 'Åsa', familyName: 'Ek', birthDate: '1981-12-18', sex: 'F', number: null, identityLevel: null, protection: 'none', registrationNote: '', contacts: [], address: null },
  });
  await client.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
  await written('Stukad fot höger.', { eventTime: new Date(Date.now() - 10 * DAY_MS).toISOString() });
  const endOfToday = Date.parse(startOfDay(addDays(dateAt(Date.now(), ZONE), 1), ZONE));
  const start = new Date(Math.floor(Math.min(Date.now(), endOfToday - 2 * 3_600_000) / 300_000) * 300_000).toISOString();
  const { id, version } = await client.agenda.book({
    serviceId: files.facts.serviceIds[1] ?? '', resourceIds: [files.facts.practitionerResources[0] ?? ''], start: { instant: start }, patientId, outsideHours: true, note: 'Kontroll efter stukning',
  });
  await client.agenda.setStatus({ id, version, status: 'arrived' });
}

/** A note with this text: signed, or locked to be signed with the day. */
async function written(text: string, { eventTime, lock = false }: { readonly eventTime?: string; readonly lock?: boolean } = {}): Promise<void> {
  const { noteId, draft } = await client.journal.create({ patientId, templateId: 'visit', language: 'sv', ...(eventTime ? { eventTime } : {}) });
  const { revision } = await client.journal.saveDraft({ patientId, noteId, baseRevision: draft.revision, content: withText(draft.content, 'diagnosis', text), eventTime: draft.eventTime, key: v7() });
  if (lock) await client.signing.lock({ patientId, noteId, revision });
  else await client.journal.sign({ patientId, noteId, revision });
}

describe('the practitioner’s daily tasks in keys (tasks.md 4B)', () => {
  it('1 Sign in: card in, PIN, no click; a card that ends within thirty days says so', async () => {
    const cost = await keys.count(async () => {
      await opened.supervisor.card('practice.insert', { cardId: CARD });
      await pinField().and(opened.page.locator(':focus')).waitFor({ timeout });
      await keys.type(PIN);
      await keys.press('Enter');
      await inside();
    });
    expect(cost).toEqual({ keys: 1, clicks: 0 });
    await opened.page.getByText(/[Kk]ort.*(går ut|upphör|gäller)/).first().waitFor({ timeout });
    await prepare();
  });

  it('3 Next patient: one key to the chart with today’s reason and the last note', async () => {
    const { page } = opened;
    const cost = await keys.count(async () => {
      await keys.press('F4');
      await page.locator('[data-patient-strip]').getByText('Ek, Åsa').waitFor({ timeout });
      await page.getByText('Kontroll efter stukning').waitFor({ timeout });
      await page.getByText('Stukad fot höger.').first().waitFor({ timeout });
    });
    expect(cost).toEqual({ keys: 1, clicks: 0 });
  });

  it('4 Note from template: one key, then only text; saved by itself, shown with the second, and tied to the visit', async () => {
    const cost = await keys.count(async () => {
      await keys.press('F2');
      await editor().waitFor({ timeout });
      await keys.type('Stukningen har läkt.');
    });
    expect(cost).toEqual({ keys: 1, clicks: 0 });
    await opened.page.getByText(/[Ss]parat \d\d:\d\d:\d\d/).first().waitFor({ timeout });
    const [visit] = await client.care.visits({ patientId });
    expect(visit?.noteId).toBe((await note('Stukningen har läkt.'))?.noteId);
  });

  it('2 Leave and return: card out locks with the draft safe; card and PIN lead back to the same place in the text', async () => {
    for (const _ of 'läkt.') await opened.page.keyboard.press('ArrowLeft');
    await keys.type('nästan ');
    await opened.supervisor.card('practice.remove', {});
    await opened.page.getByText('Sätt i kortet').or(opened.page.getByText(/[Kk]ortet togs ut/)).first().waitFor({ timeout });
    expect(await editor().count()).toBe(0);
    const cost = await keys.count(async () => {
      await opened.supervisor.card('practice.insert', { cardId: CARD });
      await pinField().and(opened.page.locator(':focus')).waitFor({ timeout });
      await keys.type(PIN);
      await keys.press('Enter');
      await editor().and(opened.page.locator(':focus')).waitFor({ timeout });
    });
    expect(cost).toEqual({ keys: 1, clicks: 0 });
    await keys.type('helt ');
    const noteId = (await note('Stukningen'))?.noteId ?? '';
    await until('the text with the words in their place', async () => {
      const { draft } = await client.journal.get({ patientId, noteId });
      return draft !== null && noteToPlain(draft.content).includes('Stukningen har nästan helt läkt.');
    });
    expect(await opened.page.getByText('i ett annat fönster').count()).toBe(0);
  });

  it('5 Copy forward: two keys, marked until it is touched', async () => {
    await opened.page.keyboard.press('Control+End');
    const cost = await keys.count(async () => {
      await keys.press('Alt+c');
      await opened.page.getByRole('dialog').getByText('Stukad fot höger.').waitFor({ timeout });
      await keys.press('1');
      await editor().locator('[data-copied]').waitFor({ timeout });
    });
    expect(cost).toEqual({ keys: 2, clicks: 0 });
    await opened.page.keyboard.press('Alt+o');
    await until('the mark to be gone', async () => (await editor().locator('[data-copied]').count()) === 0);
  });

  it('6 Sign: one key locks the note', async () => {
    const cost = await keys.count(() => keys.press('F9'));
    expect(cost).toEqual({ keys: 1, clicks: 0 });
    await until('the note is locked', async () => (await note('Stukningen'))?.status === 'locked');
  });

  it('6 The day: one key to the list, one PIN for everything that is locked', async () => {
    const { page } = opened;
    await written('Ringt patienten.', { lock: true });
    expect(await keys.count(async () => {
      await keys.press('Alt+u');
      await page.getByRole('row', { name: /Ek, Åsa|Åsa Ek/ }).nth(1).waitFor({ timeout });
    })).toEqual({ keys: 1, clicks: 0 });
    const cost = await keys.count(async () => {
      await keys.press('F9');
      await pinField().and(page.locator(':focus')).waitFor({ timeout });
      await keys.type(PIN);
      await keys.press('Enter');
      await until('both notes to be signed', async () => (await notes()).every(one => one.status === 'signed'));
    });
    expect(cost).toEqual({ keys: 2, clicks: 0 });
    expect(await pinField().count()).toBe(0);
  });

  it('7 Correct a closed note: two keys and the reason; the old text stays', async () => {
    const { page } = opened;
    await client.session.rememberPlace({ place: `/patients/${patientId}/journal?note=${(await note('Stukningen'))?.noteId}` });
    await page.reload();
    await page.getByRole('button', { name: /Rätta/ }).waitFor({ timeout });
    const cost = await keys.count(async () => {
      await keys.press('Alt+r');
      await page.getByRole('dialog').getByRole('textbox').first().waitFor({ timeout });
      await keys.type('Fel sida angiven');
      await keys.press('Enter');
      await editor().waitFor({ timeout });
    });
    expect(cost).toEqual({ keys: 2, clicks: 0 });
    expect((await note('Stukningen'))?.ownDraft).toBe('correction');
  });

  it('8 Referral: three keys from the open patient to the locked PDF, prefilled from the case, and it says that it has not left', async () => {
    const { page } = opened;
    const cost = await keys.count(async () => {
      await keys.press('Alt+t');
      await page.getByRole('dialog').getByLabel('Mottagare', { exact: true }).waitFor({ timeout });
      await keys.type('Ortopedmottagningen');
      await keys.press('Enter');
      await page.getByRole('textbox', { name: 'Dokumentets text' }).getByText('Ringt patienten.').first().waitFor({ timeout });
      await keys.press('F9');
      await page.getByText('Har inte lämnat kliniken.').waitFor({ timeout });
    });
    expect(cost).toEqual({ keys: 3, clicks: 0 });
    expect((await client.documents.list({ patientId }))[0]).toMatchObject({ pages: 1, recipientName: 'Ortopedmottagningen' });
  });

  it('9 Photograph: pasted it is shown at once, one key keeps it, and no file with it lies anywhere (K-24)', async () => {
    const { page } = opened;
    await client.attachments.giveConsent({ patientId, method: 'oral' });
    const cost = await keys.count(async () => {
      await page.evaluate(pastePhoto);
      await page.getByRole('dialog').locator('img').waitFor({ timeout });
      await keys.type('Höger fot');
      await keys.press('Enter');
      await until('the photograph to be kept', async () => (await client.attachments.list({ patientId })).files.length === 1);
    });
    expect(cost).toEqual({ keys: 1, clicks: 0 });
    const [kept] = (await client.attachments.list({ patientId })).files;
    const bytes = Buffer.from((await client.attachments.read({ patientId, attachmentId: kept?.id ?? '' })).content, 'base64');
    expect(bytes.length).toBeGreaterThan(1_000);
    const picture = bytes.subarray(bytes.length / 2, bytes.length / 2 + 48);
    const { hits, files: read } = canaryScanner([{ name: 'photograph', text: 'Höger fot', bytes: picture }]).inFolders([folder]);
    expect(hits).toEqual([]);
    expect(read).toBeGreaterThan(20);
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
    // A day on which the clinic is closed gives the nearest time that it has.
    const [from, to] = [13, 17].map(days => addDays(dateAt(Date.now(), ZONE), days)) as [string, string];
    expect((await client.agenda.ofPatient({ patientId })).map(visit => visit.start.slice(0, 10)).filter(date => date >= from && date <= to)).toHaveLength(1);
  });

  it('H34 K-24 PDFs that come in: whole and of 500 pages they are drawn, locked and cut-off ones get a sentence, nothing is written to disk and the program lives on', async () => {
    const { page } = opened;
    const me = (await client.session.state({})).user?.id ?? '';
    for (const [sender, bytes] of Object.entries(incomingPdfs(folder))) {
      await client.incoming.register({
        file: { content: bytes.toString('base64'), thumbnail: null }, sourceSha256: createHash('sha256').update(bytes).digest('hex'),
        facts: { documentType: 'letter', documentDate: null, sender }, assignment: { patientId, responsibleId: me },
      });
    }
    await page.keyboard.press('Alt+y');
    const look = async (sender: string, shown: Locator) => {
      await page.getByRole('row', { name: new RegExp(sender) }).click();
      await shown.waitFor({ timeout }).catch(async (cause: unknown) => { throw new Error(`${sender}: ${(await page.locator('main').innerText()).slice(-300)}`, { cause }); });
    };
    const drawn = () => page.frames().find(one => one.url().endsWith('/pdf-frame.html'))?.evaluate(() => document.querySelectorAll('canvas').length) ?? 0;
    const frameOf = (pages: number) => page.locator(`[data-pages="${pages}"]`);
    await look('Hel remiss', frameOf(2));
    expect(await drawn()).toBeGreaterThan(0);
    await look('Tjock journal', frameOf(500));
    await until('the last of 500 sheets to be drawn', async () => {
      await frameOf(500).press('End');
      return (await page.frames().find(one => one.url().endsWith('/pdf-frame.html'))?.evaluate(() => document.querySelector('[data-index="499"] canvas') !== null)) ?? false;
    });
    await look('Orimlig journal', page.getByText('PDF-filen har fler än 500 sidor.'));
    await look('Avbrutet svar', page.getByText(/Filen är avbruten på vägen|PDF-filen är skadad eller ofullständig/));
    await look('Borttappat svar', page.getByText('PDF-filen är skadad eller ofullständig'));
    await look('Låst svar', page.getByText('PDF-filen är låst med ett lösenord'));
    expect((await client.session.state({})).phase).toBe('open');
    const { hits } = canaryScanner([{ name: 'a PDF’s text', text: PDF_WORD }]).inFolders([folder]);
    expect(hits).toEqual([]);
  });
});

/** Runs in the page: a photograph from the clipboard. */
async function pastePhoto(): Promise<void> {
  const canvas = new OffscreenCanvas(600, 400);
  const context = canvas.getContext('2d');
  for (let at = 0; context && at < 400; at += 1) {
    context.fillStyle = `hsl(${(at * 37) % 360} 60% 50%)`;
    context.fillRect((at * 53) % 600, (at * 29) % 400, 40, 40);
  }
  const data = new DataTransfer();
  data.items.add(new File([await canvas.convertToBlob({ type: 'image/jpeg' })], 'bild.jpg'));
  document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}
