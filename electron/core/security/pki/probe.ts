import { randomBytes } from 'node:crypto';

import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { CardAlg, KeyCapabilities, SignMechanism, WrapScheme } from '#shared/domain/cards/card.ts';
import { parseCertificate, sameBytes } from './certificate.ts';
import { openEnvelope } from './open-envelope.ts';
import { sealToCertificate } from './seal.ts';
import { preferredMechanism, verifyCardSignature } from './signature-scheme.ts';

/** The card operations the probe needs; CardProvider has them all. The token must be logged in. */
export interface ProbeCard {
  capabilities(certRef: string): Promise<KeyCapabilities>;
  sign(request: { readonly certRef: string; readonly mechanism: SignMechanism; readonly data: Uint8Array }): Promise<Uint8Array>;
  unwrap(request: { readonly certRef: string; readonly scheme: WrapScheme; readonly input: Uint8Array }): Promise<Uint8Array>;
}

/** What a card was found able to do; recorded at enrolment (security.md §3.3) and safe to store. */
export interface CardProbe {
  readonly alg: CardAlg;
  /** Best scheme that worked both ways, or null for a card that only signs. */
  readonly scheme: WrapScheme | null;
  /** Schemes that were tried and failed, with the reason. */
  readonly refused: readonly { readonly scheme: WrapScheme; readonly code: string }[];
  /** A signature was made and verified. */
  readonly canSign: boolean;
  readonly signMechanism: SignMechanism | null;
  readonly alwaysAuthenticate: boolean;
  /** What the card claims about its key; only a hint, some modules claim nothing right. */
  readonly claims: KeyCapabilities;
}

export interface ProbeOptions {
  /** PKCS#1 v1.5 decryption is disallowed by ASVS and off unless a clinic accepted it in writing. */
  readonly allowPkcs1?: boolean;
}

interface Target {
  readonly certRef: string;
  /** The certificate, DER. */
  readonly der: Uint8Array;
}

/** Only what the key cannot do is an answer; a removed card or a hung module ends the probe. */
function refusal(error: unknown): string {
  if (isAppError(error, 'card.keyUnsupported') || isAppError(error, 'card.unwrapFailed') || isAppError(error, 'card.unknown')) return error.code;
  throw error;
}

async function tryWrap(card: ProbeCard, target: Target, scheme: WrapScheme): Promise<string | null> {
  const secret = randomBytes(32);
  try {
    const envelope = sealToCertificate(secret, target.der, scheme);
    const opened = await openEnvelope(envelope, target.der, (used, input) => card.unwrap({ certRef: target.certRef, scheme: used, input }));
    return sameBytes(opened, secret) ? null : 'card.unwrapFailed';
  } catch (error) {
    return refusal(error);
  }
}

async function trySign(card: ProbeCard, target: Target, mechanism: SignMechanism): Promise<boolean> {
  const data = randomBytes(32);
  try {
    const signature = await card.sign({ certRef: target.certRef, mechanism, data });
    return verifyCardSignature(mechanism, parseCertificate(target.der).publicKey, { data, signature });
  } catch (error) {
    return refusal(error) === '';
  }
}

function candidates(alg: CardAlg, options: ProbeOptions): WrapScheme[] {
  if (alg !== 'rsa') return ['ecdh-sha256kdf-aes256wrap'];
  return ['rsa-oaep-sha256', 'rsa-oaep-sha1', ...(options.allowPkcs1 ? (['rsa-pkcs1'] as const) : [])];
}

async function bestMechanism(card: ProbeCard, target: Target, alg: CardAlg): Promise<SignMechanism | null> {
  const order: SignMechanism[] = alg === 'rsa' ? ['rsa-pss-sha256', 'rsa-pkcs1-sha256'] : [preferredMechanism(alg)];
  for (const mechanism of order) if (await trySign(card, target, mechanism)) return mechanism;
  return null;
}

/**
 * Finds out by trying what a logged-in card's key can do: seals a random secret for it, best scheme first, and has the
 * card open it; signs random data and verifies. Throws card.keyUnsupported for a key kind the product does not accept
 * and every failure of the card itself.
 */
export async function probeCard(card: ProbeCard, target: Target, options: ProbeOptions = {}): Promise<CardProbe> {
  const { alg } = parseCertificate(target.der);
  if (alg === 'unsupported') throw new AppError('card.keyUnsupported');
  const claims = await card.capabilities(target.certRef);
  const refused: { scheme: WrapScheme; code: string }[] = [];
  let scheme: WrapScheme | null = null;
  for (const candidate of candidates(alg, options)) {
    const code = await tryWrap(card, target, candidate);
    if (code === null) {
      scheme = candidate;
      break;
    }
    refused.push({ scheme: candidate, code });
  }
  const signMechanism = await bestMechanism(card, target, alg);
  return { alg, scheme, refused, canSign: signMechanism !== null, signMechanism, alwaysAuthenticate: claims.alwaysAuthenticate, claims };
}
