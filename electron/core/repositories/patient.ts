import type { Country } from '#shared/domain/clinic/clinic.ts';
import { displayIdentifier } from '#shared/domain/identifiers/display.ts';
import type { IdentifierKind, Sex } from '#shared/domain/identifiers/identifier.ts';
import { foldName, sortName } from '#shared/domain/patients/fold.ts';
import type { PatientHit, ProtectionLevel } from '#shared/domain/patients/patient.ts';
import { displayPhone } from '#shared/domain/patients/phone.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** Who changed something and when; the same for every row of one transaction. */
export interface Change {
  readonly at: string;
  readonly by: string;
}

/** One row of `patient` as stored. */
export interface PatientRow {
  readonly seq: number;
  readonly id: string;
  readonly family_name: string;
  readonly given_name: string;
  readonly birth_date: string | null;
  readonly sex: Sex;
  readonly protection: ProtectionLevel;
  readonly deceased_on: string | null;
  readonly registration_note: string;
  readonly last_visit_elsewhere: string | null;
  readonly identity_proof: string | null;
  readonly identity_checked_on: string | null;
  readonly identity_checked_by: string | null;
  readonly merged_into: string | null;
  readonly version: number;
  readonly created_at: string;
}

/** What a new patient row is made of. */
export interface NewPatient {
  readonly id: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly birthDate: string | null;
  readonly sex: Sex;
  readonly protection: ProtectionLevel;
  readonly registrationNote: string;
  readonly lastVisitElsewhere?: string | null;
  readonly deceasedOn?: string | null;
}

/** The row as stored, or undefined. */
export async function findPatient(db: Reader, id: string): Promise<PatientRow | undefined> {
  const [row] = (await db.raw('SELECT * FROM patient WHERE id = ?', [id])) as PatientRow[];
  return row;
}

/** Errors: patients.notFound. */
export async function getPatient(db: Reader, id: string): Promise<PatientRow> {
  const row = await findPatient(db, id);
  if (!row) throw new AppError('patients.notFound');
  return row;
}

/** The row as stored, ready for one insert or a batch of them. */
export const newPatientRow = (patient: NewPatient, { at, by }: Change) => ({
  id: patient.id,
  family_name: patient.familyName,
  given_name: patient.givenName,
  family_fold: foldName(patient.familyName),
  given_fold: foldName(patient.givenName),
  family_sort: sortName(patient.familyName),
  birth_date: patient.birthDate,
  sex: patient.sex,
  protection: patient.protection,
  deceased_on: patient.deceasedOn ?? null,
  registration_note: patient.registrationNote,
  last_visit_elsewhere: patient.lastVisitElsewhere ?? null,
  version: 1,
  created_at: at,
  created_by: by,
  changed_at: at,
  changed_by: by,
});

/** Inserts and returns the number that names the patient in the search index. */
export async function insertPatient(tx: Writer, patient: NewPatient, change: Change): Promise<number> {
  await tx('patient').insert(newPatientRow(patient, change));
  const [row] = (await tx.raw('SELECT seq FROM patient WHERE id = ?', [patient.id])) as [{ seq: number }];
  return row.seq;
}

/** Fields a change may set, by column. */
export interface PatientChange {
  readonly family_name?: string;
  readonly given_name?: string;
  readonly birth_date?: string | null;
  readonly sex?: Sex;
  readonly protection?: ProtectionLevel;
  readonly protection_reason?: string;
  readonly deceased_on?: string | null;
  readonly registration_note?: string;
  readonly identity_proof?: string;
  readonly identity_checked_on?: string;
  readonly identity_checked_by?: string;
  readonly merged_into?: string | null;
  readonly merge_reason?: string;
}

/** Sets fields of the version the caller saw and returns the new version. Errors: patients.notFound, record.changedMeanwhile. */
export async function updatePatient(tx: Writer, at: { id: string; version: number }, fields: PatientChange, change: Change): Promise<number> {
  const folded = {
    ...(fields.family_name === undefined ? {} : { family_fold: foldName(fields.family_name), family_sort: sortName(fields.family_name) }),
    ...(fields.given_name === undefined ? {} : { given_fold: foldName(fields.given_name) }),
  };
  const changed = await tx('patient').where(at).update({ ...fields, ...folded, version: at.version + 1, changed_at: change.at, changed_by: change.by });
  if (changed === 1) return at.version + 1;
  await getPatient(tx, at.id);
  throw new AppError('record.changedMeanwhile');
}

