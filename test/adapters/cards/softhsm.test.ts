import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createTestCa, issuePerson, loadSoftHsm, type TestCa, type TestPerson } from '../../../build/scripts/test-ca.mjs';
import { groupPhysicalCards, type PhysicalCard } from '#electron/core/adapters/smart-card/physical-cards.ts';
import { createLoginChallenge, verifyLoginChallenge } from '#electron/core/security/pki/login-challenge.ts';
import { openEnvelope } from '#electron/core/security/pki/open-envelope.ts';
import { probeCard } from '#electron/core/security/pki/probe.ts';
import { sealToCertificate } from '#electron/core/security/pki/seal.ts';
import { createSignedData } from '#electron/core/security/pki/signed-data.ts';
import { verifySignedData } from '#electron/core/security/pki/verify-signed-data.ts';
import type { CardCertificate } from '#electron/core/ports/smart-card.ts';
import { pin, startCardHost, type CardHostProcess } from '#test/support/cards/card-host-process.ts';

const PINS = { auth: '123456', sign: '654321' };
let folder: string;
let ca: TestCa;
let persons: Record<'rsa' | 'p256' | 'p384', TestPerson>;
let host: CardHostProcess;
let cards: PhysicalCard[];

const cardOf = (person: TestPerson): PhysicalCard => {
  const found = cards.find(card => card.hsaId === person.hsaId);
  if (!found) throw new Error('card not found');
  return found;
};
const certificateOf = (person: TestPerson, use: 'auth' | 'sign'): CardCertificate => {
  const found = cardOf(person).certificates.find(certificate => certificate.use === use);
  if (!found) throw new Error('certificate not found');
  return found;
};

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-softhsm-'));
  ca = createTestCa(path.join(folder, 'ca'));
  persons = {
    rsa: issuePerson(ca, { hsaId: 'SE2321000016-1003', givenName: 'Åsa', surname: 'Öberg' }),
    p256: issuePerson(ca, { hsaId: 'SE2321000016-1004', givenName: 'Erik', surname: 'Ek', alg: 'ec-p256' }),
    p384: issuePerson(ca, { hsaId: 'SE2321000016-1005', givenName: 'Maja', surname: 'Malm', alg: 'ec-p384' }),
  };
  const conf = loadSoftHsm(path.join(folder, 'hsm'), Object.values(persons), { pin: PINS });
  host = await startCardHost({ profile: 'softhsm', clinicKind: 'test' }, { SOFTHSM2_CONF: conf });
  cards = await groupPhysicalCards(host.client, await host.client.snapshot());
});

