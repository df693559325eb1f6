import type { GivenDraft, GivenRow, Medication, MedicationDraft } from '#shared/domain/medications/medication.ts';
import { batchKey } from '#shared/domain/medications/medication.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './patient.ts';

type TakenRow = Omit<Medication, 'ended'> & { endedAt: string | null; endedBy: string | null; endReason: string | null };

/** What a patient takes, current first; bindings: patient. */
export const TAKEN_SQL = `SELECT m.id, m.version, m.name, m.substance, m.atc, m.dose, m.since, m.until, m.source, m.changed_at AS recordedAt, coalesce(u.name, '') AS recordedBy,
    m.ended_at AS endedAt, coalesce(e.name, '') AS endedBy, m.end_reason AS endReason
  FROM medication m LEFT JOIN user_account u ON u.id = m.changed_by LEFT JOIN user_account e ON e.id = m.ended_by
  WHERE m.patient_id = ? ORDER BY m.ended_at IS NOT NULL, m.ended_at DESC, m.created_at, m.id`;

/** What the patient is said to take, ended entries too (K-22: documentation, nothing is computed from it). */
export async function takenBy(db: Reader, patientId: string): Promise<Medication[]> {
  const rows = (await db.raw(TAKEN_SQL, [patientId])) as TakenRow[];
  return rows.map(({ endedAt, endedBy, endReason, ...row }) => ({ ...row, ended: endedAt === null ? null : { at: endedAt, by: endedBy ?? '', reason: endReason ?? '' } }));
}

export interface TakenAt {
  readonly id: string;
  readonly patientId: string;
  readonly version: number | null;
}

/** Writes a new row or a new wording of one; sent twice it is written once. Errors: record.notFound, record.changedMeanwhile. */
export async function saveTaken(tx: Writer, at: TakenAt, draft: MedicationDraft, change: Change): Promise<number> {
  if (at.version !== null) return changeTaken(tx, { ...at, version: at.version }, draft, change);
  const [same] = (await tx.raw('SELECT patient_id AS patientId, version FROM medication WHERE id = ?', [at.id])) as { patientId: string; version: number }[];
  if (same && same.patientId !== at.patientId) throw new AppError('record.notFound');
  if (same) return same.version;
  await tx('medication').insert({ ...draft, id: at.id, patient_id: at.patientId, version: 1, created_at: change.at, created_by: change.by, changed_at: change.at, changed_by: change.by });
  return 1;
}

/** The patient takes it no longer. Errors as `saveTaken`. */
export const endTaken = (tx: Writer, at: TakenAt & { version: number }, reason: string, change: Change): Promise<number> =>
  changeTaken(tx, at, { ended_at: change.at, ended_by: change.by, end_reason: reason }, change);

async function changeTaken(tx: Writer, at: TakenAt & { version: number }, columns: object, change: Change): Promise<number> {
  const changed = await tx('medication')
    .where({ id: at.id, patient_id: at.patientId, version: at.version }).whereNull('ended_at')
    .update({ ...columns, version: at.version + 1, changed_at: change.at, changed_by: change.by });
  if (changed === 1) return at.version + 1;
  const [there] = (await tx.raw('SELECT 1 FROM medication WHERE id = ? AND patient_id = ?', [at.id, at.patientId])) as unknown[];
  throw new AppError(there ? 'record.changedMeanwhile' : 'record.notFound');
}

export type StoredGiven = GivenRow & { readonly replacesId: string | null };

/** Everything recorded as given to a patient, corrected rows too, newest first; bindings: patient. */
export const GIVEN_SQL = `SELECT g.id, g.product, g.substance, g.batch, g.amount, g.site, g.given_at AS givenAt, g.given_by AS givenBy, g.note_id AS noteId, g.appointment_id AS visitId,
    g.recorded_at AS recordedAt, coalesce(u.name, '') AS recordedBy, g.reason, g.withdrawn, g.replaces_id AS replacesId
  FROM treatment_given g LEFT JOIN user_account u ON u.id = g.recorded_by WHERE g.patient_id = ? ORDER BY g.given_at DESC, g.id DESC`;

/** Which of these rows are this patient's and hold: neither corrected since nor taken out of account. */
export async function givenInForce(db: Reader, patientId: string, ids: readonly string[]): Promise<string[]> {
  const rows = (await db.raw(
    `SELECT g.id FROM json_each(?) wanted JOIN treatment_given g ON g.id = wanted.value
     WHERE g.patient_id = ? AND g.withdrawn = 0 AND NOT EXISTS (SELECT 1 FROM treatment_given later WHERE later.replaces_id = g.id)`,
    [JSON.stringify(ids), patientId],
  )) as { id: string }[];
  return rows.map(row => row.id);
}

/** What was given here with batch and amount, withdrawn entries too, so that a mistake stays readable. */
export async function givenTo(db: Reader, patientId: string): Promise<StoredGiven[]> {
  const rows = (await db.raw(GIVEN_SQL, [patientId])) as (Omit<StoredGiven, 'withdrawn'> & { withdrawn: number })[];
  return rows.map(row => ({ ...row, withdrawn: row.withdrawn === 1 }));
}

export interface NewGiven {
  readonly id: string;
  readonly patientId: string;
  readonly draft: GivenDraft;
  readonly noteId: string | null;
  readonly visitId: string | null;
  readonly replacesId: string | null;
  readonly reason: string | null;
  readonly withdrawn: boolean;
}

/** Adds a row; none is ever changed. Sent twice it is written once. Errors: record.changedMeanwhile when what it corrects was corrected already. */
export async function insertGiven(tx: Writer, row: NewGiven, change: Change): Promise<boolean> {
  const [same] = (await tx.raw('SELECT patient_id AS patientId FROM treatment_given WHERE id = ?', [row.id])) as { patientId: string }[];
  if (same && same.patientId !== row.patientId) throw new AppError('record.notFound');
  if (same) return false;
  const [corrected] = row.replacesId === null ? [] : ((await tx.raw('SELECT 1 FROM treatment_given WHERE replaces_id = ?', [row.replacesId])) as unknown[]);
  if (corrected) throw new AppError('record.changedMeanwhile');
  const { draft } = row;
  await tx('treatment_given').insert({
    id: row.id, patient_id: row.patientId, product: draft.product, substance: draft.substance, batch: draft.batch, batch_key: batchKey(draft.batch), amount: draft.amount, site: draft.site,
    given_at: draft.givenAt, given_by: draft.givenBy, note_id: row.noteId, appointment_id: row.visitId, recorded_at: change.at, recorded_by: change.by,
    replaces_id: row.replacesId, reason: row.reason, withdrawn: row.withdrawn ? 1 : 0,
  });
  return true;
}

/** One recorded row of a patient. */
export async function findGiven(db: Reader, patientId: string, id: string): Promise<StoredGiven | undefined> {
  return (await givenTo(db, patientId)).find(row => row.id === id);
}
