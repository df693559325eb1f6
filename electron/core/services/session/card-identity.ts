import { AppError, isAppError, type ErrorCode } from '#shared/kernel/app-error.ts';
import type { CardState } from '#shared/domain/cards/card.ts';
import type { CardCertificate, CardProvider } from '../../ports/smart-card.ts';
import { validateIdentity, type ValidatedIdentity } from '../../security/pki/identity.ts';
import type { TrustConfig } from '../../security/pki/trust.ts';

/** A person's card: who it says they are, with which certificate they sign in and, when it has one, sign. */
export interface PersonCard {
  readonly tokenRef: string;
  readonly auth: CardCertificate;
  readonly identity: ValidatedIdentity;
  readonly signing: { readonly certificate: CardCertificate; readonly identity: ValidatedIdentity } | null;
}

export interface CardSearch {
  readonly trust: TrustConfig;
  readonly now: Date;
  /** Only this token. */
  readonly tokenRef?: string | undefined;
  /** Not this person: the administrator whose own card is in another reader. */
  readonly exceptHsaId?: string | undefined;
}

const STATE_ERRORS: Readonly<Record<Exclude<CardState, 'present'>, ErrorCode>> = {
  moduleMissing: 'card.moduleMissing',
  moduleFailed: 'card.moduleInvalid',
  noReader: 'card.noReader',
  noCard: 'card.absent',
  unreadable: 'card.unreadable',
};

/** Which refusal tells the person most, when a card has several certificates and none is accepted. */
const MOST_TELLING: readonly ErrorCode[] = ['card.certExpired', 'card.certNotYetValid', 'card.loaTooLow', 'card.certUntrusted', 'card.issuerNotAccepted', 'card.keyUnsupported', 'card.unreadable', 'card.wrongType'];

/**
 * Finds the one person whose card is in a reader: the HSA-id pair of an accepted issuer, never "the first
 * certificate" (a SITHS card also carries a personnummer pair). No PIN is used.
 * Errors: the reader's state, card.several, and what `validateIdentity` refuses with.
 */
export async function findPersonCard(cards: CardProvider, { trust, now, tokenRef, exceptHsaId }: CardSearch): Promise<PersonCard> {
  const snapshot = await cards.snapshot();
  if (snapshot.state !== 'present') throw new AppError(snapshot.problem ?? STATE_ERRORS[snapshot.state]);
  const wanted = snapshot.tokens.filter(token => tokenRef === undefined || token.tokenRef === tokenRef);
  const certificates = (await Promise.all(wanted.map(token => cards.certificates(token.tokenRef)))).flat();
  const accepted = acceptedFor('auth', certificates, { trust, now });
  const candidates = accepted.found.filter(one => one.identity.hsaId !== exceptHsaId);
  if (new Set(candidates.map(one => one.identity.hsaId)).size > 1) throw new AppError('card.several');
  const [auth] = candidates;
  if (!auth) throw accepted.found.length > 0 ? new AppError('card.absent') : accepted.refusal;
  const [signing] = acceptedFor('sign', certificates, { trust, now }).found.filter(one => one.identity.hsaId === auth.identity.hsaId);
  return { tokenRef: auth.certificate.tokenRef, auth: auth.certificate, identity: auth.identity, signing: signing ?? null };
}

interface Accepted {
  readonly found: { readonly certificate: CardCertificate; readonly identity: ValidatedIdentity }[];
  readonly refusal: AppError;
}

function acceptedFor(use: 'auth' | 'sign', certificates: readonly CardCertificate[], { trust, now }: { trust: TrustConfig; now: Date }): Accepted {
  const found: Accepted['found'] = [];
  const refusals: AppError[] = [];
  for (const certificate of certificates.filter(one => one.use === use)) {
    try {
      found.push({ certificate, identity: validateIdentity(certificate.der, use, trust, now) });
    } catch (error) {
      if (!isAppError(error)) throw error;
      refusals.push(error);
    }
  }
  const telling = MOST_TELLING.map(code => refusals.find(error => error.code === code)).find(error => error !== undefined);
  return { found, refusal: telling ?? new AppError('card.wrongType') };
}
