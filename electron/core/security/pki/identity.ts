import { AppError } from '#shared/kernel/app-error.ts';
import { readHsaId, type HsaId } from '#shared/domain/cards/hsa-id.ts';
import type { CardAlg } from '#shared/domain/cards/card.ts';
import { KEY_USAGE, certificateFingerprint, parseCertificate, type ParsedCertificate } from './certificate.ts';
import { OID } from './oids.ts';
import { buildPath, requireValidAt } from './path.ts';
import type { Loa, TrustConfig } from './trust.ts';

/** Who a trusted certificate belongs to. Instants are ISO UTC text, byte fields DER. */
export interface ValidatedIdentity {
  readonly hsaId: HsaId;
  readonly givenName: string;
  readonly surname: string;
  readonly commonName: string;
  readonly title: string;
  readonly organisation: string;
  readonly issuerName: string;
  /** Certificate serial number, lower-case hex. Unique only together with the issuer. */
  readonly serial: string;
  /** SHA-256 of the certificate, lower-case hex. */
  readonly fingerprint: string;
  readonly cardNumber: string | null;
  readonly loa: Loa;
  readonly alg: CardAlg;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly certificate: Uint8Array;
  /** Authorities from the nearest up to the anchor. */
  readonly chain: readonly Uint8Array[];
}

/** What the real keyUsage (not Node's `keyUsage`, which is the extended one) says the certificate is for. */
export function certificateUse(certificate: ParsedCertificate): 'auth' | 'sign' | 'other' {
  if (certificate.isCa) return 'other';
  const { keyUsage, extendedKeyUsage } = certificate;
  if (keyUsage.has(KEY_USAGE.keyCertSign) || extendedKeyUsage.has(OID.ocspSigning)) return 'other';
  if (keyUsage.has(KEY_USAGE.nonRepudiation)) return 'sign';
  return keyUsage.has(KEY_USAGE.digitalSignature) ? 'auth' : 'other';
}

function readUnjudged(der: Uint8Array): ParsedCertificate {
  try {
    return parseCertificate(der);
  } catch (error) {
    throw new AppError('card.unreadable', {}, error);
  }
}

function requireUse(certificate: ParsedCertificate, use: 'auth' | 'sign'): void {
  if (certificateUse(certificate) !== use) throw new AppError('card.wrongType');
  const purposes = certificate.extendedKeyUsage;
  // A sign-in certificate must be meant for proving who the client is, where it names purposes at all.
  if (use === 'auth' && purposes.size > 0 && !purposes.has(OID.clientAuth) && !purposes.has(OID.anyPurpose)) throw new AppError('card.wrongType');
}

function readLoa(certificate: ParsedCertificate, trust: TrustConfig): Loa {
  const levels = certificate.policies.map(policy => trust.policies[policy]).filter(level => level !== undefined);
  // The lowest of the known levels counts: a certificate must not be lifted by listing one more policy.
  const loa = levels.length === 0 ? null : (Math.min(...levels) as Loa);
  if (loa === null || loa < trust.minimumLoa) throw new AppError('card.loaTooLow', { required: trust.minimumLoa });
  return loa;
}

/**
 * Decides whether a card's certificate is a trusted identity for signing in (`auth`) or signing records (`sign`):
 * purpose, key strength, path to an imported root, validity now, HSA-id, level of assurance. Revocation is separate.
 * Throws card.unreadable, card.wrongType, card.keyUnsupported, card.issuerNotAccepted, card.certUntrusted,
 * card.certExpired, card.certNotYetValid or card.loaTooLow.
 */
export function validateIdentity(der: Uint8Array, use: 'auth' | 'sign', trust: TrustConfig, now: Date): ValidatedIdentity {
  const certificate = readUnjudged(der);
  requireUse(certificate, use);
  if (certificate.alg === 'unsupported') throw new AppError('card.keyUnsupported');
  const path = buildPath(certificate, trust, now);
  requireValidAt(certificate, now);
  const subject = (oid: string): string => certificate.subject.get(oid) ?? '';
  const hsaId = readHsaId(subject(OID.serialNumber));
  if (hsaId === null) throw new AppError('card.wrongType');
  return {
    hsaId, loa: readLoa(certificate, trust), alg: certificate.alg,
    givenName: subject(OID.givenName), surname: subject(OID.surname), commonName: subject(OID.commonName),
    title: subject(OID.title), organisation: subject(OID.organisation),
    issuerName: certificate.issuer.get(OID.commonName) ?? '', serial: certificate.serial,
    fingerprint: certificateFingerprint(certificate.der), cardNumber: certificate.cardNumber,
    notBefore: certificate.notBefore.toISOString(), notAfter: certificate.notAfter.toISOString(),
    certificate: certificate.der, chain: path.map(authority => authority.der),
  };
}
