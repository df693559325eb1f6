import type { InformedHow, Informs, TreatmentInformation } from '#shared/domain/agenda/treatment-information.ts';
import type { Reader, Writer } from '../db/handles.ts';

export interface NewInformation {
  readonly id: string;
  readonly patientId: string;
  readonly serviceId: string;
  /** ISO UTC. */
  readonly informedAt: string;
  readonly how: InformedHow;
  readonly recordedAt: string;
  readonly recordedBy: string;
  /** The record this one takes out of account. */
  readonly withdrawsId?: string;
}

/** Adds a row; none is ever changed. Sending the same id twice adds one. */
export async function insertInformation(tx: Writer, row: NewInformation): Promise<void> {
  await tx.raw(
    `INSERT INTO treatment_information (id, patient_id, service_id, informed_at, how, recorded_at, recorded_by, withdraws_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO NOTHING`,
    [row.id, row.patientId, row.serviceId, row.informedAt, row.how, row.recordedAt, row.recordedBy, row.withdrawsId ?? null],
  );
}

/** Ties an information to the closed note in which it stands, for good. */
export async function linkInformation(tx: Writer, informationId: string, noteId: string): Promise<void> {
  await tx('information_note').insert({ information_id: informationId, note_id: noteId });
}

// J-23: only what stands in a closed note with its text starts a thinking time.
const STANDS = `i.withdraws_id IS NULL AND NOT EXISTS (SELECT 1 FROM treatment_information w WHERE w.withdraws_id = i.id) AND v.record IS NOT NULL AND v.destroyed_at IS NULL`;
const NOTE = `JOIN note n ON n.id = x.note_id JOIN note_version v ON v.note_id = n.id AND v.no = n.final_no`;

/** What is documented for a patient, newest first, withdrawn rows marked. */
export async function findInformation(db: Reader, patientId: string): Promise<TreatmentInformation[]> {
  const rows = (await db.raw(
    `SELECT i.id AS id, i.service_id AS serviceId, i.informed_at AS informedAt, i.how AS how, i.recorded_at AS recordedAt, u.name AS "by",
       EXISTS (SELECT 1 FROM treatment_information w WHERE w.withdraws_id = i.id) AS withdrawn, x.note_id AS noteId, coalesce(n.corrections, 0) > 0 AS corrected, coalesce(${STANDS}, 0) AS counts
     FROM treatment_information i JOIN user_account u ON u.id = i.recorded_by
       LEFT JOIN information_note x ON x.information_id = i.id LEFT JOIN note n ON n.id = x.note_id LEFT JOIN note_version v ON v.note_id = n.id AND v.no = n.final_no
     WHERE i.patient_id = ? AND i.withdraws_id IS NULL ORDER BY i.informed_at DESC, i.id DESC`,
    [patientId],
  )) as (Omit<TreatmentInformation, 'withdrawn' | 'corrected' | 'counts'> & Record<'withdrawn' | 'corrected' | 'counts', number>)[];
  return rows.map(row => ({ ...row, withdrawn: row.withdrawn === 1, corrected: row.corrected === 1, counts: row.counts === 1 }));
}

/** An information that starts a thinking time: when, and in which note. */
export interface StandingInformation {
  /** ISO UTC. */
  readonly at: string;
  readonly noteId: string;
}

/** The information about this service that counts, oldest first. Bindings: patient, service. */
export const STANDING_SQL = `SELECT i.informed_at AS at, x.note_id AS noteId FROM treatment_information i JOIN information_note x ON x.information_id = i.id ${NOTE}
  WHERE i.patient_id = ? AND i.service_id = ? AND ${STANDS} ORDER BY i.informed_at, i.id`;

/** Information about a service that counts for this patient now, oldest first, with the note it stands in (J-23). */
export async function findStandingInformation(db: Reader, patientId: string, serviceId: string): Promise<StandingInformation[]> {
  return (await db.raw(STANDING_SQL, [patientId, serviceId])) as StandingInformation[];
}

/** When the patient was informed about this service, so that it counts. ISO UTC. */
export const findInformedAt = async (db: Reader, patientId: string, serviceId: string): Promise<string[]> => (await findStandingInformation(db, patientId, serviceId)).map(one => one.at);

/** The services a note has been recorded as information about, withdrawn ones left out. */
export async function informedBy(db: Reader, noteId: string): Promise<string[]> {
  const rows = (await db.raw(
    `SELECT i.service_id AS id FROM information_note x JOIN treatment_information i ON i.id = x.information_id
     WHERE x.note_id = ? AND NOT EXISTS (SELECT 1 FROM treatment_information w WHERE w.withdraws_id = i.id)`,
    [noteId],
  )) as { id: string }[];
  return rows.map(row => row.id);
}

/** What somebody last said that a note informs about; undefined while nobody has. */
export async function findInforms(db: Reader, noteId: string): Promise<Informs | undefined> {
  const [row] = (await db.raw('SELECT service_ids AS ids, how FROM note_informs WHERE note_id = ? ORDER BY id DESC LIMIT 1', [noteId])) as { ids: string; how: InformedHow }[];
  return row && { serviceIds: JSON.parse(row.ids) as string[], how: row.how };
}

/** Says what a note informs about; what was said before stays. */
export async function insertInforms(tx: Writer, { noteId, informs, at, by }: { readonly noteId: string; readonly informs: Informs; readonly at: string; readonly by: string }): Promise<void> {
  await tx('note_informs').insert({ note_id: noteId, service_ids: JSON.stringify(informs.serviceIds), how: informs.how, said_at: at, said_by: by });
}

/** When a note was first closed by the one responsible; undefined while it is a draft or is administrative. ISO UTC. */
export async function closedAt(db: Reader, noteId: string): Promise<string | undefined> {
  const [row] = (await db.raw(`SELECT created_at AS at FROM note_version WHERE note_id = ? AND kind = 'final' ORDER BY no LIMIT 1`, [noteId])) as { at: string }[];
  return row?.at;
}
