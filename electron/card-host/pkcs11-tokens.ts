import { X509Certificate, createHash } from 'node:crypto';

import p11, { type Handle, type PKCS11, type TokenInfo } from 'pkcs11js';

import type { CardAlg, HostCertificate, PinState, TokenSummary } from '#shared/domain/cards/card.ts';
import { pinLengths } from '#shared/domain/cards/pin.ts';
import { closeQuietly, findObjects, hasFlag, readAttribute, slotKey } from './pkcs11-module.ts';

/** A token we may work with, and the slot it is in. */
export interface KnownToken {
  readonly slot: Handle;
  readonly summary: TokenSummary;
}

const clean = (text: string): string => text.replace(/[\0\s]+$/g, '').trim();

/** What the flags say about the PIN; modules set them differently (cards.md B.3). */
export function pinStateOf(token: TokenInfo): PinState {
  if (hasFlag(token, p11.CKF_USER_PIN_LOCKED)) return 'locked';
  if (hasFlag(token, p11.CKF_USER_PIN_FINAL_TRY)) return 'last';
  return hasFlag(token, p11.CKF_USER_PIN_COUNT_LOW) ? 'few' : 'ok';
}

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** The token in a slot, or null for one nobody has initialised (SoftHSM always shows one). Throws pkcs11js errors. */
export function readToken(api: PKCS11, slot: Handle, reader: string): KnownToken | null {
  const token = api.C_GetTokenInfo(slot);
  if (!hasFlag(token, p11.CKF_TOKEN_INITIALIZED)) return null;
  const [label, serial] = [clean(token.label), clean(token.serialNumber)];
  const lengths = pinLengths(token.minPinLen, token.maxPinLen);
  const summary: TokenSummary = {
    tokenRef: `${slotKey(slot)}.${short(`${serial}\0${label}`)}`, reader, label, serial, pin: pinStateOf(token),
    pinpad: hasFlag(token, p11.CKF_PROTECTED_AUTHENTICATION_PATH), minPin: lengths.min, maxPin: lengths.max,
  };
  return { slot, summary };
}

/** Kind of a certificate's key. */
export function algOfCertificate(certificate: X509Certificate): CardAlg | 'unsupported' {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType === 'rsa') return 'rsa';
  if (asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ec-p256';
  return asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'ec-p384' : 'unsupported';
}

/** Joins token, key id (CKA_ID) and certificate; `keyIdOf` takes the key id out again. */
export const makeCertRef = (tokenRef: string, keyId: Buffer, der: Buffer): string =>
  `${tokenRef}/${keyId.toString('hex')}/${createHash('sha256').update(der).digest('hex').slice(0, 16)}`;

export function splitCertRef(certRef: string): { readonly tokenRef: string; readonly keyId: Buffer } {
  const [tokenRef = '', keyId = ''] = certRef.split('/');
  return { tokenRef, keyId: Buffer.from(keyId, 'hex') };
}

/** Certificates the module holds for authorities and damaged ones are left out. */
function describeCertificate(tokenRef: string, value: Buffer, rest: { keyId: Buffer; label: string }): HostCertificate | null {
  try {
    const certificate = new X509Certificate(value);
    if (certificate.ca) return null;
    const certRef = makeCertRef(tokenRef, rest.keyId, value);
    return { certRef, tokenRef, label: rest.label, der: Uint8Array.from(value), alg: algOfCertificate(certificate) };
  } catch {
    return null;
  }
}

/** The certificates of a token that belong to a key (have an id). No login. Throws pkcs11js errors. */
export function readCertificates(api: PKCS11, token: KnownToken): HostCertificate[] {
  const session = api.C_OpenSession(token.slot, p11.CKF_SERIAL_SESSION);
  try {
    return findObjects(api, session, [{ type: p11.CKA_CLASS, value: p11.CKO_CERTIFICATE }]).flatMap(object => {
      const value = readAttribute(api, session, object, p11.CKA_VALUE);
      const keyId = readAttribute(api, session, object, p11.CKA_ID);
      const label = readAttribute(api, session, object, p11.CKA_LABEL)?.toString('utf8') ?? '';
      if (!value?.length || !keyId?.length) return [];
      return describeCertificate(token.summary.tokenRef, value, { keyId, label: clean(label).slice(0, 200) }) ?? [];
    });
  } finally {
    closeQuietly(api, session);
  }
}
