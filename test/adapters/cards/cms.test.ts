import { execFileSync } from 'node:child_process';
import { constants, createPrivateKey, createPublicKey, diffieHellman, privateDecrypt, publicEncrypt, randomBytes, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createTestCa, issuePerson, type TestCa, type TestCertificate, type TestPerson } from '../../../build/scripts/test-ca.mjs';
import { unwrapKey, wrapKey } from '#electron/core/security/pki/aes-key-wrap.ts';
import { parseCertificate } from '#electron/core/security/pki/certificate.ts';
import { context } from '#electron/core/security/pki/der-read.ts';
import { algorithm, der, integer, octetString, oid, sequence, setOf } from '#electron/core/security/pki/der-write.ts';
import { OID } from '#electron/core/security/pki/oids.ts';
import { openEnvelope, type Unwrap } from '#electron/core/security/pki/open-envelope.ts';
import { probeCard, type ProbeCard } from '#electron/core/security/pki/probe.ts';
import { sealToCertificate, sealToRecipients } from '#electron/core/security/pki/seal.ts';
import { createSignedData } from '#electron/core/security/pki/signed-data.ts';
import { verifySignedData } from '#electron/core/security/pki/verify-signed-data.ts';
import { decodeOaepSha256 } from '#electron/card-host/oaep.ts';
import { practiceSign } from '#electron/card-host/practice/practice-card.ts';
import type { SignMechanism } from '#shared/domain/cards/card.ts';
import { AppError } from '#shared/kernel/app-error.ts';

let folder: string;
let ca: TestCa;
let persons: Record<'rsa' | 'p256' | 'p384', TestPerson>;

const keyOf = (certificate: TestCertificate): KeyObject => createPrivateKey(readFileSync(certificate.keyFile));
const openssl = (...args: string[]): Buffer => execFileSync('openssl', args, { timeout: 20_000, stdio: ['ignore', 'pipe', 'pipe'] });
const file = (name: string, content?: Uint8Array | string): string => {
  const full = path.join(folder, name);
  if (content !== undefined) writeFileSync(full, content);
  return full;
};

