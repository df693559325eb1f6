import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { v7 as uuid } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { fromBase32 } from '#electron/core/security/passphrase/base32.ts';
import { codeOfStep, stepAt } from '#electron/core/security/passphrase/totp.ts';
import { parseAnchor } from '#electron/core/security/vault/anchor.ts';
import { startCardHost, type CardHostProcess } from '#test/support/cards/card-host-process.ts';
import { startCoreDesk, type CoreDesk } from '#test/support/core-desk.ts';
import { installNextProgram, removeNextPrograms } from '#test/support/next-program.ts';

import { createTestCa, issuePerson, loadSoftHsm, type TestCa } from '../../../build/scripts/test-ca.mjs';

const PINS = { auth: '123456', sign: '654321' };
const clinic = { name: 'Ekens läkarmottagning', organisationNumber: '5560360793', hsaId: '', country: 'SE', timeZone: 'Europe/Stockholm', isDemo: true } as const;
const PASSPHRASE = 'tre gula paraplyer';
const refused = (code: string) => ({ detail: { code } });

let folder: string;
let ca: TestCa;
let host: CardHostProcess;
let desk: CoreDesk;
let rut: string;
let secret: Buffer;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-whole-core-'));
  ca = createTestCa(path.join(folder, 'ca'));
  const admin = issuePerson(ca, { hsaId: 'SE2321000016-1001', givenName: 'Maria', surname: 'Ek', title: 'Verksamhetschef' });
  host = await startCardHost({ profile: 'softhsm', clinicKind: 'test' }, { SOFTHSM2_CONF: loadSoftHsm(path.join(folder, 'hsm'), [admin], { pin: PINS }) });
});
afterAll(async () => {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

const code = () => codeOfStep(secret, stepAt(desk.clock.now()));
const signInRut = (over: object = {}) => desk.client.session.signInWithPassphrase({ userName: 'rut', passphrase: PASSPHRASE, code: code(), ...over });

/** A clinic by card, with a receptionist who has a passphrase. */
beforeEach(async () => {
  desk = startCoreDesk({ cards: host.client });
  await desk.client.setup.saveClinic(clinic);
  await desk.client.setup.importIssuers({ files: ca.trusted.map((der, index) => ({ name: `issuer-${index}.crt`, base64: Buffer.from(der).toString('base64') })) });
  await desk.client.setup.enrolCard({ pin: PINS.auth });
  rut = uuid();
  await desk.client.staff.add({ id: rut, draft: { givenName: 'Rut', familyName: 'Östlund', title: 'Receptionist', profession: 'receptionist', hsaId: '', roles: ['receptionist'] } });
  const shown = await desk.client.staff.beginPassphrase({ userId: rut, userName: 'rut', passphrase: PASSPHRASE });
  secret = fromBase32(shown.totpSecret.replaceAll(' ', ''))!;
  await desk.client.staff.confirmPassphrase({ enrolmentId: shown.enrolmentId, code: code() });
  desk.clock.advance(30_000);
});
afterEach(async () => {
  removeNextPrograms();
  expect(desk.reported).toEqual([]);
  await desk.stop();
});

describe('people and log through the whole core, card on SoftHSM (product.md decision 9, L-02…L-04, A-03, A-05)', () => {
  it('the receptionist signs in with passphrase and code after a lock, and may do what a receptionist may', async () => {
    await desk.relock();
    expect(await desk.client.session.state({})).toMatchObject({ phase: 'locked', passphraseUsers: true });
    // By a new program that finds no backup (J-20): told, and let on. A wrong code says nothing; the question uses up no code.
    installNextProgram();
    await expect(signInRut({ code: '000000' })).rejects.toMatchObject(refused('auth.wrongCredentials'));
    await expect(signInRut()).rejects.toMatchObject({ detail: { code: 'update.unproven', params: { problem: 'backup.notConfigured', person: 'Rut Östlund', decides: 0 } } });
    const state = await signInRut({ goOn: { reason: '' } });
    expect(state.user).toMatchObject({ name: 'Rut Östlund', roles: ['receptionist'], certificateNotAfter: null });
    expect((await desk.client.staff.list({})).people).toHaveLength(2);
    await expect(desk.client.staff.overview({})).rejects.toMatchObject(refused('auth.forbidden'));
    await expect(desk.client.log.all({})).rejects.toMatchObject(refused('auth.forbidden'));
  });

  it('failed tries while locked are in the log at the next sign-in, and so is every sign-in', async () => {
    await desk.relock();
    await expect(signInRut({ passphrase: 'fel fel fel fel' })).rejects.toMatchObject(refused('auth.wrongCredentials'));
    await signInRut();
    await desk.relock();
    await expect(signInRut()).rejects.toMatchObject(refused('auth.codeReused'));
    await desk.client.session.signInWithCard({ pin: PINS.auth });
    const { lines } = await desk.client.log.all({ actions: ['LOGIN_OK', 'LOGIN_FAIL', 'LOGOUT'] });
    expect(lines.map(line => [line.action, line.reasonCode, line.actor?.name ?? null])).toEqual([
      ['LOGIN_OK', 'card', 'Maria Ek'], ['LOGIN_FAIL', 'auth.codeReused', null], ['LOGOUT', 'manual', 'Rut Östlund'],
      ['LOGIN_OK', 'passphrase', 'Rut Östlund'], ['LOGIN_FAIL', 'auth.wrongCredentials', null], ['LOGOUT', 'manual', 'Maria Ek'],
      ['LOGIN_OK', 'card', 'Maria Ek'],
    ]);
    expect((await desk.client.staff.get({ id: rut })).person.lastSignInAt).toBe(lines[3]?.at);
  });

  it('closing the receptionist ends the way in at once; nothing on disk opens with it any more', async () => {
    await desk.client.staff.close({ id: rut, version: 2 });
    await desk.relock();
    expect(await desk.client.session.state({})).toMatchObject({ phase: 'locked', passphraseUsers: false });
    await expect(signInRut()).rejects.toMatchObject(refused('auth.wrongCredentials'));
    await desk.client.session.signInWithCard({ pin: PINS.auth });
  });

  it('the last row before a lock is signed and anchored outside the database, and the chain is whole afterwards', async () => {
    await desk.relock('idle');
    const anchor = parseAnchor(readFileSync(path.join(desk.dataDir, 'clinic/vault/anchor.json')));
    await desk.client.session.signInWithCard({ pin: PINS.auth });
    const { lines } = await desk.client.log.all({ actions: ['LOCK'] });
    expect(lines.map(line => [line.seq, line.reasonCode])).toEqual([[anchor.auditSeq, 'idle']]);
    expect(await desk.client.log.verify({})).toMatchObject({ ok: true, firstBad: null, lastCheckpoint: { seq: anchor.auditSeq } });
  });
});
