import { request, type IncomingMessage } from 'node:http';

import type { RevocationTransport } from '#electron/core/security/pki/revocation-types.ts';
import { MAX_CRL_BYTES } from '#electron/core/security/pki/crl.ts';

/** Longest wait for the whole answer, in milliseconds (cards.md §D). */
const TIME_LIMIT_MS = 4_000;

interface Fetch {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly contentType?: string;
  readonly body?: Uint8Array;
  readonly maxBytes: number;
}

function collect(response: IncomingMessage, maxBytes: number, done: (error: Error | null, body?: Uint8Array) => void): void {
  const parts: Buffer[] = [];
  let size = 0;
  if (response.statusCode !== 200) {
    response.resume();
    return done(new Error(`http ${response.statusCode}`));
  }
  response.on('data', (part: Buffer) => {
    size += part.length;
    if (size > maxBytes) response.destroy(new Error('answer too large'));
    else parts.push(part);
  });
  response.on('error', error => done(error));
  response.on('end', () => done(null, Buffer.concat(parts)));
}

function fetchBytes({ url, method, contentType, body, maxBytes }: Fetch): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const headers = { ...(contentType ? { 'content-type': contentType } : {}), ...(body ? { 'content-length': body.length } : {}) };
    const outgoing = request(url, { method, headers, agent: false }, response =>
      collect(response, maxBytes, (error, bytes) => (clearTimeout(timer), error || !bytes ? reject(error) : resolve(bytes))));
    // A timer of our own: the socket timeout of node:http starts again with every byte a slow server drips.
    const timer = setTimeout(() => outgoing.destroy(new Error(`no answer within ${TIME_LIMIT_MS} ms`)), TIME_LIMIT_MS);
    outgoing.on('error', error => (clearTimeout(timer), reject(error)));
    outgoing.end(body);
  });
}

/**
 * Revocation data over plain http, as RFC 5280 and RFC 6960 publish it (the answers are signed). No redirects, four
 * seconds in all, 64 kB for OCSP and 32 MB for a revocation list. Anything else rejects.
 */
export const httpRevocation: RevocationTransport = {
  get: url => fetchBytes({ url, method: 'GET', maxBytes: MAX_CRL_BYTES }),
  post: (url, contentType, body) => fetchBytes({ url, method: 'POST', contentType, body, maxBytes: 65_536 }),
};
