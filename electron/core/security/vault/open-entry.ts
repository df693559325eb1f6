import { AppError } from '#shared/kernel/app-error.ts';

import { checkKey, type DatabaseKey, parseKeyPayload } from './database-key.ts';
import { type EntryKind, type VaultEntry } from './vault-head.ts';
import { readEntry, type Vault } from './vault.ts';

/** Opens one sealed file: the card's CMS envelope, or an age file. Its own refusals pass through unchanged. */
export type Unseal = (sealed: Buffer, entry: VaultEntry) => Promise<Uint8Array>;

/** The key-check values this head vouches for: one, or two while a key change is in progress. */
function isExpectedKey(vault: Vault, key: DatabaseKey): boolean {
  const { dbKeyId, kcv, rotation } = vault.head;
  const named = [{ dbKeyId, kcv }, ...(rotation === null ? [] : [rotation])];
  return named.some(expected => expected.dbKeyId === key.dbKeyId && checkKey(key.dbk.reveal(), expected.kcv));
}

async function open(vault: Vault, entry: VaultEntry, unseal: Unseal): Promise<DatabaseKey> {
  const sealed = await readEntry(vault, entry);
  const bytes = await unseal(sealed, entry);
  try {
    const key = parseKeyPayload(bytes, vault.head.dbId);
    if (!isExpectedKey(vault, key)) throw new AppError('vault.damaged', { part: 'entry' });
    return key;
  } finally {
    bytes.fill(0);
  }
}

function requireKind(entry: VaultEntry, kind: EntryKind): void {
  if (entry.kind !== kind) throw new AppError('vault.entryMissing');
}

/** The entries sealed for this certificate (SHA-256 hex of its DER). */
export const entriesForCertificate = (vault: Vault, certSha256: string): readonly VaultEntry[] =>
  vault.head.entries.filter(entry => entry.kind === 'card' && entry.certSha256 === certSha256);

/** The entries of this person (user_account.id), or of the kits with `recovery`. */
export const entriesOf = (vault: Vault, userRef: string): readonly VaultEntry[] => vault.head.entries.filter(entry => entry.userRef === userRef);

/**
 * The database key through a card entry. `unwrap` opens the CMS AuthEnvelopedData on the card. Throws what `unwrap`
 * throws, `vault.damaged` when what came out is not this database's key, `vault.entryMissing` for another kind.
 */
export async function openWithCard(vault: Vault, entry: VaultEntry, unwrap: Unseal): Promise<DatabaseKey> {
  requireKind(entry, 'card');
  return open(vault, entry, unwrap);
}

/** The database key through the recovery kit; `unseal` is age with the kit's identity. */
export async function openWithKit(vault: Vault, entry: VaultEntry, unseal: Unseal): Promise<DatabaseKey> {
  requireKind(entry, 'recovery');
  return open(vault, entry, unseal);
}

/** The database key through a passphrase entry; `unseal` is made by `passphraseUnsealer` (security/passphrase). */
export async function openWithPassphrase(vault: Vault, entry: VaultEntry, unseal: Unseal): Promise<DatabaseKey> {
  requireKind(entry, 'passphrase');
  return open(vault, entry, unseal);
}
