import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { BackupStatus } from '#shared/contract/backup.ts';
import type { Role } from '#shared/domain/permissions.ts';
import { openFakeClinic, Refusal, type Answers, type FakePage } from '#test/support/fake-clinic.ts';
import { anOpenSession, baseAnswers } from '#test/support/fake-session.ts';

import { expectAccessible, expectNoSideScroll, focused } from '../support/accessibility.ts';
import { oneScreen, picture } from '../support/one-screen.ts';
import { aCertificate, aGeneration, aServer, aStatus, aTarget, before, GENERATIONS, NEWEST, NOW, UNPROTECTED } from './backup-answers.ts';

const { keep, shot } = oneScreen();

interface Opening {
  readonly status?: BackupStatus;
  readonly place?: string;
  readonly roles?: readonly Role[];
  readonly language?: 'sv' | 'en';
  readonly options?: Parameters<typeof openFakeClinic>[1];
  readonly more?: Answers;
}

/** A page that the test looks after. */
async function openWith({ status = aStatus(), place = '/backup', roles = ['administrator'], language = 'sv', options = {}, more = {} }: Opening = {}): Promise<FakePage> {
  const open = await openFakeClinic({ ...baseAnswers(anOpenSession(roles, { place, language })), 'backup.status': status, 'backup.generations': GENERATIONS, ...more }, { now: NOW, ...options });
  await open.page.locator('nav').waitFor();
  return open;
}
const openAt = async (opening: Opening = {}): Promise<FakePage> => keep(await openWith(opening));
const PROVEN = 'Återställningsbar: provåterställd på 4 min 12 s, för 1 timme sedan';
const heading = (page: FakePage['page'], text: string | RegExp) => page.getByRole('status').getByText(text).waitFor({ timeout: 15_000 });
/** Core's answer changed, and core says so. */
const becomes = async ({ answers, send }: FakePage, status: BackupStatus) => {
  answers['backup.status'] = status;
  await send({ type: 'changed', areas: ['backup'] });
};

