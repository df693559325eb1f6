import { readFileSync } from 'node:fs';
import path from 'node:path';

import { beforeEach, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';

import type { FakePage } from '#test/support/fake-clinic.ts';
import { addPatient, PIN, practitionerFor, startJournalClinic, withText, writeNote, type JournalClinic, type JournalUser } from '#test/support/journal/journal-clinic.ts';
import { openJournalPage, type JournalPageOptions } from '#test/support/journal/journal-page.ts';

import { oneScreen } from '../support/one-screen.ts';

const AXE = readFileSync(path.resolve(import.meta.dirname, '../../../node_modules/axe-core/axe.min.js'), 'utf8');

let clinic: JournalClinic;
let patientId: string;
let eva: JournalUser;
const { keep, shot, shown } = oneScreen({ ownClinic: () => clinic });

beforeEach(async () => {
  clinic = await startJournalClinic();
  clinic.clock.set(new Date().toISOString());
  patientId = await addPatient(clinic.db);
  eva = await practitionerFor(clinic, patientId);
});

async function open(place: string, options: JournalPageOptions & { user?: JournalUser } = {}): Promise<FakePage['page']> {
  return keep(await openJournalPage(clinic, options.user ?? eva, place, options)).page;
}
async function axeFindings(page: FakePage['page']): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: () => Promise<{ violations: { id: string; impact: string }[] }> } };
    return (await axe.run()).violations.filter(one => one.impact === 'serious' || one.impact === 'critical').map(one => one.id);
  });
}
async function lockedNote(text: string, daysAgo: number): Promise<void> {
  const now = new Date();
  clinic.clock.set(new Date(now.getTime() - daysAgo * 86_400_000).toISOString());
  const note = await writeNote(eva, patientId, { text });
  await eva.signing.lock({ patientId, noteId: note.noteId, revision: note.revision });
  clinic.clock.set(now.toISOString());
}
const unsigned = async () => (await eva.signing.unsigned({})).notes;

describe('the practitioner\'s day', () => {
  it('locks a note with one key, finds the list with one key and signs all of it with one PIN (task 4B 6)', async () => {
    await lockedNote('Åtta dagar gammal', 8);
    await lockedNote('Två dagar gammal', 2);
    const page = await open(`/patients/${patientId}/journal`);
    await page.getByText('Besöksanteckning').first().waitFor();
    await page.keyboard.press('F2');
    await page.locator('[contenteditable=true]').first().waitFor();
    await page.keyboard.type('Halsfluss.');
    await page.keyboard.press('F9');
    await page.getByText(/^Låst .*Väntar på dagens underskrift\.$/).waitFor();
    await shot('locked-sv');
    await page.keyboard.press('Alt+u');
    await page.getByRole('button', { name: /^Signera dagens \(3\)/ }).waitFor();
    await shot('unsigned-sv');
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('F9');
    const dialog = page.getByRole('dialog', { name: 'Signera 3 anteckningar?' });
    await dialog.waitFor();
    await dialog.locator('summary').nth(1).click();
    await dialog.getByText('Två dagar gammal').waitFor();
    await shot('day-sv');
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByLabel('PIN-kod för underskrift').fill('000000');
    await page.keyboard.press('Enter');
    await dialog.getByText('Inget är signerat. Allt är låst och väntar.').waitFor();
    await shot('day-wrong-pin-sv');
    await page.keyboard.type(PIN);
    await page.keyboard.press('Enter');
    await page.getByText('Allt är signerat.').waitFor();
    expect(await unsigned()).toEqual([]);
  });

  it('says what a card without signing key can and cannot prove', async () => {
    clinic.signer.kind = 'login';
    await lockedNote('Bara inloggningskort', 0);
    const page = await open('/journal/unsigned', { colorScheme: 'dark' });
    await page.getByText('Kortet saknar nyckel för underskrift').waitFor();
    await page.keyboard.press('F9');
    await page.getByRole('dialog', { name: 'Lås 1 anteckning med inloggningskortet?' }).waitFor();
    await shot('login-card-dark-sv');
    await page.getByLabel('PIN-kod för legitimering').fill(PIN);
    await page.keyboard.press('Enter');
    await page.getByText('Allt är signerat.').waitFor();
    const { entries } = await eva.journal.timeline({ patientId });
    await shown().close();
    const reader = await open(`/patients/${patientId}/journal?note=${entries[0]?.noteId}`, { language: 'en' });
    await reader.getByText(/with a sign-in card\. Not a signature/).waitFor();
    await reader.getByText('Signed', { exact: true }).waitFor({ state: 'detached' });
    await reader.getByRole('button', { name: 'Check signature' }).click();
    await reader.getByText('The card has no signing key').waitFor();
    await shot('check-login-en');
    expect(await axeFindings(reader)).toEqual([]);
  });
});

