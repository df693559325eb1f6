import type { SigningMeans } from '#shared/domain/journal/signing-rules.ts';

/** What a signature was made for: the holder's signature, or merely that the sign-in card was there. */
export type SigningPurpose = Exclude<SigningMeans, 'none'>;

/** Who signed, as the certificate and the account said at that moment (J-05). */
export interface DocumentSignature {
  /** CMS SignedData (RFC 5652), detached, CAdES-B: DER. Verifies with `openssl cms -verify -cades -binary`. */
  readonly cms: Uint8Array;
  /** SHA-256 of the signing certificate's DER, lower-case hex. */
  readonly certSha256: string;
  readonly method: 'card-cms' | 'practice';
  readonly signer: { readonly name: string; readonly hsaId: string | null };
}

export interface SignOptions {
  readonly sessionId: string;
  readonly pin?: string;
  /** Left out: the holder's signature. */
  readonly purpose?: SigningPurpose;
}

/** Makes signatures with the signed-in person's own key. The private key never leaves the card. */
export interface DocumentSigner {
  /** Milliseconds since the person of this session last proved who they are (card PIN or passphrase); null when never (L-11). */
  readonly sinceProofMs: (sessionId: string) => number | null;
  /** What the card of this session can sign with; `none` for a session without card. */
  readonly means: (sessionId: string) => SigningMeans;
  /**
   * Proves anew who is at the keyboard (L-11): the card's PIN, or without a card the one-time code. Tried exactly once.
   * Errors: card.*, auth.wrongCredentials, auth.codeReused, auth.tooManyFailures.
   */
  readonly prove: (sessionId: string, secret: string) => Promise<void>;
  /**
   * Signs exactly these bytes. Without `pin` the card session already open is used. Refuses with the card errors of
   * design/cards.md; nothing is retried, so that a PIN try is never wasted.
   */
  readonly sign: (content: Uint8Array, options: SignOptions) => Promise<DocumentSignature>;
  /**
   * Checks a signature over these bytes: value, messageDigest, signing-certificate attribute, and the certificate's
   * purpose and chain to the issuers this clinic accepts as it stood when the signature was made.
   */
  readonly verify: (content: Uint8Array, cms: Uint8Array, purpose?: SigningPurpose) => Promise<{ readonly ok: true } | { readonly ok: false; readonly failed: 'signature' | 'certificate' }>;
}
