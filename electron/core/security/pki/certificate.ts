import { X509Certificate, createHash, type KeyObject } from 'node:crypto';

import type { CardAlg } from '#shared/domain/cards/card.ts';
import { TAG, childrenOf, children, context, elements, expect, inside, readBitBytes, readDer, readNamedBits, readOid, readSerial, readSmallInteger, readText, readTime, type DerNode } from './der-read.ts';
import { OID } from './oids.ts';

/** Bits of keyUsage (RFC 5280 4.2.1.3). */
export const KEY_USAGE = { digitalSignature: 0, nonRepudiation: 1, keyEncipherment: 2, dataEncipherment: 3, keyAgreement: 4, keyCertSign: 5, crlSign: 6 } as const;

export interface Extension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** A certificate as its DER says, nothing judged. Names are UTF-8 text, instants are Dates. */
export interface ParsedCertificate {
  readonly der: Uint8Array;
  /** Node's own view: every signature check goes through it. */
  readonly x509: X509Certificate;
  readonly publicKey: KeyObject;
  /** Kind of the public key; `unsupported` covers P-521, Ed25519, RSA below 2048 bits and RSA exponents below 65537. */
  readonly alg: CardAlg | 'unsupported';
  /** SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  /** The public key bits inside `spki` (what OCSP's issuerKeyHash hashes). */
  readonly keyBits: Uint8Array;
  readonly serial: string;
  readonly serialDer: Uint8Array;
  readonly issuerDer: Uint8Array;
  readonly subjectDer: Uint8Array;
  /** Subject attributes by OID; the first of each kind. */
  readonly subject: ReadonlyMap<string, string>;
  readonly issuer: ReadonlyMap<string, string>;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: ReadonlyMap<string, Extension>;
  /** The real key usage; empty when the extension is missing. */
  readonly keyUsage: ReadonlySet<number>;
  readonly extendedKeyUsage: ReadonlySet<string>;
  readonly isCa: boolean;
  readonly pathLength: number | null;
  readonly policies: readonly string[];
  readonly crlUrls: readonly string[];
  readonly ocspUrls: readonly string[];
  readonly cardNumber: string | null;
}

/** The attributes of a Name by OID. */
export function readName(name: DerNode): Map<string, string> {
  const found = new Map<string, string>();
  for (const set of childrenOf(name, TAG.sequence, 50)) {
    for (const attribute of childrenOf(set, TAG.set, 10)) {
      const [type, value] = childrenOf(attribute, TAG.sequence, 2);
      const key = readOid(type);
      if (value && !found.has(key)) found.set(key, readText(value));
    }
  }
  return found;
}

/** The extensions of a certificate, revocation list or request by OID. A doubled extension is refused (RFC 5280 4.2). */
export function readExtensions(list: DerNode): Map<string, Extension> {
  const found = new Map<string, Extension>();
  for (const entry of childrenOf(list, TAG.sequence, 60)) {
    const parts = childrenOf(entry, TAG.sequence, 3);
    const id = readOid(parts[0]);
    if (found.has(id)) throw new Error(`extension ${id} twice`);
    const critical = parts.length === 3 && expect(parts[1], TAG.boolean).content[0] !== 0;
    found.set(id, { critical, value: expect(parts.at(-1), TAG.octetString).content });
  }
  return found;
}

