import { AppError } from '#shared/kernel/app-error.ts';
import { parseCertificate, sameBytes, type ParsedCertificate } from './certificate.ts';

/** Level of assurance of an identity (Inera "Tillitsnivåer"). */
export type Loa = 2 | 3;

/**
 * What this clinic trusts. Nothing is built in: an administrator imported the certificates and compared the
 * fingerprints (cards.md §F). Certificates are DER.
 */
export interface TrustConfig {
  /** Self-signed roots where every chain must end. */
  readonly anchors: readonly Uint8Array[];
  /** The only authorities that may have issued a person's certificate. */
  readonly issuers: readonly Uint8Array[];
  /** Policy OID → level. A certificate without any of these is below every level. */
  readonly policies: Readonly<Record<string, Loa>>;
  /** Lowest level accepted at sign-in; 3 unless the clinic decided otherwise (logged). */
  readonly minimumLoa: Loa;
}

/**
 * Policy OIDs assumed at first run. 1.2.752.74.8.512 (Mobilt SITHS, LoA 3) was read in Inera's table; 1.2.752.74.8.502
 * is the product's placeholder for cards and is to be replaced from that table when the clinic imports its issuers.
 */
export const DEFAULT_LOA_POLICIES: Readonly<Record<string, Loa>> = { '1.2.752.74.8.512': 3, '1.2.752.74.8.502': 3, '1.2.752.74.8.501': 2 };

/** Splits imported certificates into anchors and issuers and adds the default levels. */
export function trustFrom(certificates: readonly Uint8Array[], policies: Readonly<Record<string, Loa>> = DEFAULT_LOA_POLICIES): TrustConfig {
  const isRoot = (der: Uint8Array): boolean => isSelfSigned(parseCertificate(der));
  return { anchors: certificates.filter(isRoot), issuers: certificates.filter(der => !isRoot(der)), policies, minimumLoa: 3 };
}

/** True when the certificate is signed with its own key. */
export const isSelfSigned = (certificate: ParsedCertificate): boolean =>
  sameBytes(certificate.issuerDer, certificate.subjectDer) && certificate.x509.verify(certificate.publicKey);

/** An authority's certificate as the import screen shows it. */
export interface IssuerSummary {
  readonly der: Uint8Array;
  readonly name: string;
  /** SHA-256 of the certificate, upper-case hex with colons, as authorities publish it. */
  readonly fingerprint: string;
  /** ISO instant. */
  readonly notAfter: string;
  readonly isRoot: boolean;
  /** Inera's test environment names its authorities `TEST …`. */
  readonly isTest: boolean;
}

/** The certificates in an imported file: one DER, or any number of PEM blocks. */
function certificatesIn(file: Uint8Array): Uint8Array[] {
  const text = Buffer.from(file).toString('latin1');
  const blocks = [...text.matchAll(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END/g)];
  return blocks.length > 0 ? blocks.map(block => Buffer.from(block[1] ?? '', 'base64')) : [file];
}

/**
 * Reads an issuer file an administrator chose (PEM or DER). Throws card.certUntrusted when it holds no readable
 * certificate, a person's certificate, or a root whose own signature is wrong; card.certExpired when one has run out.
 */
export function readIssuerFile(file: Uint8Array, now: Date): IssuerSummary[] {
  return certificatesIn(file).map(der => {
    const certificate = readAuthority(der);
    if (certificate.notAfter < now) throw new AppError('card.certExpired', { date: certificate.notAfter.toISOString().slice(0, 10) });
    const name = certificate.subject.get('2.5.4.3') ?? '';
    return {
      der: certificate.der, name, fingerprint: certificate.x509.fingerprint256, notAfter: certificate.notAfter.toISOString(),
      isRoot: isSelfSigned(certificate), isTest: /^TEST\b/i.test(name),
    };
  });
}

function readAuthority(der: Uint8Array): ParsedCertificate {
  let certificate: ParsedCertificate;
  try {
    certificate = parseCertificate(der);
  } catch (error) {
    throw new AppError('card.certUntrusted', {}, error);
  }
  const claimsRoot = sameBytes(certificate.issuerDer, certificate.subjectDer);
  if (!certificate.isCa || (claimsRoot && !isSelfSigned(certificate))) throw new AppError('card.certUntrusted');
  return certificate;
}
