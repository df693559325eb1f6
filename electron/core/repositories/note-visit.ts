import type { Reader, Writer } from '../db/handles.ts';

/** Cancelled and moved visits are nothing to write about. */
const HAPPENS = `a.status NOT IN ('cancelledEarly', 'cancelledLate', 'rescheduled', 'noShow')`;

/** The visit a note is about: null when it was said to be about none, undefined while nobody has said. */
export async function visitOfNote(db: Reader, noteId: string): Promise<string | null | undefined> {
  const [row] = (await db.raw('SELECT v.appointment_id AS visitId FROM note_visit v WHERE v.note_id = ? ORDER BY v.id DESC LIMIT 1', [noteId])) as { visitId: string | null }[];
  return row?.visitId;
}

export interface NoteVisitLink {
  readonly noteId: string;
  readonly visitId: string | null;
  readonly at: string;
  readonly by: string;
}

/** Says which visit a note is about; what was said before stays. Returns false when that was said already. */
export async function linkNoteToVisit(tx: Writer, { noteId, visitId, at, by }: NoteVisitLink): Promise<boolean> {
  if ((await visitOfNote(tx, noteId)) === visitId) return false;
  await tx('note_visit').insert({ note_id: noteId, appointment_id: visitId, linked_at: at, linked_by: by });
  return true;
}

/** True when this visit is this patient's and took or takes place. */
export async function isVisitOf(db: Reader, visitId: string, patientId: string): Promise<boolean> {
  return ((await db.raw(`SELECT 1 FROM appointment a WHERE a.id = ? AND a.patient_id = ? AND ${HAPPENS}`, [visitId, patientId])) as unknown[]).length > 0;
}

export interface OwnVisits {
  readonly patientId: string;
  readonly userId: string;
  /** ISO UTC, half-open. */
  readonly from: string;
  readonly to: string;
}

const OWN = `FROM appointment a
  WHERE a.patient_id = ? AND a.start_utc >= ? AND a.start_utc < ? AND ${HAPPENS}
    AND EXISTS (SELECT 1 FROM appointment_resource ar JOIN resource r ON r.id = ar.resource_id WHERE ar.appointment_id = coalesce(a.group_id, a.id) AND r.user_id = ?)`;
const NEAREST = `ORDER BY CASE a.status WHEN 'inTreatment' THEN 0 WHEN 'arrived' THEN 1 WHEN 'done' THEN 2 ELSE 3 END, a.start_utc LIMIT 1`;
/** Bindings: patient, from, to, person. */
export const TO_WRITE_SQL = `SELECT a.id AS id ${OWN}
    AND NOT EXISTS (SELECT 1 FROM note_visit v JOIN note n ON n.id = v.note_id WHERE v.appointment_id = a.id AND n.note_type <> 'system'
      AND NOT EXISTS (SELECT 1 FROM note_visit later WHERE later.note_id = v.note_id AND later.id > v.id))
  ${NEAREST}`;

/** The person's own visit with this patient that no note is about yet: under way first, then waiting, done, to come. */
export async function findVisitToWrite(db: Reader, { patientId, userId, from, to }: OwnVisits): Promise<string | undefined> {
  const [row] = (await db.raw(TO_WRITE_SQL, [patientId, from, to, userId])) as { id: string }[];
  return row?.id;
}

/** The person's own visit with this patient, in the same order, written about or not. */
export async function findOwnVisit(db: Reader, { patientId, userId, from, to }: OwnVisits): Promise<string | undefined> {
  const [row] = (await db.raw(`SELECT a.id AS id ${OWN} ${NEAREST}`, [patientId, from, to, userId])) as { id: string }[];
  return row?.id;
}

/** Ties the patient's differing opinion to the entry it is about, for good (J-10). */
export async function linkOpinion(tx: Writer, { noteId, aboutId, at, by }: { readonly noteId: string; readonly aboutId: string; readonly at: string; readonly by: string }): Promise<void> {
  await tx('note_opinion').insert({ note_id: noteId, about_id: aboutId, linked_at: at, linked_by: by });
}

/** The entry an opinion is about; undefined for every other note. */
export async function aboutOfOpinion(db: Reader, noteId: string): Promise<string | undefined> {
  const [row] = (await db.raw('SELECT about_id AS id FROM note_opinion WHERE note_id = ?', [noteId])) as { id: string }[];
  return row?.id;
}

/** The opinions about an entry that have text, oldest first. */
export async function opinionsOnNote(db: Reader, noteId: string): Promise<string[]> {
  const rows = (await db.raw('SELECT o.note_id AS id FROM note_opinion o JOIN note n ON n.id = o.note_id WHERE o.about_id = ? AND n.latest_no IS NOT NULL ORDER BY n.entered_at, n.id', [noteId])) as { id: string }[];
  return rows.map(row => row.id);
}

/** When the entries that these opinions are about happened, by the opinion's id; every other note is left out. ISO UTC. */
export async function aboutOfOpinions(db: Reader, noteIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = (await db.raw(
    'SELECT o.note_id AS id, n.event_time AS at FROM json_each(?) wanted CROSS JOIN note_opinion o ON o.note_id = wanted.value JOIN note n ON n.id = o.about_id', [JSON.stringify(noteIds)],
  )) as { id: string; at: string }[];
  return new Map(rows.map(row => [row.id, row.at]));
}
