import { createHash } from 'node:crypto';

import type { KeyFile } from '../../backup/engine/ports.ts';
import { ageEncryptWithPassphrase } from '../../security/age/passphrase.ts';
import { readEntry, type Vault } from '../../security/vault/vault.ts';

/** Which accounts' cards may open the backups. */
export interface KeyHolders {
  readonly vault: Vault;
  /** user_account.id of active administrators. */
  readonly administrators: readonly string[];
  readonly keyHex: string;
  readonly identity: string;
}

/**
 * The files that lead from an administrator's card to the backups: a copy of each administrator's vault entry (CMS,
 * opens to the database key) and the backup identity as an age file whose passphrase is the database key in hex.
 * Both steps can be done with stock `openssl cms -decrypt` and `age -d` (ADR 0005).
 */
export async function keyFilesFor({ vault, administrators, keyHex, identity }: KeyHolders): Promise<readonly KeyFile[]> {
  const wanted = vault.head.entries.filter(entry => entry.kind === 'card' && administrators.includes(entry.userRef));
  const digest = createHash('sha256').update(identity).digest('hex').slice(0, 8);
  return [
    { name: `identity-${vault.head.dbKeyId}-${digest}.age`, make: () => ageEncryptWithPassphrase(Buffer.from(`${identity}\n`), keyHex) },
    ...wanted.map(entry => ({ name: `${entry.id}-${entry.sha256.slice(0, 8)}.p7m`, make: () => readEntry(vault, entry) })),
  ];
}
