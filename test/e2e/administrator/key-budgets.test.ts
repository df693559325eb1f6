import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createClient } from '#renderer/client/create-client.ts';
import type { Client } from '#shared/contract/define.ts';
import { contract, type AppContract } from '#shared/contract/index.ts';
import { buildProduct, openClinic, type OpenClinic } from '#test/support/chromium.ts';
import { countedKeys, type CountedKeys } from '#test/support/counted-keys.ts';
import { finishFirstRun, MARIA } from '#test/support/first-run.ts';
import { programIn } from '#test/support/typing/writing-desk.ts';
import { until } from '#test/support/until.ts';

import { createTestCa, issuePerson, writePracticeCard } from '../../../build/scripts/test-ca.mjs';

/**
 * The administrator's tasks of requirements/tasks.md 4C that decide a purchase, in the built program with all its
 * processes, a practice card and the window. K: keys besides typed text. A decision: a button or an Enter. One story, in its order.
 */
const PIN = '123456';
const timeout = 20_000;
let folder: string;
let place: string;
let paper: string;
let opened: OpenClinic;
let client: Client<AppContract>;
let keys: CountedKeys;

/** The program on one computer; `computer` names its folder. */
async function open(computer: string): Promise<void> {
  const program = programIn(process.env['KLINIKBOK_DIST'] ?? path.resolve(import.meta.dirname, '../../../dist'));
  opened = await openClinic({ dataDir: path.join(folder, computer, 'data'), profileDir: path.join(folder, computer, 'profile'), practiceFolder: path.join(folder, 'cards'), clinicKind: 'demo', program });
  client = createClient(contract, raw => opened.supervisor.invoke(raw));
  keys = countedKeys(opened.page);
}

beforeAll(async () => {
  if (!process.env['KLINIKBOK_DIST']) await buildProduct();
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-administrator-'));
  place = path.join(folder, 'NAS i förrådet');
  const ca = createTestCa(path.join(folder, 'ca'));
  mkdirSync(path.join(folder, 'cards'));
  writePracticeCard(path.join(folder, 'cards'), issuePerson(ca, MARIA), { cardId: 'maria', pin: PIN });
  await open('old');
  await opened.supervisor.card('practice.insert', { cardId: 'maria' });
  paper = await finishFirstRun({ client }, { issuers: ca.trusted.map((der: Uint8Array, at: number) => ({ name: `issuer-${at}.crt`, base64: Buffer.from(der).toString('base64') })) }, { place, alsoPractitioner: false });
  await opened.supervisor.card('practice.remove', {});
  await opened.page.getByText('Sätt i ditt kort').waitFor({ timeout });
  await wrongPin();
}, 120_000);
afterAll(async () => {
  await opened?.stop();
  rmSync(folder, { recursive: true, force: true });
  expect(opened?.problems).toEqual([]);
});

const pinField = () => opened.page.locator('input[type=password]');
const inside = () => opened.page.getByRole('navigation', { name: 'Huvudmeny' }).waitFor({ timeout });

/** Somebody tries the card with a PIN that is not its own. */
async function wrongPin(): Promise<void> {
  await opened.supervisor.card('practice.insert', { cardId: 'maria' });
  await pinField().and(opened.page.locator(':focus')).waitFor({ timeout });
  await opened.page.keyboard.type('111111');
  await opened.page.keyboard.press('Enter');
  await opened.page.getByText('Fel PIN-kod', { exact: false }).first().waitFor({ timeout });
  await opened.supervisor.card('practice.remove', {});
}

async function cardIn(): Promise<void> {
  await opened.supervisor.card('practice.insert', { cardId: 'maria' });
  await pinField().and(opened.page.locator(':focus')).waitFor({ timeout });
  await keys.type(PIN);
  await keys.press('Enter');
  await inside();
}

