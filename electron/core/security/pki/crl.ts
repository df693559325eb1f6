import { KEY_USAGE, readExtensions, sameBytes, type ParsedCertificate } from './certificate.ts';
import { verifyAuthoritySignature } from './authority-signature.ts';
import { TAG, children, childrenOf, context, elements, expect, inside, readBitBytes, readDer, readSerial, readTime, type DerNode } from './der-read.ts';
import { OID } from './oids.ts';
import type { RevocationWord } from './revocation-types.ts';

/** Large authorities publish lists of several megabytes. */
export const MAX_CRL_BYTES = 32_000_000;
const CLOCK_TOLERANCE_MS = 5 * 60_000;

const isTime = (node: DerNode | undefined): node is DerNode => node?.tag === TAG.utcTime || node?.tag === TAG.generalizedTime;

/** Delta lists and lists for part of the certificates cannot say "good". */
function requireComplete(fields: readonly DerNode[]): void {
  const list = fields.find(field => field.tag === context(0));
  if (!list) return;
  for (const [id, { critical }] of readExtensions(inside(list))) {
    if (id === OID.deltaCrl || id === OID.issuingDistributionPoint || critical) throw new Error('not a complete list');
  }
}

function findEntry(list: DerNode | undefined, serial: string): Date | null {
  if (!list) return null;
  for (const entry of elements(list)) {
    const [number, date] = children(entry, 3);
    if (readSerial(number) === serial) return readTime(date);
  }
  return null;
}

/**
 * What a revocation list says about a certificate (RFC 5280 5). Throws Error when the list is not the issuer's, its
 * signature is wrong, it is incomplete, or `now` is after nextUpdate: such a list is no answer.
 */
export function readCrl(crl: Uint8Array, certificate: ParsedCertificate, issuer: ParsedCertificate, now: Date): RevocationWord {
  const [tbs, method, signature] = childrenOf(readDer(crl, MAX_CRL_BYTES), TAG.sequence, 3);
  const body = expect(tbs, TAG.sequence);
  const fields = children(body, 7).filter(field => field.tag !== TAG.integer);
  const [, name, thisUpdate, ...rest] = fields;
  if (!sameBytes(expect(name, TAG.sequence).raw, issuer.subjectDer)) throw new Error('list of another authority');
  if (issuer.keyUsage.size > 0 && !issuer.keyUsage.has(KEY_USAGE.crlSign)) throw new Error('the authority may not sign lists');
  if (!verifyAuthoritySignature(expect(method, TAG.sequence), issuer.publicKey, { data: body.raw, signature: readBitBytes(signature) })) throw new Error('list signature wrong');
  requireComplete(rest);
  const producedAt = readTime(thisUpdate);
  if (!isTime(rest[0])) throw new Error('list without nextUpdate');
  const nextUpdate = readTime(rest[0]);
  if (nextUpdate < now || producedAt.getTime() > now.getTime() + CLOCK_TOLERANCE_MS) throw new Error('list out of date');
  const revokedAt = findEntry(rest.find(field => field.tag === TAG.sequence), certificate.serial);
  return { status: revokedAt ? 'revoked' : 'good', producedAt, nextUpdate, revokedAt };
}
