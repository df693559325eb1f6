import type { KeyObject } from 'node:crypto';

import type { ParsedCertificate } from './certificate.ts';
import { OID } from './oids.ts';

/** A responder the issuer named: issued by the very same authority, for OCSP signing, valid now (RFC 6960 4.2.2.2). */
function isDelegate(candidate: ParsedCertificate, issuer: ParsedCertificate, now: Date): boolean {
  return candidate.x509.checkIssued(issuer.x509) && candidate.x509.verify(issuer.publicKey)
    && candidate.extendedKeyUsage.has(OID.ocspSigning) && now >= candidate.notBefore && now <= candidate.notAfter;
}

/** True when the signature is by the issuer itself or by one of the delegates carried along. */
export function authorisedResponder(carried: readonly ParsedCertificate[], issuer: ParsedCertificate, now: Date, isSignedBy: (key: KeyObject) => boolean): boolean {
  return isSignedBy(issuer.publicKey) || carried.some(candidate => isDelegate(candidate, issuer, now) && isSignedBy(candidate.publicKey));
}
