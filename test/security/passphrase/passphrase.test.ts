import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { fileDeviceSecretStore } from '#electron/core/adapters/device-secret-store/file-device-secret-store.ts';
import { fromBase32, toBase32 } from '#electron/core/security/passphrase/base32.ts';
import { newDeviceSecret, parseSlipCode, slipCode } from '#electron/core/security/passphrase/device-secret.ts';
import { openByPassphrase } from '#electron/core/security/passphrase/open-by-passphrase.ts';
import { agePassphrase, nameTag, passphraseUnsealer, sealWithPassphrase } from '#electron/core/security/passphrase/passphrase-entry.ts';
import { HARD_STOP, openThrottle } from '#electron/core/security/passphrase/throttle.ts';
import { checkCode, codeOfStep, newTotpSecret, stepAt, totpUri } from '#electron/core/security/passphrase/totp.ts';
import { keyPayload } from '#electron/core/security/vault/database-key.ts';
import { addEntry } from '#electron/core/security/vault/vault-update.ts';
import type { Vault } from '#electron/core/security/vault/vault.ts';
import { ageDecryptWithPassphrase } from '#electron/core/security/age/passphrase.ts';
import { isAppError } from '#shared/kernel/app-error.ts';

import { DB_ID, newTestVault } from '../vault/vault-fixture.ts';

const temp = () => mkdtempSync(path.join(tmpdir(), 'klinikbok-pass-'));
const codeOf = (work: Promise<unknown>) => work.then(() => 'ok', error => (isAppError(error) ? error.code : String(error)));

describe('one-time codes (L-02, RFC 6238)', () => {
  const rfc = Buffer.from('12345678901234567890');
  it.each([
    [59, '94287082'], [1111111109, '07081804'], [1111111111, '14050471'], [1234567890, '89005924'], [2000000000, '69279037'], [20000000000, '65353130'],
  ])('RFC 6238 appendix B: at %i seconds the 8-digit code is %s', (seconds, expected) => {
    expect(codeOfStep(rfc, stepAt(new Date(seconds * 1000)), 8)).toBe(expected);
  });

  it.each(['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'].map((code, count) => [count, code] as const))(
    'RFC 4226 appendix D: count %i gives %s', (count, code) => expect(codeOfStep(rfc, count)).toBe(code),
  );

  const at = (step: number) => new Date(step * 30_000 + 5000);
  it('this step and one on either side are right, two away are wrong', () => {
    const answers = [-2, -1, 0, 1, 2].map(off => checkCode({ secret: rfc, code: codeOfStep(rfc, 1000 + off), now: at(1000), lastStep: null }).outcome);
    expect(answers).toEqual(['wrong', 'ok', 'ok', 'ok', 'wrong']);
  });

  it('a used code, and any before it, is refused as used (H108)', () => {
    const code = codeOfStep(rfc, 1000);
    expect(checkCode({ secret: rfc, code, now: at(1000), lastStep: 999 })).toEqual({ outcome: 'ok', step: 1000 });
    expect(checkCode({ secret: rfc, code, now: at(1001), lastStep: 1000 })).toEqual({ outcome: 'reused' });
    expect(checkCode({ secret: rfc, code: codeOfStep(rfc, 999), now: at(1000), lastStep: 1000 })).toEqual({ outcome: 'reused' });
  });

  it.each(['1234567', '12345', '', '１２３４５６', '١٢٣٤٥٦', 'abcdef', '-12345', '12345 '])('"%s" is no code (H108)', code => {
    expect(checkCode({ secret: rfc, code, now: at(1000), lastStep: null }).outcome).toBe('wrong');
  });

  it('the address for the authenticator app names clinic and user', () => {
    const uri = totpUri({ secret: rfc, userName: 'åsa', clinicName: 'Åkliniken & Co' });
    expect(uri).toBe('otpauth://totp/%C3%85kliniken%20%26%20Co:%C3%A5sa?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%C3%85kliniken%20%26%20Co&algorithm=SHA1&digits=6&period=30');
  });
});

