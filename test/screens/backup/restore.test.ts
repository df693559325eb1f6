import { describe, expect, it } from 'vitest';

import type { RestoreState } from '#shared/contract/restore.ts';
import { type FakePage, Refusal } from '#test/support/fake-clinic.ts';
import { aCard, aSession } from '#test/support/fake-session.ts';

import { expectAccessible, expectNoSideScroll, focused } from '../support/accessibility.ts';
import { aGeneration } from './backup-answers.ts';
import { anOffer, closeAfterEach, type Opening, openWizard, say, shot, title } from './restore-wizard.ts';

const KIT = 'KB1 7F3Q-9XWZ 1234-ABCD\nKB2 MMMM-NNNN PPPP-QQQQ';
const FOUND = { kind: 'folder', name: '/mnt/nas/klinikbok', clinicId: 'clinic', machines: 1, generations: 31, newestAt: aGeneration(31, 64).createdAt, sameClinic: null, cards: 2 };
const CHOICES = [
  { ...aGeneration(31, 64), missingPacks: 2, recommended: false, confirm: null },
  { ...aGeneration(30, 64 + 1440), missingPacks: 0, recommended: true, confirm: null },
  { ...aGeneration(29, 64 + 2880), missingPacks: 0, recommended: false, confirm: 'older' as const },
];
const HEAD = { machineId: '0a1b2c3d4e5f6071', generationId: 'machine/31', seq: 31, createdAt: aGeneration(31, 64).createdAt, firstAt: aGeneration(1, 60_000).createdAt, generations: 31, counts: aGeneration(31, 64).counts };
const OPENED = anOffer({ choices: CHOICES, heads: [HEAD] });
const { counts, logHead } = CHOICES[1] ?? aGeneration(30, 0);
const SHA = '9f2c'.repeat(16);
const EQUAL = { expected: { counts, logHead, fileSha256: SHA }, found: { counts, logHead, fileSha256: SHA }, missingPages: [], missingPageCount: 0, borrowedPageCount: 0, unreadablePacks: 0, losses: [], freePages: 0, unnamedPages: 0, damagedPages: 0, structureProblems: 0, vaultMissing: false, equal: true };
const UNEQUAL = { ...EQUAL, found: { counts: { ...counts, notes: counts.notes - 12 }, logHead, fileSha256: '11aa'.repeat(16) }, missingPages: [7, 8], missingPageCount: 2, damagedPages: 1, equal: false,
  losses: [
    { area: 'notes' as const, table: 'note_version', kind: 'table' as const, pages: 1, rows: [{ after: 310, upTo: 322 }], from: '2026-11-20T08:00:00.000Z', until: '2026-11-20T09:30:00.000Z' },
    { area: 'agenda' as const, table: 'appointment', kind: 'index' as const, pages: 1, rows: [], from: null, until: null },
  ] };

const openRestore = (opening: Opening = {}): Promise<FakePage> => openWizard({
  'restore.inspect': FOUND,
  'restore.unlock': (input: { key: { kit?: string; pin?: string } }) => {
    if (input.key.kit !== KIT && input.key.pin !== '123456') throw new Refusal(input.key.kit === undefined ? 'card.pinWrong' : 'restore.kitWrong');
    return OPENED;
  },
}, opening);
const compared = (comparison: RestoreState['comparison']) => say({ step: 'compared', progress: null, comparison });
/** Types where the wizard waits for a folder; the field has the focus a moment after the screen. */
async function typeFolder(page: FakePage['page'], folder: string): Promise<void> {
  await page.getByRole('textbox', { name: /^(Mapp|Folder)/ }).and(page.locator(':focus')).waitFor({ timeout: 10_000 });
  await page.keyboard.type(folder);
}

