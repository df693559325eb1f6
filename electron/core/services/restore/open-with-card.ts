import { createHash } from 'node:crypto';

import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import type { BackupStore } from '../../ports/backup-store.ts';
import type { CardCertificate, CardProvider } from '../../ports/smart-card.ts';
import { ageDecryptWithPassphrase } from '../../security/age/passphrase.ts';
import { envelopeScheme, openEnvelope } from '../../security/pki/open-envelope.ts';
import { parseKeyPayload } from '../../security/vault/database-key.ts';

export interface RestoreKeys {
  readonly identity: Redacted<string>;
  readonly keyHex: Redacted<string>;
  /** Of the signing key, from the kit; null when opened with a card. */
  readonly signerFingerprint: string | null;
  /** Which card, as SHA-256 of its certificate; null for the kit. Two persons must not confirm with one key. */
  readonly card: string | null;
}

interface Match {
  readonly certificate: CardCertificate;
  readonly sealed: Buffer;
}

const KEY_FILE = /^m\/[0-9a-f]{16}\/keys\/[^/]+$/;

/** Names of the files in the place that cards open. */
export const cardFiles = async (store: BackupStore): Promise<readonly string[]> =>
  (await store.list('m/')).map(object => object.key).filter(key => KEY_FILE.test(key) && key.endsWith('.p7m'));

function isFor(sealed: Buffer, certificate: CardCertificate): boolean {
  try {
    envelopeScheme(sealed, certificate.der);
    return true;
  } catch {
    return false;
  }
}

async function matchingFiles(store: BackupStore, certificates: readonly CardCertificate[]): Promise<Match[]> {
  const found: Match[] = [];
  for (const key of [...(await cardFiles(store))].reverse()) {
    const sealed = await store.get(key);
    const certificate = sealed === undefined ? undefined : certificates.find(one => isFor(sealed, one));
    if (sealed !== undefined && certificate !== undefined) found.push({ certificate, sealed });
  }
  return found;
}

async function identityFor(store: BackupStore, dbKeyId: string, keyHex: string): Promise<string | undefined> {
  const names = (await store.list('m/')).map(object => object.key).filter(key => KEY_FILE.test(key) && key.includes(`/keys/identity-${dbKeyId}-`));
  for (const name of names.reverse()) {
    const sealed = await store.get(name);
    if (sealed === undefined) continue;
    try {
      return (await ageDecryptWithPassphrase(sealed, keyHex)).toString('utf8').trim();
    } catch {
      continue; // damaged or of another key: the next machine's copy may be whole
    }
  }
  return undefined;
}

/**
 * The keys to the backups through an administrator's card: card → database key → backup identity. No issuer has to be
 * trusted for that: a card that can open the file is the card it was sealed to. The PIN is tried exactly once.
 * Errors: restore.cardWrong, card.*.
 */
export async function openWithCard(o: { store: BackupStore; cards: CardProvider; clinicId: string | null; pin: string }): Promise<RestoreKeys> {
  const snapshot = await o.cards.snapshot();
  if (snapshot.state !== 'present') throw new AppError(snapshot.problem ?? 'card.absent');
  const certificates = (await Promise.all(snapshot.tokens.map(token => o.cards.certificates(token.tokenRef)))).flat();
  const matches = await matchingFiles(o.store, certificates);
  const [first] = matches;
  if (first === undefined) throw new AppError('restore.cardWrong');
  await o.cards.login(first.certificate.tokenRef, Buffer.from(o.pin, 'utf8'));
  for (const { certificate, sealed } of matches.filter(match => match.certificate.tokenRef === first.certificate.tokenRef)) {
    try {
      const payload = await openEnvelope(sealed, certificate.der, (scheme, input) => o.cards.unwrap({ certRef: certificate.certRef, scheme, input }));
      const key = parseKeyPayload(payload, o.clinicId);
      const keyHex = key.dbk.reveal().toString('hex');
      const identity = await identityFor(o.store, key.dbKeyId, keyHex);
      if (identity !== undefined) return { identity: new Redacted(identity), keyHex: new Redacted(keyHex), signerFingerprint: null, card: createHash('sha256').update(certificate.der).digest('hex') };
    } catch (error) {
      if (!isAppError(error, 'card.unwrapFailed') && !isAppError(error, 'vault.damaged')) throw error;
    }
  }
  throw new AppError('restore.cardWrong');
}