describe('the printed slip', () => {
  it('base32 follows RFC 4648 §10', () => {
    expect(['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map(text => toBase32(Buffer.from(text)))).toEqual(['MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI']);
    expect(fromBase32('MZXW6YTBOI')?.toString()).toBe('foobar');
    expect([fromBase32('M0'), fromBase32('MZ1'), fromBase32('A')]).toEqual([null, null, null]);
  });

  it('is read back however it is typed, and of a thousand typing errors about one goes unnoticed', () => {
    let noticed = 0;
    for (let round = 0; round < 300; round += 1) {
      const secret = newDeviceSecret();
      const code = slipCode(secret);
      expect(code).toMatch(/^([A-Z2-7]{4}-){6}[A-Z2-7]{4}$/);
      expect(parseSlipCode(` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('o', '0').replaceAll('i', '1').replaceAll('b', '8')}`)?.equals(secret)).toBe(true);
      const at = round % 4;
      const typo = parseSlipCode(code.slice(0, at) + (code[at] === 'X' ? 'Y' : 'X') + code.slice(at + 1));
      noticed += Number(typo === null);
    }
    expect(noticed).toBeGreaterThan(280);
  });
});

describe('passphrase entries (L-02…L-04, L-08)', () => {
  const passphrase = 'Åsa målar blå båtar';
  const secret = newDeviceSecret();
  let sealed: Buffer;
  beforeAll(async () => {
    sealed = await sealWithPassphrase(Buffer.from('payload'), { passphrase, deviceSecret: secret });
  });
  const openWith = (typed: string, deviceSecret: Uint8Array = secret, file = sealed) => passphraseUnsealer({ passphrase: typed, deviceSecret })(file, {} as never);

  it('opens whether å is typed as one character or two', async () => {
    expect(Buffer.from(await openWith(passphrase.normalize('NFD'))).toString()).toBe('payload');
    expect(Buffer.from(await ageDecryptWithPassphrase(sealed, `${passphrase}\u001f${toBase32(secret)}`)).toString()).toBe('payload');
    expect(agePassphrase({ passphrase, deviceSecret: secret })).toContain('\u001f');
  });

  it('does not open with the passphrase alone, another device secret or a wrong passphrase', async () => {
    expect(await codeOf(openWith(passphrase, newDeviceSecret()))).toBe('auth.wrongCredentials');
    expect(await codeOf(openWith(`${passphrase}!`))).toBe('auth.wrongCredentials');
    expect(await codeOf(openWith(passphrase, Buffer.alloc(0)))).toBe('auth.wrongCredentials');
  });

  it.each(['16', '21', '30', '1', '0', '-1', '2147483648', '017', ''])('a work factor of "%s" is refused without computing (H106)', async logN => {
    const text = sealed.toString('latin1').replace(/(-> scrypt \S+) 17\n/, `$1 ${logN}\n`);
    expect(await codeOf(openWith(passphrase, secret, Buffer.from(text, 'latin1')))).toBe('vault.damaged');
  });

  it('a damaged file is told apart from a wrong passphrase', async () => {
    const bad = Buffer.from(sealed);
    bad[bad.length - 1] = bad.at(-1)! ^ 1;
    expect(await codeOf(openWith(passphrase, secret, bad))).toBe('vault.damaged');
  });

  it('the device secret file is this account\'s alone and forgets on request', async () => {
    const folder = path.join(temp(), 'profile');
    const store = fileDeviceSecretStore(folder);
    const id = '01935000-0000-7000-8000-000000000001';
    expect(await store.get(id)).toBeNull();
    await store.put(id, secret);
    expect((await fileDeviceSecretStore(folder).get(id))?.equals(secret)).toBe(true);
    expect(statSync(path.join(folder, 'device-secrets.json')).mode & 0o777).toBe(0o600);
    await store.remove(id);
    expect(await store.get(id)).toBeNull();
    writeFileSync(path.join(folder, 'device-secrets.json'), '{broken');
    expect(await store.get(id)).toBeNull();
  });
});

describe('growing delay (L-04, H107)', () => {
  let folder: string;
  let now: Date;
  const open = () => openThrottle(path.join(folder, 'throttle.json'), () => now);
  const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));
  beforeEach(() => {
    folder = temp();
    now = new Date('2026-11-22T09:00:00.000Z');
  });
  const failTimes = async (times: number) => {
    for (let n = 0; n < times; n += 1) await open().begin('t');
  };

  it('five failures, then half a minute, then twice as long, also after a restart', async () => {
    await failTimes(5);
    await expect(open().begin('t')).rejects.toMatchObject({ code: 'auth.delayed', params: { seconds: 30 } });
    later(29);
    await expect(open().begin('t')).rejects.toMatchObject({ code: 'auth.delayed', params: { seconds: 1 } });
    later(1);
    await open().begin('t');
    await expect(open().begin('t')).rejects.toMatchObject({ params: { seconds: 60 } });
  });

  it('stops for good at 100 failures until an administrator clears it', async () => {
    for (let n = 0; n < HARD_STOP; n += 1) {
      await open().begin('t');
      later(3600);
    }
    expect(HARD_STOP).toBeLessThanOrEqual(100);
    expect(await codeOf(open().begin('t'))).toBe('auth.tooManyFailures');
    await open().clear('t');
    expect(await codeOf(open().begin('t'))).toBe('ok');
  });

  it('a right sign-in starts the count again, and other names are not held up', async () => {
    await failTimes(5);
    expect(await codeOf(open().begin('other'))).toBe('ok');
    await open().succeeded('t');
    expect(await codeOf(open().begin('t'))).toBe('ok');
  });

  it('tries made at the same moment are all counted', async () => {
    const one = open();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => codeOf(one.begin('t'))));
    expect(outcomes.filter(outcome => outcome === 'ok')).toHaveLength(5);
  });

  it('setting the clock back does not lengthen the wait beyond the delay', async () => {
    await failTimes(5);
    now = new Date('2016-01-01T00:00:00.000Z');
    await expect(open().begin('t')).rejects.toMatchObject({ params: { seconds: 30 } });
  });

  it('a removed file is made whole from the copy in the database', async () => {
    await failTimes(7).catch(() => undefined);
    const known = await open().counts();
    rmSync(path.join(folder, 'throttle.json'));
    await open().merge(known);
    expect(await codeOf(open().begin('t'))).toBe('auth.delayed');
  });
});