/** A card in software: what a card does, with the key from the test authority's file. */
const unwrapWith = (key: KeyObject): Unwrap => async (scheme, input) => {
  if (scheme !== 'ecdh-sha256kdf-aes256wrap') {
    return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: scheme === 'rsa-oaep-sha1' ? 'sha1' : 'sha256' }, input);
  }
  const half = (input.length - 1) / 2;
  const [x, y] = [input.subarray(1, 1 + half), input.subarray(1 + half)].map(part => Buffer.from(part).toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: half === 48 ? 'P-384' : 'P-256', x, y } as never, format: 'jwk' });
  return diffieHellman({ privateKey: key, publicKey });
};
const signWith = (key: KeyObject) => async (mechanism: SignMechanism, data: Uint8Array): Promise<Uint8Array> => practiceSign(key, mechanism, data);

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-cms-'));
  ca = createTestCa(path.join(folder, 'ca'));
  const person = (suffix: string, alg: 'rsa' | 'ec-p256' | 'ec-p384') => issuePerson(ca, { hsaId: `SE2321000016-${suffix}`, givenName: 'Åsa', surname: 'Öberg', alg });
  persons = { rsa: person('1001', 'rsa'), p256: person('1002', 'ec-p256'), p384: person('1003', 'ec-p384') };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the database key sealed for a card (security.md §3.3)', () => {
  it.each([['rsa', 'rsa-oaep-sha256'], ['rsa', 'rsa-oaep-sha1'], ['rsa', 'rsa-pkcs1'], ['p256', 'ecdh-sha256kdf-aes256wrap'], ['p384', 'ecdh-sha256kdf-aes256wrap']] as const)(
    'is opened by stock openssl with the private key (%s, %s)', (who, scheme) => {
      const person = persons[who];
      const sealed = file(`${who}-${scheme}.p7`, sealToCertificate(Buffer.from('nyckel åäö'), person.auth.der, scheme));
      const opened = openssl('cms', '-decrypt', '-binary', '-inform', 'DER', '-in', sealed, '-recip', person.auth.certFile, '-inkey', person.auth.keyFile);
      expect(opened.toString()).toBe('nyckel åäö');
    });

  it.each([
    ['rsa', ['-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha256', '-keyopt', 'rsa_mgf1_md:sha256']],
    ['rsa', ['-keyopt', 'rsa_padding_mode:oaep']],
    ['p256', ['-keyopt', 'ecdh_kdf_md:sha256', '-aes256-wrap']], ['p384', ['-keyopt', 'ecdh_kdf_md:sha256', '-aes256-wrap']],
  ] as const)('made by stock openssl is opened by the product (%s %j)', async (who, options) => {
    const person = persons[who];
    const sealed = file('by-openssl.p7');
    openssl('cms', '-encrypt', '-binary', '-aes-256-gcm', '-in', file('plain', 'hemligt'), '-outform', 'DER', '-out', sealed, '-recip', person.auth.certFile, ...options);
    expect(Buffer.from(await openEnvelope(readFileSync(sealed), person.auth.der, unwrapWith(keyOf(person.auth)))).toString()).toBe('hemligt');
  });

  it('opens for each of several recipients and for nobody else', async () => {
    const sealed = sealToRecipients(Buffer.from('gemensam'), [{ certificate: persons.rsa.auth.der, scheme: 'rsa-oaep-sha256' }, { certificate: persons.p384.auth.der, scheme: 'ecdh-sha256kdf-aes256wrap' }]);
    for (const person of [persons.rsa, persons.p384]) {
      expect(Buffer.from(await openEnvelope(sealed, person.auth.der, unwrapWith(keyOf(person.auth)))).toString()).toBe('gemensam');
    }
    await expect(openEnvelope(sealed, persons.p256.auth.der, unwrapWith(keyOf(persons.p256.auth)))).rejects.toThrow('card.unwrapFailed');
    await expect(openEnvelope(sealed, persons.rsa.auth.der, unwrapWith(keyOf(persons.rsa.sign)))).rejects.toThrow('card.unwrapFailed');
  });

  it('is refused when any byte of it was changed', async () => {
    const sealed = sealToCertificate(randomBytes(60), persons.p256.auth.der, 'ecdh-sha256kdf-aes256wrap');
    const unwrap = unwrapWith(keyOf(persons.p256.auth));
    for (let index = 0; index < sealed.length; index += 1) {
      const damaged = Uint8Array.from(sealed);
      damaged[index] = (damaged[index] ?? 0) ^ 0x21;
      const outcome = await openEnvelope(damaged, persons.p256.auth.der, unwrap).then(() => 'opened', (error: unknown) => (error instanceof AppError ? error.code : 'other'));
      expect(outcome, `byte ${index} of ${Buffer.from(sealed).toString('hex')}`).toBe('card.unwrapFailed');
    }
  });

  it('is refused with bytes after the end, cut short, endlessly nested, or with thousands of recipients (H106)', async () => {
    const sealed = sealToCertificate(randomBytes(32), persons.rsa.auth.der, 'rsa-oaep-sha256');
    const nested = Array.from({ length: 20_000 }).reduce<Uint8Array>(inner => sequence(inner.subarray(0, 60_000)), sequence());
    const many = sequence(oid(OID.authEnvelopedData), der(context(0), sequence(integer(0), der(0x31, ...Array.from({ length: 10_000 }, () => sequence(integer(0)))), sequence(), octetString(randomBytes(16)))));
    const indefinite = Buffer.concat([Buffer.from('3080', 'hex'), sealed.subarray(4), Buffer.from('0000', 'hex')]);
    for (const hostile of [Buffer.concat([sealed, Buffer.of(0)]), sealed.subarray(0, -1), nested, many, indefinite, Buffer.alloc(0), Buffer.alloc(1_000_000, 0x30)]) {
      await expect(openEnvelope(hostile, persons.rsa.auth.der, unwrapWith(keyOf(persons.rsa.auth)))).rejects.toMatchObject({ code: 'card.unwrapFailed' });
    }
  });

  it('tells a card that was pulled out from a key that does not fit', async () => {
    const sealed = sealToCertificate(randomBytes(32), persons.rsa.auth.der, 'rsa-oaep-sha256');
    await expect(openEnvelope(sealed, persons.rsa.auth.der, () => Promise.reject(new AppError('card.removed')))).rejects.toThrow('card.removed');
    await expect(openEnvelope(sealed, persons.rsa.auth.der, async () => randomBytes(32))).rejects.toThrow('card.unwrapFailed');
  });

  it('refuses a scheme that does not fit the key', () => {
    expect(() => sealToCertificate(randomBytes(32), persons.rsa.auth.der, 'ecdh-sha256kdf-aes256wrap')).toThrow('card.keyUnsupported');
    expect(() => sealToCertificate(randomBytes(32), persons.p256.auth.der, 'rsa-oaep-sha256')).toThrow('card.keyUnsupported');
  });
});