describe('the backup screen (J-20, task 4C 1)', () => {
  it.each([['sv', 'light', PROVEN], ['en', 'dark', 'Restorable: restored on trial in 4 min 12 s, 1 hour ago']] as const)('says in one line that the clinic can be restored, accessible and fitting, %s %s', async (language, colorScheme, line) => {
    const { page } = await openAt({ language, options: { colorScheme } });
    await heading(page, line);
    await page.getByText('/mnt/nas/klinikbok', { exact: false }).waitFor();
    await page.getByText(language === 'sv' ? 'Provåterställd på 4 min 12 s' : 'Restored on trial, 4 min 12 s').first().waitFor();
    expect(await page.getByText(language === 'sv' ? 'Säkerhetskopia 1 h sedan, återställningsbar' : 'Backup 1 h ago, restorable').count()).toBe(1);
    await shot(`backup-fresh-${language}`);
    await expectAccessible(page);
    await expectNoSideScroll(page);
  });

  it('turns red in the status line and on the start page when a run fails, without any window', async () => {
    const opened = await openAt({ place: '/' });
    const { page } = opened;
    await page.getByText('Återställningsbar, gjord för 1 timme sedan på NAS i förrådet', { exact: false }).waitFor();
    await shot('backup-widget-fresh');
    await becomes(opened, aStatus({}, { attempt: { runId: 'r', startedAt: before(3), endedAt: before(2), trigger: 'manual', outcome: 'failed', errorCode: 'backup.placeFull' } }));
    const item = page.getByRole('button', { name: 'Säkerhetskopieringen misslyckades 2 min sedan' });
    await item.waitFor({ timeout: 15_000 });
    const colours = await page.evaluate(() => ({ danger: getComputedStyle(document.documentElement).getPropertyValue('--kb-danger').trim() }));
    expect(colours.danger).toBe('#a3262a');
    expect(await item.evaluate(element => getComputedStyle(element).color)).toBe('rgb(163, 38, 42)');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await shot('backup-widget-failed');
    await expectAccessible(page);
    await item.press('Enter');
    await page.getByRole('heading', { name: 'Säkerhetskopior', level: 1 }).waitFor();
  });

  it('is not shown to a receptionist, who may not run backups', async () => {
    const { page, calls } = await openAt({ place: '/', roles: ['receptionist'] });
    await page.getByRole('contentinfo').waitFor();
    expect(calls.filter(call => call.path === 'backup.status')).toEqual([]);
  });

  it('begins with its key, shows bytes, and may be left running', async () => {
    const opened = await openAt({ more: { 'backup.run': { runId: 'r2' } } });
    const { page, calls, send } = opened;
    await heading(page, /Återställningsbar/);
    await page.keyboard.press('Control+b');
    await expect.poll(() => calls.filter(call => call.path === 'backup.run').length, { timeout: 15_000 }).toBe(1);
    await becomes(opened, aStatus({ running: { job: 'backup', phase: 'preparing', done: 0, total: 1, targetId: 't', targetName: 'NAS i förrådet', number: 1, of: 1 } }));
    await send({ type: 'progress', job: 'backup', phase: 'copying', done: 48_000_000, total: 182_400_000 });
    await page.getByText('48,0 MB av 182 MB').waitFor({ timeout: 15_000 });
    await page.getByText('Du kan arbeta vidare. Kopieringen fortsätter i bakgrunden.').waitFor();
    await page.getByText('Säkerhetskopierar, 26 %').waitFor();
    expect(await page.getByRole('button', { name: /Säkerhetskopiera nu/ }).isDisabled()).toBe(true);
    await shot('backup-running');
    await expectAccessible(page);
    await page.keyboard.press('Control+b');
    await becomes(opened, aStatus());
    await expect.poll(() => page.getByText('Du kan arbeta vidare').count(), { timeout: 15_000 }).toBe(0);
    expect(calls.filter(call => call.path === 'backup.run')).toHaveLength(1);
  });

  it('says why when it cannot begin', async () => {
    const { page } = await openAt({ more: { 'backup.run': () => { throw new Refusal('backup.running'); } } });
    await page.getByRole('button', { name: /Säkerhetskopiera nu/ }).click();
    await page.getByRole('alert').getByText('En säkerhetskopiering pågår redan.').waitFor({ timeout: 15_000 });
  });

  it('has words and the way on when there is no place and no backup yet', async () => {
    const { page } = await openAt({ status: aStatus({ targets: [], last: null, certificate: null, lastFullProof: null, attempt: null, nextRunAt: null, generations: 0 }), more: { 'backup.generations': [] } });
    await heading(page, 'Ingen plats för säkerhetskopior är vald');
    await page.getByText('Inga säkerhetskopior än.').waitFor();
    await page.getByText('Ingen plats är vald.').waitFor();
    await page.getByRole('button', { name: 'Lägg till mapp …' }).waitFor();
    await shot('backup-empty');
    await expectAccessible(page);
  });

  it('looks at a folder and describes it before it can be chosen, by keyboard', async () => {
    const reports: Record<string, object> = {
      '/mnt/usb': { path: '/mnt/usb', repositoryPath: '/mnt/usb/Klinikbok-backup', state: 'occupied', freeBytes: 64_000_000_000, generations: 0 },
      '/mnt/other': { path: '/mnt/other', repositoryPath: '/mnt/other', state: 'foreign', freeBytes: 1e9, generations: 0 },
    };
    const { page, calls } = await openAt({ more: { 'backup.checkPlace': (input: { path: string }) => reports[input.path], 'backup.addFolder': { targetId: 't', report: reports['/mnt/usb'] } } });
    await page.getByRole('button', { name: 'Lägg till mapp …' }).press('Enter');
    const field = page.getByRole('dialog').getByLabel('Mapp');
    await field.fill('/mnt/other');
    await field.press('Enter');
    await page.getByText('Här ligger en annan kliniks säkerhetskopior.').waitFor({ timeout: 15_000 });
    expect(await page.getByRole('button', { name: 'Lägg till mappen' }).count()).toBe(0);
    await shot('backup-place-foreign');
    await field.fill('/mnt/usb');
    await field.press('Enter');
    await page.getByText('Säkerhetskopiorna läggs i /mnt/usb/Klinikbok-backup.').waitFor({ timeout: 15_000 });
    await shot('backup-place-usable');
    await expectAccessible(page);
    expect(calls.filter(call => call.path === 'backup.addFolder')).toEqual([]);
    await page.getByLabel('Disken bärs bort ibland').check();
    await field.press('Enter');
    await expect.poll(() => calls.find(call => call.path === 'backup.addFolder')?.input, { timeout: 15_000 }).toEqual({ path: '/mnt/usb', name: 'mnt/usb', absenceDays: 7 });
    await expect.poll(() => focused(page), { timeout: 15_000 }).toBe('Lägg till mapp …');
  });

  it('begins a new series after copies were rolled back only once its price was told, with the safe choice first', async () => {
    const attempt = { runId: 'r', startedAt: before(3), endedAt: before(2), trigger: 'nightly', outcome: 'failed', errorCode: 'backup.placeRolledBack' } as const;
    const { page, calls } = await openAt({ status: aStatus({}, { attempt }), more: { 'backup.startOver': {} } });
    await heading(page, /äldre säkerhetskopior än väntat/);
    await page.getByRole('button', { name: 'Mer om NAS i förrådet' }).click();
    await page.getByRole('menuitem', { name: 'Börja en ny serie här …' }).click();
    await page.getByText('Det som ligger där nu raderas inte.', { exact: false }).waitFor();
    await expect.poll(() => focused(page), { timeout: 15_000 }).toBe('Ändra inget');
    await shot('backup-start-over');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Börja en ny serie', exact: true }).click();
    await expect.poll(() => calls.find(call => call.path === 'backup.startOver')?.input, { timeout: 15_000 }).toEqual({ targetId: aTarget().id });
  });

  it('saves a time of the schedule as it is typed in', async () => {
    const { page, calls } = await openAt({ more: { 'backup.setSchedule': (input: unknown) => input } });
    const field = page.getByLabel('Tid på natten');
    await field.fill('330');
    await field.press('Enter');
    await expect.poll(() => calls.find(call => call.path === 'backup.setSchedule')?.input, { timeout: 15_000 }).toEqual({ nightly: true, nightlyAt: '03:30', dayEndAfter: '16:00' });
  });
});

