import { beforeAll, describe, expect, it } from 'vitest';

import type { FakePage } from '#test/support/fake-clinic.ts';

import { expectAccessible, expectNoSideScroll } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';
import { pageBuilt } from '../support/page-built.ts';
import { MONDAY, openPrints, startPrintsClinic, type PrintsClinic } from './prints-page.ts';

let clinic: PrintsClinic;
const { keep } = oneScreen({ clinic: () => clinic });
let folder = '';

beforeAll(async () => {
  await pageBuilt();
  clinic = await startPrintsClinic();
  folder = clinic.folder('usb');
  const arrived = await clinic.book('09:00', await clinic.addPatient('Karlsson'));
  await clinic.reception.agenda.checkIn({ id: arrived.id, version: arrived.version, identityProof: 'known' });
  await clinic.book('10:00', await clinic.addPatient('Hemligsson', 'protected'));
}, 240_000);

async function show(place: string, parts: { readonly admin?: boolean; readonly language?: 'sv' | 'en'; readonly dark?: boolean } = {}): Promise<FakePage['page']> {
  const person = parts.admin ? clinic.admin : clinic.reception;
  const { page } = keep(await openPrints(clinic, person, { roles: [parts.admin ? 'administrator' : 'receptionist'], place, language: parts.language ?? 'sv', dark: parts.dark ?? false }));
  await page.locator('h1').waitFor();
  return page;
}
/** The paper that a key hands over. */
async function paperAfter(page: FakePage['page'], press: () => Promise<void>): Promise<{ readonly name: string; readonly text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 15_000 }), press()]);
  const file = `${clinic.folder('downloads')}/${download.suggestedFilename()}`;
  await download.saveAs(file);
  return { name: download.suggestedFilename(), text: clinic.run('pdftotext', '-layout', file, '-').replaceAll(/\s+/g, ' ') };
}
/** The keyboard stands on the visit of nine o'clock. */
async function onVisit(page: FakePage['page']): Promise<void> {
  await page.getByRole('button', { name: /^09:00 / }).first().click();
  await page.locator('footer').filter({ hasText: 'Karlsson, Åsa' }).first().waitFor();
}

describe('printing in the agenda (task 4A 10: two keys)', () => {
  it('C-15 Ctrl+P and Enter: the day list of the day that is shown', async () => {
    const page = await show('/agenda');
    await page.getByRole('button', { name: /^09:00 / }).first().waitFor();
    await page.keyboard.press('Control+p');
    await page.getByRole('button', { name: /Skriv ut/ }).waitFor();
    await expectAccessible(page);
    const { name, text } = await paperAfter(page, () => page.keyboard.press('Enter'));
    expect(name).toBe(`dagslista-${MONDAY}.pdf`);
    expect(text).toContain('Karlsson, Åsa');
    expect(text).not.toContain('Hemligsson');
    await page.getByText(/Utskriften är klar/).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('K and Enter: the appointment card; I and Enter: the certificate', async () => {
    const page = await show('/agenda');
    await onVisit(page);
    await page.keyboard.press('k');
    await page.getByRole('heading', { name: /Tidskort/ }).waitFor();
    await expectAccessible(page);
    const card = await paperAfter(page, () => page.keyboard.press('Enter'));
    expect(card.name).toBe('tidskort.pdf');
    expect(card.text).toContain('klockan 09:00');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('i');
    await page.getByRole('heading', { name: /Intyg om besök/ }).waitFor();
    await expectAccessible(page);
    const certificate = await paperAfter(page, () => page.keyboard.press('Enter'));
    expect(certificate.name).toBe('besoksintyg.pdf');
    expect(certificate.text).toContain('Åsa Karlsson har besökt kliniken');
  });

  it('the shortcut card is made from the commands there are, from the palette', async () => {
    const page = await show('/agenda');
    await page.getByRole('button', { name: /^09:00 / }).first().waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('skriv ut kortkommandon');
    await page.getByText('Skriv ut kortkommandon').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Skriv ut kortkommandon' }).waitFor();
    const { text } = await paperAfter(page, () => page.keyboard.press('Enter'));
    for (const part of ['Agenda', 'Checka in C', 'Skriv ut dagslista Ctrl+P', 'Hela programmet', 'Lås Ctrl+L']) expect(text).toContain(part);
  });
});

describe('settings for prints and files', () => {
  it.each([['sv', false], ['en', true]] as const)('are accessible and fit 1366×768 in %s', async (language, dark) => {
    const page = await show('/settings/prints', { admin: true, language, dark });
    await page.getByRole('heading', { name: /Kalenderfiler|Calendar files/ }).waitFor();
    await expectAccessible(page);
    await expectNoSideScroll(page);
  });

  it('C-15 a folder that is not there is told at its field and nothing typed is lost; then the sheet is switched on and its age stands below', async () => {
    const page = await show('/settings/prints', { admin: true });
    const field = page.getByLabel('Mapp', { exact: true }).first();
    await field.fill('/finns/inte');
    await field.press('Enter');
    await page.getByText(/Mappen hittas inte/).waitFor();
    expect(await field.inputValue()).toBe('/finns/inte');
    await field.fill(folder);
    await field.press('Enter');
    await page.getByText('Reservlistan skrivs först när den har ett lösenord.').waitFor();
    await page.getByRole('button', { name: 'Gör lösenord' }).click();
    await page.getByRole('heading', { name: 'Lösenord till reservlistan' }).waitFor();
    await expectAccessible(page);
    const paper = `${clinic.folder('downloads')}/slip.pdf`;
    await page.pdf({ path: paper, format: 'A4' });
    const slip = clinic.run('pdftotext', '-layout', paper, '-');
    const password = /([0-9a-z]{5}-){3}[0-9a-z]{5}/.exec(slip)?.[0] ?? '';
    expect(slip).toContain('Gäller från 2026-11-23');
    expect(clinic.run('pdfinfo', paper)).toMatch(/Pages:\s+1\b/);
    await page.getByRole('button', { name: 'Jag har sparat lösenordet' }).click();
    await page.getByRole('heading', { name: 'Lösenord till reservlistan' }).waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(password);
    expect(clinic.run('pdftotext', '-upw', password, `${folder}/klinikbok-reservlista.pdf`, '-')).toContain('Karlsson, Åsa');
    await page.getByText('Reservlista 07:00').waitFor();
  });

  it('C-15 a sheet that failed is red for reception too', async () => {
    await clinic.db.write(tx => tx('print_sheet').where({ id: 'clinic' }).update({ problem: 'folder.missing' }));
    const page = await show('/agenda');
    const item = page.getByText('Reservlistan kunde inte skrivas');
    await item.waitFor();
    expect(await item.getAttribute('data-tone')).toBe('danger');
  });

  it('C-13 a calendar file is switched on, and taken back after a question', async () => {
    const page = await show('/settings/prints', { admin: true });
    await page.getByRole('button', { name: 'Välj mapp' }).click();
    await page.getByRole('dialog').getByLabel('Mapp').fill(clinic.folder('sync'));
    await page.keyboard.press('Enter');
    await page.getByRole('row').filter({ hasText: 'Anna Lind' }).getByRole('button', { name: 'Slå på' }).click();
    await page.getByText(/^[0-9a-f]{40}\.ics$/).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Stäng av' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stäng av' }).click();
    await page.getByText(/^[0-9a-f]{40}\.ics$/).waitFor({ state: 'detached' });
  });
});
