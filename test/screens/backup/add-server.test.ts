import { describe, expect, it } from 'vitest';

import { openFakeClinic, type Answers, type FakePage, Refusal } from '#test/support/fake-clinic.ts';
import { anOpenSession, baseAnswers } from '#test/support/fake-session.ts';

import { expectAccessible, expectNoSideScroll, focused } from '../support/accessibility.ts';
import { oneScreen } from '../support/one-screen.ts';
import { aStatus, GENERATIONS, NOW, PROTECTED, UNPROTECTED } from './backup-answers.ts';

const HETZNER = { class: 'eu', country: 'DE', operator: 'Hetzner Online GmbH', source: 'docs.hetzner.com, 2026-11-20', region: 'fsn1', needsDecision: false };
const PASTED = 'Endpoint: https://fsn1.your-objectstorage.com\nBucket: nackrosen\nAccess key: AKIA7QXA\nSecret key: hemlig+/nyckel';
const { keep, shot: take } = oneScreen();

async function openFlow(more: Answers = {}, o: { language?: 'sv' | 'en'; colorScheme?: 'light' | 'dark' } = {}): Promise<FakePage> {
  const answers: Answers = {
    ...baseAnswers(anOpenSession(['administrator'], { place: '/backup/server', language: o.language ?? 'sv' })), 'backup.status': aStatus(), 'backup.generations': GENERATIONS,
    'backup.judgeServer': HETZNER, 'backup.probeServer': { report: PROTECTED, state: 'empty', generations: 0 }, 'backup.addServer': { targetId: '01990000-0000-7000-8000-000000000009' },
    'backup.makeSheet': { pdfBase64: 'JVBERi0xLjQK' }, 'backup.confirmSheet': {}, 'backup.run': { runId: 'r' }, ...more,
  };
  return keep(await openFakeClinic(answers, { now: NOW, ...(o.colorScheme ? { colorScheme: o.colorScheme } : {}) }));
}
const shot = (name: string) => take(`server-${name}`);
const inputOf = ({ calls }: FakePage, path: string) => calls.filter(call => call.path === path).at(-1)?.input;

