import { createHash } from 'node:crypto';

import { AppError } from '#shared/kernel/app-error.ts';
import type { SignMechanism } from '#shared/domain/cards/card.ts';
import { parseCertificate, type ParsedCertificate } from './certificate.ts';
import { TAG, context } from './der-read.ts';
import { der, integer, octetString, oid, sequence, setOf, time } from './der-write.ts';
import { OID } from './oids.ts';
import { SCHEMES, digestAlgorithm, preferredMechanism, toCmsSignature, verifyCardSignature } from './signature-scheme.ts';

export interface SigningJob {
  /** Exactly the bytes that are signed. The signature is detached: they are not inside it. */
  readonly content: Uint8Array;
  /** The signer's certificate, DER. */
  readonly certificate: Uint8Array;
  /** Authorities to carry along, so that the proof can be checked years later. */
  readonly chain: readonly Uint8Array[];
  readonly signingTime: Date;
  /** Left out: the preferred one for the key. */
  readonly mechanism?: SignMechanism;
  /** Asks the card. Gets the data, not a digest; gives the plain RSA signature or r‖s. */
  readonly sign: (mechanism: SignMechanism, data: Uint8Array) => Promise<Uint8Array>;
}

const attribute = (name: string, value: Uint8Array): Uint8Array => sequence(oid(name), setOf(value));

/** ESSCertIDv2 with SHA-256 (the default, left out) and issuerSerial, which makes the signature CAdES-B (RFC 5035, ETSI EN 319 122-1). */
function signingCertificate(certificate: ParsedCertificate): Uint8Array {
  const hash = createHash('sha256').update(certificate.der).digest();
  const names = sequence(der(context(4), certificate.issuerDer));
  return sequence(sequence(sequence(octetString(hash), sequence(names, certificate.serialDer))));
}

/** The signed attributes, with the SET tag they are signed under (RFC 5652 5.4). */
function signedAttributes(job: SigningJob, certificate: ParsedCertificate, digest: 'sha256' | 'sha384'): Uint8Array {
  return setOf(
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.signingTime, time(job.signingTime)),
    attribute(OID.messageDigest, octetString(createHash(digest).update(job.content).digest())),
    attribute(OID.signingCertificateV2, signingCertificate(certificate)),
  );
}

/** The same bytes under the [0] tag they are stored under. */
const retag = (attributes: Uint8Array): Uint8Array => {
  const stored = Uint8Array.from(attributes);
  stored[0] = context(0);
  return stored;
};

/**
 * Signs `content` with a card: detached CMS SignedData, CAdES-B, DER. The card's answer is verified against the
 * certificate before it is used. Throws card.keyUnsupported when the key is not one we sign with, card.unreadable when
 * the card's signature is wrong, and whatever `sign` throws. Stock `openssl cms -verify -cades` accepts the result.
 */
export async function createSignedData(job: SigningJob): Promise<Uint8Array> {
  const certificate = parseCertificate(job.certificate);
  const mechanism = job.mechanism ?? preferredMechanism(certificate.alg);
  const scheme = SCHEMES[mechanism];
  const attributes = signedAttributes(job, certificate, scheme.digest);
  const signature = await job.sign(mechanism, attributes);
  if (!verifyCardSignature(mechanism, certificate.publicKey, { data: attributes, signature })) {
    throw new AppError('card.unreadable', {}, new Error('the card signed something else'));
  }
  const digest = digestAlgorithm(mechanism);
  const signer = sequence(
    integer(1), sequence(certificate.issuerDer, certificate.serialDer), digest, retag(attributes),
    scheme.algorithm, octetString(toCmsSignature(mechanism, signature)),
  );
  const certificates = [job.certificate, ...job.chain].map(item => Buffer.from(item)).sort((a, b) => Buffer.compare(a, b));
  const signedData = sequence(integer(1), setOf(digest), sequence(oid(OID.data)), der(context(0), ...certificates), der(TAG.set, signer));
  return sequence(oid(OID.signedData), der(context(0), signedData));
}
