import type { CareVisit, SignedNote } from '#shared/domain/care/care.ts';
import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import type { NoteRecord } from '#shared/domain/journal/note-record.ts';
import type { Heading } from '#shared/domain/journal/template.ts';
import type { Reader } from '../db/handles.ts';

const PRACTITIONER = `FROM appointment_resource ar JOIN resource r ON r.id = ar.resource_id LEFT JOIN user_account u ON u.id = r.user_id
    WHERE ar.appointment_id = coalesce(a.group_id, a.id) AND r.kind = 'practitioner'`;
const COLUMNS = `a.id AS id, a.version AS version, a.status AS status, a.start_utc AS start, a.end_utc AS end, a.service_id AS serviceId, s.name AS service,
  coalesce((SELECT r.id ${PRACTITIONER} LIMIT 1), '') AS resourceId, coalesce((SELECT coalesce(u.name, r.name) ${PRACTITIONER} LIMIT 1), '') AS practitioner,
  a.patient_id AS patientId, CASE WHEN p.id IS NULL THEN a.booking_name ELSE p.family_name || ', ' || p.given_name END AS name, coalesce(p.protection <> 'none', 0) AS isProtected,
  a.note AS note, EXISTS (SELECT 1 ${PRACTITIONER} AND r.user_id = ?) AS isOwn,
  (SELECT v.note_id FROM note_visit v JOIN note n ON n.id = v.note_id WHERE v.appointment_id = a.id AND (n.latest_no IS NOT NULL OR n.author_id = ?)
    AND NOT EXISTS (SELECT 1 FROM note_visit later WHERE later.note_id = v.note_id AND later.id > v.id) ORDER BY v.id DESC LIMIT 1) AS noteId
  FROM appointment a JOIN service s ON s.id = a.service_id LEFT JOIN patient p ON p.id = a.patient_id`;
/** Bindings: reader, reader, visit. */
export const CARE_VISIT_SQL = `SELECT ${COLUMNS} WHERE a.id = ?`;
/** Bindings: reader, reader, patient, from, to. */
export const CARE_VISITS_SQL = `SELECT ${COLUMNS} WHERE a.patient_id = ? AND a.start_utc >= ? AND a.start_utc < ? AND a.status NOT IN ('cancelledEarly', 'cancelledLate', 'rescheduled')
  ORDER BY a.start_utc DESC LIMIT 50`;

type Row = Omit<CareVisit, 'isProtected' | 'isOwn'> & { isProtected: number; isOwn: number };
const toVisit = (row: Row): CareVisit => ({ ...row, isProtected: row.isProtected === 1, isOwn: row.isOwn === 1 });

/** One visit as this reader sees it. */
export async function findCareVisit(db: Reader, id: string, readerId: string): Promise<CareVisit | undefined> {
  const [row] = (await db.raw(CARE_VISIT_SQL, [readerId, readerId, id])) as Row[];
  return row && toVisit(row);
}

/** A patient's visits in [from, to), newest first, cancelled ones left out. ISO UTC. */
export async function careVisitsOf(db: Reader, of: { readonly patientId: string; readonly readerId: string; readonly from: string; readonly to: string }): Promise<CareVisit[]> {
  return ((await db.raw(CARE_VISITS_SQL, [of.readerId, of.readerId, of.patientId, of.from, of.to])) as Row[]).map(toVisit);
}

/** Signed notes of a patient, newest first, without text; bindings: patient. */
export const SIGNED_NOTES_SQL = `SELECT n.id AS noteId, n.event_time AS eventTime, min(s.signed_at) AS signedAt, n.author_name AS authorName, n.author_title AS authorTitle
  FROM note n JOIN signature s ON s.note_id = n.id
  WHERE n.patient_id = ? AND n.latest_no IS NOT NULL AND n.note_type NOT IN ('system', 'opinion') GROUP BY n.id ORDER BY n.event_time DESC LIMIT 50`;

/** Signed notes of a patient that a consent can rest on, the latest fifty by the time of what they tell (J-23). */
export const signedNotesOf = async (db: Reader, patientId: string): Promise<SignedNote[]> => (await db.raw(SIGNED_NOTES_SQL, [patientId])) as SignedNote[];

export interface ShownNote {
  readonly eventTime: string;
  readonly content: NoteContent;
}

/** What every note of a patient says now, oldest first. */
export async function shownNotesOf(db: Reader, patientId: string): Promise<ShownNote[]> {
  const rows = (await db.raw(
    `SELECT n.event_time AS eventTime, v.record AS record FROM note n JOIN note_version v ON v.note_id = n.id AND v.no = n.shown_no
     WHERE n.patient_id = ? AND n.latest_no IS NOT NULL AND v.record IS NOT NULL ORDER BY n.event_time, n.id`,
    [patientId],
  )) as { eventTime: string; record: string }[];
  return rows.map(({ eventTime, record }) => ({ eventTime, content: (JSON.parse(record) as NoteRecord).content }));
}

/** The headings of every version of every template, by `id version`. */
export async function headingsOfTemplates(db: Reader): Promise<ReadonlyMap<string, readonly Heading[]>> {
  const rows = (await db.raw('SELECT id, version, headings FROM note_template')) as { id: string; version: number; headings: string }[];
  return new Map(rows.map(row => [`${row.id} ${row.version}`, JSON.parse(row.headings) as Heading[]]));
}

export interface OutsideNotes {
  readonly identity: string | null;
  readonly hypersensitivity: string | null;
  readonly orders: string | null;
}

/** When the patient's record last said something outside the notes; ISO UTC or a calendar date, null: never. Bindings: patient, six times. */
export async function outsideNotes(db: Reader, patientId: string): Promise<OutsideNotes> {
  const [row] = (await db.raw(
    `SELECT (SELECT identity_checked_on FROM patient WHERE id = ? AND identity_proof IS NOT NULL) AS identity,
       (SELECT max(at) FROM (SELECT max(changed_at) AS at FROM warning WHERE patient_id = ? AND kind = 'hypersensitivity' UNION ALL SELECT max(answered_at) FROM warning_answer WHERE patient_id = ?)) AS hypersensitivity,
       (SELECT max(at) FROM (SELECT max(changed_at) AS at FROM medication WHERE patient_id = ? UNION ALL SELECT max(given_at) FROM treatment_given WHERE patient_id = ?)) AS orders`,
    [patientId, patientId, patientId, patientId, patientId],
  )) as OutsideNotes[];
  return row ?? { identity: null, hypersensitivity: null, orders: null };
}
