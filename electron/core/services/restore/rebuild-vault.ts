import path from 'node:path';

import { v7 } from 'uuid';

import { AppError } from '#shared/kernel/app-error.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import type { Clock } from '../../ports/clock.ts';
import { openDatabase } from '../../db/database.ts';
import { readDeviceKey } from '../../repositories/device-key.ts';
import { ageEncrypt } from '../../security/age/age.ts';
import { keyPayload } from '../../security/vault/database-key.ts';
import { deviceSigner } from '../../security/vault/device-key.ts';
import { createVault } from '../../security/vault/vault-update.ts';
import { readKitRecipient } from '../backup/backup-settings.ts';

/**
 * The backup's copy of the vault is lost: makes a new one for the restored database that only the recovery kit opens,
 * so that an administrator's card can be enrolled with it (session.recoverWithKit). Without this nobody could ever
 * sign in. Errors: restore.comparisonFailed when the database cannot be read or knows of no kit; nothing is adopted then.
 */
export async function rebuildVault(clinicFolder: string, { clinicId, keyHex, clock }: { readonly clinicId: string; readonly keyHex: Redacted<string>; readonly clock: Clock }): Promise<void> {
  const key = { dbKeyId: v7(), dbk: new Redacted(Buffer.from(keyHex.reveal(), 'hex')) };
  const { device, recipient } = await readFrom(path.join(clinicFolder, 'clinic.db'), keyHex).catch((error: unknown) => {
    throw new AppError('restore.comparisonFailed', {}, error);
  });
  if (recipient === undefined) throw new AppError('restore.comparisonFailed');
  const payload = keyPayload(clinicId, key);
  const sealed = await ageEncrypt(payload, [recipient]).finally(() => payload.fill(0));
  const entry = { id: v7(), userRef: 'recovery', kind: 'recovery' as const, alg: 'age-x25519', notAfter: null, sealed };
  const now = clock.now();
  await createVault({ folder: path.join(clinicFolder, 'vault') }, { clinicId, dbId: clinicId, key, entries: [entry] }, { sign: deviceSigner(device, () => now).signCms, now });
}

async function readFrom(file: string, keyHex: Redacted<string>) {
  const db = await openDatabase({ file, mode: 'readwrite', getKeyHex: () => keyHex.reveal() });
  try {
    return { device: await readDeviceKey(db.reader), recipient: await readKitRecipient(db.reader) };
  } finally {
    await db.close();
  }
}
