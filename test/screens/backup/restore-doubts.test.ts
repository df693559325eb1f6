import { describe, expect, it } from 'vitest';

import type { RestoreOffer } from '#shared/contract/restore.ts';
import { type FakePage, Refusal } from '#test/support/fake-clinic.ts';

import { expectAccessible, expectNoSideScroll } from '../support/accessibility.ts';
import { aGeneration } from './backup-answers.ts';
import { anOffer, closeAfterEach, type Opening, openWizard, shot, title } from './restore-wizard.ts';

const SHEET = '# klinikbok-server/1\n# endpoint: https://fsn1.your-objectstorage.com\n# region: fsn1\n# bucket: klinik\n# prefix: c1/\n# access-key-id: AK\n# secret-access-key: SK\n';
const FOUND = { kind: 'server', name: 'fsn1.your-objectstorage.com/klinik/c1', clinicId: 'clinic', machines: 2, generations: 3, newestAt: aGeneration(31, 64).createdAt, sameClinic: null, cards: 2 };
const headOf = (machineId: string, seq: number, minutes: number) => {
  const { createdAt, counts } = aGeneration(seq, minutes);
  return { machineId, generationId: `${machineId}/${seq}`, seq, createdAt, firstAt: aGeneration(1, 60_000).createdAt, generations: seq, counts };
};
const choice = (machineId: string, seq: number, minutes: number) => ({ ...aGeneration(seq, minutes, { id: `${machineId}/${seq}`, machineId }), missingPacks: 0, recommended: false, confirm: null as RestoreOffer['choices'][number]['confirm'] });
const WHOLE = anOffer({ choices: [{ ...choice('0a1b2c3d4e5f6071', 31, 64), recommended: true }], heads: [headOf('0a1b2c3d4e5f6071', 31, 64)] });
const FORKED: RestoreOffer = {
  ...WHOLE, forked: true,
  choices: [choice('0a1b2c3d4e5f6071', 31, 64), choice('77aa66bb55cc44dd', 30, 90)].map(one => ({ ...one, confirm: 'forked' as const })),
  heads: [headOf('0a1b2c3d4e5f6071', 31, 64), headOf('77aa66bb55cc44dd', 30, 90)],
};

async function openAtServer(offer: RestoreOffer, opening: Opening = {}): Promise<FakePage> {
  const opened = await openWizard({ 'restore.inspect': FOUND, 'restore.unlock': offer }, opening);
  const { page } = opened;
  const { language = 'sv' } = opening;
  const sv = language === 'sv';
  await page.getByText(sv ? 'Server' : 'A server', { exact: true }).click();
  await page.getByLabel(sv ? 'Serverbladets text' : 'Text of the server sheet').fill(SHEET);
  await shot(`restore-server-${language}`);
  await expectAccessible(page);
  await page.getByRole('button', { name: sv ? 'Titta på servern' : 'Look at the server' }).press('Enter');
  await page.getByLabel(sv ? 'Kitets koder' : /The kit.s codes/).fill('KB1');
  await page.getByRole('button', { name: sv ? 'Öppna' : 'Open', exact: true }).press('Enter');
  await page.getByRole('grid').waitFor({ timeout: 15_000 });
  return opened;
}

closeAfterEach();

