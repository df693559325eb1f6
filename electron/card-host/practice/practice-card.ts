import { X509Certificate, constants, createPrivateKey, diffieHellman, privateDecrypt, sign, createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import forge from 'node-forge';
import { z } from 'zod';

import { AppError } from '#shared/kernel/app-error.ts';
import type { CardAlg, HostCertificate, PinState, SignMechanism, WrapScheme } from '#shared/domain/cards/card.ts';
import { algOfCertificate, makeCertRef } from '../pkcs11-tokens.ts';

/** Wrong PINs before a practice card locks, as on a SITHS card. */
const TRIES = 3;

const cardSchema = z.object({
  label: z.string().max(100),
  serial: z.string().max(100),
  /** File names inside the card's folder, without extension: each has a `.cer` (DER) and a `.p12` locked with the PIN. */
  keys: z.array(z.string().regex(/^[a-z0-9-]{1,40}$/)).min(1).max(10),
});
const triesSchema = z.object({ left: z.number().int().min(0).max(TRIES) });

export interface PracticeCard {
  readonly folder: string;
  readonly label: string;
  readonly serial: string;
  readonly keys: readonly string[];
}

/** Reads a practice card's `card.json`, or null when the folder holds none. */
export function readPracticeCard(folder: string): PracticeCard | null {
  try {
    return { folder, ...cardSchema.parse(JSON.parse(readFileSync(path.join(folder, 'card.json'), 'utf8'))) };
  } catch {
    return null;
  }
}

const triesFile = (card: PracticeCard): string => path.join(card.folder, 'tries.json');

function triesLeft(card: PracticeCard): number {
  if (!existsSync(triesFile(card))) return TRIES;
  try {
    return triesSchema.parse(JSON.parse(readFileSync(triesFile(card), 'utf8'))).left;
  } catch {
    return 0;
  }
}

/** The counter lies in a file because the host process ends at every lock. */
function writeTries(card: PracticeCard, left: number): void {
  const temporary = `${triesFile(card)}.new`;
  writeFileSync(temporary, JSON.stringify({ left }));
  renameSync(temporary, triesFile(card));
}

export function practicePinState(card: PracticeCard): PinState {
  const left = triesLeft(card);
  if (left === 0) return 'locked';
  if (left === 1) return 'last';
  return left < TRIES ? 'few' : 'ok';
}

/** The card's certificates, readable without PIN like on a real one. */
export function practiceCertificates(card: PracticeCard, tokenRef: string): HostCertificate[] {
  return card.keys.map(name => {
    const der = readFileSync(path.join(card.folder, `${name}.cer`));
    const alg = algOfCertificate(new X509Certificate(der));
    return { certRef: makeCertRef(tokenRef, Buffer.from(name), der), tokenRef, label: name, der: Uint8Array.from(der), alg };
  });
}

/** The private key in a PKCS#12 file. Throws when the password is wrong or the key is not RSA (node-forge reads no other). */
function openPkcs12(file: string, password: string): KeyObject {
  const asn1 = forge.asn1.fromDer(readFileSync(file).toString('latin1'));
  const p12 = forge.pkcs12.pkcs12FromAsn1(asn1, password);
  const bag = p12.getBags({ bagType: forge.pki.oids['pkcs8ShroudedKeyBag'] ?? '' })[forge.pki.oids['pkcs8ShroudedKeyBag'] ?? '']?.[0];
  if (!bag?.key) throw new Error('no RSA key in the file');
  return createPrivateKey(forge.pki.privateKeyToPem(bag.key));
}

/** The card's keys by name when the PIN is right; counts the try otherwise (card.pinWrong…, card.pinLocked). */
export function openPracticeCard(card: PracticeCard, pin: Uint8Array): Map<string, KeyObject> {
  const left = triesLeft(card);
  if (left === 0) throw new AppError('card.pinLocked');
  writeTries(card, left - 1); // Counted before it is tried, so that ending the process in between wins nothing.
  try {
    const password = Buffer.from(pin).toString('latin1');
    const keys = new Map(card.keys.map(name => [name, openPkcs12(path.join(card.folder, `${name}.p12`), password)]));
    writeTries(card, TRIES);
    return keys;
  } catch (error) {
    const codes = { ok: 'card.pinWrong', few: 'card.pinWrongFew', last: 'card.pinWrongLast', locked: 'card.pinLocked' } as const;
    throw new AppError(codes[practicePinState(card)], {}, error);
  }
}

/** RSA: the signature; ECDSA: r‖s. Throws card.keyUnsupported when mechanism and key do not fit. */
export function practiceSign(key: KeyObject, mechanism: SignMechanism, data: Uint8Array): Uint8Array {
  if (mechanism.startsWith('rsa') !== (key.asymmetricKeyType === 'rsa')) throw new AppError('card.keyUnsupported');
  if (mechanism === 'rsa-pss-sha256') return sign('sha256', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
  if (mechanism === 'rsa-pkcs1-sha256') return sign('sha256', data, key);
  return sign(mechanism.slice(6), data, { key, dsaEncoding: 'ieee-p1363' });
}

function sharedSecret(key: KeyObject, point: Uint8Array, alg: CardAlg): Uint8Array {
  const half = (point.length - 1) / 2;
  const part = (from: number): string => Buffer.from(point.subarray(from, from + half)).toString('base64url');
  const crv = alg === 'ec-p384' ? 'P-384' : 'P-256';
  const publicKey = createPublicKey({ key: { kty: 'EC', crv, x: part(1), y: part(1 + half) }, format: 'jwk' });
  return diffieHellman({ privateKey: key, publicKey });
}

/** Opens a wrapped secret. RSA v1.5 is not offered: Node refuses it (CVE-2023-46809). */
export function practiceUnwrap(key: KeyObject, scheme: WrapScheme, input: Uint8Array): Uint8Array {
  const isRsa = key.asymmetricKeyType === 'rsa';
  if (scheme === 'rsa-pkcs1' || isRsa === (scheme === 'ecdh-sha256kdf-aes256wrap')) throw new AppError('card.keyUnsupported');
  try {
    if (!isRsa) return sharedSecret(key, input, key.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'ec-p384' : 'ec-p256');
    return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: scheme === 'rsa-oaep-sha1' ? 'sha1' : 'sha256' }, input);
  } catch (error) {
    throw new AppError('card.unwrapFailed', {}, error);
  }
}
