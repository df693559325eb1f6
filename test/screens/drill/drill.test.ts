import { describe, expect, it } from 'vitest';

import type { DrillStatus } from '#shared/contract/drill.ts';
import type { Role } from '#shared/domain/permissions.ts';
import { openFakeClinic, Refusal, type Answers, type FakePage } from '#test/support/fake-clinic.ts';
import { anOpenSession, baseAnswers } from '#test/support/fake-session.ts';

import { expectAccessible, expectNoSideScroll } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';
import { aDrillCertificate, aDrillStatus, aSummary, before, CERTIFICATES, NOW } from './drill-answers.ts';

const { keep, shot } = oneScreen();

interface Opening {
  readonly status?: DrillStatus;
  readonly place?: string;
  readonly language?: 'sv' | 'en';
  readonly roles?: readonly Role[];
  readonly options?: Parameters<typeof openFakeClinic>[1];
  readonly more?: Answers;
}
async function openAt({ status = aDrillStatus(), place = '/drill', language = 'sv', roles = ['administrator'], options = {}, more = {} }: Opening = {}): Promise<FakePage> {
  const open = keep(await openFakeClinic(
    { ...baseAnswers(anOpenSession(roles, { place, language })), 'drill.status': status, 'drill.list': CERTIFICATES, 'drill.certificate': aDrillCertificate(), ...more }, { now: NOW, ...options },
  ));
  await open.page.locator('nav').waitFor();
  return open;
}
const heading = (page: FakePage['page'], text: string | RegExp) => page.getByRole('status').getByText(text).waitFor({ timeout: 15_000 });
const becomes = async ({ answers, send }: FakePage, status: DrillStatus) => {
  answers['drill.status'] = status;
  await send({ type: 'changed', areas: ['drill'] });
};

