import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createTestCa, issuePerson, loadSoftHsm, type TestCa, type TestPerson } from '../../../build/scripts/test-ca.mjs';
import { startCardHost, type CardHostProcess } from '#test/support/cards/card-host-process.ts';
import { startCoreDesk, type CoreDesk } from '#test/support/core-desk.ts';

const PINS = { auth: '123456', sign: '654321' };
const clinic = { name: 'Ekens läkarmottagning', organisationNumber: '5560360793', hsaId: 'SE5560360793-A001', country: 'SE', timeZone: 'Europe/Stockholm', isDemo: true } as const;

let folder: string;
let ca: TestCa;
let admin: TestPerson;
let host: CardHostProcess;
let desk: CoreDesk;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-first-run-'));
  ca = createTestCa(path.join(folder, 'ca'));
  admin = issuePerson(ca, { hsaId: 'SE2321000016-1001', givenName: 'Maria', surname: 'Ek', title: 'Verksamhetschef' });
  const conf = loadSoftHsm(path.join(folder, 'hsm'), [admin], { pin: PINS });
  host = await startCardHost({ profile: 'softhsm', clinicKind: 'test' }, { SOFTHSM2_CONF: conf });
});
afterAll(async () => {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  desk = startCoreDesk({ cards: host.client });
});
afterEach(async () => {
  expect(desk.reported).toEqual([]);
  await desk.stop();
});

const issuers = () => ca.trusted.map((der, index) => ({ name: `issuer-${index}.crt`, base64: Buffer.from(der).toString('base64') }));
const enrol = async () => {
  await desk.client.setup.saveClinic(clinic);
  await desk.client.setup.importIssuers({ files: issuers() });
  return desk.client.setup.enrolCard({ pin: PINS.auth });
};

describe('the first run', () => {
  it('makes a clinic that only the enrolled card can open, and signs its holder in', async () => {
    expect(await desk.client.session.state({})).toMatchObject({ phase: 'firstRun' });
    const { card } = await enrol();
    expect(card).toMatchObject({ holder: 'Maria Ek', hsaId: 'SE2321000016-1001', keyAlgorithm: 'rsa', wrapScheme: 'rsa-oaep-sha256', canSign: true, signingCertificate: true });
    expect(await desk.client.session.state({})).toMatchObject({ phase: 'setup', setupStep: 'kit', user: { name: 'Maria Ek', roles: ['administrator'] }, clinic: { name: clinic.name } });
    expect(desk.session()).toMatchObject({ idleMinutes: 15 });
  });

  it('goes on where it was after the program was closed at any step', async () => {
    await desk.client.setup.saveClinic(clinic);
    await desk.relock();
    expect(await desk.client.setup.state({})).toMatchObject({ step: 'issuers', clinic: { name: clinic.name } });
    await desk.client.setup.importIssuers({ files: issuers() });
    await desk.relock();
    expect(await desk.client.setup.state({})).toMatchObject({ step: 'card' });
    await desk.client.setup.enrolCard({ pin: PINS.auth });
    await desk.relock('cardRemoved');
    expect(await desk.client.session.state({})).toMatchObject({ phase: 'locked', lastLock: 'cardRemoved', clinic: { name: clinic.name } });
    expect(await desk.client.session.signInWithCard({ pin: PINS.auth })).toMatchObject({ phase: 'setup', setupStep: 'kit' });
  });

  it('leaves nothing half made when the PIN is wrong, and says so', async () => {
    await desk.client.setup.saveClinic(clinic);
    await desk.client.setup.importIssuers({ files: issuers() });
    await expect(desk.client.setup.enrolCard({ pin: '000000' })).rejects.toMatchObject({ detail: { code: expect.stringMatching(/^card\.pinWrong/) } });
    expect(existsSync(path.join(desk.dataDir, 'clinic'))).toBe(false);
    expect((await enrol()).card.holder).toBe('Maria Ek');
  });

  it('throws away what a killed set-up left, because nobody ever had its key', async () => {
    await desk.client.setup.saveClinic(clinic);
    await desk.client.setup.importIssuers({ files: issuers() });
    writeFileSync(path.join(desk.dataDir, 'clinic.new'), 'left over');
    expect((await desk.client.setup.enrolCard({ pin: PINS.auth })).card.holder).toBe('Maria Ek');
    expect(readdirSync(desk.dataDir)).not.toContain('clinic.new');
  });

  it('never makes a second clinic over the first', async () => {
    await enrol();
    const before = readFileSync(path.join(desk.dataDir, 'clinic', 'vault', 'head.json'));
    await desk.relock();
    for (const again of [() => desk.client.setup.saveClinic(clinic), () => desk.client.setup.importIssuers({ files: issuers() }), () => desk.client.setup.enrolCard({ pin: PINS.auth })]) {
      await expect(again()).rejects.toMatchObject({ detail: { code: 'setup.alreadyDone' } });
    }
    expect(readFileSync(path.join(desk.dataDir, 'clinic', 'vault', 'head.json')).equals(before)).toBe(true);
  });

  it('refuses practice authorities in a real clinic (product decision 15)', async () => {
    await desk.client.setup.saveClinic({ ...clinic, isDemo: false });
    await expect(desk.client.setup.importIssuers({ files: issuers() })).rejects.toMatchObject({ detail: { code: 'card.certUntrusted' } });
  });

  it('counts the recovery kit as made only when two of its groups were read back (L-10)', async () => {
    await enrol();
    const { pdfBase64, askBack, groupCount } = await desk.client.setup.createKit({});
    expect(Buffer.from(pdfBase64, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect(groupCount).toBe(24);
    expect(askBack[0]).not.toBe(askBack[1]);
    await expect(desk.client.setup.confirmKit({ groups: ['AAAAA', 'BBBBB'] })).rejects.toMatchObject({ detail: { code: 'setup.kitGroupsWrong' } });
    expect(await desk.client.session.state({})).toMatchObject({ setupStep: 'kit' });
    await expect(desk.client.setup.finish({})).rejects.toMatchObject({ detail: { code: 'setup.stepMissing' } });
  });
});

describe('sign-in with a card (L-01)', () => {
  it('keeps who tried and failed, and logs it at the next sign-in (A-03)', async () => {
    await enrol();
    await desk.relock();
    await expect(desk.client.session.signInWithCard({ pin: '000000' })).rejects.toMatchObject({ detail: { code: expect.stringMatching(/^card\.pinWrong/) } });
    await desk.client.session.signInWithCard({ pin: PINS.auth });
    expect(existsSync(path.join(desk.dataDir, 'sign-in-attempts.ndjson'))).toBe(false);
  });

  it('answers auth.locked to everything else while nobody is signed in', async () => {
    await enrol();
    await desk.relock();
    await expect(desk.client.patients.search({ text: 'a' })).rejects.toMatchObject({ detail: { code: 'auth.locked' } });
    await expect(desk.client.setup.createKit({})).rejects.toMatchObject({ detail: { code: 'auth.locked' } });
  });

  it('puts the vault and the database side by side: a vault of another clinic opens nothing', async () => {
    await enrol();
    await desk.relock();
    const head = path.join(desk.dataDir, 'clinic', 'vault', 'head.json');
    const bytes = readFileSync(head);
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    writeFileSync(head, bytes);
    expect(await desk.client.session.state({})).toMatchObject({ phase: 'broken', problem: 'vault.damaged' });
    await expect(desk.client.session.signInWithCard({ pin: PINS.auth })).rejects.toMatchObject({ detail: { code: 'vault.damaged' } });
  });
});
