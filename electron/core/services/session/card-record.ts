import type { CardRecord } from '#shared/contract/setup.ts';
import { PRACTICE_PROFILES, type CardProfile } from '#shared/domain/cards/host-protocol.ts';
import type { CardProbe } from '../../security/pki/probe.ts';
import type { PersonCard } from './card-identity.ts';

/** What the enrolment shows and the clinic keeps about a card. */
export function recordOf({ card, probe, profile }: { readonly card: PersonCard; readonly probe: CardProbe; readonly profile: CardProfile }): CardRecord {
  const { identity } = card;
  return {
    holder: `${identity.givenName} ${identity.surname}`, hsaId: identity.hsaId, title: identity.title, issuer: identity.issuerName, certificateNotAfter: identity.notAfter,
    cardNumber: identity.cardNumber, keyAlgorithm: probe.alg, wrapScheme: probe.scheme ?? '', canSign: probe.canSign, signingCertificate: card.signing !== null,
    isPractice: PRACTICE_PROFILES.includes(profile),
  };
}
