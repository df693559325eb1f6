import type { Country } from '#shared/domain/clinic/clinic.ts';
import type { PatientHit } from '#shared/domain/patients/patient.ts';
import { parseSearch } from '#shared/domain/patients/search-query.ts';
import type { Reader } from '../db/handles.ts';
import { loadHitRows, toHit } from './patient.ts';
import { searchPatients } from './patient-search.ts';

const labelOf = (hit: PatientHit): string => [hit.number, hit.givenName, hit.familyName].filter(part => part !== null && part !== '').join(' ');

/** "19121212-1212 Tolvan Tolvansson" for each patient that is registered here: how the log view names people. */
export async function patientLabels(db: Reader, ids: readonly string[], country: Country): Promise<ReadonlyMap<string, string>> {
  const seqs = (await db.raw('SELECT seq FROM patient WHERE id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)])) as { seq: number }[];
  const hits = (await loadHitRows(db, seqs.map(row => row.seq))).map(row => toHit(row, country));
  return new Map(hits.map(hit => [hit.id, labelOf(hit)]));
}

/** The patients that fit what was typed, best first, as the log view names them. */
export async function findLabelled(db: Reader, text: string, country: Country): Promise<{ readonly id: string; readonly label: string }[]> {
  return (await searchPatients(db, parseSearch(text, country), FOUND_MAX)).map(row => toHit(row, country)).map(hit => ({ id: hit.id, label: labelOf(hit) }));
}

const FOUND_MAX = 8;
