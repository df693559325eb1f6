import type { CardSnapshot, HostCertificate, KeyCapabilities, SignMechanism, WrapScheme } from '#shared/domain/cards/card.ts';

/** What a certificate is for, read from its real keyUsage: signing in (and key wrapping) or signing records. */
export type CertificateUse = 'auth' | 'sign' | 'other';

/** A certificate on a card, with its purpose; still unjudged: `validateIdentity` decides whether it is trusted. */
export interface CardCertificate extends HostCertificate {
  readonly use: CertificateUse;
}

/** Data to sign with a card's key. `data` is the data itself; the card side hashes it. */
export interface SignRequest {
  readonly certRef: string;
  readonly mechanism: SignMechanism;
  readonly data: Uint8Array;
  /** Needed when the key asks for the PIN every time, or sits on a token that is not logged in. */
  readonly pin?: Uint8Array;
}

/** A wrapped secret for a card's key. `input` is the encrypted key (RSA) or the sender's raw point 04‖X‖Y (ECDH). */
export interface UnwrapRequest {
  readonly certRef: string;
  readonly scheme: WrapScheme;
  readonly input: Uint8Array;
  readonly pin?: Uint8Array;
}

/**
 * Smart cards as the core sees them. Every failure is an AppError `card.*` (or `auth.freshRequired` when a PIN is
 * needed and was not given). A PIN is tried once per call, never again by itself; its bytes are overwritten afterwards.
 */
export interface CardProvider {
  /** What is in the readers now. Never throws for a missing module, reader or card: that is the answer. */
  snapshot(): Promise<CardSnapshot>;
  /** The certificates of one token, readable without login. CA certificates are left out. */
  certificates(tokenRef: string): Promise<readonly CardCertificate[]>;
  /** Checks the typed PIN at the card, always, even if the card's software already knows it. Ends an earlier login. */
  login(tokenRef: string, pin: Uint8Array): Promise<void>;
  /** What the card says this key may do. Needs login (or a PIN). */
  capabilities(certRef: string, pin?: Uint8Array): Promise<KeyCapabilities>;
  /** Signs. RSA gives the plain signature, ECDSA the pair r‖s (IEEE P1363). */
  sign(request: SignRequest): Promise<Uint8Array>;
  /** Opens a wrapped secret. RSA gives the secret, ECDH the raw shared secret (field length). */
  unwrap(request: UnwrapRequest): Promise<Uint8Array>;
  /** Logs out. The supervisor ends the host process afterwards, which is what clears the PIN from memory. */
  logout(): Promise<void>;
  /** Calls back at every change; returns the way to stop. */
  onChange(listener: (snapshot: CardSnapshot) => void): () => void;
  /** Calls back when a token that was present is gone or lost its login: lock at once. Returns the way to stop. */
  onRemoved(listener: (tokenRef: string) => void): () => void;
}

/** The pretended reader of a demo or test clinic (product decision 15). Absent for every other profile. */
export interface PracticeReader {
  cards(): Promise<readonly { readonly cardId: string; readonly label: string; readonly inserted: boolean }[]>;
  insert(cardId: string): Promise<void>;
  remove(): Promise<void>;
}
