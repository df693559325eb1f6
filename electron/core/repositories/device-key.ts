import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import { StoredDeviceKey } from '../security/vault/device-key.ts';

const KEY = 'device.signingKey';

/** Stores the clinic's signing key; done once, when the clinic is created. */
export async function saveDeviceKey(tx: Writer, key: StoredDeviceKey): Promise<void> {
  await tx.raw('INSERT INTO setting (key, value, changed_at) VALUES (?, ?, ?)', [KEY, JSON.stringify(key), key.createdAt]);
}

/** The clinic's signing key. Throws `db.notOurs` when the database has none: it was not made by this program's wizard. */
export async function readDeviceKey(db: Reader): Promise<StoredDeviceKey> {
  const [row] = (await db.raw('SELECT value FROM setting WHERE key = ?', [KEY])) as { value: string }[];
  if (row === undefined) throw new AppError('db.notOurs');
  return StoredDeviceKey.parse(JSON.parse(row.value));
}
