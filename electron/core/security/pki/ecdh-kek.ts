import { createHash } from 'node:crypto';

import { context, readDer } from './der-read.ts';
import { algorithm, der, octetString, sequence } from './der-write.ts';
import { OID } from './oids.ts';

/** AlgorithmIdentifier of the wrap cipher as this product writes it (parameters absent, RFC 3565). */
export const WRAP_ALGORITHM: Uint8Array = algorithm(OID.aes256Wrap);

/** ECC-CMS-SharedInfo (RFC 5753 7.2): the wrap algorithm exactly as written in the message, and 256 as four bytes. */
function sharedInfo(wrapAlgorithm: Uint8Array, ukm: Uint8Array | null): Uint8Array {
  readDer(wrapAlgorithm);
  const party = ukm ? [der(context(0), octetString(ukm))] : [];
  return sequence(wrapAlgorithm, ...party, der(context(2), octetString(Uint8Array.of(0, 0, 1, 0))));
}

/** The 32-byte key-encryption key from a raw ECDH secret: one round of the X9.63 KDF with SHA-256 (SEC 1, 3.6.1). */
export function ecdhKek(secret: Uint8Array, wrapAlgorithm: Uint8Array, ukm: Uint8Array | null): Uint8Array {
  return createHash('sha256').update(secret).update(Uint8Array.of(0, 0, 0, 1)).update(sharedInfo(wrapAlgorithm, ukm)).digest();
}
