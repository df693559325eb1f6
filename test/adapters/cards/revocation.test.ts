import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createTestCa, issuePerson, makeCrl, revoke, type TestCa, type TestPerson } from '../../../build/scripts/test-ca.mjs';
import { httpRevocation } from '#electron/core/adapters/smart-card/http-revocation.ts';
import { certificateFingerprint, parseCertificate } from '#electron/core/security/pki/certificate.ts';
import { readCrl } from '#electron/core/security/pki/crl.ts';
import { createOcspRequest, readOcspResponse } from '#electron/core/security/pki/ocsp.ts';
import { checkRevocation, createMemoryRevocationCache, requireNotRevoked } from '#electron/core/security/pki/revocation.ts';
import type { RevocationCache, RevocationTransport } from '#electron/core/security/pki/revocation-types.ts';
import { waitFor } from '#test/support/cards/card-host-process.ts';

/** A minute ahead, so that everything issued during the test is already valid. */
const now = new Date(Date.now() + 60_000);
const hours = (count: number, from = now): Date => new Date(from.getTime() + count * 3_600_000);

let folder: string;
let ca: TestCa;
let good: TestPerson;
let bad: TestPerson;
let ocsp: ChildProcess;
let files: Server;
let list: Uint8Array;
let cache: RevocationCache;

