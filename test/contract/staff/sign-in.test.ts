import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { fileDeviceSecretStore } from '#electron/core/adapters/device-secret-store/file-device-secret-store.ts';
import { clinicPlace, type ClinicPlace } from '#electron/core/clinic/clinic-place.ts';
import { openDatabase } from '#electron/core/db/database.ts';
import { migrate } from '#electron/core/db/migrate.ts';
import { insertCredential, saveCodeSecret } from '#electron/core/repositories/credential.ts';
import { saveDeviceKey } from '#electron/core/repositories/device-key.ts';
import { openAccessLog, PROGRAM } from '#electron/core/repositories/log.ts';
import { putSetting } from '#electron/core/repositories/setting.ts';
import { newDeviceSecret, slipCode } from '#electron/core/security/passphrase/device-secret.ts';
import { nameTag, sealWithPassphrase } from '#electron/core/security/passphrase/passphrase-entry.ts';
import { codeOfStep, newTotpSecret, stepAt } from '#electron/core/security/passphrase/totp.ts';
import { keyPayload, newDatabaseKey } from '#electron/core/security/vault/database-key.ts';
import { deviceSigner, newDeviceKey } from '#electron/core/security/vault/device-key.ts';
import { createVault } from '#electron/core/security/vault/vault-update.ts';
import { createPassphraseSignIn } from '#electron/core/services/staff/passphrase-sign-in.ts';
import { isAppError } from '#shared/kernel/app-error.ts';
import { testClock } from '#test/support/test-clock.ts';

const PASSPHRASE = 'tre gula paraplyer';
const codeOf = (work: Promise<unknown>) => work.then(() => 'ok', error => (isAppError(error) ? error.code : String(error)));

/** A whole clinic on disk, as set-up and enrolment leave it, with everything closed. */
async function clinicOnDisk(root: string, profileDir: string) {
  const place: ClinicPlace = clinicPlace(path.join(root, 'data'), profileDir);
  mkdirSync(place.clinicDir, { recursive: true });
  const clock = testClock('2026-11-22T08:00:00.000Z');
  const at = clock.now().toISOString();
  const [clinicId, userId, entryId] = [uuid(), uuid(), uuid()];
  const key = newDatabaseKey(uuid());
  const deviceSecret = newDeviceSecret();
  const totp = newTotpSecret();
  const device = newDeviceKey(clinicId, clock.now());
  const db = await openDatabase({ file: place.database, mode: 'create', getKeyHex: () => key.dbk.reveal().toString('hex') });
  await migrate(db);
  const log = await openAccessLog(db, { clock, workstation: 'w', unit: clinicId });
  await db.write(async tx => {
    await tx('clinic').insert({ id: clinicId, name: 'Provkliniken', organisation_number: '5560360793', hsa_id: '', country: 'SE', time_zone: 'Europe/Stockholm', is_demo: 1, created_at: at });
    await tx('user_account').insert({ id: userId, name: 'Rut Ek', given_name: 'Rut', family_name: 'Ek', title: 'Receptionist', profession: 'receptionist', user_name: 'rut', status: 'active', roles: '["receptionist"]', version: 1, changed_at: at, created_at: at });
    await saveDeviceKey(tx, device);
    await putSetting(tx, 'trust', { value: { certificates: [], policies: {}, minimumLoa: 3 }, at });
    await insertCredential(tx, { id: entryId, userId, kind: 'passphrase', label: 'rut', detail: {} }, { at, by: userId });
    await saveCodeSecret(tx, { credentialId: entryId, secret: totp, lastStep: 0 });
    await log.append(tx, PROGRAM, { action: 'SETUP', category: 'system' });
  });
  await db.close();
  const sealed = await sealWithPassphrase(keyPayload(clinicId, key), { passphrase: PASSPHRASE, deviceSecret });
  const entry = { id: entryId, userRef: userId, kind: 'passphrase' as const, alg: 'age-scrypt', notAfter: null, nameTag: await nameTag('rut', clinicId), sealed };
  const signer = deviceSigner(device, () => clock.now());
  await createVault(place.vault, { clinicId, dbId: clinicId, key, entries: [entry] }, { sign: head => signer.signCms(head), now: clock.now() });
  await fileDeviceSecretStore(profileDir).put(entryId, deviceSecret);
  const code = () => codeOfStep(totp, stepAt(clock.now()));
  return { place, clock, key, userId, code, slip: slipCode(deviceSecret) };
}

describe('signing in without a card, on a clinic as it lies on disk (L-02…L-04, L-08)', () => {
  let root: string;
  let c: Awaited<ReturnType<typeof clinicOnDisk>>;
  let profileDir: string;
  beforeEach(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'klinikbok-signin-'));
    profileDir = path.join(root, 'profile');
    c = await clinicOnDisk(root, profileDir);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const desk = (profile = profileDir) => createPassphraseSignIn({ place: c.place, clock: c.clock, deviceSecrets: fileDeviceSecretStore(profile) });
  const open = (over: object = {}, profile?: string) => desk(profile).open({ userName: 'Rut', passphrase: PASSPHRASE, code: c.code(), ...over });
  const attempt = (over: object = {}, profile?: string) => codeOf(open(over, profile).then(({ clinic }) => clinic.db.close()));

  it('opens the clinic for the person, and offers itself only where somebody signs in this way', async () => {
    expect(await desk().isUsed()).toBe(true);
    const { clinic, account } = await open();
    expect(account).toMatchObject({ id: c.userId, name: 'Rut Ek', roles: ['receptionist'] });
    expect(clinic.log.head().seq).toBe(1);
    await clinic.db.close();
  });

  it('a code works once, also after everything was closed and opened again', async () => {
    expect(await attempt()).toBe('ok');
    expect(await attempt()).toBe('auth.codeReused');
    c.clock.advance(30_000);
    expect(await attempt()).toBe('ok');
  });

  it('wrong passphrase, wrong code, unknown name and another computer are told apart by nobody', async () => {
    const elsewhere = path.join(root, 'other');
    const answers = [await attempt({ passphrase: 'tre gula regnrockar' }), await attempt({ code: '000000' }), await attempt({ userName: 'eva' }), await attempt({}, elsewhere)];
    expect(new Set(answers)).toEqual(new Set(['auth.wrongCredentials']));
    expect(await attempt({ deviceSecret: c.slip }, elsewhere)).toBe('ok');
    c.clock.advance(60_000);
    expect(await attempt({}, elsewhere)).toBe('ok');
  });

  it('wrong one-time codes count like wrong passphrases, and the wait survives a restart', async () => {
    for (let n = 0; n < 5; n += 1) await attempt({ code: '000000' });
    expect(await attempt()).toBe('auth.delayed');
    c.clock.advance(31_000);
    expect(await attempt()).toBe('ok');
  });

  it('a closed account opens nothing even when its entry was left in the vault', async () => {
    const db = await openDatabase({ file: c.place.database, mode: 'readwrite', getKeyHex: () => c.key.dbk.reveal().toString('hex') });
    await db.write(tx => tx.raw(`UPDATE user_account SET status = 'closed' WHERE id = ?`, [c.userId]));
    await db.close();
    expect(await attempt()).toBe('auth.accountClosed');
  });
});
