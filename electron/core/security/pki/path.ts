import { AppError } from '#shared/kernel/app-error.ts';
import { KEY_USAGE, parseCertificate, sameBytes, type ParsedCertificate } from './certificate.ts';
import { OID } from './oids.ts';
import type { TrustConfig } from './trust.ts';

/** Extensions this code understands; any other marked critical makes a certificate unusable (RFC 5280 4.2). */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  OID.keyUsage, OID.basicConstraints, OID.extendedKeyUsage, OID.certificatePolicies, OID.crlDistributionPoints,
  OID.authorityInfoAccess, OID.authorityKeyIdentifier, OID.subjectKeyIdentifier, OID.subjectAltName, OID.cardNumber,
]);

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** Throws card.certExpired or card.certNotYetValid (with `date`) when `now` is outside the certificate's validity. */
export function requireValidAt(certificate: ParsedCertificate, now: Date): void {
  if (now > certificate.notAfter) throw new AppError('card.certExpired', { date: day(certificate.notAfter) });
  if (now < certificate.notBefore) throw new AppError('card.certNotYetValid', { date: day(certificate.notBefore) });
}

const refuse = (cause: string): never => {
  throw new AppError('card.certUntrusted', {}, new Error(cause));
};

function requireUnderstood(certificate: ParsedCertificate): void {
  for (const [id, { critical }] of certificate.extensions) if (critical && !UNDERSTOOD.has(id)) refuse(`critical extension ${id}`);
}

/** The certificate below was issued by `issuer`: names match and node:crypto verifies the signature with the issuer's key. */
const isIssuedBy = (certificate: ParsedCertificate, issuer: ParsedCertificate): boolean =>
  sameBytes(certificate.issuerDer, issuer.subjectDer) && certificate.x509.checkIssued(issuer.x509) && certificate.x509.verify(issuer.publicKey);

/** `below` counts the authorities between `authority` and the person, for pathLenConstraint. */
function requireAuthority(authority: ParsedCertificate, below: number, now: Date): void {
  if (!authority.isCa) refuse('issuer is not an authority');
  if (!authority.keyUsage.has(KEY_USAGE.keyCertSign)) refuse('issuer may not sign certificates');
  if (authority.pathLength !== null && authority.pathLength < below) refuse('path too long');
  if (authority.alg === 'unsupported') refuse('issuer key too weak');
  if (now > authority.notAfter || now < authority.notBefore) refuse('issuer not valid now');
  requireUnderstood(authority);
}

/**
 * The authorities above `leaf`, nearest first, ending in a trusted anchor. Only certificates the clinic imported are
 * ever considered; those a card carries are ignored. Throws card.issuerNotAccepted when no imported issuer has the
 * leaf's issuer name, card.certUntrusted when the name matches but the path does not hold (a look-alike).
 */
export function buildPath(leaf: ParsedCertificate, trust: TrustConfig, now: Date): readonly [ParsedCertificate, ...ParsedCertificate[]] {
  requireUnderstood(leaf);
  const issuers = trust.issuers.map(parseCertificate);
  const named = issuers.filter(issuer => sameBytes(issuer.subjectDer, leaf.issuerDer));
  if (named.length === 0) throw new AppError('card.issuerNotAccepted');
  const first = named.find(issuer => isIssuedBy(leaf, issuer)) ?? refuse('the issuer did not sign this certificate');
  requireAuthority(first, 0, now);
  const path: [ParsedCertificate, ...ParsedCertificate[]] = [first];
  const anchors = trust.anchors.map(parseCertificate);
  for (let top = first; path.length <= 4; ) {
    const found = anchors.find(candidate => isIssuedBy(top, candidate)) ?? issuers.find(candidate => candidate !== top && isIssuedBy(top, candidate));
    const next = found ?? refuse('no path to an imported root');
    requireAuthority(next, path.length, now);
    path.push(next);
    if (anchors.includes(next)) return path;
    top = next;
  }
  return refuse('path too long');
}
