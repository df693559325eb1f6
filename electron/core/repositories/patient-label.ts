import type { Country } from '#shared/domain/clinic/clinic.ts';
import type { Reader } from '../db/handles.ts';
import { loadHitRows, toHit } from './patient.ts';

/** "19121212-1212 Tolvan Tolvansson" for each patient that is registered here: how the log view names people. */
export async function patientLabels(db: Reader, ids: readonly string[], country: Country): Promise<ReadonlyMap<string, string>> {
  const seqs = (await db.raw('SELECT seq FROM patient WHERE id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)])) as { seq: number }[];
  const hits = (await loadHitRows(db, seqs.map(row => row.seq))).map(row => toHit(row, country));
  return new Map(hits.map(hit => [hit.id, [hit.number, hit.givenName, hit.familyName].filter(part => part !== null && part !== '').join(' ')]));
}
