import { describe, expect, it } from 'vitest';

import type { OutputOf } from '#renderer/client/index.ts';
import { openFakeClinic, type Answers, type FakePage } from '#test/support/fake-clinic.ts';
import { anOpenSession, baseAnswers } from '#test/support/fake-session.ts';
import { expectAccessible, expectNoSideScroll } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';

const NOW = '2026-11-22T09:00:00.000Z';
const PATIENT = '0192f000-0000-7000-8000-000000000001';
const { keep, shot } = oneScreen();

async function openScreen(answers: Answers, language: 'sv' | 'en' = 'sv', colorScheme: 'light' | 'dark' = 'light'): Promise<FakePage> {
  const open = keep(await openFakeClinic({ ...baseAnswers(anOpenSession(['administrator'], { place: '/destruction', language })), 'destruction.state': STATE, ...answers }, { now: NOW, colorScheme }));
  await open.page.locator('nav').waitFor();
  return open;
}

const person = (name: string, at: string) => ({ name, title: 'Verksamhetschef', at });
const COUNTS = { notes: 12, versions: 31, documents: 2, attachments: 3, papers: 1, warnings: 1, medications: 0, given: 0, copies: 1, remarks: 4 };
const ONE = {
  authority: 'ivo', caseNumber: '8.4.2-12345/2026', decidedOn: '2026-11-16', scope: 'journal', entries: 0, patient: '19811218-9876 Åsa Karlsson', asked: person('Maria Ek', '2026-11-20T08:00:00.000Z'),
  isOwn: false, withdrawn: null, confirmed: null, counts: null, replayedAt: null, hasPaper: true,
} as const;
const STATE: OutputOf<'destruction', 'state'> = {
  places: [{ name: 'NAS på kontoret', newestAt: NOW, keepsDays: 400 }, { name: 'Server i Helsingfors', newestAt: NOW, keepsDays: 580 }],
  destructions: [
    { ...ONE, chosen: [], id: '0192f000-0000-7000-8000-000000000011' },
    { ...ONE, chosen: [], id: '0192f000-0000-7000-8000-000000000012', patient: '19700101-2393 Bo Berg', caseNumber: '8.4.2-99/2026', confirmed: person('Nils Al', '2026-11-18T08:00:00.000Z'), counts: COUNTS },
  ],
};
const FOUND: OutputOf<'destruction', 'find'> = {
  patientId: PATIENT, patient: '19811218-9876 Åsa Karlsson',
  entries: [{ kind: 'note', id: '0192f000-0000-7000-8000-000000000021', at: '2026-11-01T08:00:00.000Z', type: 'visit', author: 'Eva Lind' }, { kind: 'attachment', id: '0192f000-0000-7000-8000-000000000022', at: '2026-10-01T08:00:00.000Z', type: 'photo', author: 'Eva Lind' }],
};

