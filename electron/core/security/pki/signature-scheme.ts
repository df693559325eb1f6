import { constants, verify, type KeyObject } from 'node:crypto';

import { AppError } from '#shared/kernel/app-error.ts';
import type { CardAlg, SignMechanism } from '#shared/domain/cards/card.ts';
import { DerError, TAG, childrenOf, context, expect, readDer } from './der-read.ts';
import { algorithm, der, integer, nullValue, sequence } from './der-write.ts';
import { OID } from './oids.ts';

interface Scheme {
  readonly digest: 'sha256' | 'sha384';
  readonly digestOid: string;
  /** AlgorithmIdentifier of the signature, DER. */
  readonly algorithm: Uint8Array;
}

const sha256 = algorithm(OID.sha256);
/** RSASSA-PSS-params with SHA-256, MGF1-SHA-256 and a 32-byte salt (RFC 4056). */
const pssParameters = sequence(der(context(0), algorithm(OID.sha256, nullValue())), der(context(1), algorithm(OID.mgf1, algorithm(OID.sha256, nullValue()))), der(context(2), integer(32)));

/** How each mechanism is written in CMS. */
export const SCHEMES: Readonly<Record<SignMechanism, Scheme>> = {
  'rsa-pss-sha256': { digest: 'sha256', digestOid: OID.sha256, algorithm: algorithm(OID.rsaPss, pssParameters) },
  'rsa-pkcs1-sha256': { digest: 'sha256', digestOid: OID.sha256, algorithm: algorithm(OID.rsaSha256, nullValue()) },
  'ecdsa-sha256': { digest: 'sha256', digestOid: OID.sha256, algorithm: algorithm(OID.ecdsaSha256) },
  'ecdsa-sha384': { digest: 'sha384', digestOid: OID.sha384, algorithm: algorithm(OID.ecdsaSha384) },
};

/** The mechanism to prefer for a key. PKCS#1 v1.5 remains for cards whose software cannot do PSS. */
export function preferredMechanism(alg: CardAlg | 'unsupported'): SignMechanism {
  if (alg === 'rsa') return 'rsa-pss-sha256';
  if (alg === 'ec-p256') return 'ecdsa-sha256';
  if (alg === 'ec-p384') return 'ecdsa-sha384';
  throw new AppError('card.keyUnsupported');
}

const fits = (mechanism: SignMechanism, key: KeyObject): boolean => mechanism.startsWith('rsa') === (key.asymmetricKeyType === 'rsa');

/** True when a card's signature (plain RSA, or r‖s for ECDSA) is right for `data`. Always checked: a card may sign wrong data (H105). */
export function verifyCardSignature(mechanism: SignMechanism, key: KeyObject, signed: { readonly data: Uint8Array; readonly signature: Uint8Array }): boolean {
  if (!fits(mechanism, key)) return false;
  const { digest } = SCHEMES[mechanism];
  if (mechanism.startsWith('ecdsa')) return verify(digest, signed.data, { key, dsaEncoding: 'ieee-p1363' }, signed.signature);
  if (mechanism === 'rsa-pkcs1-sha256') return verify(digest, signed.data, { key, padding: constants.RSA_PKCS1_PADDING }, signed.signature);
  return verify(digest, signed.data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }, signed.signature);
}

/** The card's r‖s as the DER pair CMS carries; RSA signatures stay as they are. */
export function toCmsSignature(mechanism: SignMechanism, signature: Uint8Array): Uint8Array {
  if (!mechanism.startsWith('ecdsa')) return signature;
  const half = signature.length / 2;
  return sequence(integer(signature.subarray(0, half)), integer(signature.subarray(half)));
}

/** The reverse of `toCmsSignature`, for a curve whose field is `size` bytes. Throws DerError for anything but two minimal INTEGERs. */
export function fromCmsSignature(mechanism: SignMechanism, signature: Uint8Array, size: number): Uint8Array {
  if (!mechanism.startsWith('ecdsa')) return signature;
  const halves = childrenOf(readDer(signature), TAG.sequence, 2).map(part => Buffer.from(expect(part, TAG.integer).content));
  const plain = Buffer.concat(halves.map(half => Buffer.concat([Buffer.alloc(size), half]).subarray(-size)));
  if (Buffer.compare(toCmsSignature(mechanism, plain), signature) !== 0) throw new DerError('signature not in its only form');
  return plain;
}

/** Which mechanism a CMS signature algorithm (DER AlgorithmIdentifier) names, or null when it is none of ours. */
export function mechanismOf(written: Uint8Array): SignMechanism | null {
  const found = (Object.keys(SCHEMES) as SignMechanism[]).find(name => Buffer.compare(SCHEMES[name].algorithm, written) === 0);
  return found ?? null;
}

/** The digest algorithm as written in SignerInfo: parameters absent (RFC 5754 2). */
export const digestAlgorithm = (mechanism: SignMechanism): Uint8Array => (mechanism === 'ecdsa-sha384' ? algorithm(OID.sha384) : sha256);