describe('adding a server (J-20, SG-04, XM-61)', () => {
  it('from the provider’s text to the first backup by keyboard: address, verdict, probe, name, sheet', async () => {
    const opened = await openFlow();
    const { page } = opened;
    await page.getByLabel('Klistra in leverantörens uppgifter').fill(PASTED);
    await expect.poll(() => page.getByLabel(/^Bucket\b/).inputValue(), { timeout: 15_000 }).toBe('nackrosen');
    expect(await page.getByLabel('Klistra in leverantörens uppgifter').inputValue()).toBe('');
    await shot('address');
    await expectAccessible(page);
    await page.getByLabel(/^Bucket\b/).press('Enter');
    await page.getByText('Inom EU', { exact: true }).waitFor({ timeout: 15_000 });
    await page.getByText('docs.hetzner.com, 2026-11-20').waitFor();
    await shot('verdict');
    await expectAccessible(page);
    await expect.poll(() => focused(page), { timeout: 15_000 }).toBe('Fortsätt');
    await page.keyboard.press('Enter');
    await page.getByText('Radera en version av en fil').waitFor({ timeout: 15_000 });
    await shot('probe');
    await expectAccessible(page);
    expect(inputOf(opened, 'backup.probeServer')).toEqual({ address: { endpoint: 'https://fsn1.your-objectstorage.com', region: 'fsn1', bucket: 'nackrosen', prefix: '', authority: null }, keys: { accessKeyId: 'AKIA7QXA', secretAccessKey: 'hemlig+/nyckel' }, decision: null });
    await page.keyboard.press('Enter');
    await page.getByLabel('Namn').fill('Hetzner');
    await page.getByLabel('Namn').press('Enter');
    await page.getByRole('heading', { name: 'Serverblad för Hetzner' }).waitFor({ timeout: 15_000 });
    expect(inputOf(opened, 'backup.addServer')).toMatchObject({ name: 'Hetzner' });
    await shot('sheet');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Skapa bladet (PDF)' }).press('Enter');
    await page.getByLabel('Kontrollsiffror').fill('9f2c 4a10');
    await page.getByLabel('Kontrollsiffror').press('Enter');
    await page.getByText('Serverbladet är bekräftat.').waitFor({ timeout: 15_000 });
    await page.getByRole('button', { name: 'Gör första kopian nu' }).press('Enter');
    await page.getByRole('heading', { name: 'Säkerhetskopior', level: 1 }).waitFor({ timeout: 15_000 });
    expect(inputOf(opened, 'backup.run')).toEqual({ targetId: '01990000-0000-7000-8000-000000000009' });
  });

  const toVerdict = async ({ page }: FakePage, language: 'sv' | 'en' = 'sv') => {
    await page.getByLabel(language === 'sv' ? 'Klistra in leverantörens uppgifter' : 'Paste what the provider gave you').fill(PASTED);
    await page.getByLabel(/^Bucket\b/).press('Enter');
  };

  it('a server outside the EU cannot be gone on with', async () => {
    const opened = await openFlow({ 'backup.judgeServer': { class: 'refused', country: 'US', operator: 'Wasabi', source: 'rclone, 2026-08-01', region: null, needsDecision: false } });
    await toVerdict(opened);
    await opened.page.getByText('Servern kan inte användas.', { exact: false }).waitFor({ timeout: 15_000 });
    expect(await opened.page.getByRole('button', { name: 'Fortsätt' }).count()).toBe(0);
    expect(inputOf(opened, 'backup.probeServer')).toBeUndefined();
    await shot('refused');
    await expectAccessible(opened.page);
  });

  it('an unknown server needs country, operator and a reason before anything is sent there', async () => {
    const opened = await openFlow({ 'backup.judgeServer': { class: 'unknown', country: null, operator: null, source: null, region: null, needsDecision: true } });
    const { page } = opened;
    await toVerdict(opened);
    await page.getByLabel('Land').fill('se');
    await page.getByLabel('Driftansvarig').fill('Kommunens IT');
    expect(await page.getByRole('button', { name: 'Besluta och fortsätt' }).isDisabled()).toBe(true);
    await page.getByLabel('Skäl').fill('Avtal 2026-114 med kommunen');
    await shot('decision');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Besluta och fortsätt' }).press('Enter');
    await page.getByText('Radera en version av en fil').waitFor({ timeout: 15_000 });
    expect(inputOf(opened, 'backup.probeServer')).toMatchObject({ decision: { country: 'SE', operator: 'Kommunens IT', reason: 'Avtal 2026-114 med kommunen' } });
  });

  it.each([['sv', 'light'], ['en', 'dark']] as const)('an unprotected bucket is named so line by line, with the text for the provider, %s %s', async (language, colorScheme) => {
    const opened = await openFlow({ 'backup.probeServer': { report: UNPROTECTED, state: 'empty', generations: 0 } }, { language, colorScheme });
    const { page } = opened;
    await toVerdict(opened, language);
    await page.getByRole('button', { name: language === 'sv' ? 'Fortsätt' : 'Go on' }).press('Enter');
    await page.getByRole('alert').getByText(language === 'sv' ? 'Ej skyddad' : 'Not protected').waitFor({ timeout: 15_000 });
    expect(await page.getByRole('row').filter({ hasText: language === 'sv' ? 'Ej skyddat' : 'Not protected' }).count()).toBe(2);
    expect(await page.getByLabel('Policy').inputValue()).toContain('arn:aws:s3:::nackrosen/*');
    await shot(`unprotected-${language}`);
    await expectAccessible(page);
    await expectNoSideScroll(page);
    await page.getByRole('button', { name: language === 'sv' ? 'Använd ändå, utan skydd' : 'Use anyway, unprotected' }).click();
    await page.getByText(language === 'sv' ? 'Platsen får märket ”Ej skyddad”' : 'The place is marked “Not protected”', { exact: false }).waitFor({ timeout: 15_000 });
  });

  it('says what the server answered, and tries again', async () => {
    let isRefused = true;
    const opened = await openFlow({ 'backup.probeServer': () => {
      if (isRefused) throw new Refusal('server.secretWrong', { host: 'fsn1.your-objectstorage.com', status: 403 });
      return { report: PROTECTED, state: 'ours', generations: 4 };
    } });
    await toVerdict(opened);
    await opened.page.getByRole('button', { name: 'Fortsätt' }).press('Enter');
    await opened.page.getByRole('alert').waitFor({ timeout: 15_000 });
    await shot('secret-wrong');
    isRefused = false;
    await opened.page.getByRole('button', { name: 'Prova igen' }).click();
    await opened.page.getByText('Här finns redan klinikens säkerhetskopior: 4 kopior.').waitFor({ timeout: 15_000 });
  });

  it('names a field that is not of its shape and asks the server nothing', async () => {
    const opened = await openFlow();
    const { page } = opened;
    await page.getByLabel(/^Adress\b/).fill('fsn1.your-objectstorage.com/bucket');
    await page.getByLabel(/^Adress\b/).press('Enter');
    await page.getByText('Skriv adressen med https:// och utan något efter namnet.').waitFor({ timeout: 15_000 });
    expect(inputOf(opened, 'backup.judgeServer')).toBeUndefined();
  });
});
