import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { mayCall } from '#electron/core/adapters/message-gateway/http-client.ts';
import { openMessageGateway } from '#electron/core/adapters/message-gateway/open-gateway.ts';
import type { GatewayChoice, MessageGateway } from '#electron/core/ports/message-gateway.ts';
import { PROVIDER_IDS, PROVIDERS, type ProviderId } from '#shared/domain/reminders/providers.ts';

import { startCompany, type CompanyServer, type Reply } from './company-server.ts';

let server: CompanyServer;
beforeEach(async () => {
  server = await startCompany();
});
afterEach(() => server.stop());

let now = new Date('2026-11-22T09:00:00.000Z');
const open = (provider: ProviderId, timeLimitMs?: number): MessageGateway => {
  const choice: GatewayChoice = { provider, host: PROVIDERS[provider].places[0]?.host ?? '', credential: { user: 'kund', secret: 'hemlig:åä' } };
  return openMessageGateway({ isDemo: false, now: () => now, loopback: { origin: server.origin }, ...(timeLimitMs === undefined ? {} : { timeLimitMs }) })(choice);
};
const MESSAGE = { reference: '0123456789abcdef0123456789abcdef', to: '+46701234567', sender: 'Kliniken', text: 'Påminnelse: tid 23 november kl. 09:00 & välkommen' };
const basic = (text: string): string => `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;
const SENT = { reference: MESSAGE.reference, to: MESSAGE.to, sentAt: '2026-11-22T09:00:00.000Z', textSha256: 'c0ffee' };

describe('golden requests', () => {
  it('K-05 GatewayAPI: JSON with sender, message and msisdn in digits, the token as user name; its id is kept', async () => {
    server.replies.push({ status: 200, body: { ids: [421332671], usage: { total_cost: 0.05, currency: 'EUR' } } });
    expect(await open('gatewayapi').send(MESSAGE)).toEqual({ kind: 'accepted', providerRef: '421332671' });
    const [request] = server.got;
    expect(request).toMatchObject({ method: 'POST', path: '/rest/mtsms', authorization: basic('hemlig:åä:'), contentType: 'application/json; charset=utf-8' });
    expect(JSON.parse(request?.body ?? '')).toEqual({ sender: 'Kliniken', message: MESSAGE.text, recipients: [{ msisdn: 46701234567 }], userref: MESSAGE.reference });
  });

  it('K-05 GatewayAPI: a text outside the GSM alphabet is sent as UCS2', async () => {
    server.replies.push({ status: 200, body: { ids: ['7'] } });
    await open('gatewayapi').send({ ...MESSAGE, text: 'Tid 23 листопада' });
    expect(JSON.parse(server.got[0]?.body ?? '')).toMatchObject({ encoding: 'UCS2' });
  });

  it('K-06 CPSMS: JSON with to, message, from and our reference, user and key as Basic', async () => {
    server.replies.push({ status: 200, body: { success: [{ to: '46701234567', cost: 1 }] } });
    expect(await open('cpsms').send(MESSAGE)).toEqual({ kind: 'accepted', providerRef: MESSAGE.reference });
    const [request] = server.got;
    expect(request).toMatchObject({ method: 'POST', path: '/v2/send', authorization: basic('kund:hemlig:åä'), contentType: 'application/json; charset=utf-8' });
    expect(JSON.parse(request?.body ?? '')).toEqual({ to: '46701234567', message: MESSAGE.text, from: 'Kliniken', reference: MESSAGE.reference });
  });

  it('K-07 46elks: a form with from, to in E.164 and message, user and password as Basic', async () => {
    server.replies.push({ status: 200, body: { id: 's1234', status: 'created' } });
    expect(await open('elks').send(MESSAGE)).toEqual({ kind: 'accepted', providerRef: 's1234' });
    const [request] = server.got;
    expect(request).toMatchObject({ method: 'POST', path: '/a1/sms', authorization: basic('kund:hemlig:åä'), contentType: 'application/x-www-form-urlencoded; charset=utf-8' });
    expect(request?.body).toBe('from=Kliniken&to=%2B46701234567&message=P%C3%A5minnelse%3A+tid+23+november+kl.+09%3A00+%26+v%C3%A4lkommen');
  });
});

describe('delivery status', () => {
  it('K-05 GatewayAPI is asked by its id', async () => {
    const gateway = open('gatewayapi');
    for (const [dsnstatus, state] of [['DELIVERED', 'delivered'], ['ACCEPTED', 'pending'], ['EXPIRED', 'failed'], ['REJECTED', 'failed'], ['SKIPPED', 'failed']]) {
      server.replies.push({ status: 200, body: { recipients: [{ msisdn: 46701234567, dsnstatus }] } });
      expect(await gateway.find({ ...SENT, providerRef: '421332671' })).toEqual({ state, providerRef: '421332671' });
    }
    expect(server.got[0]).toMatchObject({ method: 'GET', path: '/rest/mtsms/421332671' });
    expect(await gateway.find({ ...SENT, providerRef: null })).toBeNull();
  });

  it('K-07 46elks finds a message whose answer was lost by number, minute and text, and does not take another one for it', async () => {
    const gateway = open('elks');
    server.replies.push({ status: 200, body: { data: [{ id: 's9', status: 'sent', direction: 'outgoing', message: 'annat', created: '2026-11-22T09:00:01' }] } });
    expect(await gateway.find({ ...SENT, providerRef: null })).toBe('absent');
    expect(server.got[0]?.path).toBe('/a1/sms?to=%2B46701234567&limit=100&start=2026-11-22T09%3A10%3A00.000&end=2026-11-22T08%3A58%3A00.000');
    server.replies.push({ status: 200, body: { data: [{ id: 's9', status: 'delivered', direction: 'outgoing', message: MESSAGE.text }] } });
    expect(await gateway.find({ ...SENT, providerRef: null, textSha256: createHash('sha256').update(MESSAGE.text).digest('hex') })).toEqual({ state: 'delivered', providerRef: 's9' });
  });

  it('K-06 CPSMS finds messages in its log by our reference, and asks for the log once in two minutes', async () => {
    const gateway = open('cpsms');
    server.replies.push({ status: 200, body: [{ to: '46701234567', userReference: MESSAGE.reference, dlrStatus: 1 }, { to: '46', userReference: 'andra', dlrStatus: 2 }] });
    expect(await gateway.find({ ...SENT, providerRef: null })).toEqual({ state: 'delivered', providerRef: MESSAGE.reference });
    expect(await gateway.find({ ...SENT, reference: 'andra', providerRef: 'andra' })).toEqual({ state: 'failed', providerRef: 'andra' });
    expect(await gateway.find({ ...SENT, reference: 'tredje', providerRef: null })).toBe('absent');
    const seconds = Date.parse('2026-11-22T09:00:00.000Z') / 1000;
    expect(server.got.map(one => one.path)).toEqual([`/v2/getlog/${seconds - 4 * 86_400}/${seconds + 3600}`]);
    now = new Date('2026-11-22T09:03:00.000Z');
    server.replies.push({ status: 200, body: [] });
    expect(await gateway.find({ ...SENT, providerRef: null })).toBe('absent');
    expect(server.got).toHaveLength(2);
    now = new Date('2026-11-22T09:00:00.000Z');
  });
});

const FAULTS: readonly [what: string, reply: Reply, outcome: object][] = [
  ['401', { status: 401, body: { code: '0x0211' } }, { kind: 'notSent', why: 'credentials' }],
  ['422', { status: 422, body: { code: '0x0308', message: 'Invalid' } }, { kind: 'refused', why: 'content' }],
  ['400', { status: 400 }, { kind: 'refused', why: 'content' }],
  ['402', { status: 402 }, { kind: 'notSent', why: 'credit' }],
  ['429 with Retry-After', { status: 429, headers: { 'retry-after': '90' } }, { kind: 'notSent', why: 'busy', retryAfterMs: 90_000 }],
  ['503', { status: 503 }, { kind: 'notSent', why: 'unreachable' }],
  ['500', { status: 500 }, { kind: 'unknown' }],
  ['a redirect, which is not followed', { status: 302, headers: { location: 'http://127.0.0.1:1/elsewhere' } }, { kind: 'notSent', why: 'unreachable' }],
  ['a cut connection after the request', 'cut', { kind: 'unknown' }],
  ['no answer at all', 'silence', { kind: 'unknown' }],
  ['an answer that drips', 'drip', { kind: 'unknown' }],
  ['200 with something unreadable', { status: 200, body: '<html>OK</html>' }, { kind: 'unknown' }],
  ['200 without an id', { status: 200, body: {} }, { kind: 'unknown' }],
];

describe.each(PROVIDER_IDS)('%s when something goes wrong', provider => {
  it.each(FAULTS)('K-05…K-07 %s', async (_what, reply, outcome) => {
    server.replies.push(reply);
    expect(await open(provider, 400).send(MESSAGE)).toMatchObject(outcome);
    expect(server.got).toHaveLength(1);
  });

  it('nobody listening: certainly not sent', async () => {
    const gateway = open(provider);
    await server.stop();
    expect(await gateway.send(MESSAGE)).toEqual({ kind: 'notSent', why: 'unreachable', retryAfterMs: null });
    server = await startCompany();
  });
});

describe('403 and partial success', () => {
  it.each([['0x0216', { kind: 'notSent', why: 'credit' }], ['0x0215', { kind: 'refused', why: 'number' }], ['0x0213', { kind: 'notSent', why: 'credentials' }]])('K-05 GatewayAPI code %s', async (code, outcome) => {
    server.replies.push({ status: 403, body: { code } });
    expect(await open('gatewayapi').send(MESSAGE)).toMatchObject(outcome);
  });

  it('K-06 CPSMS 207 with only an error means that nothing was taken', async () => {
    server.replies.push({ status: 207, body: { error: [{ errorCode: 400, errMsg: 'Phone number length and country code do not match.', to: '21314181' }] } });
    expect(await open('cpsms').send(MESSAGE)).toEqual({ kind: 'refused', why: 'number' });
  });
});

describe('where messages may go', () => {
  it('K-04 calls https on exactly the host of the table; plain http, ports, user names and other hosts are refused', () => {
    const options = { host: 'gatewayapi.eu' };
    expect(mayCall('https://gatewayapi.eu/rest/mtsms', options)).toBe(true);
    for (const wrong of ['http://gatewayapi.eu/rest/mtsms', 'https://gatewayapi.eu:8443/', 'https://gatewayapi.eu.example.com/', 'https://a@gatewayapi.eu/', 'https://evil.gatewayapi.eu/', 'ftp://gatewayapi.eu/', 'nonsense'])
      expect(mayCall(wrong, options)).toBe(false);
    expect(mayCall('http://example.com/', { host: 'x', loopback: { origin: 'http://example.com' } })).toBe(false);
  });

  it('a provider in no table is refused, and a demo clinic sends nothing whatever it is told', async () => {
    expect(() => openMessageGateway({ isDemo: false, now: () => now })({ provider: 'elks', host: 'api.46elks.com.example', credential: { user: 'u', secret: 's' } })).toThrow('record.notFound');
    const demo = openMessageGateway({ isDemo: true, now: () => now, loopback: { origin: server.origin } })({ provider: 'elks', host: 'api.46elks.com', credential: { user: '', secret: '' } });
    expect(await demo.send(MESSAGE)).toMatchObject({ kind: 'accepted' });
    expect(server.got).toEqual([]);
  });
});

describe('TLS', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'klinikbok-tls-'));
  let secure: CompanyServer;
  beforeAll(async () => {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', path.join(dir, 'key.pem'), '-out', path.join(dir, 'cert.pem'), '-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'], { stdio: 'ignore', timeout: 20_000 });
    secure = await startCompany({ key: readFileSync(path.join(dir, 'key.pem'), 'utf8'), cert: readFileSync(path.join(dir, 'cert.pem'), 'utf8') });
  });
  afterAll(async () => {
    await secure.stop();
    rmSync(dir, { recursive: true });
  });
  const overTls = (ca?: string): MessageGateway =>
    openMessageGateway({ isDemo: false, now: () => now, loopback: { origin: secure.origin, ...(ca ? { ca } : {}) } })({ provider: 'elks', host: 'api.46elks.com', credential: { user: 'u', secret: 's' } });

  it('K-04 a certificate nobody vouches for: not one byte of the request leaves', async () => {
    expect(await overTls().send(MESSAGE)).toEqual({ kind: 'notSent', why: 'unreachable', retryAfterMs: null });
    expect(secure.got).toEqual([]);
  });

  it('K-04 sends over TLS to a server whose certificate is trusted', async () => {
    secure.replies.push({ status: 200, body: { id: 's1' } });
    expect(await overTls(readFileSync(path.join(dir, 'cert.pem'), 'utf8')).send(MESSAGE)).toEqual({ kind: 'accepted', providerRef: 's1' });
    expect(secure.got).toHaveLength(1);
  });
});
