import { describe, expect, it } from 'vitest';

import type { BackupStatus } from '#shared/contract/backup.ts';
import type { TargetStatus } from '#shared/domain/backup/target-status.ts';
import { openFakeClinic, type Answers, type FakePage } from '#test/support/fake-clinic.ts';
import { anOpenSession, baseAnswers } from '#test/support/fake-session.ts';

import { expectAccessible, expectNoSideScroll } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';
import { aGeneration, aServer, aStatus, aTarget, before, GENERATIONS, NOW, PROTECTED } from './backup-answers.ts';

const DAY = 60 * 24;
const { keep, shot } = oneScreen();

async function openAt({ status, place = '/backup', language = 'sv', scheme = 'light', more = {} }: { status: BackupStatus; place?: string; language?: 'sv' | 'en'; scheme?: 'light' | 'dark'; more?: Answers }): Promise<FakePage> {
  const open = keep(await openFakeClinic({ ...baseAnswers(anOpenSession(['administrator'], { place, language })), 'backup.status': status, 'backup.generations': GENERATIONS, ...more }, { now: NOW, colorScheme: scheme }));
  await open.page.locator('nav').waitFor();
  return open;
}
const becomes = async ({ answers, send }: FakePage, status: BackupStatus) => {
  answers['backup.status'] = status;
  await send({ type: 'changed', areas: ['backup'] });
};
const contents = { at: before(60), generations: 412, oldestAt: before(DAY * 416), newestAt: before(64), unread: [], gone: [] };
const server = (serverDays: number | null | undefined, target: Partial<TargetStatus> = {}) =>
  aServer({ protection: { at: before(60), report: { ...PROTECTED, ...(serverDays === undefined ? {} : { serverDays }) }, lostAt: null } }, target);

