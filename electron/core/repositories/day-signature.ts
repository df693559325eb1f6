import type { DayMethod } from '#shared/domain/journal/signing-rules.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** One card signature over a day's locked versions. `manifest` is the canonical text that `cms` signs. Never changed, never removed. */
export interface StoredDay {
  readonly id: string;
  readonly signerId: string;
  readonly number: number;
  readonly method: DayMethod;
  readonly signedAt: string;
  readonly count: number;
  readonly root: string;
  readonly digest: string;
  readonly previous: string | null;
  readonly certSha256: string;
  readonly manifest: string;
  readonly cms: Uint8Array;
}

const COLUMNS = 'id, signer_id AS signerId, number, method, signed_at AS signedAt, count, root, digest, previous, cert_sha256 AS certSha256, manifest, cms';

/** Keeps a day's signature; a trigger refuses anything but this person's next. */
export async function insertDay(tx: Writer, day: StoredDay): Promise<void> {
  await tx.raw(
    'INSERT INTO day_signature (id, signer_id, number, method, signed_at, count, root, digest, previous, cert_sha256, manifest, cms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    [day.id, day.signerId, day.number, day.method, day.signedAt, day.count, day.root, day.digest, day.previous, day.certSha256, day.manifest, Buffer.from(day.cms)],
  );
}

/** The number and digest of this person's newest day; what the next one is chained to. */
export async function lastDay(db: Reader, signerId: string): Promise<{ readonly number: number; readonly digest: string | null }> {
  const [row] = (await db.raw('SELECT number, digest FROM day_signature WHERE signer_id = ? ORDER BY number DESC LIMIT 1', [signerId])) as { number: number; digest: string }[];
  return row ?? { number: 0, digest: null };
}

/** A day's signature with its manifest, or undefined. */
export async function findDay(db: Reader, id: string): Promise<StoredDay | undefined> {
  const [row] = (await db.raw(`SELECT ${COLUMNS} FROM day_signature WHERE id = ?`, [id])) as StoredDay[];
  return row;
}

/** The digest of this person's day with this number, or null. */
export async function digestOfDay(db: Reader, signerId: string, number: number): Promise<string | null> {
  const [row] = (await db.raw('SELECT digest FROM day_signature WHERE signer_id = ? AND number = ?', [signerId, number])) as { digest: string }[];
  return row?.digest ?? null;
}