const NUMBER_AND_PHONE = `(SELECT i.kind || ':' || i.value FROM patient_identifier i WHERE i.patient_id = p.id AND i.ended_at IS NULL AND i.kind <> 'external'
    ORDER BY i.kind = 'temporary', i.created_at DESC LIMIT 1) AS number,
  CASE WHEN p.protection = 'none' THEN (SELECT c.value FROM contact_point c WHERE c.patient_id = p.id AND c.ended_at IS NULL AND c.kind <> 'email'
    ORDER BY c.kind <> 'mobile', c.created_at LIMIT 1) END AS phone
  FROM patient p`;
const HIT = `SELECT p.seq, p.id, p.given_name, p.family_name, p.birth_date, p.sex, p.protection, p.deceased_on, p.merged_into, ${NUMBER_AND_PHONE}`;
const WHOLE = `SELECT p.*, ${NUMBER_AND_PHONE} WHERE p.id = ?`;

/** Hits by index number, in the order given. One statement, so that it stays prepared. */
export const HITS_BY_SEQ_SQL = `${HIT} WHERE p.seq IN (SELECT value FROM json_each(?))`;

export interface HitRow {
  readonly seq: number;
  readonly id: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly birth_date: string | null;
  readonly sex: Sex;
  readonly protection: ProtectionLevel;
  readonly deceased_on: string | null;
  readonly merged_into: string | null;
  /** `kind:value`. */
  readonly number: string | null;
  readonly phone: string | null;
}

/** A stored hit as screens see it; a hidden phone never leaves the query (G-11). */
export function toHit(row: HitRow, country: Country): PatientHit {
  const [kind, value] = row.number === null ? [null, null] : [row.number.slice(0, row.number.indexOf(':')) as IdentifierKind, row.number.slice(row.number.indexOf(':') + 1)];
  return {
    id: row.id, givenName: row.given_name, familyName: row.family_name, number: kind === null ? null : displayIdentifier(kind, value), numberKind: kind,
    birthDate: row.birth_date, sex: row.sex, phone: row.phone === null ? null : displayPhone(row.phone, country), protection: row.protection,
    deceasedOn: row.deceased_on, mergedInto: row.merged_into,
  };
}

/** Hits for these index numbers, in their order. */
export async function loadHitRows(db: Reader, seqs: readonly number[]): Promise<HitRow[]> {
  if (seqs.length === 0) return [];
  const rows = (await db.raw(HITS_BY_SEQ_SQL, [JSON.stringify(seqs)])) as HitRow[];
  const bySeq = new Map(rows.map(row => [row.seq, row]));
  return seqs.flatMap(seq => bySeq.get(seq) ?? []);
}

/** One patient as a hit of a search; a hidden phone stays in the query (G-11). */
export async function loadHit(db: Reader, id: string): Promise<HitRow | undefined> {
  const [row] = (await db.raw(`${HIT} WHERE p.id = ?`, [id])) as HitRow[];
  return row;
}

/** The row and what a hit shows, in one statement. Errors: patients.notFound. */
export async function getPatientWithHit(db: Reader, id: string): Promise<PatientRow & HitRow> {
  const [row] = (await db.raw(WHOLE, [id])) as (PatientRow & HitRow)[];
  if (!row) throw new AppError('patients.notFound');
  return row;
}

export const LIST_SQL = `SELECT seq FROM patient WHERE (family_sort, given_fold, seq) > (?, ?, ?) ORDER BY family_sort, given_fold, seq LIMIT ?`;

/** A page of the register in name order, behind the patient `after`. */
export async function listPatients(db: Reader, page: { after: string | null; limit: number }): Promise<{ rows: HitRow[]; total: number }> {
  const [start] = page.after === null ? [] : ((await db.raw('SELECT family_sort, given_fold, seq FROM patient WHERE id = ?', [page.after])) as { family_sort: string; given_fold: string; seq: number }[]);
  const seqs = (await db.raw(LIST_SQL, [start?.family_sort ?? '', start?.given_fold ?? '', start?.seq ?? 0, page.limit])) as { seq: number }[];
  const [count] = (await db.raw('SELECT count(*) AS total FROM patient')) as [{ total: number }];
  return { rows: await loadHitRows(db, seqs.map(row => row.seq)), total: count.total };
}