async function toChoices({ page }: FakePage): Promise<void> {
  await typeFolder(page, '/mnt/nas/klinikbok');
  await page.keyboard.press('Enter');
  await page.getByLabel(/Kitets koder|The kit's codes/).fill(KIT);
  await page.getByRole('button', { name: /^(Öppna|Open)$/ }).press('Enter');
  await page.getByRole('grid').waitFor({ timeout: 15_000 });
}

closeAfterEach();

describe('restore on an empty computer (J-20, task 4C 10)', () => {
  it.each([['sv', 'light'], ['en', 'dark']] as const)('goes from the first run to a working sign-in with the kit and the keyboard alone, %s %s', async (language, colorScheme) => {
    const opened = await openRestore({ language, options: { colorScheme } });
    const { page, calls } = opened;
    const sv = language === 'sv';
    await title(page, sv ? 'Var ligger säkerhetskopiorna?' : 'Where are the backups?');
    await page.getByText(sv ? 'Inget som finns på datorn ändras förrän' : 'Nothing that is on the computer is changed until', { exact: false }).waitFor();
    await shot(`restore-1-folder-${language}`);
    await expectAccessible(page);
    await typeFolder(page, '/mnt/nas/klinikbok');
    await page.keyboard.press('Enter');
    await title(page, sv ? 'Öppna säkerhetskopiorna' : 'Open the backups');
    await page.keyboard.insertText(KIT);
    await shot(`restore-2-kit-${language}`);
    await expectAccessible(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await title(page, sv ? 'Vilken säkerhetskopia?' : 'Which backup?');
    await expect.poll(() => focused(page), { timeout: 15_000 }).toBe(sv ? 'Säkerhetskopior' : 'Backups');
    await shot(`restore-3-choose-${language}`);
    await expectAccessible(page);
    await expectNoSideScroll(page);
    await page.keyboard.press('Enter');
    await title(page, sv ? 'Återställer' : 'Restoring');
    await page.getByText(sv ? '61,0 MB av 182 MB' : '61.0 MB of 182 MB').waitFor({ timeout: 15_000 });
    await shot(`restore-4-running-${language}`);
    await expectAccessible(page);
    expect(calls.find(call => call.path === 'restore.start')?.input).toEqual({ generationId: 'machine/30' });
    await compared(EQUAL);
    await title(page, sv ? 'Återställd och bevisad' : 'Restored and proven');
    await shot(`restore-5-compare-${language}`);
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await title(page, sv ? 'Kliniken är återställd' : 'The clinic is restored');
    expect(calls.find(call => call.path === 'restore.adopt')?.input).toEqual({ acceptDamage: false });
    await page.getByText('old-2026-11-23T09-00-00-000Z', { exact: false }).waitFor();
    await shot(`restore-6-done-${language}`);
    await expectAccessible(page);
    opened.answers['session.state'] = aSession({ language });
    await opened.send({ type: 'changed', areas: ['session'] });
    await page.keyboard.press('Enter');
    await page.getByText(sv ? 'Återställ från säkerhetskopia' : /Restore from/i).waitFor({ timeout: 15_000 });
  });

  it('keeps codes that were wrong for correcting, and nowhere once they opened the backups', async () => {
    const opened = await openRestore();
    const { page } = opened;
    await typeFolder(page, '/mnt/nas/klinikbok');
    await page.keyboard.press('Enter');
    const field = page.getByLabel('Kitets koder');
    await field.fill('KB1 WRONG');
    await page.getByRole('button', { name: 'Öppna', exact: true }).click();
    await page.getByRole('alert').getByText('Koderna hör inte till de här säkerhetskopiorna', { exact: false }).waitFor({ timeout: 15_000 });
    expect(await field.inputValue()).toBe('KB1 WRONG');
    await shot('restore-kit-wrong');
    await field.fill(KIT);
    await page.getByRole('button', { name: 'Öppna', exact: true }).click();
    await title(page, 'Vilken säkerhetskopia?');
    await page.getByRole('button', { name: 'Tillbaka' }).click();
    expect(await page.getByLabel('Kitets koder').inputValue()).toBe('');
    expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]))).not.toContain('9XWZ');
  });

  it("opens with an administrator's card and PIN from the sign-in screen, and says the present database is kept", async () => {
    const { page, send, calls } = await openRestore({ from: 'locked', more: { 'restore.inspect': { ...FOUND, sameClinic: true } } });
    await typeFolder(page, '/mnt/nas/klinikbok');
    await page.keyboard.press('Enter');
    await page.getByText('Den nuvarande databasen läggs åt sidan och sparas.', { exact: false }).waitFor({ timeout: 15_000 });
    await page.getByText('Kort', { exact: true }).click();
    await page.getByText('Sätt i kortet i läsaren.').waitFor();
    await send({ type: 'card', presence: aCard() });
    const pin = page.getByLabel('PIN-kod för legitimering');
    await pin.waitFor({ timeout: 15_000 });
    await shot('restore-card');
    await expectAccessible(page);
    await pin.fill('000000');
    await pin.press('Enter');
    await page.getByText('Fel PIN-kod.').waitFor({ timeout: 15_000 });
    expect(await pin.inputValue()).toBe('');
    await pin.fill('123456');
    await pin.press('Enter');
    await title(page, 'Vilken säkerhetskopia?');
    expect(calls.filter(call => call.path === 'restore.unlock')).toHaveLength(2);
  });

  it('marks the recommended one on top, what is missing in others, and warns when newer ones should be there', async () => {
    const opened = await openRestore({ more: { 'restore.unlock': { ...OPENED, choices: CHOICES.map(one => ({ ...one, confirm: 'rolledBack' as const })), expected: [{ by: 'computer' as const, seq: 34, createdAt: '2026-11-23T01:00:00.000Z', verdict: 'gone' as const }] } } });
    await toChoices(opened);
    const { page } = opened;
    await page.getByText('Den här datorn minns kopia nummer 34, 2026-11-23 02:00. Den finns inte här', { exact: false }).waitFor();
    await page.getByText('2 delar saknas').waitFor();
    expect(await page.getByRole('row').nth(1).textContent()).toContain('Nyaste hela säkerhetskopian');
    await shot('restore-older');
    await expectAccessible(page);
  });

  it('does not offer a database that differs, and takes it only after its price was read', async () => {
    const opened = await openRestore();
    const { page, calls } = opened;
    await toChoices(opened);
    await page.keyboard.press('Enter');
    await title(page, 'Återställer');
    await compared(UNEQUAL);
    await title(page, 'Återställd med skador');
    await page.getByText('2 sidor saknas').waitFor();
    await page.getByText('Journalanteckningar: 1 sida skrivet mellan 2026-11-20 09:00 och 2026-11-20 10:30').waitFor();
    await page.getByText('1 sida av ett register: inga uppgifter, bara uppslag').waitFor();
    expect(await page.getByRole('button', { name: 'Ta databasen i bruk' }).count()).toBe(0);
    await expect.poll(() => focused(page), { timeout: 15_000 }).toBe('Välj en annan säkerhetskopia');
    await shot('restore-unequal');
    await expectAccessible(page);
    const [list] = await Promise.all([page.waitForEvent('download', { timeout: 15_000 }), page.getByRole('button', { name: 'Spara listan' }).click()]);
    expect(list.suggestedFilename()).toBe('klinikbok-saknas.json');
    await page.getByRole('button', { name: 'Ta i bruk trots skadorna …' }).click();
    await page.getByText('Journaluppgifter kan saknas eller vara oläsliga.', { exact: false }).waitFor();
    const take = page.getByRole('dialog').getByRole('button', { name: 'Ta i bruk trots skadorna' });
    expect(await take.isDisabled()).toBe(true);
    await page.getByLabel('Jag förstår att uppgifter kan saknas').press(' ');
    await shot('restore-damage');
    await expectAccessible(page);
    await take.click();
    await title(page, 'Kliniken är återställd');
    expect(calls.filter(call => call.path === 'restore.adopt').map(call => call.input)).toEqual([{ acceptDamage: true }]);
  });

  it('says why a restore stopped, and goes on with the same or another backup', async () => {
    const opened = await openRestore();
    const { page, calls } = opened;
    await toChoices(opened);
    await page.keyboard.press('Enter');
    await title(page, 'Återställer');
    await say({ step: 'failed', progress: null, error: 'restore.diskFull', errorParams: { neededMb: 365, freeMb: 120 } });
    await page.getByText('365 MB behövs och 120 MB är lediga', { exact: false }).waitFor({ timeout: 15_000 });
    await shot('restore-failed');
    await page.getByRole('button', { name: 'Försök igen' }).press('Enter');
    await title(page, 'Återställer');
    expect(calls.filter(call => call.path === 'restore.start')).toHaveLength(2);
  });

  it('cancels and forgets: back where it was begun, and core is told', async () => {
    const opened = await openRestore();
    await toChoices(opened);
    await opened.page.getByRole('button', { name: 'Avbryt återställningen' }).click();
    await opened.page.getByRole('list', { name: /Kom igång/ }).waitFor({ timeout: 15_000 });
    expect(opened.calls.filter(call => call.path === 'restore.cancel')).toHaveLength(1);
  });

  it.each([['restore.noBackups', 'Det finns inga säkerhetskopior där.'], ['backup.placeDamaged', 'skadade'], ['backup.placeMissing', 'hittas inte']] as const)('says what is wrong with the folder: %s', async (code, words) => {
    const { page } = await openRestore({ more: { 'restore.inspect': () => { throw new Refusal(code); } } });
    await page.locator('input:focus').waitFor();
    await typeFolder(page, '/mnt/fel');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText(words, { exact: false }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Mapp' }).inputValue()).toBe('/mnt/fel');
  });

  it('fits a small screen with large text', async () => {
    const opened = await openRestore({ options: { viewport: { width: 683, height: 384 } } });
    await toChoices(opened);
    await expectNoSideScroll(opened.page);
    await shot('restore-small');
  });
});

