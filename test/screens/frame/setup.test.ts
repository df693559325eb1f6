import { describe, expect, it } from 'vitest';

import type { SetupStep } from '#shared/contract/session.ts';
import { openFakeClinic, Refusal, type Answers, type FakePage } from '#test/support/fake-clinic.ts';
import { aCard, aSession, baseAnswers } from '#test/support/fake-session.ts';

import { expectAccessible, expectNoSideScroll } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';

const CLINIC = { name: 'Lindens Läkarmottagning', organisationNumber: '556036-0793', hsaId: '', country: 'SE', timeZone: 'Europe/Stockholm', isDemo: false };
const ISSUER = { name: 'SITHS e-id Person HSA-id 3 CA v1', fingerprint: Array.from({ length: 32 }, (_, index) => index.toString(16).padStart(2, '0').toUpperCase()).join(':'), notAfter: '2036-01-01T00:00:00.000Z', isRoot: false, isTest: false };
const RECORD = { holder: 'Eva Lind', hsaId: 'SE2321000016-EVALIND', title: 'Leg. läkare', issuer: ISSUER.name, certificateNotAfter: '2031-05-01T00:00:00.000Z', cardNumber: '9752 2600 1234', keyAlgorithm: 'RSA 2048', wrapScheme: 'CMS AuthEnvelopedData, RSA-OAEP', canSign: true, signingCertificate: true, isPractice: false };
const CERTIFICATE = { id: 'c', generationId: 'm/1', kind: 'full', outcome: 'ok', verifiedAt: '2026-11-22T09:00:00.000Z', durationMs: 4200, bytesRead: 1_200_000, pagesChecked: 290, counts: { patients: 0, notes: 0, versions: 0, log: 12 }, logHead: { seq: 12, hash: 'ab' }, manifestSha256: 'cd' };

const { keep } = oneScreen();

/** A core that remembers which step comes next, as the real one does. */
async function wizard(step: SetupStep, over: Answers = {}, options: Parameters<typeof openFakeClinic>[1] = {}): Promise<FakePage> {
  const state = { step, clinic: step === 'clinic' ? null : CLINIC, issuers: [] as unknown[], card: null as unknown };
  const go = (next: SetupStep, change: Partial<typeof state> = {}) => { Object.assign(state, { step: next }, change); };
  let proven = false;
  const clinic = keep(await openFakeClinic({
    ...baseAnswers(aSession({ phase: 'firstRun', clinic: null })),
    'setup.state': () => ({ ...state }),
    'setup.saveClinic': () => { go('issuers', { clinic: CLINIC }); return {}; },
    'setup.importIssuers': () => { go('card', { issuers: [ISSUER] }); return { issuers: [ISSUER] }; },
    'setup.inspectCard': { holder: RECORD.holder, hsaId: RECORD.hsaId, title: RECORD.title, issuer: RECORD.issuer, certificateNotAfter: RECORD.certificateNotAfter },
    'setup.enrolCard': () => { go('kit', { card: RECORD }); return { card: RECORD }; },
    'setup.createKit': { pdfBase64: 'JVBERi0xLjQK', askBack: [3, 11], groupCount: 16 },
    'setup.confirmKit': () => { go('backupPlace'); return {}; },
    'setup.chooseBackupPlace': () => { go('firstBackup'); return {}; },
    'backup.run': () => { proven = true; go('done'); return { runId: 'r' }; },
    'backup.status': () => ({ targets: [], limits: { serverKilobytesPerSecond: null, serverHours: null, serversPausedUntil: null }, last: null, certificate: proven ? CERTIFICATE : null, lastFullProof: null, attempt: null, schedule: { nightly: true, nightlyAt: '02:00', dayEndAfter: null }, nextRunAt: null, running: null, generations: 0, receiptPrintedAt: null }),
    'setup.finish': {},
    ...over,
  }, options));
  await clinic.page.getByRole('list', { name: /Kom igång/ }).waitFor();
  return clinic;
}

describe('first run', () => {
  it('is taken from the first field to the end with the keyboard alone', async () => {
    const { page, send, calls } = await wizard('clinic');
    await page.keyboard.type(CLINIC.name);
    await page.keyboard.press('Tab');
    await page.keyboard.type(CLINIC.organisationNumber);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Vilka kortutfärdare litar kliniken på?' }).waitFor();
    await page.getByLabel('Certifikat från kortutfärdare').locator('input').setInputFiles({ name: 'ca.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from('-----BEGIN CERTIFICATE-----') });
    await page.getByText(ISSUER.fingerprint).waitFor();
    await page.getByRole('button', { name: 'Fortsätt' }).press('Enter');
    await page.getByText('Sätt i ditt kort i läsaren.').waitFor();
    await send({ type: 'card', presence: aCard() });
    await page.getByText('SE2321000016-EVALIND').waitFor();
    await page.getByLabel('PIN-kod för legitimering').press('1');
    await page.keyboard.type('23456');
    await page.keyboard.press('Enter');
    await page.getByText('Det här antecknades om kortet').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Gör klinikens återställningskit' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByLabel('Grupp 3').fill('ABCDE');
    await page.getByLabel('Grupp 11').fill('FGHJK');
    await page.keyboard.press('Enter');
    await page.getByLabel('Mapp').fill('/mnt/nas');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Gör säkerhetskopian' }).press('Enter');
    await page.getByText('bevisat återställningsbar').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Kliniken är klar att använda' }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => calls.some(call => call.path === 'setup.finish'), { timeout: 15_000 }).toBe(true);
    expect(calls.find(call => call.path === 'setup.confirmKit')?.input).toEqual({ groups: ['ABCDE', 'FGHJK'] });
  });

  it('says what is wrong with an organisation number and an HSA-id before anything is sent (I-09)', async () => {
    const { page, calls } = await wizard('clinic');
    await page.getByLabel('Klinikens namn').fill('X');
    await page.getByLabel('Organisationsnummer').fill('556036-0794');
    await page.getByLabel('HSA-id').fill('se12');
    await page.getByRole('button', { name: 'Spara och fortsätt' }).click();
    await page.getByText('Organisationsnumret stämmer inte.').waitFor();
    await page.getByText('HSA-id:t stämmer inte.').waitFor();
    expect(calls.some(call => call.path === 'setup.saveClinic')).toBe(false);
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).name), { timeout: 15_000 }).toBe('organisationNumber');
  });

  it.each(['kit', 'backupPlace', 'firstBackup', 'done'] as const)('continues at "%s" after the program was closed there', async step => {
    const { page } = await wizard(step);
    await page.locator('[aria-current="step"]').waitFor();
    await expectAccessible(page);
    await expectNoSideScroll(page);
  });

  it('shows the refusal in words and keeps what was typed when a group does not match the paper', async () => {
    const { page } = await wizard('kit', { 'setup.confirmKit': () => { throw new Refusal('setup.kitGroupsWrong'); } });
    await page.getByRole('button', { name: 'Skapa kitet' }).click();
    await page.getByLabel('Grupp 3').fill('WRONG');
    await page.getByLabel('Grupp 11').fill('ALSO');
    await page.getByRole('button', { name: 'Kontrollera grupperna' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Grupp 3').inputValue()).toBe('WRONG');
  });

  it('fits at 200 % zoom', async () => {
    const { page } = await wizard('clinic', {}, { viewport: { width: 683, height: 384 }, deviceScaleFactor: 2 });
    await expectNoSideScroll(page);
    await expectAccessible(page);
  });
});
