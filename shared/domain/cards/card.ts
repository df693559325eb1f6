import { z } from 'zod';
import { ERROR_CODES } from '#shared/kernel/app-error.ts';

/** Raw bytes as they cross between processes. */
export const bytes = z.instanceof(Uint8Array);

/** Key kinds the product accepts (security.md H103); anything else on a card is `unsupported`. */
export const CARD_ALGS = ['rsa', 'ec-p256', 'ec-p384'] as const;
export type CardAlg = (typeof CARD_ALGS)[number];

/**
 * How a card can be given a secret. On disk each is a standard CMS recipient (RFC 5652, RFC 5753); the order here is
 * the order of preference at enrolment. `rsa-pkcs1` is only ever used after written acceptance.
 */
export const WRAP_SCHEMES = ['rsa-oaep-sha256', 'rsa-oaep-sha1', 'ecdh-sha256kdf-aes256wrap', 'rsa-pkcs1'] as const;
export type WrapScheme = (typeof WRAP_SCHEMES)[number];

/** Signature mechanisms. The card side hashes, so callers always hand over the data itself, never a digest. */
export const SIGN_MECHANISMS = ['rsa-pss-sha256', 'rsa-pkcs1-sha256', 'ecdsa-sha256', 'ecdsa-sha384'] as const;
export type SignMechanism = (typeof SIGN_MECHANISMS)[number];

/** What the reader shows, in words the screens translate. */
export const CARD_STATES = ['moduleMissing', 'moduleFailed', 'noReader', 'noCard', 'unreadable', 'present'] as const;
export type CardState = (typeof CARD_STATES)[number];

/** PKCS#11 gives no count of tries left (cards.md B.3), only these four. */
export const PIN_STATES = ['ok', 'few', 'last', 'locked'] as const;
export type PinState = (typeof PIN_STATES)[number];

export const tokenSummarySchema = z.object({
  /** Names this token for as long as the card stays in this reader. Opaque. */
  tokenRef: z.string().max(300),
  reader: z.string().max(200),
  label: z.string().max(100),
  serial: z.string().max(100),
  pin: z.enum(PIN_STATES),
  /** The reader wants the PIN on its own keys, which is not supported. */
  pinpad: z.boolean(),
  minPin: z.number().int(),
  maxPin: z.number().int(),
});
/** One token: a card, or one of a card's two halves where the software shows one token per PIN (Net iD). */
export type TokenSummary = z.infer<typeof tokenSummarySchema>;

export const cardSnapshotSchema = z.object({
  state: z.enum(CARD_STATES),
  /** Why the module could not be used; only with `moduleMissing` and `moduleFailed`. */
  problem: z.enum(ERROR_CODES).nullable(),
  /** Names of the readers. */
  readers: z.array(z.string().max(200)).max(64),
  tokens: z.array(tokenSummarySchema).max(64),
  /** Grows by one at every change, so that an answer about an older state can be told apart. */
  generation: z.number().int(),
});
export type CardSnapshot = z.infer<typeof cardSnapshotSchema>;

export const hostCertificateSchema = z.object({
  /** Names this certificate and its key for as long as the card stays in. Opaque. */
  certRef: z.string().max(500),
  tokenRef: z.string().max(300),
  label: z.string().max(200),
  der: bytes,
  alg: z.enum([...CARD_ALGS, 'unsupported']),
});
/** A certificate as the card host reads it, without login and without judging it. */
export type HostCertificate = z.infer<typeof hostCertificateSchema>;

export const keyCapabilitiesSchema = z.object({
  alg: z.enum([...CARD_ALGS, 'unsupported']),
  canSign: z.boolean(),
  canDecrypt: z.boolean(),
  canDerive: z.boolean(),
  /** The card asks for the PIN at every signature (CKA_ALWAYS_AUTHENTICATE). */
  alwaysAuthenticate: z.boolean(),
});
/** What the card says its key may do. Only readable after login, and only a hint: the probe decides. */
export type KeyCapabilities = z.infer<typeof keyCapabilitiesSchema>;
