import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign, verify, X509Certificate } from 'node:crypto';

import * as z from 'zod';

import { algorithm, bitString, der, integer, oid, sequence, setOf, time } from '../pki/der-write.ts';
import { TAG } from '../pki/der-read.ts';
import { OID } from '../pki/oids.ts';
import { createSignedData } from '../pki/signed-data.ts';
import { verifySignedData } from '../pki/verify-signed-data.ts';

/**
 * The clinic's device signing key (ECDSA P-256): signs vault heads, log checkpoints and backup manifests. It is stored
 * as a setting inside the encrypted database and nowhere else; the certificate is public.
 */
export const StoredDeviceKey = z.strictObject({ id: z.string(), certificate: z.base64(), privateKey: z.base64(), createdAt: z.iso.datetime() });
export type StoredDeviceKey = z.infer<typeof StoredDeviceKey>;

export interface DeviceSigner {
  /** DER certificate of the key; `openssl cms -verify -CAfile` takes it as its own root. */
  readonly certificate: Buffer;
  /** SHA-256 of the certificate, hex. */
  readonly keyId: string;
  /** Detached CMS SignedData (DER) over these bytes. */
  signCms(content: Uint8Array): Promise<Buffer>;
  verifyCms(content: Uint8Array, cms: Uint8Array): Promise<boolean>;
  /** Plain ECDSA-P256-SHA256 signature, DER, base64: what `openssl dgst -sha256 -verify` checks. */
  signPlain(content: Uint8Array): string;
  verifyPlain(content: Uint8Array, signature: string): boolean;
}

const FOREVER = new Date('2099-12-31T23:59:59Z');

function nameOf(commonName: string): Uint8Array {
  return sequence(setOf(sequence(oid(OID.commonName), der(0x0c, Buffer.from(commonName, 'utf8')))));
}

/** A new key with its self-signed certificate, valid as long as the clinic uses it. Take `clinicId`, not the name: backups carry it. */
export function newDeviceKey(clinicId: string, now: Date): StoredDeviceKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const method = algorithm(OID.ecdsaSha256);
  const name = nameOf(`Klinikbok ${clinicId}`);
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x01;
  const validity = sequence(time(now), time(FOREVER));
  const version = der(0xa0, integer(2));
  const keyUsage = sequence(oid(OID.keyUsage), der(0x01, Uint8Array.of(0xff)), der(TAG.octetString, der(TAG.bitString, Uint8Array.of(6, 0xc0))));
  const extensions = der(0xa3, sequence(keyUsage));
  const body = sequence(version, integer(serial), method, name, validity, name, publicKey.export({ format: 'der', type: 'spki' }), extensions);
  const certificate = Buffer.from(sequence(body, method, bitString(sign('sha256', body, privateKey))));
  return {
    id: createHash('sha256').update(certificate).digest('hex'),
    certificate: certificate.toString('base64'),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    createdAt: now.toISOString(),
  };
}

/** The signing key ready for use. Verification accepts this key only, whatever certificate a signature brings along. */
export function deviceSigner(stored: StoredDeviceKey, now: () => Date): DeviceSigner {
  const certificate = Buffer.from(stored.certificate, 'base64');
  const { publicKey } = new X509Certificate(certificate);
  const key = createPrivateKey({ key: Buffer.from(stored.privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  return {
    certificate,
    keyId: stored.id,
    signCms: async content =>
      Buffer.from(
        await createSignedData({
          content, certificate, chain: [], signingTime: now(),
          sign: async (_mechanism, data) => sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' }),
        }),
      ),
    verifyCms: async (content, cms) => {
      try {
        return Buffer.compare(verifySignedData(cms, content).certificate, certificate) === 0;
      } catch {
        return false;
      }
    },
    signPlain: content => sign('sha256', content, key).toString('base64'),
    verifyPlain: (content, signature) => verify('sha256', content, publicKey, Buffer.from(signature, 'base64')),
  };
}
