import { randomBytes } from 'node:crypto';

import { AppError } from '#shared/kernel/app-error.ts';
import type { SignMechanism } from '#shared/domain/cards/card.ts';
import { parseCertificate } from './certificate.ts';
import { preferredMechanism, verifyCardSignature } from './signature-scheme.ts';

/** Keeps a login signature from ever being a signature over something else. */
const PREFIX = Buffer.from('klinik-login-v1\0', 'latin1');

export interface LoginChallenge {
  readonly data: Uint8Array;
  readonly mechanism: SignMechanism;
}

/**
 * A fresh challenge for the card's sign-in key: the prefix and 32 random bytes. `mechanism` is what the probe recorded
 * for the card; left out, the preferred one for the key. Throws card.keyUnsupported.
 */
export const createLoginChallenge = (certificate: Uint8Array, mechanism?: SignMechanism): LoginChallenge => ({
  data: Buffer.concat([PREFIX, randomBytes(32)]),
  mechanism: mechanism ?? preferredMechanism(parseCertificate(certificate).alg),
});

/** Throws card.unreadable unless `signature` was made over this challenge by the key in `certificate`. */
export function verifyLoginChallenge(challenge: LoginChallenge, certificate: Uint8Array, signature: Uint8Array): void {
  const { publicKey } = parseCertificate(certificate);
  const isRight = verifyCardSignature(challenge.mechanism, publicKey, { data: challenge.data, signature });
  if (!isRight) throw new AppError('card.unreadable', {}, new Error('login signature wrong'));
}
