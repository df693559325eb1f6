import { timingSafeEqual } from 'node:crypto';

import { readHsaId } from '#shared/domain/cards/hsa-id.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CardCertificate, CardProvider } from '../../ports/smart-card.ts';
import { parseCertificate } from '../../security/pki/certificate.ts';
import { OID } from '../../security/pki/oids.ts';
import type { ActiveSession } from './current-session.ts';

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

/** The HSA-id a certificate names, unjudged; null for one that cannot be read or names none. */
function holderOf({ der }: CardCertificate): string | null {
  try {
    return readHsaId(parseCertificate(der).subject.get(OID.serialNumber) ?? '');
  } catch {
    return null;
  }
}

/**
 * Lets a PIN near the card only when the reader still holds this certificate and it is the signed-in person's own (J-05):
 * a colleague's card that was put in meanwhile must neither sign nor lose a try. A card that is merely gone is left
 * to the card host, which knows why. Errors: card.wrongUser.
 */
export async function requireHolder(cards: Pick<CardProvider, 'snapshot' | 'certificates'>, { account }: ActiveSession, certificate: CardCertificate): Promise<void> {
  if (holderOf(certificate) !== readHsaId(account.hsaId ?? '')) throw new AppError('card.wrongUser');
  const { tokens } = await cards.snapshot();
  const readable = await Promise.all(tokens.map(token => cards.certificates(token.tokenRef).catch((): readonly CardCertificate[] => [])));
  const inReaders = readable.flat();
  if (inReaders.some(one => one.tokenRef === certificate.tokenRef && sameBytes(one.der, certificate.der))) return;
  if (inReaders.some(one => one.use !== 'other')) throw new AppError('card.wrongUser');
}
