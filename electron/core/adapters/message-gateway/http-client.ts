import { request as plainRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as tlsRequest } from 'node:https';

/** The whole exchange, connecting included. A gateway that needs longer is one whose answer is not worth waiting for. */
const TIME_LIMIT_MS = 20_000;
const CONNECT_LIMIT_MS = 10_000;
const MAX_BYTES = 2_000_000;

export interface HttpCall {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly authorization: string;
  readonly contentType?: 'application/json' | 'application/x-www-form-urlencoded';
  readonly body?: string;
}

/**
 * `notSent`: the connection never came about, so not one byte of the request left this computer.
 * `noAnswer`: it left, and what came of it is not known.
 */
export type HttpOutcome =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string; readonly retryAfterMs: number | null }
  | { readonly kind: 'notSent' }
  | { readonly kind: 'noAnswer' };

export interface HttpOptions {
  /** The only host this client calls, exactly. */
  readonly host: string;
  /** For tests: a port on this computer. Plain http is refused for every other host, whatever this says. */
  readonly loopback?: { readonly origin: string; readonly ca?: string };
  readonly timeLimitMs?: number;
}

export type HttpClient = (call: HttpCall) => Promise<HttpOutcome>;

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** True for an address this client may call: https to exactly its host, or the test's own port on this computer. */
export function mayCall(address: string, { host, loopback }: HttpOptions): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || url.username !== '' || url.password !== '') return false;
  if (loopback) return url.origin === loopback.origin && LOOPBACK.has(url.hostname);
  return url.protocol === 'https:' && url.hostname === host && url.port === '';
}

/** One request at a time on a connection of its own; TLS 1.2 or newer, no redirects, limits on time and size. */
export function createHttpClient(options: HttpOptions): HttpClient {
  return call => (mayCall(call.url, options) ? exchange(call, options) : Promise.resolve({ kind: 'notSent' }));
}

function exchange(call: HttpCall, options: HttpOptions): Promise<HttpOutcome> {
  return new Promise(resolve => {
    let left = false;
    let settled = false;
    const finish = (outcome: HttpOutcome): void => {
      if (settled) return;
      settled = true;
      clearTimeout(connecting);
      clearTimeout(whole);
      outgoing.destroy();
      resolve(outcome);
    };
    const giveUp = (): void => finish({ kind: left ? 'noAnswer' : 'notSent' });
    const outgoing = open(call, options);
    const connecting = setTimeout(() => { if (!left) giveUp(); }, CONNECT_LIMIT_MS);
    const whole = setTimeout(giveUp, options.timeLimitMs ?? TIME_LIMIT_MS);
    outgoing.on('error', giveUp);
    outgoing.on('response', response => collect(response, finish, giveUp));
    // Nothing is written before the other side is known and trusted; from here on silence means "not known".
    outgoing.on('socket', socket => {
      const send = (): void => {
        if (settled) return;
        left = true;
        outgoing.end(call.body ?? '');
      };
      socket.once(outgoing.protocol === 'https:' ? 'secureConnect' : 'connect', send);
    });
  });
}

function open(call: HttpCall, { loopback }: HttpOptions): ClientRequest {
  const headers = {
    authorization: call.authorization, accept: 'application/json', 'user-agent': 'Klinikbok',
    ...(call.contentType ? { 'content-type': `${call.contentType}; charset=utf-8`, 'content-length': Buffer.byteLength(call.body ?? '') } : {}),
  };
  const shared = { method: call.method, headers, agent: false };
  if (new URL(call.url).protocol === 'http:') return plainRequest(call.url, shared);
  return tlsRequest(call.url, { ...shared, minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(loopback?.ca ? { ca: loopback.ca } : {}) });
}

function collect(response: IncomingMessage, finish: (outcome: HttpOutcome) => void, giveUp: () => void): void {
  const parts: Buffer[] = [];
  let size = 0;
  response.on('data', (part: Buffer) => {
    size += part.length;
    if (size > MAX_BYTES) giveUp();
    else parts.push(part);
  });
  response.on('error', giveUp);
  response.on('close', giveUp);
  response.on('end', () => finish({ kind: 'answer', status: response.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8'), retryAfterMs: retryAfter(response.headers['retry-after']) }));
}

/** Seconds, as all three providers write it; a date or nonsense counts as nothing. */
function retryAfter(value: string | undefined): number | null {
  return value !== undefined && /^\d{1,5}$/.test(value) ? Number(value) * 1000 : null;
}

export const basic = (user: string, secret: string): string => `Basic ${Buffer.from(`${user}:${secret}`, 'utf8').toString('base64')}`;
