import type { CardCertificate, CardProvider } from '#electron/core/ports/smart-card.ts';
import { parseCertificate } from '#electron/core/security/pki/certificate.ts';
import { OID } from '#electron/core/security/pki/oids.ts';
import { readHsaId } from '#shared/domain/cards/hsa-id.ts';
import type { CardSnapshot, TokenSummary } from '#shared/domain/cards/card.ts';

/** One card in one reader, whatever number of tokens its software shows for it (Net iD: one per PIN). */
export interface PhysicalCard {
  readonly reader: string;
  /** HSA-id and card number as the certificates say, unjudged; null when no certificate says so. */
  readonly hsaId: string | null;
  readonly cardNumber: string | null;
  readonly tokens: readonly TokenSummary[];
  readonly certificates: readonly CardCertificate[];
}

interface Part {
  readonly token: TokenSummary;
  readonly certificates: readonly CardCertificate[];
  readonly hsaId: string | null;
  readonly cardNumber: string | null;
}

/** A card carries a second pair with a personal number (Person ID CA); only a certificate with an HSA-id names the holder here. */
function readPart(token: TokenSummary, certificates: readonly CardCertificate[]): Part {
  for (const { der, use } of certificates) {
    if (use === 'other') continue;
    const certificate = parseCertificate(der);
    const hsaId = readHsaId(certificate.subject.get(OID.serialNumber) ?? '');
    if (hsaId !== null) return { token, certificates, hsaId, cardNumber: certificate.cardNumber };
  }
  return { token, certificates, hsaId: null, cardNumber: null };
}

/** Two tokens are the same card when one HSA-id and one card number are on both; the reader's name differs between modules. */
const isSameCard = (a: Part, b: Part): boolean =>
  a.hsaId !== null && a.hsaId === b.hsaId && a.cardNumber !== null && a.cardNumber === b.cardNumber;

/** Groups the tokens of a snapshot into physical cards, reading their certificates. A token that cannot be read has none. */
export async function groupPhysicalCards(provider: Pick<CardProvider, 'certificates'>, snapshot: CardSnapshot): Promise<PhysicalCard[]> {
  const groups: Part[][] = [];
  for (const token of snapshot.tokens) {
    const part = readPart(token, await provider.certificates(token.tokenRef));
    const group = groups.find(parts => parts.some(other => isSameCard(other, part)));
    if (group) group.push(part);
    else groups.push([part]);
  }
  return groups.map(parts => ({
    reader: parts[0]?.token.reader ?? '', hsaId: parts[0]?.hsaId ?? null, cardNumber: parts[0]?.cardNumber ?? null,
    tokens: parts.map(part => part.token), certificates: parts.flatMap(part => part.certificates),
  }));
}