const two = (over: Parameters<typeof aStatus>[0] = {}, server: Parameters<typeof aServer>[0] = {}, more: Parameters<typeof aServer>[1] = {}) => aStatus({ targets: [aTarget(), aServer(server, more)], ...over });
const aDisk = (days: number, waiting: 'away' | null = null) =>
  aStatus({ targets: [aTarget(), aTarget({ id: '01990000-0000-7000-8000-000000000003', name: 'Röd disk', absenceDays: 7, problem: 'backup.placeMissing', waiting, last: aGeneration(20, 60 * 24 * days) })] });

describe('several places (XM-61, DC-30)', () => {
  it.each([['sv', 'light'], ['en', 'dark']] as const)('each has its sign, its words and where its data lie, accessible and fitting, %s %s', async (language, colorScheme) => {
    const { page } = await openAt({ language, status: two(), options: { colorScheme } });
    await page.getByRole('heading', { name: 'Hetzner Falkenstein' }).waitFor();
    await page.getByText(language === 'sv' ? 'fsn1.your-objectstorage.com, nackrosen/c1/' : 'fsn1.your-objectstorage.com, nackrosen/c1/', { exact: false }).waitFor();
    await page.getByText('…7QXA', { exact: false }).waitFor();
    expect(await page.getByText(language === 'sv' ? 'Skyddad' : 'Protected', { exact: true }).count()).toBe(1);
    await page.getByRole('cell', { name: language === 'sv' ? 'Tyskland' : 'Germany' }).waitFor();
    expect(await page.getByText(language === 'sv' ? 'Säkerhetskopiorna ligger på en enda plats' : 'The backups lie in one single place', { exact: false }).count()).toBe(0);
    await shot(`backup-two-${language}`);
    await expectAccessible(page);
    await expectNoSideScroll(page);
  });

  it('asks before the last place is removed, with the safe choice first', async () => {
    const { page, calls } = await openAt({ more: { 'backup.removeTarget': {} } });
    await page.getByRole('button', { name: 'Mer om NAS i förrådet' }).click();
    await page.getByRole('menuitem', { name: 'Ta bort platsen …' }).click();
    await page.getByText('Det är den enda platsen.', { exact: false }).waitFor();
    await expect.poll(() => focused(page), { timeout: 15_000 }).toBe('Behåll platsen');
    await shot('backup-remove-last');
    await page.getByRole('button', { name: 'Ta bort platsen', exact: true }).click();
    await expect.poll(() => calls.find(call => call.path === 'backup.removeTarget')?.input, { timeout: 15_000 }).toEqual({ targetId: aTarget().id });
  });

  it('limits what goes to servers, and pauses it for half a day', async () => {
    const { page, calls } = await openAt({ status: two(), more: { 'backup.setLimits': (input: unknown) => input } });
    await page.getByRole('button', { name: 'Pausa sändningen i 12 timmar' }).click();
    await expect.poll(() => calls.find(call => call.path === 'backup.setLimits')?.input, { timeout: 15_000 }).toMatchObject({ serversPausedUntil: '2026-11-23T21:00:00.000Z' });
    await page.getByLabel('Bara vissa tider').click();
    await expect.poll(() => calls.filter(call => call.path === 'backup.setLimits').at(-1)?.input, { timeout: 15_000 }).toMatchObject({ serverHours: { from: '18:00', to: '07:00' } });
  });
});