afterAll(async () => {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a card through PKCS#11 (L-01, SoftHSM2)', () => {
  it('shows three physical cards although the software shows six tokens', async () => {
    const snapshot = await host.client.snapshot();
    expect(snapshot.state).toBe('present');
    expect(snapshot.tokens).toHaveLength(6);
    expect(cards.map(card => card.hsaId).sort()).toEqual(['SE2321000016-1003', 'SE2321000016-1004', 'SE2321000016-1005']);
    expect(cards.every(card => card.tokens.length === 2 && card.cardNumber !== null)).toBe(true);
  });

  it('tells the sign-in certificate from the signing certificate before any PIN', () => {
    expect(certificateOf(persons.rsa, 'auth').der).toEqual(persons.rsa.auth.der);
    expect(certificateOf(persons.rsa, 'sign').der).toEqual(persons.rsa.sign.der);
    expect(certificateOf(persons.p384, 'auth').alg).toBe('ec-p384');
  });

  it.each(['rsa', 'p256', 'p384'] as const)('signs in with a %s card: the challenge is signed by the card and verified', async kind => {
    const certificate = certificateOf(persons[kind], 'auth');
    await host.client.login(certificate.tokenRef, pin(PINS.auth));
    const challenge = createLoginChallenge(certificate.der);
    const signature = await host.client.sign({ certRef: certificate.certRef, ...challenge });
    expect(() => verifyLoginChallenge(challenge, certificate.der, signature)).not.toThrow();
    expect(() => verifyLoginChallenge(createLoginChallenge(certificate.der), certificate.der, signature)).toThrow('card.unreadable');
  });

  it('refuses a wrong PIN even though the right one was accepted a moment ago, and the old login is gone', async () => {
    const { tokenRef, certRef, der } = certificateOf(persons.rsa, 'auth');
    await host.client.login(tokenRef, pin(PINS.auth));
    await expect(host.client.login(tokenRef, pin('000000'))).rejects.toMatchObject({ code: 'card.pinWrongFew' });
    await expect(host.client.sign({ certRef, ...createLoginChallenge(der) })).rejects.toMatchObject({ code: 'auth.freshRequired' });
  });

  it('uses no try for a PIN that is too short or has impossible characters (H102)', async () => {
    const { tokenRef } = certificateOf(persons.rsa, 'auth');
    await host.client.login(tokenRef, pin(PINS.auth));
    await expect(host.client.login(tokenRef, pin('123'))).rejects.toMatchObject({ code: 'card.pinFormat', params: { min: 4 } });
    await expect(host.client.login(tokenRef, pin('åäö123'))).rejects.toMatchObject({ code: 'card.pinFormat' });
    expect((await host.client.snapshot()).tokens.find(token => token.tokenRef === tokenRef)?.pin).toBe('ok');
  });

  it.each([['rsa', 'rsa-oaep-sha256'], ['p256', 'ecdh-sha256kdf-aes256wrap'], ['p384', 'ecdh-sha256kdf-aes256wrap']] as const)('enrols a %s card with %s and finds out that it can sign', async (kind, scheme) => {
    const certificate = certificateOf(persons[kind], 'auth');
    await host.client.login(certificate.tokenRef, pin(PINS.auth));
    const probe = await probeCard(host.client, certificate);
    expect(probe).toMatchObject({ alg: certificate.alg, scheme, refused: [], canSign: true, alwaysAuthenticate: false });
  });

  it.each(['rsa-oaep-sha256', 'rsa-oaep-sha1', 'rsa-pkcs1'] as const)('opens the database key wrapped with %s', async scheme => {
    const certificate = certificateOf(persons.rsa, 'auth');
    await host.client.login(certificate.tokenRef, pin(PINS.auth));
    const secret = randomBytes(32);
    const envelope = sealToCertificate(secret, certificate.der, scheme);
    const opened = await openEnvelope(envelope, certificate.der, (used, input) => host.client.unwrap({ certRef: certificate.certRef, scheme: used, input }));
    expect(Buffer.from(opened)).toEqual(secret);
  });

  it.each(['rsa', 'p256'] as const)('opens with a %s card what stock openssl encrypted', async kind => {
    const certificate = certificateOf(persons[kind], 'auth');
    await host.client.login(certificate.tokenRef, pin(PINS.auth));
    const [plain, sealed] = [path.join(folder, `${kind}.txt`), path.join(folder, `${kind}.p7`)];
    writeFileSync(plain, 'databasnyckel');
    const options = kind === 'rsa' ? ['-keyopt', 'rsa_padding_mode:oaep'] : ['-keyopt', 'ecdh_kdf_md:sha256', '-aes256-wrap'];
    execFileSync('openssl', ['cms', '-encrypt', '-binary', '-aes-256-gcm', '-in', plain, '-outform', 'DER', '-out', sealed, '-recip', persons[kind].auth.certFile, ...options], { timeout: 20_000 });
    const opened = await openEnvelope(readFileSync(sealed), certificate.der, (scheme, input) => host.client.unwrap({ certRef: certificate.certRef, scheme, input }));
    expect(Buffer.from(opened).toString()).toBe('databasnyckel');
  });

  it.each(['rsa', 'p256', 'p384'] as const)('signs a note with the %s signing key after its own PIN, without ending the sign-in; openssl accepts it as CAdES (J-08)', async kind => {
    const [auth, sign] = [certificateOf(persons[kind], 'auth'), certificateOf(persons[kind], 'sign')];
    await host.client.login(auth.tokenRef, pin(PINS.auth));
    const content = Buffer.from('{"note":"åäö","version":3}');
    const signed = await createSignedData({
      content, certificate: sign.der, chain: [ca.person.der], signingTime: new Date(),
      sign: (mechanism, data) => host.client.sign({ certRef: sign.certRef, mechanism, data, pin: pin(PINS.sign) }),
    });
    expect(verifySignedData(signed, content).certificate).toEqual(sign.der);
    expect(() => verifySignedData(signed, Buffer.from('{"note":"aao","version":3}'))).toThrow('journal.signatureInvalid');
    const [file, note] = [path.join(folder, `${kind}.p7s`), path.join(folder, `${kind}.json`)];
    writeFileSync(file, signed);
    writeFileSync(note, content);
    const verify = ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', file, '-content', note, '-CAfile', ca.root.cert, '-purpose', 'any'];
    expect(execFileSync('openssl', verify, { timeout: 20_000, stdio: ['ignore', 'pipe', 'pipe'] }).toString()).toBe(content.toString());
    const challenge = createLoginChallenge(auth.der);
    verifyLoginChallenge(challenge, auth.der, await host.client.sign({ certRef: auth.certRef, ...challenge }));
  });

  it('asks for a PIN when the signing half is not signed in', async () => {
    const sign = certificateOf(persons.rsa, 'sign');
    await host.client.logout();
    await expect(host.client.sign({ certRef: sign.certRef, mechanism: 'rsa-pss-sha256', data: Buffer.from('x') })).rejects.toMatchObject({ code: 'auth.freshRequired' });
  });

  it('gives one and the same refusal for every damaged envelope (no oracle)', async () => {
    const certificate = certificateOf(persons.rsa, 'auth');
    await host.client.login(certificate.tokenRef, pin(PINS.auth));
    for (const scheme of ['rsa-oaep-sha256', 'rsa-oaep-sha1', 'rsa-pkcs1'] as const) {
      const envelope = Buffer.from(sealToCertificate(randomBytes(32), certificate.der, scheme));
      const keyAt = envelope.length - 32 - 16 - 120;
      envelope[keyAt] = (envelope[keyAt] ?? 0) ^ 1;
      const open = openEnvelope(envelope, certificate.der, (used, input) => host.client.unwrap({ certRef: certificate.certRef, scheme: used, input }));
      await expect(open, scheme).rejects.toMatchObject({ code: 'card.unwrapFailed', params: {} });
    }
  });

  it('overwrites the PIN it was given', async () => {
    const typed = pin(PINS.auth);
    await host.client.login(certificateOf(persons.rsa, 'auth').tokenRef, typed);
    expect([...typed].every(byte => byte === 0)).toBe(true);
  });
});