describe('writing for somebody who signs', () => {
  it('names the one responsible, hands over with F9, and is given back with a comment (decision 9)', async () => {
    const mia = await clinic.as('assistant');
    await mia.journal.stateReason({ patientId, reasonCode: 'takesPartInCare' });
    const page = await open(`/patients/${patientId}/journal`, { user: mia, roles: ['assistant'] });
    await page.getByText('Inga anteckningar än.').waitFor();
    await page.keyboard.press('F2');
    await page.getByRole('combobox', { name: 'Ansvarig för signering' }).waitFor();
    await page.locator('[contenteditable=true]').first().click();
    await page.keyboard.type('Blodtryck 140/90.');
    await page.keyboard.press('F9');
    await page.getByText(/^Lämnad till /).waitFor();
    await shot('handed-sv');
    expect(await axeFindings(page)).toEqual([]);
    await shown().close();
    const [waiting] = await unsigned();
    const signer = await open('/journal/unsigned');
    await signer.getByText('Att signera').first().waitFor();
    await signer.keyboard.press('Enter');
    const note = signer.getByRole('region', { name: 'Besöksanteckning' });
    await note.getByText('Blodtryck 140/90.').waitFor();
    await shot('for-signing-sv');
    expect(await axeFindings(signer)).toEqual([]);
    await signer.keyboard.press('Alt+b');
    await signer.getByLabel('Vad ska ändras?').fill('Vilken arm?');
    await signer.keyboard.press('Enter');
    await signer.getByText('Du lämnade tillbaka den: Vilken arm?').waitFor();
    expect((await mia.signing.unsigned({})).notes).toMatchObject([{ state: 'returned', comment: 'Vilken arm?' }]);
    const { draft } = await mia.journal.get({ patientId, noteId: waiting?.noteId ?? '' });
    if (!draft) throw new Error('the draft is still there');
    await mia.journal.saveDraft({ patientId, noteId: waiting?.noteId ?? '', baseRevision: draft.revision, content: withText(draft.content, 'status', 'Höger arm.'), eventTime: draft.eventTime, key: v7() });
    await signer.keyboard.press('F9');
    await signer.getByText('Texten har ändrats sedan du läste den.', { exact: false }).waitFor();
    await note.getByText('Höger arm.').waitFor();
    await signer.keyboard.press('F9');
    await signer.getByText(/^Låst /).waitFor();
  });
});

describe('the administrator', () => {
  it('sees how much is unsigned and for how long, and sets how notes are signed', async () => {
    await lockedNote('Hemlig text', 9);
    const admin = await clinic.as('administrator');
    const page = await open('/signing/ageing', { user: admin, roles: ['administrator'] });
    await page.getByText('Osignerat per person').first().waitFor();
    await page.getByText(/Lind, Läkare/).waitFor();
    expect(await page.content()).not.toContain('Hemlig');
    await shot('ageing-sv');
    expect(await axeFindings(page)).toEqual([]);
    await shown().close();
    const settings = await open('/signing/settings', { user: admin, roles: ['administrator'] });
    await settings.getByLabel('Signera varje anteckning med kort').click({ force: true });
    await shot('settings-sv');
    expect(await axeFindings(settings)).toEqual([]);
    await settings.getByRole('button', { name: 'Spara' }).click();
    await expect.poll(async () => (await eva.signing.settings({})).signEachNote, { timeout: 5_000, message: 'the setting is kept' }).toBe(true);
  });
});
