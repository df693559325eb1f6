import { createHash } from 'node:crypto';

import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { PRACTICE_PROFILES } from '#shared/domain/cards/host-protocol.ts';
import type { DocumentSignature, DocumentSigner, SigningPurpose } from '../../ports/document-signer.ts';
import type { CardCertificate } from '../../ports/smart-card.ts';
import { validateIdentity, type ValidatedIdentity } from '../../security/pki/identity.ts';
import { createLoginChallenge, verifyLoginChallenge } from '../../security/pki/login-challenge.ts';
import { createSignedData } from '../../security/pki/signed-data.ts';
import { verifySignedData } from '../../security/pki/verify-signed-data.ts';
import { requireHolder } from './card-holder.ts';
import { trustOf, type CardSignInDeps } from './card-sign-in.ts';
import type { ActiveSession, CurrentSession } from './current-session.ts';

export type SessionSignerDeps = CardSignInDeps & {
  readonly current: CurrentSession;
  /** Proof without a card: the one-time code of this account, used up by it. */
  readonly proveByCode: (active: ActiveSession, code: string) => Promise<void>;
};

/** Signs with the card of the session: its signing key or, where the card has none, its sign-in key; its holder as the certificate says. */
export function createSessionSigner(deps: SessionSignerDeps): DocumentSigner {
  const sessionOf = (sessionId: string): ActiveSession => {
    const active = deps.current.require();
    if (active.caller.sessionId !== sessionId) throw new AppError('auth.locked');
    return active;
  };
  return {
    sinceProofMs: sessionId => deps.clock.monotonicMs() - sessionOf(sessionId).lastProofMs,
    means: sessionId => {
      const { card } = sessionOf(sessionId);
      return card === null ? 'none' : card.signing ? 'signature' : 'login';
    },
    prove: async (sessionId, secret) => {
      const active = sessionOf(sessionId);
      if (active.card) {
        await requireHolder(deps.cards, active, active.card.auth);
        await proveCardAgain(deps, active.card.auth, secret);
      } else await deps.proveByCode(active, secret);
      active.lastProofMs = deps.clock.monotonicMs();
    },
    sign: async (content, { sessionId, pin, purpose = 'signature' }) => {
      const active = sessionOf(sessionId);
      const signature = await signWithCard(deps, active, { content, pin, purpose });
      if (pin !== undefined) active.lastProofMs = deps.clock.monotonicMs();
      return signature;
    },
    verify: async (content, cms, purpose = 'signature') => {
      try {
        const { certificate, signingTime } = verifySignedData(cms, content);
        const { trust } = deps.current.require().clinic;
        return isTrustedThen(certificate, { use: USE[purpose], trust: trustOf(trust), at: new Date(signingTime) }) ? { ok: true } : { ok: false, failed: 'certificate' };
      } catch (error) {
        if (isAppError(error, 'journal.signatureInvalid')) return { ok: false, failed: 'signature' };
        throw error;
      }
    },
  };
}

const USE = { signature: 'sign', login: 'auth' } as const satisfies Record<SigningPurpose, 'sign' | 'auth'>;

/** The PIN is checked by the card, and the card by a fresh challenge. */
async function proveCardAgain(deps: CardSignInDeps, auth: CardCertificate, pin: string): Promise<void> {
  await deps.cards.login(auth.tokenRef, Buffer.from(pin, 'utf8'));
  const challenge = createLoginChallenge(auth.der);
  verifyLoginChallenge(challenge, auth.der, await deps.cards.sign({ certRef: auth.certRef, mechanism: challenge.mechanism, data: challenge.data }));
}

function keyFor({ card }: ActiveSession, purpose: SigningPurpose): { readonly certificate: CardCertificate; readonly identity: ValidatedIdentity } {
  if (purpose === 'login' && card) return { certificate: card.auth, identity: card.identity };
  if (!card?.signing) throw new AppError('card.noSigningKey');
  return card.signing;
}

interface Job {
  readonly content: Uint8Array;
  readonly pin: string | undefined;
  readonly purpose: SigningPurpose;
}

async function signWithCard(deps: CardSignInDeps, active: ActiveSession, { content, pin, purpose }: Job): Promise<DocumentSignature> {
  const { certificate, identity } = keyFor(active, purpose);
  const now = deps.clock.now();
  validateIdentity(certificate.der, USE[purpose], trustOf(active.clinic.trust), now); // it may have run out since the session began
  await requireHolder(deps.cards, active, certificate);
  const cms = await createSignedData({
    content, certificate: certificate.der, chain: identity.chain, signingTime: now,
    sign: (mechanism, data) => deps.cards.sign({ certRef: certificate.certRef, mechanism, data, ...(pin === undefined ? {} : { pin: Buffer.from(pin, 'utf8') }) }),
  });
  return {
    cms,
    certSha256: createHash('sha256').update(certificate.der).digest('hex'),
    method: PRACTICE_PROFILES.includes(deps.profile) ? 'practice' : 'card-cms',
    signer: { name: `${identity.givenName} ${identity.surname}`, hsaId: identity.hsaId },
  };
}

function isTrustedThen(certificate: Uint8Array, { use, trust, at }: { use: 'sign' | 'auth'; trust: ReturnType<typeof trustOf>; at: Date }): boolean {
  try {
    validateIdentity(certificate, use, trust, at);
    return true;
  } catch {
    return false;
  }
}
