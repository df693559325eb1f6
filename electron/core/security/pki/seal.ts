import { constants, createCipheriv, createPublicKey, diffieHellman, generateKeyPairSync, publicEncrypt, randomBytes, type KeyObject } from 'node:crypto';

import { AppError } from '#shared/kernel/app-error.ts';
import type { WrapScheme } from '#shared/domain/cards/card.ts';
import { wrapKey } from './aes-key-wrap.ts';
import { parseCertificate, type ParsedCertificate } from './certificate.ts';
import { context } from './der-read.ts';
import { algorithm, bitString, der, integer, nullValue, octetString, oid, sequence, setOf } from './der-write.ts';
import { WRAP_ALGORITHM, ecdhKek } from './ecdh-kek.ts';
import { OID } from './oids.ts';

/** Somebody who shall be able to open an envelope, and how their card opens it. */
export interface SealRecipient {
  /** DER certificate with the public key. */
  readonly certificate: Uint8Array;
  readonly scheme: WrapScheme;
}

const issuerAndSerial = (certificate: ParsedCertificate): Uint8Array => sequence(certificate.issuerDer, certificate.serialDer);

/** RSAES-OAEP-params; SHA-1 is the default and therefore left out in DER (RFC 4055 4.1). */
function oaepParameters(hash: 'sha1' | 'sha256'): Uint8Array {
  if (hash === 'sha1') return sequence();
  const digest = algorithm(OID.sha256, nullValue());
  return sequence(der(context(0), digest), der(context(1), algorithm(OID.mgf1, digest)));
}

function rsaRecipient(certificate: ParsedCertificate, scheme: WrapScheme, cek: Uint8Array): Uint8Array {
  const key = certificate.publicKey;
  const hash = scheme === 'rsa-oaep-sha1' ? 'sha1' : 'sha256';
  const isV15 = scheme === 'rsa-pkcs1';
  const encrypted = isV15
    ? publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, cek)
    : publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hash }, cek);
  const method = isV15 ? algorithm(OID.rsaEncryption, nullValue()) : algorithm(OID.rsaOaep, oaepParameters(hash));
  return sequence(integer(0), issuerAndSerial(certificate), method, octetString(encrypted));
}

/** The raw point 04‖X‖Y of an EC public key. */
export function rawPoint(key: KeyObject): Uint8Array {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
}

/** KeyAgreeRecipientInfo with a fresh key pair for this one message (RFC 5753 3.1.1). */
function ecRecipient(certificate: ParsedCertificate, cek: Uint8Array): Uint8Array {
  const namedCurve = certificate.alg === 'ec-p384' ? 'secp384r1' : 'prime256v1';
  const { privateKey } = generateKeyPairSync('ec', { namedCurve });
  const secret = diffieHellman({ privateKey, publicKey: certificate.publicKey });
  const kek = ecdhKek(secret, WRAP_ALGORITHM, null);
  const wrapped = wrapKey(kek, cek);
  secret.fill(0);
  kek.fill(0);
  const sender = der(context(1), algorithm(OID.ecPublicKey), bitString(rawPoint(createPublicKey(privateKey))));
  const keys = sequence(sequence(issuerAndSerial(certificate), octetString(wrapped)));
  return der(context(1), integer(3), der(context(0), sender), algorithm(OID.ecdhSha256Kdf, WRAP_ALGORITHM), keys);
}

function recipientInfo({ certificate, scheme }: SealRecipient, cek: Uint8Array): Uint8Array {
  const parsed = parseCertificate(certificate);
  const fits = parsed.alg === 'rsa' ? scheme !== 'ecdh-sha256kdf-aes256wrap' : scheme === 'ecdh-sha256kdf-aes256wrap';
  if (parsed.alg === 'unsupported' || !fits) throw new AppError('card.keyUnsupported');
  return parsed.alg === 'rsa' ? rsaRecipient(parsed, scheme, cek) : ecRecipient(parsed, cek);
}

/**
 * Seals `content` so that each recipient's card can open it: CMS AuthEnvelopedData, AES-256-GCM with a fresh key,
 * 12-byte nonce and 16-byte tag (RFC 5083, 5084), DER. `openssl cms -decrypt` opens the result with the private key.
 * Throws card.keyUnsupported when scheme and key do not fit.
 */
export function sealToRecipients(content: Uint8Array, recipients: readonly SealRecipient[]): Uint8Array {
  const cek = randomBytes(32);
  const nonce = randomBytes(12);
  const infos = recipients.map(recipient => recipientInfo(recipient, cek));
  const cipher = createCipheriv('aes-256-gcm', cek, nonce, { authTagLength: 16 });
  const encrypted = Buffer.concat([cipher.update(content), cipher.final()]);
  cek.fill(0);
  const method = algorithm(OID.aes256Gcm, sequence(octetString(nonce), integer(16)));
  const body = sequence(oid(OID.data), method, der(context(0, false), encrypted));
  const envelope = sequence(integer(0), setOf(...infos), body, octetString(cipher.getAuthTag()));
  return sequence(oid(OID.authEnvelopedData), der(context(0), envelope));
}

/** `sealToRecipients` for one card. */
export const sealToCertificate = (content: Uint8Array, certificate: Uint8Array, scheme: WrapScheme): Uint8Array =>
  sealToRecipients(content, [{ certificate, scheme }]);