describe('a signature over a note (J-08)', () => {
  const content = Buffer.from('{"text":"Patienten mår bra. Åäö.","version":2}');
  const signNote = (who: keyof typeof persons, mechanism: SignMechanism) =>
    createSignedData({ content, certificate: persons[who].sign.der, chain: [ca.person.der], signingTime: new Date('2026-11-22T09:00:00.000Z'), mechanism, sign: signWith(keyOf(persons[who].sign)) });

  it.each([['rsa', 'rsa-pss-sha256'], ['rsa', 'rsa-pkcs1-sha256'], ['p256', 'ecdsa-sha256'], ['p384', 'ecdsa-sha384']] as const)('is accepted by stock openssl as CAdES and by the product (%s, %s)', async (who, mechanism) => {
    const signed = await signNote(who, mechanism);
    const args = ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', file('note.p7s', signed), '-CAfile', ca.root.cert, '-purpose', 'any'];
    expect(openssl(...args, '-content', file('note', content)).equals(content)).toBe(true);
    expect(() => openssl(...args, '-content', file('other', 'annat'))).toThrow();
    expect(verifySignedData(signed, content)).toEqual({ certificate: persons[who].sign.der, chain: [ca.person.der], signingTime: '2026-11-22T09:00:00.000Z', mechanism });
  });

  it('is refused over other text and when a byte of it was changed, wherever that is', async () => {
    const signed = await signNote('p256', 'ecdsa-sha256');
    expect(() => verifySignedData(signed, Buffer.from('x'))).toThrow('journal.signatureInvalid');
    const chainAt = Buffer.from(signed).indexOf(Buffer.from(ca.person.der));
    for (let index = 0; index < signed.length; index += 3) {
      // The issuer's certificate is carried as a convenience and is judged against the clinic's own list.
      if (index >= chainAt && index < chainAt + ca.person.der.length) continue;
      const damaged = Uint8Array.from(signed);
      damaged[index] = (damaged[index] ?? 0) ^ 0x11;
      expect(() => verifySignedData(damaged, content), `byte ${index}`).toThrow('journal.signatureInvalid');
    }
  });

  it('is refused when another certificate for the same key is put in the place of the signer’s', async () => {
    const signed = await signNote('p256', 'ecdsa-sha256');
    const own = persons.p256.sign.der;
    const again = () => issuePerson(ca, { hsaId: 'SE2321000016-1009', givenName: 'Åsa', surname: 'Öberg', alg: 'ec-p256', keyFile: persons.p256.sign.keyFile }).sign.der;
    // Serial numbers are random; only one of the same length fits in without rewriting every length around it.
    const other = Array.from({ length: 5 }, again).find(der => der.length === own.length);
    if (!other) throw new Error('no certificate of the same length in five tries');
    let forged = Buffer.from(signed).toString('hex');
    for (const part of ['der', 'serialDer'] as const) {
      const [from, to] = [parseCertificate(own)[part], parseCertificate(other)[part]].map(bytes => Buffer.from(bytes).toString('hex'));
      expect(forged).toContain(from);
      forged = forged.replaceAll(from ?? '', to ?? '');
    }
    const refusal = expect.objectContaining({ code: 'journal.signatureInvalid', cause: new Error('another certificate was signed for') });
    expect(() => verifySignedData(Buffer.from(forged, 'hex'), content)).toThrow(refusal);
  });

  it('is never made from what a card signed wrongly (H105)', async () => {
    const job = { content, certificate: persons.rsa.sign.der, chain: [], signingTime: new Date() };
    await expect(createSignedData({ ...job, sign: async mechanism => practiceSign(keyOf(persons.rsa.sign), mechanism, Buffer.from('other data')) })).rejects.toThrow('card.unreadable');
    await expect(createSignedData({ ...job, sign: async (mechanism, data) => practiceSign(keyOf(persons.rsa.auth), mechanism, data) })).rejects.toThrow('card.unreadable');
    await expect(createSignedData({ ...job, sign: async () => randomBytes(256) })).rejects.toThrow('card.unreadable');
  });
});

describe('what a card can do is found out by trying (enrolment probe)', () => {
  const claims = { alg: 'rsa', canSign: true, canDecrypt: true, canDerive: false, alwaysAuthenticate: false } as const;
  const refuse = async (): Promise<never> => Promise.reject(new AppError('card.keyUnsupported'));

  function card(person: TestPerson, options: { schemes: readonly string[]; pss?: boolean }): ProbeCard {
    const key = keyOf(person.auth);
    return {
      capabilities: async () => claims,
      sign: ({ mechanism, data }) => (mechanism === 'rsa-pss-sha256' && options.pss === false ? refuse() : signWith(key)(mechanism, data)),
      unwrap: ({ scheme, input }) => (options.schemes.includes(scheme) ? unwrapWith(key)(scheme, input) : refuse()),
    };
  }
  const target = () => ({ certRef: 'x', der: persons.rsa.auth.der });

  it('takes the best scheme that works and records what was refused', async () => {
    expect(await probeCard(card(persons.rsa, { schemes: ['rsa-oaep-sha256', 'rsa-oaep-sha1'] }), target())).toMatchObject({ scheme: 'rsa-oaep-sha256', refused: [] });
    expect(await probeCard(card(persons.rsa, { schemes: ['rsa-oaep-sha1'], pss: false }), target())).toMatchObject({
      scheme: 'rsa-oaep-sha1', refused: [{ scheme: 'rsa-oaep-sha256', code: 'card.keyUnsupported' }], canSign: true, signMechanism: 'rsa-pkcs1-sha256',
    });
  });

  it('reports a card that only signs, and never tries PKCS#1 v1.5 unasked', async () => {
    const probe = await probeCard(card(persons.rsa, { schemes: [] }), target());
    expect(probe.scheme).toBeNull();
    expect(probe.refused.map(({ scheme }) => scheme)).toEqual(['rsa-oaep-sha256', 'rsa-oaep-sha1']);
  });

  it('does not believe a card that gives back the wrong secret (H105)', async () => {
    const liar: ProbeCard = { ...card(persons.rsa, { schemes: [] }), unwrap: async () => randomBytes(32), sign: async () => randomBytes(256) };
    expect(await probeCard(liar, target())).toMatchObject({ scheme: null, canSign: false });
  });

  it('stops when the card is pulled out', async () => {
    const gone: ProbeCard = { ...card(persons.rsa, { schemes: [] }), unwrap: () => Promise.reject(new AppError('card.removed')) };
    await expect(probeCard(gone, target())).rejects.toThrow('card.removed');
  });
});