/** The http addresses among GeneralNames ([6] URI). */
function urlsIn(node: DerNode): string[] {
  const urls: string[] = [];
  const walk = (current: DerNode, depth: number): void => {
    if (current.tag === context(6, false)) {
      const url = Buffer.from(current.content).toString('latin1');
      if (/^http:\/\//i.test(url)) urls.push(url);
    } else if ((current.tag & 0x20) !== 0 && depth < 6) for (const child of elements(current)) walk(child, depth + 1);
  };
  walk(node, 0);
  return urls;
}

function readAccess(value: Uint8Array): string[] {
  return childrenOf(readDer(value), TAG.sequence, 20).flatMap(entry => {
    const [method, location] = childrenOf(entry, TAG.sequence, 2);
    return readOid(method) === OID.ocspAccess && location ? urlsIn(location) : [];
  });
}

function algOf(key: KeyObject): CardAlg | 'unsupported' {
  const details = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa') {
    const strong = (details.modulusLength ?? 0) >= 2048 && (details.publicExponent ?? 0n) >= 65_537n;
    return strong ? 'rsa' : 'unsupported';
  }
  if (key.asymmetricKeyType !== 'ec') return 'unsupported';
  if (details.namedCurve === 'prime256v1') return 'ec-p256';
  return details.namedCurve === 'secp384r1' ? 'ec-p384' : 'unsupported';
}

function readConstraints(extension: Extension | undefined): { isCa: boolean; pathLength: number | null } {
  if (!extension) return { isCa: false, pathLength: null };
  const parts = childrenOf(readDer(extension.value), TAG.sequence, 2);
  const isCa = parts[0]?.tag === TAG.boolean && parts[0].content[0] === 0xff;
  const length = parts.find(part => part.tag === TAG.integer);
  return { isCa, pathLength: length ? readSmallInteger(length) : null };
}

function readFromExtensions(extensions: ReadonlyMap<string, Extension>) {
  const value = (id: string): Uint8Array | undefined => extensions.get(id)?.value;
  const [usage, purposes, policies, points, access, card] = [OID.keyUsage, OID.extendedKeyUsage, OID.certificatePolicies, OID.crlDistributionPoints, OID.authorityInfoAccess, OID.cardNumber].map(value);
  return {
    keyUsage: usage ? readNamedBits(readDer(usage)) : new Set<number>(),
    extendedKeyUsage: new Set(purposes ? childrenOf(readDer(purposes), TAG.sequence, 30).map(readOid) : []),
    policies: policies ? childrenOf(readDer(policies), TAG.sequence, 30).map(policy => readOid(children(policy)[0])) : [],
    crlUrls: points ? urlsIn(readDer(points)) : [],
    ocspUrls: access ? readAccess(access) : [],
    cardNumber: card ? readText(readDer(card)) : null,
    ...readConstraints(extensions.get(OID.basicConstraints)),
  };
}

function parse(der: Uint8Array): ParsedCertificate {
  const x509 = new X509Certificate(der);
  const [tbs] = childrenOf(readDer(der, 64_000), TAG.sequence, 3);
  const fields = childrenOf(tbs, TAG.sequence, 12).filter(field => field.tag !== context(0));
  const [serial, , issuer, validity, subject, spki] = fields;
  const [notBefore, notAfter] = childrenOf(validity, TAG.sequence, 2);
  const issuerNode = expect(issuer, TAG.sequence);
  const subjectNode = expect(subject, TAG.sequence);
  const extensionList = fields.find(field => field.tag === context(3));
  const extensions = extensionList ? readExtensions(inside(extensionList)) : new Map<string, Extension>();
  return {
    der, x509, publicKey: x509.publicKey, alg: algOf(x509.publicKey), extensions,
    spki: expect(spki, TAG.sequence).raw, keyBits: readBitBytes(childrenOf(spki, TAG.sequence, 2)[1]),
    serial: readSerial(serial), serialDer: expect(serial, TAG.integer).raw,
    issuerDer: issuerNode.raw, subjectDer: subjectNode.raw,
    subject: readName(subjectNode), issuer: readName(issuerNode),
    notBefore: readTime(notBefore), notAfter: readTime(notAfter),
    ...readFromExtensions(extensions),
  };
}

/** Reads a DER certificate. Throws an Error (never an AppError) when it is damaged: the caller knows what that means. */
export const parseCertificate = (der: Uint8Array): ParsedCertificate => parse(Uint8Array.from(der));

/** SHA-256 of the whole certificate, lower-case hex: the name by which one certificate is remembered. */
export const certificateFingerprint = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex');

/** True when the two are byte for byte the same. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