describe('destruction by decision (J-09)', () => {
  it.each([['sv', 'light'], ['en', 'dark']] as const)('shows what waits, what was destroyed and when the last backup lets it go, accessible and fitting, %s %s', async (language, colorScheme) => {
    const { page } = await openScreen({}, language, colorScheme);
    await page.getByText(language === 'sv' ? 'Bara IVO eller domstol kan besluta' : 'Only IVO or a court can decide').waitFor();
    await page.getByText(language === 'sv' ? 'NAS på kontoret: senast 2027-12-23' : 'NAS på kontoret: at the latest 2027-12-23').waitFor();
    await shot(`destruction-${language}`);
    await expectAccessible(page);
    await expectNoSideScroll(page);
  });

  it('tells the second person on the start page, and opens with Enter; while nothing waits for them it is not there', async () => {
    const start = (count: number) => openFakeClinic({ ...baseAnswers(anOpenSession(['administrator'])), 'destruction.state': STATE, 'destruction.toConfirm': { count } }, { now: NOW });
    const { page } = keep(await start(1));
    const row = page.getByText('Ett beslut om förstöring väntar på att du bekräftar det');
    await row.waitFor();
    await shot('destruction-start');
    await page.getByRole('button', { name: 'Till beslutet' }).press('Enter');
    await page.getByText('Bara IVO eller domstol kan besluta').waitFor();
    const none = keep(await start(0));
    await none.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await none.page.getByText('väntar på att du bekräftar').count()).toBe(0);
  });

  it('refuses what the clinic wants with the law’s reason; takes a decision in by number, single entries chosen without their text, what goes and what stays, by keyboard', async () => {
    const { page, calls } = await openScreen({ 'destruction.find': FOUND, 'destruction.preview': COUNTS, 'destruction.ask': { id: PATIENT } });
    await page.getByRole('button', { name: 'Lägg in ett beslut' }).press('Enter');
    await expect.poll(() => page.getByLabel('IVO (Inspektionen för vård och omsorg)').evaluate(element => element === document.activeElement), { timeout: 15_000 }).toBe(true);
    await page.getByLabel('Kliniken eller vårdgivaren').check();
    await page.getByText('patientdatalagen 3 kap. 14 §', { exact: false }).waitFor();
    expect(await page.getByLabel('Patientens personnummer').count()).toBe(0);
    await shot('destruction-refused');
    await page.getByLabel('IVO (Inspektionen för vård och omsorg)').check();
    await page.getByLabel('Patientens personnummer').fill('19811218-9876');
    await page.getByLabel('Patientens personnummer').press('Enter');
    await page.getByLabel('Diarienummer').fill('8.4.2-12345/2026');
    await page.getByLabel('Beslutets datum').fill('2026-11-16');
    await page.getByLabel('Beslutets datum').press('Tab');
    await page.locator('input[type=file]').setInputFiles({ name: 'skanning.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(10_000_001) });
    await page.getByRole('alert').getByText('Filen är större än 10 MB', { exact: false }).waitFor();
    expect(await page.getByRole('button', { name: 'Lägg in för bekräftelse' }).isDisabled()).toBe(true);
    await page.locator('input[type=file]').setInputFiles({ name: 'beslut.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 beslut') });
    expect(await page.getByRole('button', { name: 'Lägg in för bekräftelse' }).isDisabled()).toBe(true); // the scope is never chosen beforehand
    expect(await page.getByLabel('Hela journalen').isChecked()).toBe(false);
    await page.getByLabel('Enskilda uppgifter').check();
    await page.getByRole('checkbox', { name: 'Anteckning 2026-11-01 09:00, Eva Lind' }).check();
    await page.getByText('12 anteckningar').waitFor();
    await page.getByText('Åtkomstloggen (minst 5 år).').waitFor();
    await shot('destruction-form');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Lägg in för bekräftelse' }).press('Enter');
    await page.getByRole('button', { name: 'Lägg in ett beslut' }).waitFor();
    expect(calls.find(call => call.path === 'destruction.ask')?.input).toMatchObject({ decider: 'ivo', patientId: PATIENT, scope: 'entries', entries: [{ kind: 'note', id: FOUND.entries[0]?.id }], caseNumber: '8.4.2-12345/2026', decidedOn: '2026-11-16' });
  });

  it('the second person confirms only after saying that the decision was read, and proves who they are', async () => {
    const [waits, done] = STATE.destructions;
    const { page, calls } = await openScreen({ 'destruction.state': { ...STATE, destructions: [{ ...waits!, scope: 'entries', entries: 1, chosen: FOUND.entries.slice(0, 1) }, done!] }, 'destruction.confirm': COUNTS });
    await page.getByRole('button', { name: 'Bekräfta och förstör …' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Anteckning 2026-11-01 09:00, Eva Lind').waitFor(); // which entries, to be held against the paper
    const pin = dialog.getByLabel('Din PIN-kod, eller engångskod om du loggade in utan kort');
    expect(await pin.isDisabled()).toBe(true);
    // The focus begins in the dialog, and all of it goes by keyboard.
    const hasRead = dialog.getByRole('checkbox', { name: /^Jag har läst beslutet/ });
    await expect.poll(() => hasRead.evaluate(element => element === document.activeElement), { timeout: 15_000 }).toBe(true);
    await page.keyboard.press('Space');
    expect(await hasRead.isChecked()).toBe(true);
    await expect.poll(() => pin.evaluate(element => element === document.activeElement), { timeout: 15_000 }).toBe(true);
    await shot('destruction-confirm');
    await expectAccessible(page);
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => page.getByRole('button', { name: 'Lägg in ett beslut' }).evaluate(element => element === document.activeElement), { timeout: 15_000 }).toBe(true);
    expect(calls.find(call => call.path === 'destruction.confirm')?.input).toEqual({ id: STATE.destructions[0]?.id, secret: '123456' });
  });
});
