import { createHash } from 'node:crypto';

import type { CardAlg, SignMechanism, WrapScheme } from '#shared/domain/cards/card.ts';
import p11, { type ECDH1, type Mechanism, type RsaOAEP, type RsaPSS, type Template } from 'pkcs11js';

/** PKCS#11's "label is data", which pkcs11js does not export. */
const CKZ_DATA_SPECIFIED = 1;
const CKD_NULL = 1;

export interface PreparedSignature {
  readonly mechanism: Mechanism;
  readonly input: Buffer;
  /** Room for the longest answer. */
  readonly room: number;
}

/**
 * Mechanism and input for a signature, in the forms all modules share (cards.md B.2): RSA hashes on the card's side,
 * ECDSA gets the digest, because SoftHSM and others refuse CKM_ECDSA_SHA256.
 */
export function prepareSignature(mechanism: SignMechanism, data: Uint8Array): PreparedSignature {
  const plain = Buffer.from(data);
  switch (mechanism) {
    case 'rsa-pkcs1-sha256':
      return { mechanism: { mechanism: p11.CKM_SHA256_RSA_PKCS }, input: plain, room: 1024 };
    case 'rsa-pss-sha256': {
      const parameter: RsaPSS = { type: p11.CK_PARAMS_RSA_PSS, hashAlg: p11.CKM_SHA256, mgf: p11.CKG_MGF1_SHA256, saltLen: 32 };
      return { mechanism: { mechanism: p11.CKM_SHA256_RSA_PKCS_PSS, parameter }, input: plain, room: 1024 };
    }
    case 'ecdsa-sha256':
    case 'ecdsa-sha384':
      return { mechanism: { mechanism: p11.CKM_ECDSA }, input: createHash(mechanism.slice(6)).update(data).digest(), room: 256 };
  }
}

/** The decryption mechanism of an RSA scheme. */
export function decryptMechanism(scheme: Exclude<WrapScheme, 'ecdh-sha256kdf-aes256wrap'> | 'raw'): Mechanism {
  if (scheme === 'raw') return { mechanism: p11.CKM_RSA_X_509 };
  if (scheme === 'rsa-pkcs1') return { mechanism: p11.CKM_RSA_PKCS };
  const isSha1 = scheme === 'rsa-oaep-sha1';
  const parameter: RsaOAEP = {
    type: p11.CK_PARAMS_RSA_OAEP, hashAlg: isSha1 ? p11.CKM_SHA_1 : p11.CKM_SHA256,
    mgf: isSha1 ? p11.CKG_MGF1_SHA1 : p11.CKG_MGF1_SHA256, source: CKZ_DATA_SPECIFIED,
  };
  return { mechanism: p11.CKM_RSA_PKCS_OAEP, parameter };
}

/** ECDH without a key derivation on the card and with the raw point: the only form all modules accept. */
export function deriveMechanism(point: Uint8Array): Mechanism {
  const parameter: ECDH1 = { type: p11.CK_PARAMS_EC_DH, kdf: CKD_NULL, publicData: Buffer.from(point) };
  return { mechanism: p11.CKM_ECDH1_DERIVE, parameter };
}

/** Bytes of a curve's field, which is what VALUE_LEN must be, or the secret comes back cut off. */
export const fieldBytes = (alg: CardAlg | 'unsupported'): number => (alg === 'ec-p384' ? 48 : 32);

/** The session secret ECDH leaves on the token; readable, so that the rest happens in software. */
export const derivedTemplate = (bytes: number): Template => [
  { type: p11.CKA_CLASS, value: p11.CKO_SECRET_KEY },
  { type: p11.CKA_KEY_TYPE, value: p11.CKK_GENERIC_SECRET },
  { type: p11.CKA_TOKEN, value: false },
  { type: p11.CKA_SENSITIVE, value: false },
  { type: p11.CKA_EXTRACTABLE, value: true },
  { type: p11.CKA_VALUE_LEN, value: bytes },
];
