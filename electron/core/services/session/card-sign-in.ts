import { AppError } from '#shared/kernel/app-error.ts';
import { PRACTICE_PROFILES, type CardProfile } from '#shared/domain/cards/host-protocol.ts';
import type { TrustSetting } from '../../clinic/machine-file.ts';
import type { OpenClinic } from '../../clinic/open-clinic.ts';
import { type Account, findAccountByHsaId } from '../../repositories/account.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CardProvider } from '../../ports/smart-card.ts';
import { createLoginChallenge, verifyLoginChallenge } from '../../security/pki/login-challenge.ts';
import { openEnvelope } from '../../security/pki/open-envelope.ts';
import { checkRevocation, requireNotRevoked } from '../../security/pki/revocation.ts';
import type { RevocationCache, RevocationResult, RevocationTransport } from '../../security/pki/revocation-types.ts';
import { trustFrom, type TrustConfig } from '../../security/pki/trust.ts';
import type { DatabaseKey } from '../../security/vault/database-key.ts';
import { entriesForCertificate, openWithCard } from '../../security/vault/open-entry.ts';
import type { Vault } from '../../security/vault/vault.ts';
import { findPersonCard, type PersonCard } from './card-identity.ts';

export interface CardSignInDeps {
  readonly cards: CardProvider;
  readonly profile: CardProfile;
  readonly clock: Clock;
  readonly revocation: { readonly transport: RevocationTransport; readonly cache: RevocationCache };
}

/** Imported issuers as the validator wants them. */
export const trustOf = (setting: TrustSetting): TrustConfig => {
  const certificates = setting.certificates.map(text => Buffer.from(text, 'base64'));
  return { ...trustFrom(certificates, setting.policies), minimumLoa: setting.minimumLoa };
};

export interface ProvenCard {
  readonly card: PersonCard;
  readonly revocation: RevocationResult;
}

/**
 * Card in, PIN: the holder is proven. Path and validity before the PIN is used, revocation while the card works, the
 * PIN tried exactly once, a fresh challenge signed and verified. Errors: card.* (design/cards.md taxonomy).
 */
export async function proveCard(deps: CardSignInDeps, input: { pin: string; trust: TrustConfig; isDemo: boolean; tokenRef?: string | undefined; exceptHsaId?: string | undefined }): Promise<ProvenCard> {
  if (PRACTICE_PROFILES.includes(deps.profile) && !input.isDemo) throw new AppError('card.practiceRefused');
  const now = deps.clock.now();
  const card = await findPersonCard(deps.cards, { trust: input.trust, now, tokenRef: input.tokenRef, exceptHsaId: input.exceptHsaId });
  const revocation = checkRevocation({ certificate: card.identity.certificate, chain: card.identity.chain, now, ...deps.revocation });
  revocation.catch(() => undefined); // looked at below, after the card has had its turn
  await deps.cards.login(card.tokenRef, Buffer.from(input.pin, 'utf8'));
  const challenge = createLoginChallenge(card.auth.der);
  verifyLoginChallenge(challenge, card.auth.der, await deps.cards.sign({ certRef: card.auth.certRef, mechanism: challenge.mechanism, data: challenge.data }));
  const answer = await revocation;
  // A demo clinic may be offline with invented authorities; a certificate said to be revoked is refused there too.
  if (answer.status === 'revoked' || !input.isDemo) requireNotRevoked(answer);
  return { card, revocation: answer };
}

/** When the revocation answer that was used is from, if it is not from now. */
export const checkedAt = ({ revocation }: ProvenCard): string | null => (revocation.source === 'cache' ? revocation.at : null);

/** The account of the person on the card. Errors: card.hsaIdUnknown, card.hsaIdInactive. */
export async function accountOf(clinic: Pick<OpenClinic, 'db'>, { card }: ProvenCard): Promise<Account> {
  const { hsaId } = card.identity;
  const account = await findAccountByHsaId(clinic.db.reader, hsaId);
  if (!account) throw new AppError('card.hsaIdUnknown', { id: hsaId });
  if (account.status !== 'active') throw new AppError('card.hsaIdInactive', { id: hsaId });
  return account;
}

/** The database key through this card's entry. Errors: vault.entryMissing for a card that was never enrolled here, card.*, vault.damaged. */
export async function openVaultWithCard(vault: Vault, cards: CardProvider, card: PersonCard): Promise<DatabaseKey> {
  const [entry] = entriesForCertificate(vault, card.identity.fingerprint);
  if (!entry) throw new AppError('vault.entryMissing');
  return openWithCard(vault, entry, sealed => openEnvelope(sealed, card.auth.der, (scheme, input) => cards.unwrap({ certRef: card.auth.certRef, scheme, input })));
}