describe('the backup screen, left open while core’s answer changes,', () => {
  let shared: FakePage | undefined;
  beforeAll(async () => {
    shared = await openWith();
  });
  afterAll(async () => {
    expect(shared?.complaints).toEqual([]);
    await shared?.close();
  });

  it.each([
    ['a sample was read back', aStatus({}, { certificate: aCertificate(NEWEST, 60, { kind: 'light' }), lastFullProof: aCertificate(aGeneration(20, 20_000), 20_000) }), 'Återställningsbar: läst tillbaka i urval för 1 timme sedan', 'Hela databasen provåterställdes senast för 13 dygn sedan, på 4 min 12 s.'],
    ['a night was missed', aStatus({}, { last: aGeneration(30, 60 * 30) }), 'Säkerhetskopian är för gammal: gjord för 30 timmar sedan', /Kopiera nu/],
    ['two nights were missed', aStatus({}, { last: aGeneration(30, 60 * 50) }), 'Ingen säkerhetskopia på två dygn: den senaste gjordes för 2 dygn sedan', /Kopiera nu/],
    ['a run failed ten minutes ago', aStatus({}, { attempt: { runId: 'r', startedAt: before(12), endedAt: before(10), trigger: 'nightly', outcome: 'failed', errorCode: 'backup.verifyFailed' } }), 'Säkerhetskopieringen misslyckades för 10 minuter sedan', /kunde inte återställas vid kontrollen/],
    ['a lock cut a run off', aStatus({}, { attempt: { runId: 'r', startedAt: before(5), endedAt: null, trigger: 'manual', outcome: 'failed', errorCode: 'cancelled' } }), 'Säkerhetskopieringen avbröts för 5 minuter sedan', /tas igen av sig själv/],
    ['the disk is gone', aStatus({}, { freeBytes: null, problem: 'backup.placeMissing' }), 'Nästa säkerhetskopia kan inte göras', /Är disken ansluten/],
    ['the disk is full', aStatus({}, { freeBytes: 900_000, problem: 'backup.placeFull' }), 'Nästa säkerhetskopia kan inte göras', /är full/],
    ['another clinic uses the folder', aStatus({}, { freeBytes: 9e9, problem: 'backup.placeForeign' }), 'Nästa säkerhetskopia kan inte göras', /annan kliniks säkerhetskopior/],
    ['there is one single place (XM-61)', aStatus(), PROVEN, 'Säkerhetskopiorna ligger på en enda plats. Lägg till en till, helst på en annan adress.'],
    ['one of two places failed', two({}, {}, { attempt: { runId: 'r', startedAt: before(12), endedAt: before(10), trigger: 'nightly', outcome: 'failed', errorCode: 'server.secretWrong' } }), 'Hetzner Falkenstein: Säkerhetskopieringen misslyckades för 10 minuter sedan', 'På NAS i förrådet finns en återställningsbar kopia, gjord för 1 timme sedan.'],
    ['a server is out of reach', two({}, {}, { waiting: 'offline', attempt: { runId: 'r', startedAt: before(12), endedAt: before(10), trigger: 'nightly', outcome: 'failed', errorCode: 'server.unreachable' } }), /Hetzner Falkenstein: Servern nås inte just nu/, 'Programmet försöker igen av sig självt.'],
    ['a bucket is no longer protected', two({}, { protection: { at: before(20), report: UNPROTECTED, lostAt: before(20) } }), 'Hetzner Falkenstein: Platsen är inte längre skyddad', /rättigheter, lås eller gallring/],
    ['a server’s sheet was never printed', two({}, { sheet: null }), 'Hetzner Falkenstein: Serverbladet är inte utskrivet', /hittar ingen ny dator dit/],
    ['a carried disk is away too long', aDisk(9), 'Röd disk: Disken har inte varit ansluten på länge: senaste kopian gjordes för 9 dygn sedan', /Anslut disken/],
    ['a carried disk is away for a few days, which is no worry', aDisk(3, 'away'), PROVEN, /Kopian gjordes för 1 timme sedan/],
    ['what lies there is damaged', aStatus({}, { freeBytes: 9e9, problem: 'backup.placeDamaged' }), 'Nästa säkerhetskopia kan inte göras', /Journalerna på datorn är oskadda/],
  ] as const)('says so and what to do when %s', async (_what, status, line, detail) => {
    if (!shared) throw new Error('no page is open');
    await becomes(shared, aStatus());
    await heading(shared.page, PROVEN);
    await becomes(shared, status);
    const { page } = shared;
    await heading(page, line);
    await heading(page, detail);
    await picture(shared, `backup-${String(line).slice(0, 24).replace(/[^a-zåäö]+/gi, '-')}-${status.targets[0]?.problem ?? status.attempt?.errorCode ?? ''}`);
  });

  it('never calls an unprotected bucket safe, and says of a disk that is elsewhere just that', async () => {
    if (!shared) throw new Error('no page is open');
    const { page } = shared;
    await becomes(shared, two({}, { protection: { at: before(20), report: UNPROTECTED, lostAt: null } }));
    await page.getByText('Ej skyddad', { exact: true }).waitFor({ timeout: 15_000 });
    await page.getByText('Den som har klinikens nycklar kan förstöra kopiorna.', { exact: false }).waitFor();
    expect(await page.getByText('Skyddad', { exact: true }).count()).toBe(0);
    await becomes(shared, aDisk(3, 'away'));
    await page.getByText('Inte här just nu. Senaste kopian gjordes för 3 dygn sedan').waitFor({ timeout: 15_000 });
    await page.getByText('Disken är inte ansluten', { exact: false }).waitFor();
    await expectAccessible(page);
  });

  it('names the place that is being copied to, and no time left before five seconds of it', async () => {
    if (!shared) throw new Error('no page is open');
    const { page } = shared;
    await becomes(shared, two({ running: { job: 'backup', phase: 'copying', done: 0, total: 1, targetId: 't', targetName: 'Hetzner Falkenstein', number: 2, of: 2 } }));
    await shared.send({ type: 'progress', job: 'backup', phase: 'copying', done: 48_000_000, total: 182_400_000 });
    await page.getByText('Kopierar · Hetzner Falkenstein (2 av 2)').first().waitFor({ timeout: 15_000 });
    await page.getByText('48,0 MB av 182 MB').waitFor({ timeout: 15_000 });
    expect(await page.getByText('kvar', { exact: false }).count()).toBe(0);
  });
});
