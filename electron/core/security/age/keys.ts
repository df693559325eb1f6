import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto';

import { bech32 } from '@scure/base';

import { AgeError } from './age-error.ts';

const SECRET_PREFIX = 'age-secret-key-';
const PUBLIC_PREFIX = 'age';
/** Fixed DER around a raw X25519 key (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');
const SPKI = Buffer.from('302a300506032b656e032100', 'hex');

export interface AgeKeyPair {
  /** `AGE-SECRET-KEY-1…`, 74 characters: secret. */
  readonly identity: string;
  /** `age1…`, 62 characters: public. */
  readonly recipient: string;
}

const rawPublic = (key: KeyObject): Uint8Array => key.export({ type: 'spki', format: 'der' }).subarray(SPKI.length);
const rawPrivate = (key: KeyObject): Uint8Array => key.export({ type: 'pkcs8', format: 'der' }).subarray(PKCS8.length);

/** The key object for 32 secret bytes. */
export const x25519Private = (raw: Uint8Array): KeyObject => createPrivateKey({ key: Buffer.concat([PKCS8, raw]), format: 'der', type: 'pkcs8' });
/** The key object for 32 public bytes. */
export const x25519Public = (raw: Uint8Array): KeyObject => createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
/** Raw public bytes that belong to a private key. */
export const publicBytesOf = (privateKey: KeyObject): Uint8Array => rawPublic(createPublicKey(privateKey));

/** X25519 (RFC 7748); refuses the all-zero result of a low-order point, as age demands. */
export function sharedSecret(privateKey: KeyObject, publicKey: KeyObject): Uint8Array {
  let secret: Uint8Array;
  try {
    secret = diffieHellman({ privateKey, publicKey });
  } catch (cause) {
    throw new AgeError('damaged', cause);
  }
  if (secret.every(byte => byte === 0)) throw new AgeError('damaged');
  return secret;
}

/** A fresh X25519 pair in the text forms of age (C2SP age.md). */
export function generateAgeKeyPair(): AgeKeyPair {
  const { privateKey } = generateKeyPairSync('x25519');
  return { identity: encodeIdentity(rawPrivate(privateKey)), recipient: encodeRecipient(publicBytesOf(privateKey)) };
}

/** 32 secret bytes as `AGE-SECRET-KEY-1…`. */
export const encodeIdentity = (raw: Uint8Array): string => bech32.encodeFromBytes(SECRET_PREFIX, raw).toUpperCase();
/** 32 public bytes as `age1…`. */
export const encodeRecipient = (raw: Uint8Array): string => bech32.encodeFromBytes(PUBLIC_PREFIX, raw);

function decode(text: string, prefix: string): Uint8Array {
  try {
    const found = bech32.decodeToBytes(text.toLowerCase());
    if (found.prefix === prefix && found.bytes.length === 32) return found.bytes;
  } catch (cause) {
    throw new AgeError('damaged', cause);
  }
  throw new AgeError('damaged');
}

/** The 32 secret bytes of an identity; throws AgeError `damaged` when its checksum or kind is wrong. */
export const decodeIdentity = (identity: string): Uint8Array => decode(identity.trim(), SECRET_PREFIX);
/** The 32 public bytes of a recipient; throws AgeError `damaged` when its checksum or kind is wrong. */
export const decodeRecipient = (recipient: string): Uint8Array => decode(recipient.trim(), PUBLIC_PREFIX);
/** The public half of an identity. */
export const recipientOf = (identity: string): string => encodeRecipient(publicBytesOf(x25519Private(decodeIdentity(identity))));
