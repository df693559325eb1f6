import { createHash } from 'node:crypto';

import { AppError } from '#shared/kernel/app-error.ts';
import type { SignMechanism } from '#shared/domain/cards/card.ts';
import { parseCertificate, sameBytes, type ParsedCertificate } from './certificate.ts';
import { TAG, childrenOf, children, context, expect, inside, readDer, readOid, readSmallInteger, readTime, type DerNode } from './der-read.ts';
import { sequence } from './der-write.ts';
import { OID } from './oids.ts';
import { SCHEMES, digestAlgorithm, fromCmsSignature, mechanismOf, verifyCardSignature } from './signature-scheme.ts';

/** Who signed what when. Whether the signer was trusted then is for `validateIdentity` at `signingTime`. */
export interface VerifiedSignature {
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  /** ISO instant, as the signer's computer claimed it. */
  readonly signingTime: string;
  readonly mechanism: SignMechanism;
}

const fail = (cause: string): never => {
  throw new Error(cause);
};

interface Parts {
  readonly certificates: readonly Uint8Array[];
  readonly signer: readonly DerNode[];
  /** The digest algorithms announced for the whole message. */
  readonly digests: readonly DerNode[];
}

function readSignedData(cms: Uint8Array): Parts {
  const [type, wrapper] = childrenOf(readDer(cms, 1_000_000), TAG.sequence, 2);
  if (readOid(type) !== OID.signedData) fail('not a SignedData');
  const fields = childrenOf(inside(expect(wrapper, context(0))), TAG.sequence, 6);
  const [contentType, embedded] = childrenOf(fields[2], TAG.sequence, 2);
  if (readSmallInteger(fields[0]) !== 1 || readOid(contentType) !== OID.data || embedded) fail('not detached data');
  const certificates = fields.find(field => field.tag === context(0));
  const signers = childrenOf(fields.at(-1), TAG.set, 2);
  if (signers.length !== 1) fail('exactly one signer is expected');
  return {
    certificates: certificates ? children(certificates, 20).map(item => item.raw) : [],
    signer: childrenOf(signers[0], TAG.sequence, 6), digests: childrenOf(fields[1], TAG.set, 1),
  };
}

function readAttributes(stored: DerNode): Map<string, DerNode> {
  const found = new Map<string, DerNode>();
  for (const entry of children(stored, 20)) {
    const [name, values] = childrenOf(entry, TAG.sequence, 2);
    const [value, more] = childrenOf(values, TAG.set, 2);
    const key = readOid(name);
    if (!value || more || found.has(key)) fail('attribute with more or less than one value');
    else found.set(key, value);
  }
  return found;
}

const need = (attributes: ReadonlyMap<string, DerNode>, name: string): DerNode => attributes.get(name) ?? fail(`attribute ${name} missing`);

/** The signed attribute names this very certificate (no other with the same key can be put in its place). */
function requireSigningCertificate(value: DerNode, certificate: ParsedCertificate): void {
  const [list] = childrenOf(value, TAG.sequence, 2);
  const fields = childrenOf(childrenOf(list, TAG.sequence, 10)[0], TAG.sequence, 3);
  const hashed = fields[0]?.tag === TAG.octetString ? fields[0] : fail('certificate hash algorithm');
  if (!sameBytes(hashed.content, createHash('sha256').update(certificate.der).digest())) fail('another certificate was signed for');
}

function verify(cms: Uint8Array, content: Uint8Array): VerifiedSignature {
  const { certificates, signer, digests } = readSignedData(cms);
  const [version, sid, digest, stored, method, signature] = signer;
  if (readSmallInteger(version) !== 1) fail('signer version');
  const attributesNode = expect(stored, context(0));
  const mechanism = mechanismOf(expect(method, TAG.sequence).raw) ?? fail('signature method');
  if (![digest, ...digests].every(item => sameBytes(expect(item, TAG.sequence).raw, digestAlgorithm(mechanism)))) fail('digest and signature method differ');
  const parsed = certificates.map(parseCertificate);
  const isSigner = (item: ParsedCertificate): boolean => sameBytes(expect(sid, TAG.sequence).raw, sequence(item.issuerDer, item.serialDer));
  const certificate = parsed.find(isSigner) ?? fail('signer certificate missing');
  const attributes = readAttributes(attributesNode);
  if (readOid(need(attributes, OID.contentType)) !== OID.data) fail('content type');
  const expected = createHash(SCHEMES[mechanism].digest).update(content).digest();
  if (!sameBytes(expect(need(attributes, OID.messageDigest), TAG.octetString).content, expected)) fail('content differs');
  requireSigningCertificate(need(attributes, OID.signingCertificateV2), certificate);
  const data = Uint8Array.from(attributesNode.raw);
  data[0] = TAG.set;
  const plain = fromCmsSignature(mechanism, expect(signature, TAG.octetString).content, certificate.alg === 'ec-p384' ? 48 : 32);
  if (!verifyCardSignature(mechanism, certificate.publicKey, { data, signature: plain })) fail('signature wrong');
  return {
    certificate: certificate.der, chain: parsed.filter(item => item !== certificate).map(item => item.der),
    signingTime: readTime(need(attributes, OID.signingTime)).toISOString(), mechanism,
  };
}

/**
 * Checks a detached signature made by `createSignedData` against the bytes it should cover. Says nothing about trust.
 * Throws journal.signatureInvalid for anything that is not exactly right.
 */
export function verifySignedData(cms: Uint8Array, content: Uint8Array): VerifiedSignature {
  try {
    return verify(cms, content);
  } catch (error) {
    throw new AppError('journal.signatureInvalid', {}, error);
  }
}
