import type { ProviderId } from '#shared/domain/reminders/providers.ts';
import type { GatewayProblem } from '#shared/domain/reminders/reminder.ts';

export interface OutgoingMessage {
  /** Our own id of this message: 32 letters and digits, so that every provider takes it. */
  readonly reference: string;
  /** E.164. */
  readonly to: string;
  readonly sender: string;
  readonly text: string;
}

/**
 * What came of one try. The difference that matters is between "certainly not sent" (`refused`, `notSent`) and
 * `unknown`: only the first may ever be tried again.
 */
export type SendOutcome =
  | { readonly kind: 'accepted'; readonly providerRef: string | null }
  /** This message, to this number, will never be taken. */
  | { readonly kind: 'refused'; readonly why: 'number' | 'content' }
  /** Nothing left, or nothing was taken; another time may go better. */
  | { readonly kind: 'notSent'; readonly why: GatewayProblem; readonly retryAfterMs: number | null }
  | { readonly kind: 'unknown' };

export interface SentMessage {
  readonly reference: string;
  readonly providerRef: string | null;
  readonly to: string;
  readonly sentAt: string;
  /** Hex; the text itself is not kept. */
  readonly textSha256: string;
}

/** `absent` says that the provider knows nothing of it now, not that it never will. */
export type Found = { readonly state: 'pending' | 'delivered' | 'failed'; readonly providerRef: string | null } | 'absent';

/** A company that sends text messages. Never throws for what the network or the company does. */
export interface MessageGateway {
  send(message: OutgoingMessage): Promise<SendOutcome>;
  /** What became of it; null when the provider cannot be asked, or not now. */
  find(message: SentMessage): Promise<Found | null>;
}

export interface GatewayChoice {
  readonly provider: ProviderId;
  readonly host: string;
  readonly credential: { readonly user: string; readonly secret: string };
}

export type OpenGateway = (choice: GatewayChoice) => MessageGateway;
