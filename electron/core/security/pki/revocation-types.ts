/** Fetches revocation data over http. Answers are size-capped and time-limited; every failure is a rejection. */
export interface RevocationTransport {
  get(url: string): Promise<Uint8Array>;
  post(url: string, contentType: string, body: Uint8Array): Promise<Uint8Array>;
}

/** One authority's word about one certificate. */
export interface RevocationWord {
  readonly status: 'good' | 'revoked' | 'unknown';
  /** When the authority said so (thisUpdate). */
  readonly producedAt: Date;
  /** Until when it may be relied on, or null when the authority did not say. */
  readonly nextUpdate: Date | null;
  readonly revokedAt: Date | null;
}

/** What is remembered about one certificate: the last good answer. Contains no personal data but the fingerprint. */
export interface RememberedGood {
  /** ISO instant of the authority's word. */
  readonly at: string;
  readonly source: 'ocsp' | 'crl';
}

/** Where good answers and revocation lists are kept between sign-ins. Keys are opaque. Losing it is harmless. */
export interface RevocationCache {
  readGood(certificateFingerprint: string): Promise<RememberedGood | null>;
  writeGood(certificateFingerprint: string, good: RememberedGood): Promise<void>;
  readList(issuerFingerprint: string): Promise<Uint8Array | null>;
  writeList(issuerFingerprint: string, crl: Uint8Array): Promise<void>;
}

/** The answer a sign-in uses. `at` is when the authority said it (ISO), so its age can be shown (L-01). */
export interface RevocationResult {
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly source: 'ocsp' | 'crl' | 'cache' | 'none';
  readonly at: string;
  readonly revokedAt?: string;
}
