import { AppError } from '#shared/kernel/app-error.ts';
import type { CardEnroller } from '../../ports/card-enroller.ts';
import { probeCard } from '../../security/pki/probe.ts';
import { sealToCertificate } from '../../security/pki/seal.ts';
import { recordOf } from './card-record.ts';
import { findPersonCard } from './card-identity.ts';
import { proveCard, trustOf, type CardSignInDeps } from './card-sign-in.ts';
import type { CurrentSession } from './current-session.ts';

/** Enrols a colleague's card while the administrator is signed in, with their own card perhaps in another reader. */
export function createCardEnroller(deps: CardSignInDeps & { readonly current: CurrentSession; readonly allowSwap: (seconds: number) => void }): CardEnroller {
  return {
    inspect: async () => {
      const { clinic, caller } = deps.current.require();
      const { identity } = await findPersonCard(deps.cards, { trust: trustOf(clinic.trust), now: deps.clock.now(), exceptHsaId: caller.hsaId ?? undefined });
      return {
        holder: `${identity.givenName} ${identity.surname}`, hsaId: identity.hsaId, title: identity.title, issuer: identity.issuerName,
        certificateNotAfter: identity.notAfter, certSha256: identity.fingerprint,
      };
    },
    enrol: async ({ pin, payload, expectedHsaId }) => {
      const { clinic, caller } = deps.current.require();
      const { card } = await proveCard(deps, { pin, trust: trustOf(clinic.trust), isDemo: clinic.clinic.isDemo, exceptHsaId: caller.hsaId ?? undefined });
      if (card.identity.hsaId.toUpperCase() !== expectedHsaId.toUpperCase()) throw new AppError('staff.cardOfAnother');
      const probe = await probeCard(deps.cards, { certRef: card.auth.certRef, der: card.auth.der });
      if (probe.scheme === null) throw new AppError('card.keyUnsupported');
      const sealed = sealToCertificate(payload, card.auth.der, probe.scheme);
      return {
        card: recordOf({ card, probe, profile: deps.profile }),
        sealed: { alg: probe.scheme, notAfter: card.identity.notAfter, certSha256: card.identity.fingerprint, sealed },
      };
    },
    allowSwap: async seconds => deps.allowSwap(seconds),
  };
}
