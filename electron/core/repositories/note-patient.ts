import type { Reader } from '../db/handles.ts';
import { findNoneKnown } from './patient-warning.ts';

/** Names by patient id, for lists of notes. */
export async function patientNames(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = (await db.raw('SELECT id, family_name, given_name FROM patient WHERE id IN (SELECT value FROM json_each(?))', [JSON.stringify([...new Set(ids)])])) as {
    id: string; family_name: string; given_name: string;
  }[];
  return new Map(rows.map(row => [row.id, `${row.family_name}, ${row.given_name}`]));
}

/** What stands at the head of every printed page. Whereabouts are left out on purpose: a print travels (G-11). */
export interface PrintedPatient {
  readonly id: string;
  readonly name: string;
  readonly birthDate: string | null;
  readonly protection: 'none' | 'marked' | 'protected';
  readonly identifiers: readonly { readonly kind: string; readonly value: string }[];
  readonly warnings: readonly { readonly kind: string; readonly severity: string; readonly text: string; readonly source: string; readonly recordedAt: string }[];
  /** When "none known" was answered; null when nobody has asked (K-21). */
  readonly noneKnownAt: string | null;
}

/** The patient as a printed journal names them, or undefined. */
export async function findPrintedPatient(db: Reader, id: string): Promise<PrintedPatient | undefined> {
  const [row] = (await db.raw('SELECT id, family_name, given_name, birth_date, protection FROM patient WHERE id = ?', [id])) as {
    id: string; family_name: string; given_name: string; birth_date: string | null; protection: PrintedPatient['protection'];
  }[];
  if (!row) return undefined;
  const [identifiers, warnings, noneKnown] = await Promise.all([
    db.raw("SELECT kind, value FROM patient_identifier WHERE patient_id = ? AND ended_at IS NULL AND kind <> 'external' ORDER BY created_at DESC, id DESC", [id]),
    db.raw('SELECT kind, severity, text, source, changed_at AS recordedAt FROM warning WHERE patient_id = ? AND ended_at IS NULL ORDER BY created_at, id', [id]),
    findNoneKnown(db, id),
  ]);
  return {
    id: row.id, name: `${row.given_name} ${row.family_name}`, birthDate: row.birth_date, protection: row.protection,
    identifiers: identifiers as PrintedPatient['identifiers'], warnings: warnings as PrintedPatient['warnings'],
    noneKnownAt: noneKnown?.at ?? null,
  };
}
