import { createHash, randomBytes } from 'node:crypto';

import { authorisedResponder } from './ocsp-responder.ts';
import { parseCertificate, readExtensions, sameBytes, type ParsedCertificate } from './certificate.ts';
import { verifyAuthoritySignature } from './authority-signature.ts';
import { TAG, childrenOf, children, context, expect, inside, readBitBytes, readDer, readOid, readSerial, readSmallInteger, readTime, type DerNode } from './der-read.ts';
import { algorithm, der, nullValue, octetString, oid, sequence } from './der-write.ts';
import { OID } from './oids.ts';
import type { RevocationWord } from './revocation-types.ts';

export interface OcspRequest {
  readonly body: Uint8Array;
  readonly nonce: Uint8Array;
}

/** Certificates as the request and the answer name them. */
export interface OcspSubject {
  readonly certificate: ParsedCertificate;
  readonly issuer: ParsedCertificate;
}

const digestOf = (name: 'sha1' | 'sha256', bytes: Uint8Array): Buffer => createHash(name).update(bytes).digest();

/** A request for one certificate with a 16-byte nonce (RFC 6960 4.1, RFC 8954). SHA-1 only names the issuer here; all responders know it. */
export function createOcspRequest({ certificate, issuer }: OcspSubject): OcspRequest {
  const nonce = randomBytes(16);
  const id = sequence(
    algorithm(OID.sha1, nullValue()), octetString(digestOf('sha1', certificate.issuerDer)),
    octetString(digestOf('sha1', issuer.keyBits)), certificate.serialDer,
  );
  const extensions = sequence(sequence(oid(OID.ocspNonce), octetString(octetString(nonce))));
  return { nonce, body: sequence(sequence(sequence(sequence(id)), der(context(2), extensions))) };
}

/** The answer is about this certificate: same issuer name and key (under the hash the answer chose) and same serial. */
function isAbout(certId: DerNode | undefined, { certificate, issuer }: OcspSubject): boolean {
  const [method, name, key, serial] = childrenOf(certId, TAG.sequence, 4);
  const hash = readOid(children(expect(method, TAG.sequence))[0]);
  const digest = hash === OID.sha1 ? 'sha1' : hash === OID.sha256 ? 'sha256' : null;
  return digest !== null && readSerial(serial) === certificate.serial
    && sameBytes(expect(name, TAG.octetString).content, digestOf(digest, certificate.issuerDer))
    && sameBytes(expect(key, TAG.octetString).content, digestOf(digest, issuer.keyBits));
}

function readSingle(single: DerNode): RevocationWord {
  const [, status, thisUpdate, ...rest] = childrenOf(single, TAG.sequence, 6);
  const next = rest.find(field => field.tag === context(0));
  const base = { producedAt: readTime(thisUpdate), nextUpdate: next ? readTime(inside(next)) : null };
  if (status?.tag === context(0, false)) return { ...base, status: 'good', revokedAt: null };
  if (status?.tag === context(1)) return { ...base, status: 'revoked', revokedAt: readTime(children(status, 2)[0]) };
  return { ...base, status: 'unknown', revokedAt: null };
}

interface Basic {
  readonly data: DerNode;
  readonly method: DerNode;
  readonly signature: Uint8Array;
  readonly certificates: readonly ParsedCertificate[];
}

function readBasic(response: Uint8Array): Basic {
  const [status, bytes] = childrenOf(readDer(response, 200_000), TAG.sequence, 2);
  if (readSmallInteger(status, TAG.enumerated) !== 0) throw new Error('the responder refused');
  const [type, wrapped] = childrenOf(inside(expect(bytes, context(0))), TAG.sequence, 2);
  if (readOid(type) !== OID.ocspBasic) throw new Error('unknown kind of OCSP answer');
  const [data, method, signature, extra] = childrenOf(readDer(expect(wrapped, TAG.octetString).content), TAG.sequence, 4);
  const certificates = extra ? childrenOf(inside(expect(extra, context(0))), TAG.sequence, 10).map(item => parseCertificate(item.raw)) : [];
  return { data: expect(data, TAG.sequence), method: expect(method, TAG.sequence), signature: readBitBytes(signature), certificates };
}

/** A responder may leave the nonce out (RFC 8954 4); one that is there must be ours, or the answer was recorded earlier. */
function requireNonce(extensions: DerNode | undefined, nonce: Uint8Array): void {
  const written = extensions ? readExtensions(inside(extensions)).get(OID.ocspNonce)?.value : undefined;
  if (!written) return;
  const value = readDer(written);
  if (!sameBytes(value.content, nonce)) throw new Error('the answer belongs to another request');
}

/** Clocks of clinics and authorities differ a little. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** Without nextUpdate an answer without our nonce could be any age; older than this it is not used. */
const MAX_AGE_MS = 24 * 3_600_000;

function requireFresh(word: RevocationWord, now: Date): void {
  if (word.producedAt.getTime() > now.getTime() + CLOCK_TOLERANCE_MS) throw new Error('answer from the future');
  const until = word.nextUpdate ?? new Date(word.producedAt.getTime() + MAX_AGE_MS);
  if (until.getTime() < now.getTime() - CLOCK_TOLERANCE_MS) throw new Error('answer out of date');
}

/**
 * Reads and verifies an OCSP answer: signed by the issuer or a responder the issuer authorised, about this certificate,
 * for this request, in date (RFC 6960 3.2). Throws Error when anything is wrong: such an answer is no answer.
 */
export function readOcspResponse(response: Uint8Array, request: OcspSubject & { readonly nonce: Uint8Array }, now: Date): RevocationWord {
  const basic = readBasic(response);
  const signer = authorisedResponder(basic.certificates, request.issuer, now, key =>
    verifyAuthoritySignature(basic.method, key, { data: basic.data.raw, signature: basic.signature }));
  if (!signer) throw new Error('not signed by an authorised responder');
  const fields = children(basic.data, 6);
  const responses = fields.find(field => field.tag === TAG.sequence);
  requireNonce(fields.find((field, index) => index > 1 && field.tag === context(1)), request.nonce);
  const single = childrenOf(responses, TAG.sequence, 20).find(item => isAbout(children(item)[0], request));
  if (!single) throw new Error('the answer is about something else');
  const word = readSingle(single);
  requireFresh(word, now);
  return word;
}