describe('restores on trial (J-20, XM-80, XM-81)', () => {
  it.each([
    ['sv', 'light', 'Provåterställd från NAS i förrådet för 2 dygn sedan'], ['en', 'dark', 'Restored on trial from NAS i förrådet 2 days ago'],
  ] as const)('says in one line when the clinic was last restored and from where, accessible and fitting, %s %s', async (language, colorScheme, line) => {
    const { page } = await openAt({ language, options: { colorScheme } });
    await heading(page, line);
    await page.getByRole('row').nth(4).waitFor();
    await shot(`drill-${language}`);
    await expectAccessible(page);
    await expectNoSideScroll(page);
  });

  it('begins with one key, shows bytes, can be stopped, and a failure turns red without any window', async () => {
    const opened = await openAt({ more: { 'drill.run': { runId: 'r' }, 'drill.cancel': {} } });
    const { page, calls, send } = opened;
    await heading(page, /Provåterställd/);
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => calls.filter(call => call.path === 'drill.run').map(call => call.input), { timeout: 15_000 }).toEqual([{ targetId: null }]);
    await becomes(opened, aDrillStatus({ running: { phase: 'preparing', done: 0, total: 1, keys: 'clinic', place: 'USB-disken' } }));
    await send({ type: 'progress', job: 'drill', phase: 'restoring', done: 480_000_000, total: 1_372_000_000 });
    await page.getByText('Provar USB-disken', { exact: true }).waitFor({ timeout: 15_000 });
    await page.getByText(/480 MB av 1,4 GB/).waitFor({ timeout: 15_000 });
    await shot('drill-running');
    await page.getByRole('button', { name: 'Avbryt provet' }).click();
    await expect.poll(() => calls.some(call => call.path === 'drill.cancel'), { timeout: 15_000 }).toBe(true);
    const failed = aSummary('c-32', 0, { outcome: 'failed', errorCode: 'backup.verifyFailed' });
    await becomes(opened, aDrillStatus({ failed }));
    await heading(page, 'Provåterställningen från NAS i förrådet misslyckades nyss');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await shot('drill-failed');
    await becomes(opened, aDrillStatus({ unprovenUpdate: { at: before(2), by: 'Maria Ek' } }));
    await page.getByText(/uppdaterades 2026-11-23 08:00 utan att någon säkerhetskopia kunde provas/).waitFor({ timeout: 15_000 });
    await expectAccessible(page);
  });

  it('opens a certificate with every check, saves it as PDF and as signed files, and says how to check them', async () => {
    const files = { files: [{ name: 'p.json', type: 'application/json', content: 'e30=' }, { name: 'p.p7s', type: 'application/pkcs7-signature', content: 'AA==' }], commands: ['openssl cms -verify p.p7s', 'openssl x509'] };
    const { page, calls } = await openAt({ more: { 'drill.files': files, 'drill.pdf': { pdf: 'JVBERg==', pages: 1, fileName: 'p.pdf' } } });
    const table = page.getByRole('table', { name: 'Intyg' }).or(page.getByRole('grid', { name: 'Intyg' }));
    await table.first().focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('row', { name: /Loggens kedja, rad för rad 437.900 inga Stämmer/ }).waitFor({ timeout: 15_000 });
    await shot('drill-certificate');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Spara som PDF' }).click();
    await dialog.getByRole('button', { name: 'Spara undertecknade filer' }).click();
    await dialog.getByText('openssl cms -verify p.p7s').waitFor({ timeout: 15_000 });
    expect(calls.filter(call => ['drill.pdf', 'drill.files'].includes(call.path)).map(call => call.input)).toEqual([{ id: 'c-31', language: 'sv' }, { id: 'c-31' }]);
    await shot('drill-openssl');
    await expectAccessible(page);
  });

  it('warns at eleven months and alarms at twelve that the kit is to be tried', async () => {
    const kit = { madeAt: before(9000), lastDrillAt: before(8100), dueAt: '2026-12-20T21:00:00.000Z' };
    const opened = await openAt({ status: aDrillStatus({ kit }) });
    await opened.page.getByText('Dags att prova kitet: senast 2026-12-20.').waitFor({ timeout: 15_000 });
    await becomes(opened, aDrillStatus({ kit: { ...kit, lastDrillAt: before(8800), dueAt: '2026-11-21T17:00:00.000Z' } }));
    await opened.page.getByText('Provet skulle ha gjorts senast 2026-11-21. Gör det nu.').waitFor({ timeout: 15_000 });
    await shot('drill-kit-overdue');
    await expectAccessible(opened.page);
  });

  it('leads through the yearly trial with the paper alone: place, codes, result; wrong codes are kept to be corrected', async () => {
    let tries = 0;
    const opened = await openAt({ place: '/drill/kit', more: { 'backup.checkPlace': { path: 'E:\\Klinikbok-backup', repositoryPath: 'E:\\Klinikbok-backup', state: 'ours', freeBytes: null, generations: 3 }, 'drill.runWithKit': () => { tries += 1; if (tries === 1) throw new Refusal('restore.kitWrong'); return { runId: 'r' }; } } });
    const { page, calls } = opened;
    await page.getByLabel('Mapp med säkerhetskopiorna').fill('E:\\Klinikbok-backup');
    await shot('drill-kit-place');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    const codes = page.getByLabel('Koder');
    await codes.fill('A1B2C D3E4F');
    await page.getByRole('button', { name: 'Återställ på prov' }).click();
    await page.getByRole('alert').waitFor({ timeout: 15_000 });
    expect(await codes.inputValue()).toBe('A1B2C D3E4F');
    await shot('drill-kit-wrong');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Återställ på prov' }).click();
    await becomes(opened, aDrillStatus({ running: { phase: 'preparing', done: 0, total: 1, keys: 'kit', place: 'USB-disken' } }));
    await page.getByText('Provar USB-disken med återställningskitet').waitFor({ timeout: 15_000 });
    opened.answers['drill.list'] = [aSummary('c-40', -1, { keys: 'kit', trigger: 'kit' })];
    await becomes(opened, aDrillStatus());
    await page.getByText('Kliniken går att återställa med enbart papperet. Intyget är sparat.').waitFor({ timeout: 15_000 });
    await shot('drill-kit-done');
    await expectAccessible(page);
    expect(calls.filter(call => call.path === 'drill.runWithKit').at(-1)?.input).toEqual({ kit: 'A1B2C D3E4F', place: { kind: 'folder', path: 'E:\\Klinikbok-backup' } });
    await page.getByRole('button', { name: 'Visa intyget' }).click();
    await page.getByRole('dialog').waitFor({ timeout: 15_000 });
  });

  it('has words and no button that fails while there is nothing to try', async () => {
    const { page } = await openAt({ status: aDrillStatus({ places: [], lastGood: null, firstBackupAt: null, nextAt: null }), more: { 'drill.list': [] } });
    await heading(page, 'Det finns ingen säkerhetskopia att prova än');
    expect(await page.getByRole('button', { name: /^Prova nu/ }).isDisabled()).toBe(true);
    await page.getByText('Inga prov än. Varje prov lämnar ett intyg här.').waitFor();
  });

  it('fits a small screen at twice the size', async () => {
    const { page } = await openAt({ options: { viewport: { width: 683, height: 384 } } });
    await heading(page, /Provåterställd/);
    await expectNoSideScroll(page);
    await shot('drill-narrow');
  });
});
