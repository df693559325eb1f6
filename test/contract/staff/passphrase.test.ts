import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { fileDeviceSecretStore } from '#electron/core/adapters/device-secret-store/file-device-secret-store.ts';
import { readCodeSecret } from '#electron/core/repositories/credential.ts';
import { mirrorThrottle } from '#electron/core/repositories/sign-in-throttle.ts';
import { fromBase32 } from '#electron/core/security/passphrase/base32.ts';
import { openByPassphrase } from '#electron/core/security/passphrase/open-by-passphrase.ts';
import { codeOfStep, stepAt } from '#electron/core/security/passphrase/totp.ts';
import { readVault } from '#electron/core/security/vault/vault.ts';
import { acceptCode } from '#electron/core/services/staff/passphrase-sign-in.ts';
import { KEY } from '#test/support/harness.ts';

import { draft, newCard, startStaffClinic } from './staff-clinic.ts';

type Clinic = Awaited<ReturnType<typeof startStaffClinic>>;
const refused = (code: string) => ({ detail: { code } });
const PASSPHRASE = 'tre gula paraplyer';

describe('a receptionist without a card (L-02…L-04, L-08)', () => {
  let c: Clinic;
  let admin: Awaited<ReturnType<Clinic['as']>>;
  let id: string;
  beforeEach(async () => {
    c = await startStaffClinic();
    admin = await c.as('administrator');
    id = uuid();
    await admin.staff.add({ id, draft: draft({ givenName: 'Rut', familyName: 'Östlund', roles: ['receptionist'] }) });
  });
  afterEach(async () => {
    expect(c.reported).toEqual([]);
    await c.stop();
  });
  const secretOf = (shown: { totpSecret: string }) => fromBase32(shown.totpSecret.replaceAll(' ', ''))!;
  const code = (secret: Buffer, off = 0) => codeOfStep(secret, stepAt(c.clock.now()) + off);
  const begin = (over: object = {}) => admin.staff.beginPassphrase({ userId: id, userName: 'Rut', passphrase: PASSPHRASE, ...over });
  const enrol = async () => {
    const shown = await begin();
    const { keyId } = await admin.staff.confirmPassphrase({ enrolmentId: shown.enrolmentId, code: code(secretOf(shown)) });
    return { shown, keyId, secret: secretOf(shown) };
  };
  const open = async (input: object = {}) =>
    openByPassphrase({ vault: await readVault(c.place), throttle: c.throttle(), deviceSecrets: fileDeviceSecretStore(c.profile()) }, { userName: 'rut', passphrase: PASSPHRASE, ...input });
  const codeOfError = (work: Promise<unknown>) => work.then(() => 'ok', (error: { code?: string }) => error.code ?? String(error));

  it('after the first code has worked, name, passphrase, this computer and a one-time code open the clinic', async () => {
    const { keyId, secret } = await enrol();
    const opened = await open();
    expect(opened.key.dbk.reveal().toString('hex')).toBe(KEY);
    expect(opened.entry).toMatchObject({ id: keyId, userRef: id });
    c.clock.advance(60_000);
    await acceptCode(c.db, { credentialId: keyId, code: code(secret), now: c.clock.now() });
    expect((await admin.staff.get({ id })).person).toMatchObject({ userName: 'rut', keys: [{ kind: 'passphrase', label: 'rut' }] });
  });

  it('each code is accepted once, the one of the enrolment included, even by two sign-ins at the same moment (L-02)', async () => {
    const { keyId, secret } = await enrol();
    const use = (typed: string) => codeOfError(acceptCode(c.db, { credentialId: keyId, code: typed, now: c.clock.now() }));
    expect(await use(code(secret))).toBe('auth.codeReused');
    c.clock.advance(30_000);
    const outcomes = await Promise.all([use(code(secret)), use(code(secret))]);
    expect(outcomes.sort()).toEqual(['auth.codeReused', 'ok']);
    expect(await use('000000')).toMatch(/auth\.(wrongCredentials|codeReused)/);
    expect((await readCodeSecret(c.db.reader, keyId))?.lastStep).toBe(stepAt(c.clock.now()));
  });

  it('nothing is stored before the first code is right, and not after a quarter of an hour', async () => {
    const shown = await begin();
    const wrong = code(secretOf(shown), 5);
    await expect(admin.staff.confirmPassphrase({ enrolmentId: shown.enrolmentId, code: wrong })).rejects.toMatchObject(refused('auth.codeWrong'));
    expect((await readVault(c.place)).head.entries).toEqual([]);
    expect(await codeOfError(open())).toBe('auth.wrongCredentials');
    c.clock.advance(16 * 60_000);
    await expect(admin.staff.confirmPassphrase({ enrolmentId: shown.enrolmentId, code: code(secretOf(shown)) })).rejects.toMatchObject(refused('auth.enrolmentExpired'));
  });

  it.each([
    ['kort', 'auth.passphraseTooShort'], ['x'.repeat(300), 'auth.passphraseTooLong'], ['Provkliniken2026!', 'auth.passphraseTooCommon'], ['rut östlund rut', 'auth.passphraseTooCommon'],
  ])('the passphrase "%s" is refused with %s (L-03)', async (passphrase, expected) => {
    await expect(begin({ passphrase })).rejects.toMatchObject(refused(expected));
  });

  it('a user name belongs to one person', async () => {
    await enrol();
    const other = uuid();
    await admin.staff.add({ id: other, draft: draft({ roles: ['receptionist'] }) });
    await expect(begin({ userId: other, userName: 'RUT' })).rejects.toMatchObject(refused('staff.userNameTaken'));
  });

  it('a copied data folder and the right passphrase open nothing on another computer; the slip does (L-08)', async () => {
    const { shown } = await enrol();
    const elsewhere = { vault: await readVault(c.place), throttle: c.throttle(), deviceSecrets: fileDeviceSecretStore(path.join(c.dir, 'other-computer')) };
    expect(await codeOfError(openByPassphrase(elsewhere, { userName: 'rut', passphrase: PASSPHRASE }))).toBe('auth.wrongCredentials');
    expect(await codeOfError(openByPassphrase(elsewhere, { userName: 'rut', passphrase: PASSPHRASE, slipCode: shown.slipCode }))).toBe('ok');
  });

  it('a new passphrase replaces the old one', async () => {
    await enrol();
    c.clock.advance(60_000);
    const shown = await begin({ passphrase: 'fyra blå regnrockar' });
    await admin.staff.confirmPassphrase({ enrolmentId: shown.enrolmentId, code: code(secretOf(shown)) });
    expect(await codeOfError(open())).toBe('auth.wrongCredentials');
    expect(await codeOfError(open({ passphrase: 'fyra blå regnrockar' }))).toBe('ok');
    expect((await admin.staff.get({ id })).person.keys).toHaveLength(1);
  });

  it('after five wrong tries there is a wait that an administrator can end, and that a deleted file does not end (L-04)', async () => {
    await enrol();
    await (await open()).accepted();
    for (let n = 0; n < 5; n += 1) await codeOfError(open({ passphrase: 'fel fel fel fel' }));
    expect(await codeOfError(open())).toBe('auth.delayed');
    await mirrorThrottle(c.db, c.throttle());
    const [tag] = Object.keys(await c.throttle().counts());
    await c.throttle().clear(tag!);
    await mirrorThrottle(c.db, c.throttle());
    expect(await codeOfError(open())).toBe('auth.delayed');
    await admin.staff.clearDelay({ userId: id });
    expect(await codeOfError(open())).toBe('ok');
  });

  it('removing the way in forgets the authenticator secret, the device secret and the user name', async () => {
    const { keyId } = await enrol();
    const me = (await admin.staff.get({ id: admin.userId })).person;
    c.reader.card = newCard(me.hsaId!);
    await admin.staff.enrolCard({ userId: me.id, pin: '123456' });
    await admin.staff.removeKey({ userId: id, keyId });
    expect(await readCodeSecret(c.db.reader, keyId)).toBeNull();
    expect(await fileDeviceSecretStore(c.profile()).get(keyId)).toBeNull();
    expect((await admin.staff.get({ id })).person).toMatchObject({ userName: null, keys: [] });
    expect(await codeOfError(open())).toBe('auth.wrongCredentials');
  });

  it('neither passphrase, slip, secret nor name is found in any file of the data folder or in the log (A-04)', async () => {
    const { shown, secret } = await enrol();
    const canaries = [PASSPHRASE, shown.slipCode, shown.slipCode.replaceAll('-', '').slice(0, 26), secret.toString('base64url'), shown.totpSecret.replaceAll(' ', ''), 'Östlund'];
    const files = readdirSync(c.dir, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
    for (const file of files) {
      const bytes = readFileSync(path.join(file.parentPath, file.name));
      for (const canary of canaries) expect(bytes.includes(canary), `${file.name}`).toBe(false);
    }
    const rows = JSON.stringify(await c.db.reader('audit_event').select());
    for (const canary of canaries) expect(rows).not.toContain(canary);
  });
});