describe('restore from a server, and when the place is not what it should be (security.md §3.6)', () => {
  it('opens a server from the sheet’s text, and the sheet stays in no store of the page; what could not be read or is missing from the series is said', async () => {
    const { page, calls } = await openAtServer({ ...WHOLE, unread: 2, gone: 1 });
    expect(calls.find(call => call.path === 'restore.inspect')?.input).toEqual({ place: { kind: 'server', sheet: SHEET } });
    expect(calls.find(call => call.path === 'restore.unlock')?.input).toMatchObject({ place: { kind: 'server', sheet: SHEET } });
    expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]))).not.toContain('secret-access-key');
    await page.getByText('En ny dator kan inte veta om det har funnits nyare', { exact: false }).waitFor();
    await page.getByText('2 säkerhetskopior kunde inte läsas eller är inte klinikens, och visas inte.').waitFor();
    await page.getByText('1 säkerhetskopia saknas mitt i serien.').waitFor();
    await shot('restore-unread');
  });

  it('takes the sheet typed line by line, and says in the store’s own words why the server says no', async () => {
    const { page, calls } = await openAtServer(WHOLE, { more: { 'restore.inspect': (input: { place: { sheet: string } }) => { if (input.place.sheet.startsWith('endpoint')) throw new Refusal('server.secretWrong'); return FOUND; } } });
    await page.getByRole('button', { name: 'Tillbaka' }).click();
    await page.getByRole('button', { name: 'Tillbaka' }).click();
    await page.getByRole('button', { name: 'Skriv av bladet rad för rad' }).click();
    for (const [label, value] of [['Adress (endpoint)', 'https://s3.example.se'], ['Region', 'se'], ['Bucket', 'klinik'], ['Nyckel-id (access-key-id)', 'AK'], ['Hemlig nyckel (secret-access-key)', 'SK']] as const) await page.getByLabel(label).fill(value);
    await shot('restore-server-fields');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Titta på servern' }).press('Enter');
    await page.getByRole('alert').waitFor({ timeout: 15_000 });
    expect(calls.filter(call => call.path === 'restore.inspect').at(-1)?.input).toEqual({ place: { kind: 'server', sheet: 'endpoint: https://s3.example.se\nregion: se\nbucket: klinik\naccess-key-id: AK\nsecret-access-key: SK' } });
    await shot('restore-server-refused');
  });

  it.each(['sv', 'en'] as const)('shows both newest states of a fork and chooses none; two named persons decide, %s', async language => {
    const sv = language === 'sv';
    const confirmed: RestoreOffer = { ...FORKED, confirmed: { reason: 'forked', persons: ['Maria Ek', 'Nils Al'], secondKey: 'card' } };
    const { page, calls } = await openAtServer(FORKED, { language, more: { 'restore.confirm': confirmed } });
    await page.getByText(sv ? 'Kliniken har 2 nyaste lägen' : 'The clinic has 2 newest states').waitFor();
    await shot(`restore-fork-${language}`);
    await expectAccessible(page);
    await expectNoSideScroll(page);
    expect(calls.some(call => call.path === 'restore.start')).toBe(false);
    await page.getByRole('grid').press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(sv ? 'Första personens namn' : 'Name of the first person').fill('Maria Ek');
    await dialog.getByLabel(sv ? 'Andra personens namn' : 'Name of the second person').fill('Nils Al');
    await dialog.getByText(sv ? 'Eget kort' : 'Own card', { exact: true }).click();
    await dialog.getByLabel(sv ? 'PIN-kod för legitimering' : /PIN/).fill('123456');
    await shot(`restore-two-${language}`);
    await expectAccessible(page);
    await dialog.getByRole('button', { name: sv ? 'Bekräfta och återställ' : 'Confirm and restore' }).click();
    await title(page, sv ? 'Återställer' : 'Restoring');
    expect(calls.find(call => call.path === 'restore.confirm')?.input).toEqual({ generationId: '0a1b2c3d4e5f6071/31', persons: ['Maria Ek', 'Nils Al'], secondKey: { pin: '123456' } });
  });

  it('a receipt tells that newer backups are gone, and a second place is opened with the same key', async () => {
    const gone: RestoreOffer = { ...WHOLE, choices: WHOLE.choices.map(one => ({ ...one, confirm: 'rolledBack' as const })), expected: [{ by: 'receipt', seq: 34, createdAt: null, verdict: 'gone' }] };
    const { page, calls } = await openAtServer(WHOLE, {
      more: {
        'restore.compareReceipt': (input: { text: string }) => { if (input.text !== '34-9F2C-4A10') throw new Refusal('restore.receiptWrong'); return gone; },
        'restore.addPlace': { ...gone, otherPlace: '/mnt/usb/Klinikbok-backup' },
      },
    });
    await page.getByRole('button', { name: 'Jämför med kvitto …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Kvittots kod').fill('34');
    await dialog.getByRole('button', { name: 'Jämför' }).click();
    await dialog.getByText('Det är inget kvitto på en säkerhetskopia', { exact: false }).waitFor({ timeout: 15_000 });
    await dialog.getByLabel('Kvittots kod').fill('34-9F2C-4A10');
    await shot('restore-receipt');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Jämför' }).click();
    await page.getByText('Kvittot visar kopia nummer 34', { exact: false }).waitFor({ timeout: 15_000 });
    await page.getByRole('button', { name: 'Öppna en plats till …' }).click();
    await dialog.getByRole('textbox', { name: 'Mapp' }).fill('/mnt/usb');
    await shot('restore-other-place');
    await dialog.getByRole('button', { name: 'Öppna', exact: true }).click();
    await page.getByText('Delar som saknas hämtas också från /mnt/usb/Klinikbok-backup.').waitFor({ timeout: 15_000 });
    await shot('restore-rolled-back');
    await expectAccessible(page);
    expect(calls.find(call => call.path === 'restore.addPlace')?.input).toEqual({ place: { kind: 'folder', path: '/mnt/usb' } });
    await page.getByRole('grid').press('Enter');
    await page.getByRole('dialog').getByText('Nyare säkerhetskopior borde finnas här.', { exact: false }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: /Avbryt|Stäng/ }).first().click();
    expect(calls.some(call => call.path === 'restore.start')).toBe(false);
  });
});