describe('the first half of sign-in (L-04: no user enumeration)', () => {
  const profile = temp();
  let vault: Vault;
  let parts: Parameters<typeof openByPassphrase>[0];
  const secret = newDeviceSecret();
  const entryId = '01935000-0000-7000-8000-00000000000a';
  const file = () => path.join(profile, 'throttle.json');
  beforeAll(async () => {
    const f = await newTestVault();
    const sealed = await sealWithPassphrase(keyPayload(DB_ID, f.key), { passphrase: 'grön tratt i dimma', deviceSecret: secret });
    const entry = { id: entryId, userRef: 'u1', kind: 'passphrase' as const, alg: 'age-scrypt', notAfter: null, nameTag: await nameTag('Rut', DB_ID), sealed };
    vault = await addEntry(await f.create(), entry, f.signing);
    const store = fileDeviceSecretStore(profile);
    await store.put(entryId, secret);
    parts = { vault, throttle: openThrottle(file(), () => new Date()), deviceSecrets: store };
  });

  it('name in any case and the passphrase open; acceptance forgets the count', async () => {
    const opened = await openByPassphrase(parts, { userName: ' rut ', passphrase: 'grön tratt i dimma' });
    expect(opened.entry.id).toBe(entryId);
    expect(Object.values(await parts.throttle.counts())).toMatchObject([{ failures: 1 }]);
    await opened.accepted();
    expect(await parts.throttle.counts()).toEqual({});
  });

  it('unknown name, wrong passphrase and a computer without device secret give the same answer, and no name is kept in clear', async () => {
    const bare = { ...parts, deviceSecrets: fileDeviceSecretStore(temp()) };
    const answers = [
      await codeOf(openByPassphrase(parts, { userName: 'nobody', passphrase: 'grön tratt i dimma' })),
      await codeOf(openByPassphrase(parts, { userName: 'rut', passphrase: 'blå tratt i dimma' })),
      await codeOf(openByPassphrase(bare, { userName: 'rut', passphrase: 'grön tratt i dimma' })),
      await codeOf(openByPassphrase(bare, { userName: 'rut', passphrase: 'grön tratt i dimma', slipCode: 'AAAA' })),
    ];
    expect(new Set(answers)).toEqual(new Set(['auth.wrongCredentials']));
    expect(readFileSync(file(), 'utf8')).not.toMatch(/rut|nobody|tratt/i);
  });

  it('on a new computer the slip opens, and is not asked for again once accepted', async () => {
    const store = fileDeviceSecretStore(temp());
    const bare = { ...parts, deviceSecrets: store };
    await parts.throttle.clear(await nameTag('rut', DB_ID));
    const opened = await openByPassphrase(bare, { userName: 'rut', passphrase: 'grön tratt i dimma', slipCode: slipCode(secret) });
    expect(await store.get(entryId)).toBeNull();
    await opened.accepted();
    expect((await store.get(entryId))?.equals(secret)).toBe(true);
  });
});

it('new one-time secrets are 160 bits and never equal', () => {
  const made = new Set(Array.from({ length: 100 }, () => newTotpSecret().toString('hex')));
  expect(made.size).toBe(100);
  expect([...made].every(hex => hex.length === 40)).toBe(true);
});
