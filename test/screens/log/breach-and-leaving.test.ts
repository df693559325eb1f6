import { describe, expect, it } from 'vitest';

import type { OutputOf } from '#renderer/client/index.ts';
import { openFakeClinic, type Answers, type FakePage } from '#test/support/fake-clinic.ts';
import { anOpenSession, baseAnswers } from '#test/support/fake-session.ts';
import { until } from '#test/support/until.ts';
import { expectAccessible, expectNoSideScroll } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';

const NOW = '2026-11-22T09:00:00.000Z';
const before = (hours: number) => new Date(Date.parse(NOW) - hours * 3_600_000).toISOString();
const { keep, shot } = oneScreen();

async function openAt(place: string, answers: Answers, language: 'sv' | 'en' = 'sv', colorScheme: 'light' | 'dark' = 'light'): Promise<FakePage> {
  const open = keep(await openFakeClinic({ ...baseAnswers(anOpenSession(['administrator'], { place, language })), ...answers }, { now: NOW, colorScheme }));
  await open.page.locator('nav').waitFor();
  return open;
}

const PLACES: OutputOf<'leaving', 'state'>['places'] = [
  { repositoryId: 'r1', name: 'NAS på kontoret', kind: 'folder', where: '/mnt/nas/klinikbok', provenAt: before(2), leftAt: null, left: null, isOnlyCopy: true, approvedBy: null },
  { repositoryId: 'r2', name: 'Server i Helsingfors', kind: 's3', where: 'https://hel1.your-objectstorage.com/eken/c1/', provenAt: null, leftAt: before(30), left: { objects: 214, bytes: 1.2e9, lockedObjects: 214, lockedBytes: 1.2e9, lastLockEndsAt: '2026-12-22T08:00:00.000Z' }, isOnlyCopy: false, approvedBy: null },
];
const LEAVING: OutputOf<'leaving', 'state'> = {
  places: PLACES, running: null, problem: null,
  exports: [{ id: 'e', at: before(240), path: '/media/usb/Klinikbok-export-2026-11-22', databaseBytes: 4.1e8, manifestSha256: 'a'.repeat(64), counts: { patients: 1204, notes: 8123, versions: 9000, log: 90_000 }, by: 'Maria Ek' }],
  certificates: [{ id: 'c', at: before(30), placeName: 'Server i Helsingfors', complete: false, leftObjects: 214, restGoesAt: '2026-12-22T08:00:00.000Z' }],
};

describe('leaving (G-18)', () => {
  it.each([['sv', 'light'], ['en', 'dark']] as const)('shows what to take along, what is locked until when and that the journal stays, accessible and fitting, %s %s', async (language, colorScheme) => {
    const { page } = await openAt('/leaving', { 'leaving.state': LEAVING }, language, colorScheme);
    await page.getByText(language === 'sv' ? '214 filer är låsta till 2026-12-22' : '214 files are locked until 2026-12-22', { exact: false }).first().waitFor();
    await page.getByText(language === 'sv' ? 'Journalen på den här datorn raderas aldrig här' : 'The journal on this computer is never deleted here').waitFor();
    await shot(`leaving-${language}`);
    await expectAccessible(page);
    await expectNoSideScroll(page);
  });

  it('counts before it deletes, and asks for the owner\'s keys, the name and that the journal stays', async () => {
    const { page, calls } = await openAt('/leaving', { 'leaving.state': LEAVING, 'leaving.survey': { objects: 214, bytes: 1.2e9, lockedObjects: 200, lockedBytes: 1.1e9, lastLockEndsAt: '2026-12-22T08:00:00.000Z' }, 'leaving.remove': {} });
    await page.getByRole('button', { name: 'Radera Server i Helsingfors' }).click();
    const dialog = page.getByRole('dialog');
    const count = dialog.getByRole('button', { name: 'Räkna vad som ligger där' });
    expect(await count.isDisabled()).toBe(true);
    await dialog.getByLabel('Ägarens nyckel-id (access key)').fill('OWNER');
    await dialog.getByLabel('Ägarens hemliga nyckel (secret key)').fill('hemligt');
    await count.click();
    await dialog.getByText('det sista låset upphör 2026-12-22', { exact: false }).waitFor();
    await shot('leaving-remove');
    await expectAccessible(page);
    const run = dialog.getByRole('button', { name: 'Radera', exact: true });
    expect(await run.isDisabled()).toBe(true);
    await dialog.getByLabel('Skriv platsens namn: Server i Helsingfors').fill('Server i Helsingfors');
    await dialog.getByLabel('Jag förstår att journalen på klinikens dator är kvar och ska bevaras').check();
    await run.click();
    await dialog.waitFor({ state: 'detached' });
    expect(calls.find(call => call.path === 'leaving.remove')?.input).toEqual({ repositoryId: 'r2', typedName: 'Server i Helsingfors', keepsJournal: true, owner: { accessKeyId: 'OWNER', secretAccessKey: 'hemligt' } });
  });
});

const REPORT: OutputOf<'breach', 'list'>[number] = {
  id: '0192f000-0000-7000-8000-000000000001', version: 2, createdAt: before(20), createdBy: 'Maria Ek', closedAt: null,
  draft: {
    title: 'Stulen bärbar dator', discoveredAt: before(20), scope: { kind: 'device', lostAt: before(24), workstation: 'RECEPTION-2' }, nature: 'En dator stals ur en låst bil.', contact: 'Karin Ask, 08-123 45 67',
    consequences: '', measures: '', notifiedAt: null, notNotifiedReason: '',
  },
};
const BREACH: Answers = {
  'breach.list': [REPORT], 'breach.workstations': { workstations: ['RECEPTION-2'] }, 'breach.save': { ...REPORT, version: 3 },
  'breach.count': { persons: 1204, records: 9311, listRows: 0, listShown: 0, byCategory: [{ category: 'identity', count: 1204 }, { category: 'note', count: 8123 }] },
};

describe('personal data breaches (G-12)', () => {
  it.each([['sv', 'light'], ['en', 'dark']] as const)('show how much of 24 and 72 hours is left, accessible and fitting, %s %s', async (language, colorScheme) => {
    const { page } = await openAt('/log/breaches', BREACH, language, colorScheme);
    await page.getByText(language === 'sv' ? /^(4 h 0|3 h 59) min kvar$/ : /^(4 h 0|3 h 59) min left$/).waitFor();
    await page.getByText(language === 'sv' ? /^(52 h 0|51 h 59) min kvar$/ : /^(52 h 0|51 h 59) min left$/).waitFor();
    await shot(`breaches-${language}`);
    await expectAccessible(page);
    await expectNoSideScroll(page);
  });

  it('count those affected, keep a draft and never lose what was written', async () => {
    const { page, calls } = await openAt('/log/breaches', { ...BREACH, 'staff.list': { people: [] } });
    await page.getByText('Stulen bärbar dator').last().dblclick();
    await page.getByRole('button', { name: 'Räkna berörda' }).click();
    await page.getByText('identitet 1 204, anteckningar 8 123').waitFor();
    await page.getByLabel('d) Vad ni har gjort och ska göra').fill('Kortet är spärrat.');
    await shot('breach-form');
    await expectAccessible(page);
    // saved by itself while it is written; the button only says so
    await until('the draft to be saved', () => calls.some(call => call.path === 'breach.save'));
    expect(calls.findLast(call => call.path === 'breach.save')?.input).toMatchObject({ id: REPORT.id, version: 2, draft: { ...REPORT.draft, measures: 'Kortet är spärrat.' } });
  });
});
