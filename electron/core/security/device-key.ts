import { createPrivateKey, createSign, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

import { algorithm, bitString, der, integer, oid, sequence, setOf, time } from './pki/der-write.ts';
import { context } from './pki/der-read.ts';
import { OID } from './pki/oids.ts';
import { createSignedData } from './pki/signed-data.ts';
import { verifySignedData } from './pki/verify-signed-data.ts';

/**
 * The clinic computer's own signing key (DSK, design/security.md §3): it signs vault heads, backup manifests and
 * checkpoints of the log. It lives inside the encrypted database; its certificate is public.
 */
export interface DeviceKey {
  readonly privateKeyPem: string;
  /** Self-signed X.509 certificate, DER: lets stock `openssl cms -verify -certfile` check what the key signed. */
  readonly certificate: Uint8Array;
}

const COMMON_NAME = '2.5.4.3';
/** The certificate only carries the key; it is trusted by its fingerprint, so its dates are wide. */
const VALID_YEARS = 40;

/** A new P-256 key with its certificate. `label` names it in the certificate: a clinic id, never a person. */
export function createDeviceKey(label: string, now: Date): DeviceKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(setOf(sequence(oid(COMMON_NAME), der(0x0c, Buffer.from(`Klinikbok ${label}`, 'utf8')))));
  const until = new Date(now);
  until.setUTCFullYear(until.getUTCFullYear() + VALID_YEARS);
  const ecdsaSha256 = algorithm(OID.ecdsaSha256);
  const serial = randomBytes(16);
  serial[0] = (serial[0] ?? 0) & 0x7f || 1;
  const digitalSignature = sequence(oid('2.5.29.15'), Uint8Array.of(0x01, 0x01, 0xff), der(0x04, Uint8Array.of(0x03, 0x02, 0x07, 0x80)));
  const body = sequence(
    der(context(0), integer(2)), integer(serial), ecdsaSha256, name, sequence(time(now), time(until)), name,
    publicKey.export({ format: 'der', type: 'spki' }), der(context(3), sequence(digitalSignature)),
  );
  const signature = createSign('sha256').update(body).sign(privateKey);
  return { privateKeyPem: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string, certificate: sequence(body, ecdsaSha256, bitString(signature)) };
}

/** Detached CMS SignedData (DER) by the device key over exactly these bytes. */
export function signWithDevice(key: DeviceKey, content: Uint8Array, now: Date): Promise<Uint8Array> {
  const privateKey = createPrivateKey(key.privateKeyPem);
  return createSignedData({ content, certificate: key.certificate, chain: [], signingTime: now, mechanism: 'ecdsa-sha256', sign: async (_mechanism, data) => plainSignature(privateKey, data) });
}

/** True when `cms` is the signature of the key in `certificate` (DER) over exactly these bytes. */
export function isDeviceSignature(certificate: Uint8Array, content: Uint8Array, cms: Uint8Array): boolean {
  try {
    return Buffer.compare(verifySignedData(cms, content).certificate, certificate) === 0;
  } catch {
    return false;
  }
}

const plainSignature = (key: KeyObject, data: Uint8Array): Uint8Array => sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' });