describe('the administrator’s tasks in keys and decisions (tasks.md 4C)', () => {
  it('1 Is last night’s backup good? No key but the sign-in’s: age, place and proof in one line of the start page', async () => {
    const line = opened.page.getByText(/^Återställningsbar, gjord .+ på .*NAS i förrådet · /);
    const cost = await keys.count(async () => {
      await cardIn();
      await line.waitFor({ timeout });
    });
    expect(cost).toEqual({ keys: 1, clicks: 0 });
  });

  it('1 It is red, with the reason, as soon as a backup fails: nothing has to be opened', async () => {
    renameSync(place, `${place} (borta)`);
    await client.backup.run({});
    const cost = await keys.count(async () => {
      const line = opened.page.locator('[data-tone="danger"]').getByText(/misslyckades|kan inte göras/).first();
      await line.waitFor({ timeout });
      expect(await line.evaluate(element => getComputedStyle(element).color)).toBe('rgb(163, 38, 42)');
      await opened.page.getByText('Är disken ansluten eller nätverksmappen tillgänglig?', { exact: false }).first().waitFor({ timeout });
    });
    expect(cost).toEqual({ keys: 0, clicks: 0 });
    renameSync(`${place} (borta)`, place);
  });

  it('2 Failed sign-ins and odd access: at most five lines on the start page, one key to all of them', async () => {
    const { page } = opened;
    const refused = page.getByRole('listitem').filter({ hasText: 'Misslyckad inloggning' });
    await refused.getByText(/^Fel PIN-kod.*Kort \d{4}-\d\d-\d\d \d\d:\d\d/).waitFor({ timeout });
    expect(await refused.count()).toBeLessThanOrEqual(5);
    const cost = await keys.count(async () => {
      await keys.press('5');
      await page.getByRole('heading', { name: 'Logg', level: 1 }).waitFor({ timeout });
    });
    expect(cost).toEqual({ keys: 1, clicks: 0 });
  });

  it('9 Restore drill: one button, unattended, a certificate', async () => {
    const { page } = opened;
    const cost = await keys.count(async () => {
      await keys.press('Control+k');
      await keys.type('Prova återställningen nu');
      await page.getByRole('option', { name: 'Prova återställningen nu' }).or(page.getByRole('button', { name: 'Prova återställningen nu' })).first().waitFor({ timeout });
      await keys.press('Enter');
      await until('the certificate', async () => (await client.drill.list({})).some(one => one.trigger === 'request' && one.outcome === 'ok'), 60_000);
      await page.getByRole('heading', { name: /Provåterställd från/ }).or(page.getByText(/^Provåterställd från/)).first().waitFor({ timeout });
    });
    expect(cost).toEqual({ keys: 2, clicks: 0 });
  });

  it('10 Real restore on a new computer: six decisions from the installed program to the sign-in, with the paper kit alone', async () => {
    await client.backup.run({});
    await until('the backup to end', async () => (await client.backup.status({})).running === null, 60_000);
    expect(opened.problems).toEqual([]);
    // The kit opens the backups: no card lies in the new computer's reader yet.
    await opened.supervisor.card('practice.remove', {});
    await opened.stop();
    rmSync(path.join(folder, 'old'), { recursive: true, force: true });
    await open('new');
    const { page } = opened;
    const cost = await keys.count(async () => {
      await keys.click(page.getByRole('button', { name: 'Återställ från säkerhetskopia' }));
      await page.getByRole('textbox', { name: 'Mapp' }).and(page.locator(':focus')).waitFor({ timeout });
      await keys.type(place);
      await keys.press('Enter');
      await page.getByLabel('Kitets koder').and(page.locator(':focus')).waitFor({ timeout });
      await page.getByLabel('Kitets koder').fill(paper);
      await keys.click(page.getByRole('button', { name: 'Öppna', exact: true }));
      await keys.click(page.getByRole('button', { name: /^Återställ kopian från/ }));
      await keys.click(page.getByRole('button', { name: 'Ta databasen i bruk' }));
      await keys.click(page.getByRole('button', { name: 'Till inloggningen' }));
    });
    expect(cost.keys + cost.clicks).toBeLessThanOrEqual(6);
    await cardIn();
    await page.getByText(/Säkerhetskopi/).first().waitFor({ timeout });
    expect((await client.session.state({})).user?.name).toBe('Maria Ek');
  });
});
