import { createHash } from 'node:crypto';

import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { PRACTICE_PROFILES } from '#shared/domain/cards/host-protocol.ts';
import type { DocumentSignature, DocumentSigner } from '../../ports/document-signer.ts';
import { validateIdentity } from '../../security/pki/identity.ts';
import { createSignedData } from '../../security/pki/signed-data.ts';
import { verifySignedData } from '../../security/pki/verify-signed-data.ts';
import { trustOf, type CardSignInDeps } from './card-sign-in.ts';
import type { ActiveSession, CurrentSession } from './current-session.ts';

/** Signs with the card of the session: its signing key, its holder as the certificate says. */
export function createSessionSigner(deps: CardSignInDeps & { readonly current: CurrentSession }): DocumentSigner {
  const sessionOf = (sessionId: string): ActiveSession => {
    const active = deps.current.require();
    if (active.caller.sessionId !== sessionId) throw new AppError('auth.locked');
    return active;
  };
  return {
    sinceProofMs: sessionId => deps.clock.monotonicMs() - sessionOf(sessionId).lastProofMs,
    sign: async (content, { sessionId, pin }) => {
      const active = sessionOf(sessionId);
      const signature = await signWithCard(deps, active, { content, pin });
      if (pin !== undefined) active.lastProofMs = deps.clock.monotonicMs();
      return signature;
    },
    verify: async (content, cms) => {
      try {
        const { certificate, signingTime } = verifySignedData(cms, content);
        const { trust } = deps.current.require().clinic;
        return isTrustedThen(certificate, { trust: trustOf(trust), at: new Date(signingTime) }) ? { ok: true } : { ok: false, failed: 'certificate' };
      } catch (error) {
        if (isAppError(error, 'journal.signatureInvalid')) return { ok: false, failed: 'signature' };
        throw error;
      }
    },
  };
}

async function signWithCard(deps: CardSignInDeps, { card, clinic }: ActiveSession, { content, pin }: { content: Uint8Array; pin: string | undefined }): Promise<DocumentSignature> {
  if (!card?.signing) throw new AppError('card.noSigningKey');
  const { certificate, identity } = card.signing;
  const now = deps.clock.now();
  validateIdentity(certificate.der, 'sign', trustOf(clinic.trust), now); // it may have run out since the session began
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

function isTrustedThen(certificate: Uint8Array, { trust, at }: { trust: ReturnType<typeof trustOf>; at: Date }): boolean {
  try {
    validateIdentity(certificate, 'sign', trust, at);
    return true;
  } catch {
    return false;
  }
}
