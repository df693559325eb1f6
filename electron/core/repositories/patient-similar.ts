import type { Reader } from '../db/handles.ts';
import { loadHitRows, type HitRow } from './patient.ts';

/** Everybody born that day, as hits; two hundred are more than a clinic of any size has. */
export async function findByBirthDate(db: Reader, birthDate: string): Promise<HitRow[]> {
  const rows = (await db.raw('SELECT seq FROM patient WHERE birth_date = ? LIMIT 200', [birthDate])) as { seq: number }[];
  return loadHitRows(db, rows.map(row => row.seq));
}

/** Registrations that were found to be the same person as this one. */
export async function findMergedInto(db: Reader, id: string): Promise<string[]> {
  const rows = (await db.raw('SELECT id FROM patient WHERE merged_into = ? ORDER BY seq', [id])) as { id: string }[];
  return rows.map(row => row.id);
}
