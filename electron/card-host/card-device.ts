import type { HostCertificate, KeyCapabilities, SignMechanism, TokenSummary, WrapScheme } from '#shared/domain/cards/card.ts';

/** A cheap look at the readers, taken at every tick of the poller. */
export interface Presence {
  /** How many places for cards there are; none means no reader (or the PC/SC service is down: the two look the same). */
  readonly slots: number;
  /** Keys of the slots that hold a card, in the module's order. */
  readonly present: readonly string[];
  /** False when the login this device held is gone although nobody logged out. */
  readonly loginAlive: boolean;
}

export interface SignJob {
  readonly certRef: string;
  readonly mechanism: SignMechanism;
  readonly data: Uint8Array;
  readonly pin?: Uint8Array | undefined;
}

export interface UnwrapJob {
  readonly certRef: string;
  readonly scheme: WrapScheme;
  readonly input: Uint8Array;
  readonly pin?: Uint8Array | undefined;
}

/**
 * Cards behind one piece of card software. Everything is synchronous: PKCS#11 modules are only trusted with one call
 * at a time (cards.md A.2), and this process has nothing else to do. Failures are AppError `card.*`.
 */
export interface CardDevice {
  presence(): Presence;
  /** Names of the readers. */
  readers(): readonly string[];
  /**
   * Reads label, serial number and PIN state of the card in a slot; touches the card. Null when there is nothing to work
   * with (a slot nobody initialised). Throws when the card cannot be read. Only for a card that has been in for a while:
   * see Poller.
   */
  describe(slot: string): TokenSummary | null;
  /** What is known about the described cards, with the PIN state of the last try. */
  tokens(): readonly TokenSummary[];
  /** Drops what is known about a slot. */
  forget(slot: string): void;
  certificates(tokenRef: string): HostCertificate[];
  login(tokenRef: string, pin: Uint8Array): void;
  /** The token this device is logged in to, if any, and the slot it is in. */
  loggedIn(): { readonly tokenRef: string; readonly slot: string } | null;
  capabilities(certRef: string, pin?: Uint8Array): KeyCapabilities;
  sign(job: SignJob): Uint8Array;
  unwrap(job: UnwrapJob): Uint8Array;
  logout(): void;
}

/** The pretended reader of practice cards. */
export interface PracticeControls {
  list(): { cardId: string; label: string; inserted: boolean }[];
  insert(cardId: string): void;
  remove(): void;
}
