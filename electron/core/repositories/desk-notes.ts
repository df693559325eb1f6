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

/** Visits of one's own by the column's stretch of the clustered table; seats in groups by the few groups there are (C-10). */
export const DONE_SQL = `SELECT json_group_array(json_array(id, patientId, start)) AS visits FROM (
  SELECT a.id AS id, a.patient_id AS patientId, a.start_utc AS start
  FROM appointment_resource col CROSS JOIN appointment a ON a.id = col.appointment_id
  WHERE col.resource_id = ? AND col.block_start > ? AND col.block_start < ? AND a.start_utc >= ? AND a.start_utc < ? AND a.status = 'done' AND a.patient_id IS NOT NULL
  UNION ALL
  SELECT a.id, a.patient_id, a.start_utc
  FROM group_visit host CROSS JOIN appointment_resource col ON col.appointment_id = host.id AND col.resource_id = ? CROSS JOIN appointment a ON a.group_id = host.id
  WHERE a.start_utc >= ? AND a.start_utc < ? AND a.status = 'done' AND a.patient_id IS NOT NULL)`;

/** Visits of a column that are done and have a patient. */
export async function findDoneVisits(db: Reader, resourceId: string, { from, to }: Range): Promise<DoneVisit[]> {
  const dayBefore = new Date(Date.parse(from) - 86_400_000).toISOString();
  const [row] = (await db.raw(DONE_SQL, [resourceId, dayBefore, to, from, to, resourceId, from, to])) as { visits: string }[];
  return (JSON.parse(row?.visits ?? '[]') as [string, string, string][]).map(([id, patientId, start]) => ({ id, patientId, start }));
}

const WRITTEN = (who: 'author' | 'signer'): string => `SELECT n.patient_id AS patientId, n.event_time AS eventTime FROM note n INDEXED BY note_of_${who}
  WHERE n.${who}_id = ? AND n.event_time >= ? AND n.event_time < ? AND n.note_type <> 'system'${who === 'signer' ? ' AND n.author_id <> n.signer_id' : ''}
    AND (n.latest_no IS NOT NULL OR EXISTS (SELECT 1 FROM note_draft d WHERE d.note_id = n.id AND d.revision > 0))`;

/** What somebody wrote, or is to sign, with text in it; system notes are not about a visit. */
export async function findWritten(db: Reader, userId: string, { from, to }: Range): Promise<Written[]> {
  const [row] = (await db.raw(`SELECT json_group_array(json_array(patientId, eventTime)) AS notes FROM (${WRITTEN('author')} UNION ALL ${WRITTEN('signer')})`, [
    userId, from, to, userId, from, to,
  ])) as { notes: string }[];
  return (JSON.parse(row?.notes ?? '[]') as [string, string][]).map(([patientId, eventTime]) => ({ patientId, eventTime }));
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
