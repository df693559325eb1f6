import type { OpenClinic } from '../../clinic/open-clinic.ts';
import type { Clock } from '../../ports/clock.ts';
import { type DatabaseKey, keyPayload } from '../../security/vault/database-key.ts';
import type { VaultEntry } from '../../security/vault/vault-head.ts';
import { advanceAnchor, replaceEntries, type VaultChange } from '../../security/vault/vault-update.ts';
import { damagedEntries } from '../../security/vault/vault.ts';
import { Redacted } from '#shared/kernel/redacted.ts';

/** The open clinic's vault as the staff service needs it. Changes come one after the other. */
export interface VaultAccess {
  readonly dbId: () => string;
  readonly entries: () => readonly VaultEntry[];
  readonly damaged: () => Promise<ReadonlySet<string>>;
  readonly change: (change: VaultChange) => Promise<void>;
  /** Notes a checkpoint of the log or a finished backup in the anchors outside the database. */
  readonly advance: (newer: Parameters<typeof advanceAnchor>[1]) => Promise<void>;
  /** What is sealed for a person: the database key in its canonical form. Keep it in no field. */
  readonly payload: () => Buffer;
}

/** The part of an open clinic that holds the vault. */
export type VaultHolder = Pick<OpenClinic, 'vault' | 'signer' | 'keyHex'>;

/** Access to this clinic's vault; every change is signed with the device key and becomes `clinic.vault`. */
export function vaultAccess(clinic: VaultHolder, clock: Clock): VaultAccess {
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<typeof clinic.vault>): Promise<void> => {
    const result = queue.then(async () => {
      clinic.vault = await work();
    });
    queue = result.catch(() => undefined);
    return result;
  };
  return {
    dbId: () => clinic.vault.head.dbId,
    entries: () => clinic.vault.head.entries,
    damaged: async () => new Set((await damagedEntries(clinic.vault)).map(entry => entry.id)),
    change: change => inTurn(() => replaceEntries(clinic.vault, change, { sign: head => clinic.signer.signCms(head), now: clock.now() })),
    advance: newer => inTurn(() => advanceAnchor(clinic.vault, newer)),
    payload: () => {
      const key: DatabaseKey = { dbKeyId: clinic.vault.head.dbKeyId, dbk: new Redacted(Buffer.from(clinic.keyHex(), 'hex')) };
      return keyPayload(clinic.vault.head.dbId, key);
    },
  };
}
