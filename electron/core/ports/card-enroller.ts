import type { CardRecord } from '#shared/contract/setup.ts';
import type { NewEntry } from '../security/vault/vault-update.ts';

/** Whose card is in the reader, judged by the issuers the clinic accepts. */
export interface InspectedCard {
  readonly holder: string;
  readonly hsaId: string;
  readonly title: string;
  readonly issuer: string;
  readonly certificateNotAfter: string;
  readonly certSha256: string;
}

/** What a proven card gives the vault: the payload sealed to it, and what was found out about it. */
export interface EnrolledCard {
  readonly card: CardRecord;
  readonly sealed: Pick<NewEntry, 'alg' | 'notAfter' | 'sealed'> & { readonly certSha256: string };
}

/** Enrols the card that is in a reader for another person than the one signed in. Errors: card.*. */
export interface CardEnroller {
  /** No PIN. Ignores the card the administrator is signed in with when two cards are in readers. */
  inspect(): Promise<InspectedCard>;
  /** Proves the card with its PIN (tried once), probes what it can do, and seals the payload to it. */
  enrol(request: { readonly pin: string; readonly payload: Uint8Array; readonly expectedHsaId: string }): Promise<EnrolledCard>;
  /** With one reader: for this long a removed card does not lock the program. */
  allowSwap(seconds: number): Promise<void>;
}
