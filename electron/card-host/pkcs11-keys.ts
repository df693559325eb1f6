import p11, { type Handle, type PKCS11 } from 'pkcs11js';

import { AppError } from '#shared/kernel/app-error.ts';
import type { CardAlg, KeyCapabilities, WrapScheme } from '#shared/domain/cards/card.ts';
import type { SignJob } from './card-device.ts';
import { ckrOf, toCardError, type PresenceCheck } from './error-map.ts';
import { decryptMechanism, deriveMechanism, derivedTemplate, fieldBytes, prepareSignature } from './mechanisms.ts';
import { decodeOaepSha256 } from './oaep.ts';
import { findObjects, isTrue, readAttribute } from './pkcs11-module.ts';

/** One short session on one card, for one operation. */
export interface OperationSession {
  readonly api: PKCS11;
  readonly session: Handle;
  /** The PIN as text, for keys that ask for it at each use. */
  readonly pin: string | null;
  readonly isStillPresent: PresenceCheck;
}

const P256 = '06082a8648ce3d030107';
const P384 = '06052b81040022';

function algOfKey(type: Buffer | null, parameters: Buffer | null): CardAlg | 'unsupported' {
  const kind = type?.readUInt32LE(0);
  if (kind === p11.CKK_RSA) return 'rsa';
  const curve = kind === p11.CKK_EC ? parameters?.toString('hex') : undefined;
  if (curve === P256) return 'ec-p256';
  return curve === P384 ? 'ec-p384' : 'unsupported';
}

/** The private key with this id. Throws card.keyUnsupported when the card has a certificate but no key for it. */
export function findKey({ api, session }: OperationSession, keyId: Buffer): Handle {
  const [key] = findObjects(api, session, [{ type: p11.CKA_CLASS, value: p11.CKO_PRIVATE_KEY }, { type: p11.CKA_ID, value: keyId }]);
  if (!key) throw new AppError('card.keyUnsupported', {}, new Error('no private key with this id'));
  return key;
}

/** What the card says about a key. */
export function readCapabilities({ api, session }: OperationSession, key: Handle): KeyCapabilities {
  const read = (type: number): Buffer | null => readAttribute(api, session, key, type);
  return {
    alg: algOfKey(read(p11.CKA_KEY_TYPE), read(p11.CKA_EC_PARAMS)),
    canSign: isTrue(read(p11.CKA_SIGN)), canDecrypt: isTrue(read(p11.CKA_DECRYPT)), canDerive: isTrue(read(p11.CKA_DERIVE)),
    alwaysAuthenticate: asksEveryTime(api, session, key),
  };
}

/** CKA_ALWAYS_AUTHENTICATE. Must be read first: using such a key without its PIN makes OpenSC drop the whole login. */
export const asksEveryTime = (api: PKCS11, session: Handle, key: Handle): boolean =>
  isTrue(readAttribute(api, session, key, p11.CKA_ALWAYS_AUTHENTICATE));

function authenticateAgain({ api, session, pin }: OperationSession, key: Handle): void {
  if (!asksEveryTime(api, session, key)) return;
  if (pin === null) throw new AppError('auth.freshRequired');
  api.C_Login(session, p11.CKU_CONTEXT_SPECIFIC, pin);
}

/** Runs one step and says what a refusal means in it. */
function step<T>(target: OperationSession, name: 'init' | 'login' | 'sign' | 'unwrap', run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw toCardError(error, name, target.isStillPresent);
  }
}

/** RSA: the signature; ECDSA: r‖s. */
export function signWithKey(target: OperationSession, key: Handle, job: SignJob): Uint8Array {
  const { api, session } = target;
  const prepared = prepareSignature(job.mechanism, job.data);
  requirePinFor(target, key);
  step(target, 'init', () => api.C_SignInit(session, prepared.mechanism, key));
  step(target, 'login', () => authenticateAgain(target, key));
  return Uint8Array.from(step(target, 'sign', () => api.C_Sign(session, prepared.input, Buffer.alloc(prepared.room))));
}

function requirePinFor({ api, session, pin }: OperationSession, key: Handle): void {
  if (pin === null && asksEveryTime(api, session, key)) throw new AppError('auth.freshRequired');
}

function decrypt(target: OperationSession, key: Handle, scheme: Parameters<typeof decryptMechanism>[0], input: Uint8Array): Uint8Array {
  const { api, session } = target;
  requirePinFor(target, key);
  step(target, 'init', () => api.C_DecryptInit(session, decryptMechanism(scheme), key));
  step(target, 'login', () => authenticateAgain(target, key));
  return step(target, 'unwrap', () => api.C_Decrypt(session, Buffer.from(input), Buffer.alloc(input.length)));
}

/** SoftHSM 2.6.1 refuses OAEP with SHA-256 before touching the key; raw RSA and our own decoding then give the same (security.md §3.3). */
function decryptOaep256(target: OperationSession, key: Handle, input: Uint8Array): Uint8Array {
  try {
    return decrypt(target, key, 'rsa-oaep-sha256', input);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'card.keyUnsupported' || ckrOf(error.cause) === 'CKR_KEY_FUNCTION_NOT_PERMITTED') throw error;
  }
  const block = decrypt(target, key, 'raw', input);
  const padded = Buffer.concat([Buffer.alloc(Math.max(0, input.length - block.length)), block]);
  block.fill(0);
  const secret = decodeOaepSha256(padded);
  padded.fill(0);
  if (!secret) throw new AppError('card.unwrapFailed');
  return secret;
}

function derive(target: OperationSession, key: Handle, point: Uint8Array): Uint8Array {
  const { api, session } = target;
  const bytes = fieldBytes(readCapabilities(target, key).alg);
  if (point.length !== bytes * 2 + 1 || point[0] !== 4) throw new AppError('card.unwrapFailed');
  const secret = step(target, 'init', () => api.C_DeriveKey(session, deriveMechanism(point), key, derivedTemplate(bytes)));
  const value = readAttribute(api, session, secret, p11.CKA_VALUE);
  if (value?.length !== bytes) throw new AppError('card.unwrapFailed');
  return value;
}

/** RSA: the secret that was encrypted; ECDH: the raw shared secret. */
export function unwrapWithKey(target: OperationSession, key: Handle, job: { readonly scheme: WrapScheme; readonly input: Uint8Array }): Uint8Array {
  if (job.scheme === 'ecdh-sha256kdf-aes256wrap') return Uint8Array.from(derive(target, key, job.input));
  const opened = job.scheme === 'rsa-oaep-sha256' ? decryptOaep256(target, key, job.input) : decrypt(target, key, job.scheme, job.input);
  return Uint8Array.from(opened);
}
