import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import forge from 'node-forge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { TEST_POLICY_LOA2, createTestCa, issueAuthority, issuePerson, type TestAuthority, type TestCa, type TestPersonOptions } from '../../../build/scripts/test-ca.mjs';
import { parseCertificate } from '#electron/core/security/pki/certificate.ts';
import { elements, readDer, type DerNode } from '#electron/core/security/pki/der-read.ts';
import { validateIdentity } from '#electron/core/security/pki/identity.ts';
import { readIssuerFile, trustFrom, type TrustConfig } from '#electron/core/security/pki/trust.ts';
import { isAppError } from '#shared/kernel/app-error.ts';

const HSA = 'SE2321000016-1003';
/** A minute ahead, so that everything issued during the test is already valid. */
const now = new Date(Date.now() + 60_000);
const inDays = (days: number): Date => new Date(now.getTime() + days * 86_400_000);

let folder: string;
let ca: TestCa;
let trust: TrustConfig;

const issue = (options: Partial<TestPersonOptions> = {}) => issuePerson(ca, { hsaId: HSA, givenName: 'Åsa', surname: 'Öberg', title: 'Läkare', alg: 'ec-p256', ...options });

/** The refusal of a certificate, or 'accepted'. */
function verdict(der: Uint8Array, use: 'auth' | 'sign' = 'auth', config = trust): string {
  try {
    validateIdentity(der, use, config, now);
    return 'accepted';
  } catch (error) {
    return isAppError(error) ? error.code : String(error);
  }
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-identity-'));
  ca = createTestCa(path.join(folder, 'ca'));
  trust = trustFrom(ca.trusted);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('who a card belongs to (L-01)', () => {
  it('reads name, title, HSA-id and card number in Swedish letters', () => {
    const person = issue({ alg: 'ec-p256' });
    expect(validateIdentity(person.auth.der, 'auth', trust, now)).toMatchObject({
      hsaId: HSA, givenName: 'Åsa', surname: 'Öberg', commonName: 'Åsa Öberg', title: 'Läkare', cardNumber: person.cardNumber,
      issuerName: 'TEST SITHS e-id Person HSA-id 3 CA v1', loa: 3, alg: 'ec-p256',
    });
  });

  it('accepts RSA, P-256 and P-384, for signing in and for signing', () => {
    for (const alg of ['rsa', 'ec-p256', 'ec-p384'] as const) {
      const person = issue({ alg });
      expect([verdict(person.auth.der), verdict(person.sign.der, 'sign')], alg).toEqual(['accepted', 'accepted']);
    }
  });

  it('never takes a signing certificate for signing in, or the other way round', () => {
    const person = issue();
    expect(verdict(person.sign.der, 'auth')).toBe('card.wrongType');
    expect(verdict(person.auth.der, 'sign')).toBe('card.wrongType');
  });

  it('refuses an authority and a revocation responder as a person', () => {
    expect(verdict(ca.person.der)).toBe('card.wrongType');
    expect(verdict(ca.root.der)).toBe('card.wrongType');
    expect(verdict(parsePem(ca.responder.cert))).toBe('card.wrongType');
  });

  it('says when a certificate ran out or is not valid yet', () => {
    const expired = issue({ notBefore: inDays(-30), notAfter: inDays(-1) });
    expect(() => validateIdentity(expired.auth.der, 'auth', trust, now)).toThrow(expect.objectContaining({ code: 'card.certExpired', params: { date: inDays(-1).toISOString().slice(0, 10) } }));
    expect(verdict(issue({ notBefore: inDays(2), notAfter: inDays(30) }).auth.der)).toBe('card.certNotYetValid');
  });

  it.each(['rsa-1024', 'rsa-e3', 'ec-p521', 'ed25519'] as const)('refuses a %s key (H103)', alg => {
    expect(verdict(issue({ alg }).auth.der)).toBe('card.keyUnsupported');
  });

  it('refuses certificates without an HSA-id, such as the pair with a personal number', () => {
    for (const hsaId of ['', '191212121212', 'SE2321000016', 'NO2321000016-1003']) expect(verdict(issue({ hsaId }).auth.der), hsaId).toBe('card.wrongType');
  });

  it('refuses a critical extension nobody here understands', () => {
    expect(verdict(issue({ extra: ['1.2.3.4.5=critical,ASN1:UTF8String:x'] }).auth.der)).toBe('card.certUntrusted');
  });

  it('takes only level of assurance 3 unless the clinic decided otherwise', () => {
    const low = issue({ policy: TEST_POLICY_LOA2 }).auth.der;
    expect(verdict(low)).toBe('card.loaTooLow');
    expect(verdict(low, 'auth', { ...trust, minimumLoa: 2 })).toBe('accepted');
    expect(verdict(issue({ policy: '1.2.3.4' }).auth.der)).toBe('card.loaTooLow');
    expect(verdict(issue({ policy: `1.2.752.74.8.502,${TEST_POLICY_LOA2}` }).auth.der)).toBe('card.loaTooLow');
  });

  it('reports a damaged certificate as an unreadable card', () => {
    expect(verdict(Buffer.from('not a certificate'))).toBe('card.unreadable');
    expect(verdict(issue().auth.der.subarray(0, 400))).toBe('card.unreadable');
  });
});

function parsePem(file: string): Uint8Array {
  return Buffer.from(readFileSync(file, 'utf8').replace(/-----[^-]+-----/g, ''), 'base64');
}

describe('which authorities count (H103)', () => {
  const made = (name: string, issuer: TestAuthority, options: { ca?: string; usage?: string } = {}): TestAuthority =>
    issueAuthority(issuer, path.join(folder, name.replace(/\W/g, '')), { name, ...options });

  it('refuses a look-alike with the same names and another key', () => {
    const fake = createTestCa(path.join(folder, 'fake'));
    expect(verdict(issuePerson(fake, { hsaId: HSA, givenName: 'Åsa', surname: 'Öberg' }).auth.der)).toBe('card.certUntrusted');
  });

  it('refuses an issuer below the right root that the clinic has not accepted', () => {
    const other = made('TEST SITHS e-id Function CA v1', ca.root);
    expect(verdict(issue({ issuer: other }).auth.der)).toBe('card.issuerNotAccepted');
    expect(verdict(issue({ issuer: ca.root }).auth.der)).toBe('card.issuerNotAccepted');
    expect(verdict(issue({ issuer: other }).auth.der, 'auth', trustFrom([...ca.trusted, other.der]))).toBe('accepted');
  });

  it('refuses an accepted issuer whose root is not imported', () => {
    expect(verdict(issue().auth.der, 'auth', trustFrom([ca.person.der]))).toBe('card.certUntrusted');
  });

  it('refuses a certificate issued with a person’s own card, even if that card were imported as an issuer', () => {
    const holder = issue();
    const asAuthority: TestAuthority = { ...ca.person, cert: holder.auth.certFile, key: holder.auth.keyFile, der: holder.auth.der };
    const forged = issue({ issuer: asAuthority }).auth.der;
    expect(verdict(forged)).toBe('card.issuerNotAccepted');
    expect(verdict(forged, 'auth', { ...trust, issuers: [...trust.issuers, holder.auth.der] })).toBe('card.certUntrusted');
  });

  it('refuses an issuer that is no authority, may not sign certificates, or stands deeper than its own issuer allows', () => {
    const cases = {
      'not an authority': made('TEST Not CA', ca.root, { ca: 'critical,CA:FALSE' }),
      'without keyCertSign': made('TEST No Sign', ca.root, { usage: 'critical,cRLSign' }),
      'below pathlen 0': made('TEST Too Deep', ca.person),
    };
    for (const [what, issuer] of Object.entries(cases)) {
      const config = { ...trust, issuers: [...trust.issuers, issuer.der] };
      expect(verdict(issue({ issuer }).auth.der, 'auth', config), what).toBe('card.certUntrusted');
    }
  });

  it('shows an imported issuer with name and fingerprint, and refuses files that are not issuers', () => {
    const [summary] = readIssuerFile(readFileSync(ca.root.cert), now);
    expect(summary).toMatchObject({ name: 'TEST SITHS e-id Root CA v2', isRoot: true, isTest: true });
    expect(summary?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(readIssuerFile(Buffer.concat([readFileSync(ca.root.cert), readFileSync(ca.person.cert)]), now)).toHaveLength(2);
    expect(() => readIssuerFile(issue().auth.der, now)).toThrow('card.certUntrusted');
    expect(() => readIssuerFile(Buffer.from('%PDF-1.7'), now)).toThrow('card.certUntrusted');
    expect(() => readIssuerFile(readFileSync(ca.root.cert), inDays(9000))).toThrow('card.certExpired');
  });
});

describe('reading DER', () => {
  interface Shape {
    readonly type: number;
    readonly bytes: number;
    readonly inside: readonly Shape[];
  }
  const ours = (node: DerNode): Shape => ({ type: node.tag & 0x1f, bytes: node.raw.length, inside: (node.tag & 0x20) === 0 ? [] : [...elements(node)].map(ours) });
  const theirs = (node: forge.asn1.Asn1): Shape => ({
    type: node.type, bytes: forge.asn1.toDer(node).length(), inside: typeof node.value === 'string' ? [] : node.value.map(theirs),
  });
  const forgeRead = forge.asn1.fromDer as unknown as (bytes: string, options: object) => forge.asn1.Asn1;

  it('finds the same structure as node-forge in every certificate of the test authority', () => {
    for (const der of [ca.root.der, ca.person.der, issue().auth.der, issue({ alg: 'ec-p384' }).sign.der]) {
      expect(ours(readDer(der))).toEqual(theirs(forgeRead(Buffer.from(der).toString('latin1'), { strict: true, decodeBitStrings: false })));
    }
  });

  it('refuses every form that is not DER: left-over bytes, indefinite and non-minimal lengths, lengths beyond the end', () => {
    for (const hex of ['0500ff', '30800000', '30810100', '3082000100', '30840000000000', '3005', '308501ffffffff', '1f8101', '']) expect(() => readDer(Buffer.from(hex, 'hex')), hex).toThrow();
  });

  it('never accepts a certificate with any one byte changed', () => {
    const der = issue({ alg: 'ec-p256' }).auth.der;
    for (let index = 0; index < der.length; index += 7) {
      const damaged = Uint8Array.from(der);
      damaged[index] = (damaged[index] ?? 0) ^ 0x15;
      expect(verdict(damaged), `byte ${index}`).not.toBe('accepted');
    }
    expect(parseCertificate(der).alg).toBe('ec-p256');
  });
});