const SHEET = '# klinikbok-server/1\n# endpoint: https://fsn1.your-objectstorage.com\n# region: fsn1\n# bucket: klinik\n# access-key-id: AK\n# secret-access-key: SK\n';

describe('what somebody has to decide in a restore: six things at most (4C 10)', () => {
  it.each([['disk', 'kit'], ['disk', 'card'], ['server', 'kit'], ['server', 'card']] as const)('from a %s with the %s', async (where, key) => {
    const decisions = ['restore, instead of setting up a new clinic'];
    const opened = await openRestore({ more: { 'restore.nearby': { folders: key === 'kit' ? ['/media/maria/USB'] : ['/media/maria/Old', '/media/maria/USB'] }, 'restore.unlock': { ...OPENED, choices: CHOICES.map(one => ({ ...one, confirm: null })) } } });
    const { page, send } = opened;
    if (key === 'card') await send({ type: 'card', presence: aCard() });
    /** One screen that wants something: what is done leads to the next one, without a question in between. */
    const decide = async (what: string, next: string, act: () => Promise<unknown>) => {
      decisions.push(what);
      await act();
      await title(page, next);
      expect(await page.getByRole('dialog').count()).toBe(0);
    };
    await decide(where === 'disk' ? 'the disk that was found' : 'the server on the sheet', 'Öppna säkerhetskopiorna', async () => {
      if (where === 'disk') {
        // One disk stands in the field already; of two nobody else knows which is the newer.
        if (key === 'card') await page.getByRole('button', { name: 'Använd /media/maria/USB' }).click();
        await page.getByText('Mappen hittades på en ansluten disk.').waitFor({ timeout: 15_000 });
        await shot('restore-nearby');
      } else {
        await page.getByText('Server', { exact: true }).click();
        await page.getByLabel('Serverbladets text').fill(SHEET);
      }
      await page.getByRole('button', { name: where === 'disk' ? 'Titta i mappen' : 'Titta på servern' }).press('Enter');
    });
    await decide(key === 'kit' ? 'the kit’s codes' : 'the card’s PIN', 'Vilken säkerhetskopia?', async () => {
      await page.keyboard.insertText(key === 'kit' ? KIT : '123456');
      await (key === 'kit' ? page.getByRole('button', { name: 'Öppna', exact: true }) : page.getByLabel('PIN-kod för legitimering')).press('Enter');
    });
    await decide('which backup', 'Återställer', () => page.keyboard.press('Enter'));
    await compared(EQUAL);
    await title(page, 'Återställd och bevisad');
    await decide('take it into use', 'Kliniken är återställd', () => page.keyboard.press('Enter'));
    expect(decisions).toHaveLength(5);
    expect(opened.calls.find(call => call.path === 'restore.inspect')?.input).toEqual({ place: where === 'disk' ? { kind: 'folder', path: '/media/maria/USB' } : { kind: 'server', sheet: SHEET } });
  });
});
