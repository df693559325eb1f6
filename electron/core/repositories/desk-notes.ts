import { addDays } from '#shared/domain/agenda/zone.ts';
import type { Reader } from '../db/handles.ts';

export interface DoneVisit {
  readonly id: string;
  readonly patientId: string;
  readonly start: string;
}

export interface Written {
  readonly patientId: string;
  readonly eventTime: string;
}

interface Range {
  /** ISO UTC, half-open. */
  readonly from: string;
  readonly to: string;
}

/** One stretch of a practitioner's done visits, seats in groups among them (C-10). Bindings: column, from, to. */
export const DONE_SQL = `SELECT json_group_array(json_array(appointment_id, patient_id, start_utc)) AS visits FROM done_visit WHERE resource_id = ? AND start_utc >= ? AND start_utc < ?`;

/** Visits of a column that are done and have a patient. */
export async function findDoneVisits(db: Reader, resourceId: string, { from, to }: Range): Promise<DoneVisit[]> {
  const [row] = (await db.raw(DONE_SQL, [resourceId, from, to])) as { visits: string }[];
  return (JSON.parse(row?.visits ?? '[]') as [string, string, string][]).map(([id, patientId, start]) => ({ id, patientId, start }));
}

const WITH_TEXT = `(n.latest_no IS NOT NULL OR EXISTS (SELECT 1 FROM note_draft d WHERE d.note_id = n.id AND d.revision > 0))`;
/** The index holds a day's notes together (migration 0029), so it is asked day by day, in UTC as the times are. */
const WRITTEN = (who: 'author' | 'signer'): string => `SELECT n.patient_id AS patientId, n.event_time AS eventTime, n.id AS noteId FROM json_each(?) day CROSS JOIN note n INDEXED BY note_of_${who}
  WHERE substr(n.event_time, 1, 10) = day.value AND n.${who}_id = ? AND n.event_time >= ? AND n.event_time < ? AND n.note_type <> 'system'${who === 'signer' ? ' AND n.author_id <> n.signer_id' : ''} AND ${WITH_TEXT}`;
/** Bindings: a JSON list of days, person, from, to, and the same again. */
export const UNLINKED_SQL = `SELECT json_group_array(json_array(patientId, eventTime)) AS notes FROM (${WRITTEN('author')} UNION ALL ${WRITTEN('signer')}) w
  WHERE NOT EXISTS (SELECT 1 FROM note_visit v WHERE v.note_id = w.noteId)`;

const daysOf = ({ from, to }: Range): readonly string[] => {
  const last = to.slice(0, 10);
  const days = [];
  for (let day = from.slice(0, 10); day <= last; day = addDays(day, 1)) days.push(day);
  return days;
};

/** What somebody wrote, or is to sign, with text in it and without a word about which visit it is about; system notes are about none. */
export async function findUnlinkedNotes(db: Reader, userId: string, { from, to }: Range): Promise<Written[]> {
  const wanted = [JSON.stringify(daysOf({ from, to })), userId, from, to];
  const [row] = (await db.raw(UNLINKED_SQL, [...wanted, ...wanted])) as { notes: string }[];
  return (JSON.parse(row?.notes ?? '[]') as [string, string][]).map(([patientId, eventTime]) => ({ patientId, eventTime }));
}

/** Bindings: a JSON list of visits. */
export const LINKED_SQL = `SELECT DISTINCT v.appointment_id AS id FROM json_each(?) wanted CROSS JOIN note_visit v ON v.appointment_id = wanted.value JOIN note n ON n.id = v.note_id
  WHERE ${WITH_TEXT} AND NOT EXISTS (SELECT 1 FROM note_visit later WHERE later.note_id = v.note_id AND later.id > v.id)`;

/** Which of these visits have a note with text in it that is about them, whoever wrote it. */
export async function findLinkedVisits(db: Reader, visitIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = (await db.raw(LINKED_SQL, [JSON.stringify(visitIds)])) as { id: string }[];
  return new Set(rows.map(row => row.id));
}

export interface PractitionerColumn {
  readonly resourceId: string;
  readonly userId: string;
  readonly name: string;
}

/** Everybody who has or had a column; somebody who left may still owe notes. */
export async function findPractitionerColumns(db: Reader): Promise<PractitionerColumn[]> {
  return (await db.raw(
    `SELECT r.id AS resourceId, r.user_id AS userId, u.name AS name FROM resource r JOIN user_account u ON u.id = r.user_id
     WHERE r.kind = 'practitioner' ORDER BY u.name`,
  )) as PractitionerColumn[];
}