describe('how long a place keeps backups (design/backup.md, retention)', () => {
  it.each([['sv', 'light'], ['en', 'dark']] as const)('a folder says how long, which is the oldest, what goes next and what lies there that is wrong, %s %s', async (language, scheme) => {
    const faulty = {
      ...contents, unread: [{ machineId: 'm', seq: 14, reason: 'backup.placeDamaged' as const }, { machineId: 'm', seq: 15, reason: 'restore.signatureWrong' as const }], gone: [{ machineId: 'm', seq: 77 }],
    };
    const disk = aTarget({ id: '01990000-0000-7000-8000-000000000003', name: 'Röd disk', retentionDays: 1000, contents: faulty, expiry: { at: before(60), generations: 0, bytes: 0, heldBack: 'unread' } });
    const opened = await openAt({ language, scheme, status: aStatus({ targets: [aTarget({ retentionDays: 420, contents, expiry: { at: before(60), generations: 3, bytes: 9, heldBack: null } }), disk] }) });
    const { page } = opened;
    for (const fact of language === 'sv' ? ['Sparas i 420 dygn, minst de 30 senaste ·', 'nästa gallras tidigast 2026-11-27 ·', '3 kopior gallrades 2026-11-23'] : ['Kept for 420 days, at least the newest 30 ·', 'next expires 2026-11-27 at the earliest ·', '3 backups expired 2026-11-23']) await page.getByText(fact, { exact: true }).waitFor();
    expect(await page.getByText(language === 'sv' ? 'äldsta kopian 2025-10-03' : 'oldest backup 2025-10-03', { exact: false }).count()).toBe(2);
    await page.getByText(language === 'sv' ? '2 kopior går inte att läsa: nr 14 (skadad), nr 15 (fel underskrift). De andra påverkas inte.' : '2 backups cannot be read: no. 14 (damaged), no. 15 (wrong signature). The others are not affected.').waitFor();
    await page.getByText(language === 'sv' ? 'En kopia som borde finnas saknas: nr 77.' : 'One backup that should be here is missing: no. 77.').waitFor();
    await becomes(opened, aStatus({ targets: [aTarget({ contents: { ...contents, oldestAt: before(DAY * 430) } }), disk] }));
    await page.getByText(language === 'sv' ? 'Inget gallras förrän den nyaste kopian är helt provåterställd.' : 'Nothing expires before the newest backup has been restored whole on trial.').waitFor();
    await page.getByText(language === 'sv' ? 'Bara en del gallras' : 'Only some backups expire', { exact: false }).waitFor();
    await shot(`retention-${language}`);
    await expectAccessible(page);
    await expectNoSideScroll(page);
  });

  it('a server says when it deletes by itself, that it does not, or that somebody has to ask; the rules for the provider are at hand', async () => {
    const opened = await openAt({ status: aStatus({ targets: [server(490)] }), more: { 'backup.confirmLocks': {} } });
    const { page } = opened;
    await page.getByText('Servern gallrar kopior efter 490 dygn').waitFor();
    await becomes(opened, aStatus({ targets: [server(null)] }));
    await page.getByText('Servern gallrar inget').waitFor();
    await becomes(opened, aStatus({ targets: [server(undefined, { retentionDays: 600 })] }));
    await page.getByText('Fråga leverantören: tidigast efter 690 dygn, och aldrig archive/.', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Mer om Hetzner Falkenstein' }).click();
    await page.getByRole('menuitem', { name: 'Gallringsregler …' }).click();
    const rules = await page.getByRole('dialog').getByLabel('Regler (lifecycle)').inputValue();
    expect(JSON.parse(rules)).toMatchObject({ Rules: [{ Filter: { Prefix: 'c1/m/' }, Expiration: { Days: 690 } }, {}, {}] });
    await page.getByText('Låset på archive/ bör förlängas en gång om året', { exact: false }).waitFor();
    await shot('retention-rules');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    // the clinic's own key may touch no lock: once a year somebody has to ask
    expect(await page.getByRole('button', { name: 'Låset är förlängt' }).count()).toBe(0);
    await becomes(opened, aStatus({ targets: [server(490, { addedAt: before(DAY * 400) })] }));
    await page.getByRole('button', { name: 'Låset är förlängt' }).press('Enter');
    await expect.poll(() => opened.calls.find(call => call.path === 'backup.confirmLocks')?.input, { timeout: 15_000 }).toEqual({ targetId: aServer().id });
    // nobody makes backups any more: what the server will do about it is said before everything else
    await becomes(opened, aStatus({ targets: [aTarget(), server(490, { last: aGeneration(20, DAY * 410) })] }));
    await page.getByRole('status').getByText('Hetzner Falkenstein: Om 20 dygn börjar servern radera de sista kopiorna').waitFor();
    await page.getByRole('button', { name: 'Servern raderar snart de sista kopiorna' }).waitFor();
    await shot('retention-expiring');
  });

  it('is chosen per place between 400 days and ten years, with what the number means', async () => {
    const { page, calls } = await openAt({ status: aStatus({}, { contents }), more: { 'backup.renameTarget': {} } });
    await page.getByRole('button', { name: 'Mer om NAS i förrådet' }).click();
    await page.getByRole('menuitem', { name: 'Ändra namn och spartid …' }).click();
    const field = page.getByRole('dialog').getByLabel('Spara kopior i antal dygn');
    await field.fill('90');
    await page.getByText('Skriv ett tal mellan 400 och 3 650.').waitFor();
    expect(await page.getByRole('button', { name: 'Spara', exact: true }).isDisabled()).toBe(true);
    await shot('retention-edit');
    await expectAccessible(page);
    await field.fill('730');
    await field.press('Enter');
    await expect.poll(() => calls.find(call => call.path === 'backup.renameTarget')?.input, { timeout: 15_000 }).toMatchObject({ name: 'NAS i förrådet', retentionDays: 730 });
  });
});

describe('the monthly receipt (security.md §3.6)', () => {
  const PDF = { 'backup.printReceipt': { pdfBase64: 'JVBERi0xLjQK', code: '31-ABAB-ABAB' } };
  const inputOf = ({ calls }: FakePage) => calls.filter(call => call.path === 'backup.printReceipt').map(call => call.input);
  const OF_NEWEST = [{ generationId: 'machine/31', repositoryId: 'repository-1' }];

  it('is asked for on the start page when a month has passed, and printed there; on the screen of backups with one key', async () => {
    const opened = await openAt({ place: '/', status: aStatus({ receiptPrintedAt: before(DAY * 40) }), more: PDF });
    const { page } = opened;
    await page.getByText('Dags att skriva ut ett nytt kvitto på säkerhetskopian: det senaste skrevs ut för 40 dygn sedan.').waitFor();
    await shot('receipt-due-start');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Skriv ut kvitto' }).press('Enter');
    await expect.poll(() => inputOf(opened), { timeout: 15_000 }).toEqual(OF_NEWEST);
    await becomes(opened, aStatus({ receiptPrintedAt: before(60 * 24 * 9) }));
    await expect.poll(() => page.getByText('kvitto', { exact: false }).count(), { timeout: 15_000 }).toBe(0);
    await page.getByRole('button', { name: 'Visa', exact: true }).press('Enter');
    await page.getByText('Kvittot på säkerhetskopian skrevs senast ut för 9 dygn sedan.', { exact: false }).waitFor();
    await page.keyboard.press('Control+p');
    await expect.poll(() => inputOf(opened), { timeout: 15_000 }).toEqual([...OF_NEWEST, ...OF_NEWEST]);
    await becomes(opened, aStatus({ receiptPrintedAt: null }));
    await page.getByText('Kvittot på den nyaste säkerhetskopian är inte utskrivet än.').waitFor();
    await shot('receipt-none');
    await expectAccessible(page);
    await expectNoSideScroll(page);
  });
});