describe('building blocks', () => {
  it('wraps keys as RFC 3394 says (section 4.6 and a 192-bit key, 4.5)', () => {
    const kek = Buffer.from('000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F', 'hex');
    const vectors = [
      ['00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F', '28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21'],
      ['00112233445566778899AABBCCDDEEFF0001020304050607', 'A8F9BC1612C68B3FF6E6F4FBE30E71E4769C8B80A32CB8958CD5D17D6B254DA1'],
      ['00112233445566778899AABBCCDDEEFF', '64E8C3F9CE0F5BA263E9777905818A2A93C8191E7D6E8AE7'],
    ] as const;
    for (const [plain, wrapped] of vectors) {
      expect(Buffer.from(wrapKey(kek, Buffer.from(plain, 'hex'))).toString('hex').toUpperCase()).toBe(wrapped);
      expect(Buffer.from(unwrapKey(kek, Buffer.from(wrapped, 'hex')) ?? []).toString('hex').toUpperCase()).toBe(plain);
    }
  });

  it('opens no wrapped key that was changed, and refuses impossible sizes', () => {
    const kek = randomBytes(32);
    const wrapped = wrapKey(kek, randomBytes(32));
    for (let index = 0; index < wrapped.length; index += 1) {
      const damaged = Uint8Array.from(wrapped);
      damaged[index] = (damaged[index] ?? 0) ^ 1;
      expect(unwrapKey(kek, damaged), `byte ${index}`).toBeNull();
    }
    expect(() => wrapKey(kek, randomBytes(15))).toThrow(RangeError);
    expect(() => unwrapKey(randomBytes(16), wrapped)).toThrow(RangeError);
    expect(() => unwrapKey(kek, wrapped.subarray(0, 16))).toThrow(RangeError);
  });

  it('decodes OAEP in software exactly as OpenSSL does, for every length and with no other padding', () => {
    const key = keyOf(persons.rsa.auth);
    const raw = (sealed: Uint8Array): Buffer => privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, sealed);
    for (const length of [0, 1, 16, 32, 100, 190]) {
      const secret = randomBytes(length);
      const block = raw(publicEncrypt({ key: createPublicKey(key), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, secret));
      expect(Buffer.from(decodeOaepSha256(block) ?? Buffer.from('none'))).toEqual(secret);
      for (let index = 0; index < block.length; index += 5) {
        const damaged = Buffer.from(block);
        damaged[index] = (damaged[index] ?? 0) ^ 0x80;
        expect(decodeOaepSha256(damaged), `length ${length}, byte ${index}`).toBeNull();
      }
    }
    expect(decodeOaepSha256(raw(publicEncrypt({ key: createPublicKey(key), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, randomBytes(32))))).toBeNull();
    expect(decodeOaepSha256(Buffer.alloc(20))).toBeNull();
  });

  it('writes DER that openssl reads back the same', () => {
    const written = sequence(integer(0), integer(127), integer(128), integer(65_537), oid('2.16.840.1.101.3.4.1.46'), setOf(octetString(Buffer.of(2)), octetString(Buffer.of(1))), algorithm(OID.sha256));
    const text = openssl('asn1parse', '-inform', 'DER', '-in', file('x.der', written)).toString();
    expect(text.match(/(INTEGER|OBJECT|HEX DUMP\]).*$/gm)?.map(line => line.replace(/\s+/g, ''))).toEqual(['INTEGER:00', 'INTEGER:7F', 'INTEGER:80', 'INTEGER:010001', 'OBJECT:aes-256-gcm', 'HEXDUMP]:01', 'HEXDUMP]:02', 'OBJECT:sha256']);
  });
});