/** Starts `openssl ocsp`. It must not be probed with a bare connection: it would wait for that one for ever. */
async function startResponder(options: { signer?: { cert: string; key: string }; port?: number } = {}): Promise<ChildProcess> {
  const signer = options.signer ?? ca.responder;
  const args = ['ocsp', '-index', path.join(ca.person.folder, 'index.txt'), '-port', String(options.port ?? ca.port), '-rsigner', signer.cert, '-rkey', signer.key, '-CA', ca.person.cert, '-nmin', '5'];
  const child = spawn('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  child.stderr.on('data', (part: Buffer) => (said += part.toString()));
  await waitFor('openssl ocsp to accept connections', () => said.includes('ACCEPT'));
  return child;
}

const dead = async (): Promise<never> => Promise.reject(new Error('unreachable'));
/** What a clinic without network sees. */
const offline: RevocationTransport = { get: dead, post: dead };
/** Only the revocation list can be reached. */
const withoutOcsp: RevocationTransport = { ...httpRevocation, post: dead };

const check = (person: TestPerson, transport: RevocationTransport, at = now) =>
  checkRevocation({ certificate: person.auth.der, chain: [ca.person.der, ca.root.der], transport, cache, now: at });

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-revocation-'));
  ca = createTestCa(path.join(folder, 'ca'), { port: 18_100 + (process.pid % 400) * 4 });
  good = issuePerson(ca, { hsaId: 'SE2321000016-1003', givenName: 'Åsa', surname: 'Öberg' });
  bad = issuePerson(ca, { hsaId: 'SE2321000016-1004', givenName: 'Erik', surname: 'Ek', alg: 'ec-p256' });
  revoke(ca.person, bad.auth.certFile);
  list = makeCrl(ca.person);
  files = createServer((_, response) => response.end(list)).listen(ca.port + 1, '127.0.0.1');
  ocsp = await startResponder();
});
afterAll(() => {
  ocsp.kill('SIGKILL');
  files.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('is the card revoked (L-01)', () => {
  it('asks the responder first: good, and revoked with the day', async () => {
    cache = createMemoryRevocationCache();
    expect(await check(good, httpRevocation)).toMatchObject({ status: 'good', source: 'ocsp' });
    const answer = await check(bad, httpRevocation);
    expect(answer).toMatchObject({ status: 'revoked', source: 'ocsp' });
    expect(() => requireNotRevoked(answer)).toThrow(expect.objectContaining({ code: 'card.certRevoked', params: { date: now.toISOString().slice(0, 10) } }));
  });

  it('falls back to the revocation list when the responder cannot be reached', async () => {
    cache = createMemoryRevocationCache();
    expect(await check(good, withoutOcsp)).toMatchObject({ status: 'good', source: 'crl' });
    expect(await check(bad, withoutOcsp)).toMatchObject({ status: 'revoked', source: 'crl' });
  });

  it('uses the stored list without network while it is in date, and says it is stored', async () => {
    cache = createMemoryRevocationCache();
    await check(good, withoutOcsp);
    expect(await check(good, offline)).toMatchObject({ status: 'good', source: 'cache' });
    expect(await check(bad, offline)).toMatchObject({ status: 'revoked', source: 'cache' });
  });

  it('accepts a good answer up to 24 hours old without network and shows its age, then refuses', async () => {
    cache = createMemoryRevocationCache();
    const first = await check(good, httpRevocation);
    expect(await check(good, offline, hours(23))).toEqual({ status: 'good', source: 'cache', at: first.at });
    const late = await check(good, offline, hours(25));
    expect(late.status).toBe('unknown');
    expect(() => requireNotRevoked(late)).toThrow('card.revocationUnknown');
  });

  it('grants no grace to a certificate never seen good, nor across a clock set back', async () => {
    cache = createMemoryRevocationCache();
    expect((await check(good, offline)).status).toBe('unknown');
    await check(good, httpRevocation);
    expect((await check(good, offline, hours(-2))).status).toBe('unknown');
  });

  it('counts a revoked issuer as a revoked card', async () => {
    cache = createMemoryRevocationCache();
    const upper = createTestCa(path.join(folder, 'upper'), { port: ca.port + 2 });
    const person = issuePerson(upper, { hsaId: 'SE2321000016-1009', givenName: 'Ida', surname: 'Is' });
    revoke(upper.root, upper.person.cert);
    await cache.writeList(certificateFingerprint(upper.root.der), makeCrl(upper.root));
    await cache.writeList(certificateFingerprint(upper.person.der), makeCrl(upper.person));
    const answer = await checkRevocation({ certificate: person.auth.der, chain: [upper.person.der, upper.root.der], transport: offline, cache, now });
    expect(answer.status).toBe('revoked');
  });
});

describe('answers that are no answers', () => {
  const subject = () => ({ certificate: parseCertificate(good.auth.der), issuer: parseCertificate(ca.person.der) });

  async function recorded(port = ca.port) {
    const request = createOcspRequest(subject());
    const response = await httpRevocation.post(`http://127.0.0.1:${port}/`, 'application/ocsp-request', request.body);
    return { request, response };
  }

  it('refuses an OCSP answer recorded for another request, for another certificate, tampered with, or out of date', async () => {
    const { request, response } = await recorded();
    const expected = { ...subject(), nonce: request.nonce };
    expect(readOcspResponse(response, expected, now).status).toBe('good');
    expect(() => readOcspResponse(response, { ...expected, nonce: Buffer.alloc(16) }, now)).toThrow('another request');
    expect(() => readOcspResponse(response, { ...expected, certificate: parseCertificate(bad.auth.der) }, now)).toThrow('something else');
    expect(() => readOcspResponse(response, expected, hours(24 * 1000))).toThrow('authorised responder');
    expect(() => readOcspResponse(response, expected, hours(1))).toThrow('out of date');
    expect(() => readOcspResponse(response, expected, hours(-1))).toThrow();
    for (let index = 30; index < response.length; index += 97) {
      const damaged = Uint8Array.from(response);
      damaged[index] = (damaged[index] ?? 0) ^ 0x40;
      expect(() => readOcspResponse(damaged, expected, now), `byte ${index}`).toThrow();
    }
  });

  it('refuses an OCSP answer signed with a person’s card of the same authority', async () => {
    const port = ca.port + 3;
    const impostor = await startResponder({ signer: { cert: good.sign.certFile, key: good.sign.keyFile }, port });
    try {
      const { request, response } = await recorded(port);
      expect(() => readOcspResponse(response, { ...subject(), nonce: request.nonce }, now)).toThrow('authorised responder');
    } finally {
      impostor.kill('SIGKILL');
    }
  });

  it('refuses a revocation list that is stale, another authority’s, or altered', () => {
    const { certificate, issuer } = subject();
    expect(readCrl(list, certificate, issuer, now).status).toBe('good');
    expect(() => readCrl(list, certificate, issuer, hours(24 * 10))).toThrow('out of date');
    expect(() => readCrl(makeCrl(ca.person, { lastUpdate: hours(48), nextUpdate: hours(72) }), certificate, issuer, now)).toThrow('out of date');
    expect(() => readCrl(makeCrl(ca.root), certificate, issuer, now)).toThrow('another authority');
    const damaged = Uint8Array.from(list);
    damaged[60] = (damaged[60] ?? 0) ^ 1;
    expect(() => readCrl(damaged, certificate, issuer, now)).toThrow();
  });

  it('gives up on an answer larger than any OCSP answer and on a refused connection', async () => {
    const flood = createServer((_, response) => response.end(Buffer.alloc(200_000))).listen(0, '127.0.0.1');
    await waitFor('the flood server to listen', () => flood.listening);
    const address = flood.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(httpRevocation.post(`http://127.0.0.1:${port}/`, 'application/ocsp-request', Buffer.alloc(1))).rejects.toThrow('too large');
    flood.close();
    await expect(httpRevocation.get('http://127.0.0.1:1/list.crl')).rejects.toThrow('ECONNREFUSED');
  });
});
