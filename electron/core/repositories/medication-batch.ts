import { batchKey, type BatchHit } from '#shared/domain/medications/medication.ts';
import type { Reader } from '../db/handles.ts';

/** Most rows a recall names at once. */
export const BATCH_LIMIT = 500;

/** Bindings: key, limit. Corrected and withdrawn rows left out. */
export const BATCH_SQL = `SELECT g.id AS givenId, g.patient_id AS patientId, p.family_name || ', ' || p.given_name AS name,
    (SELECT i.value FROM patient_identifier i WHERE i.patient_id = p.id AND i.ended_at IS NULL ORDER BY i.created_at DESC LIMIT 1) AS number,
    p.protection <> 'none' AS isProtected, g.product, g.batch, g.amount, g.site, g.given_at AS givenAt, g.given_by AS givenBy
  FROM treatment_given g INDEXED BY treatment_given_batch JOIN patient p ON p.id = g.patient_id
  WHERE g.batch_key = ? AND g.batch_key <> '' AND g.withdrawn = 0 AND NOT EXISTS (SELECT 1 FROM treatment_given later WHERE later.replaces_id = g.id)
  ORDER BY g.given_at DESC LIMIT ?`;

/** Who was given something of this batch, newest first. */
export async function findBatch(db: Reader, batch: string): Promise<BatchHit[]> {
  const rows = (await db.raw(BATCH_SQL, [batchKey(batch), BATCH_LIMIT])) as (Omit<BatchHit, 'isProtected'> & { isProtected: number })[];
  return rows.map(row => ({ ...row, isProtected: row.isProtected === 1 }));
}

/** What somebody recorded last, each product and batch once; bindings: person. */
export const LAST_USED_SQL = `SELECT product, substance, batch FROM (
    SELECT product, substance, batch, recorded_at FROM treatment_given INDEXED BY treatment_given_by WHERE recorded_by = ? ORDER BY recorded_at DESC LIMIT 200
  ) GROUP BY product, batch ORDER BY max(recorded_at) DESC LIMIT 20`;

/** Products and batches this person gave last, newest first: offered at the next injection (K-22). */
export const lastUsed = async (db: Reader, userId: string): Promise<{ product: string; substance: string; batch: string }[]> =>
  (await db.raw(LAST_USED_SQL, [userId])) as { product: string; substance: string; batch: string }[];
