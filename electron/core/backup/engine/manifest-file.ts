import { createHash, createPublicKey, verify } from 'node:crypto';

import canonicalize from 'canonicalize';

import { Manifest, type RepositoryVersion } from '#shared/domain/backup/manifest.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { ageDecrypt, ageEncrypt } from '../../security/age/age.ts';
import { isAgeError } from '../../security/age/age-error.ts';
import type { ManifestSigner } from './ports.ts';

export interface SignedManifest {
  readonly manifest: Manifest;
  /** SHA-256 of the canonical JSON line, hex: the link of the chain and the anchor. */
  readonly sha256: string;
  /** SHA-256 of the signing key's SubjectPublicKeyInfo, hex: the fingerprint printed in the kit. */
  readonly signerFingerprint: string;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** SHA-256 of a public key's SubjectPublicKeyInfo DER, hex. */
export const keyFingerprint = (publicKeyDer: Uint8Array): string => sha256(publicKeyDer);

/**
 * A manifest as it is stored: three lines, encrypted as one age file. Line 1 is the canonical JSON (RFC 8785), line 2
 * the base64 ECDSA-P256-SHA256 signature over line 1 without its newline, line 3 the base64 public key (DER). So a
 * technician checks it with `head`, `base64` and `openssl dgst` alone.
 */
export async function sealManifest(
  manifest: Manifest,
  signer: ManifestSigner,
  recipients: readonly string[],
): Promise<{ readonly file: Buffer; readonly signed: SignedManifest }> {
  const json = canonicalize(manifest);
  if (json === undefined) throw new Error('manifest has no canonical form');
  const line = Buffer.from(json);
  const signature = await signer.sign(line);
  const text = Buffer.from(`${json}\n${Buffer.from(signature).toString('base64')}\n${Buffer.from(signer.publicKeyDer).toString('base64')}\n`);
  const signed = { manifest, sha256: sha256(line), signerFingerprint: keyFingerprint(signer.publicKeyDer) };
  return { file: await ageEncrypt(text, recipients), signed };
}

function parse(line: Buffer): Manifest {
  let raw: unknown;
  try {
    raw = JSON.parse(line.toString('utf8'));
  } catch (cause) {
    throw new AppError('restore.signatureWrong', {}, cause);
  }
  const parsed = Manifest.safeParse(raw);
  // correctly signed and still not ours to read: written by a newer program, or by a broken one
  if (!parsed.success) throw new AppError('backup.placeDamaged', { path: '' }, parsed.error);
  return parsed.data;
}

type Name = Pick<Manifest, 'machineId' | 'seq'>;

/** What is wrong with a good manifest that lies under this name; null for nothing. */
export function misplaced(manifest: Manifest, name: Name): 'backup.placeDamaged' | null {
  // the one this name stands for is not there
  return manifest.machineId === name.machineId && manifest.seq === name.seq ? null : 'backup.placeDamaged';
}

type Place = Pick<RepositoryVersion, 'clinicId' | 'repositoryId'>;

/** The same, where it is known which repository of which clinic the place holds. */
export function misplacedIn(manifest: Manifest, version: Place, name: Name): 'backup.placeForeign' | 'backup.placeDamaged' | null {
  return manifest.clinicId === version.clinicId && manifest.repositoryId === version.repositoryId ? misplaced(manifest, name) : 'backup.placeForeign';
}

/**
 * Opens a stored manifest and believes it only if the signature fits. With `fingerprint` (from the kit or this
 * computer) the key must be that one too. Throws `restore.kitWrong` when the identity does not open it,
 * `backup.placeDamaged` when the file is not what was written, `restore.signatureWrong` when the signature or key is wrong.
 */
export async function openManifest(file: Uint8Array, identities: readonly string[], fingerprint: string | null): Promise<SignedManifest> {
  let text: Buffer;
  try {
    text = await ageDecrypt(file, identities);
  } catch (error) {
    throw new AppError(isAgeError(error, 'noMatchingKey') ? 'restore.kitWrong' : 'backup.placeDamaged', isAgeError(error, 'noMatchingKey') ? {} : { path: '' }, error);
  }
  const first = text.indexOf(10);
  const [signatureText = '', keyText = ''] = text.toString('latin1', first + 1).split('\n');
  const line = text.subarray(0, Math.max(first, 0));
  const keyDer = Buffer.from(keyText, 'base64');
  const signerFingerprint = keyFingerprint(keyDer);
  if (fingerprint !== null && fingerprint !== signerFingerprint) throw new AppError('restore.signatureWrong');
  let good: boolean;
  try {
    const key = createPublicKey({ key: keyDer, format: 'der', type: 'spki' });
    good = key.asymmetricKeyDetails?.namedCurve === 'prime256v1' && verify('sha256', line, key, Buffer.from(signatureText, 'base64'));
  } catch (cause) {
    throw new AppError('restore.signatureWrong', {}, cause);
  }
  if (!good) throw new AppError('restore.signatureWrong');
  return { manifest: parse(line), sha256: sha256(line), signerFingerprint };
}
