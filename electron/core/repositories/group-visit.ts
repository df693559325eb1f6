import { occupies, type AppointmentStatus } from '#shared/domain/agenda/status.ts';
import type { GroupMeeting, GroupParticipant } from '#shared/domain/groups/group.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import { findVisit, type Change, type StoredVisit } from './appointment.ts';

const FREEING = `('cancelledEarly', 'cancelledLate', 'noShow', 'rescheduled')`;

/** Seats taken in a group, for use inside other queries: `a` is its host. */
const BOOKED = `(SELECT count(*) FROM appointment p WHERE p.group_id = a.id AND p.id <> a.id AND p.status NOT IN ${FREEING})`;

export interface GroupFacts {
  readonly capacity: number;
  readonly courseId: string | null;
  readonly version: number;
}

/** Makes a booked visit the host of a group: from now on it is nobody's own visit. */
export async function insertGroup(tx: Writer, group: { readonly id: string; readonly capacity: number; readonly courseId: string | null }, change: Change): Promise<void> {
  await tx('appointment').where({ id: group.id }).update({ group_id: group.id });
  await tx('group_visit').insert({ id: group.id, capacity: group.capacity, course_id: group.courseId, version: 1, changed_at: change.at, changed_by: change.by });
}

/** Errors: record.changedMeanwhile; the database's own 'groups.full' when more are booked than would fit. */
export async function updateCapacity(tx: Writer, at: { readonly id: string; readonly version: number; readonly capacity: number }, change: Change): Promise<number> {
  const version = at.version + 1;
  const count = await tx('group_visit').where({ id: at.id, version: at.version }).update({ capacity: at.capacity, version, changed_at: change.at, changed_by: change.by });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
  return version;
}

/** The group's host and facts. Errors: record.notFound when no group meets in this visit. */
export async function getGroup(db: Reader, id: string): Promise<{ readonly host: StoredVisit; readonly facts: GroupFacts }> {
  const [facts] = (await db.raw('SELECT capacity, course_id AS courseId, version FROM group_visit WHERE id = ?', [id])) as GroupFacts[];
  const host = facts && (await findVisit(db, id));
  if (!facts || !host) throw new AppError('record.notFound');
  return { host, facts };
}

/** Whoever has or had a seat, as stored. */
export async function findSeats(db: Reader, groupId: string): Promise<StoredVisit[]> {
  const rows = (await db.raw('SELECT id FROM appointment WHERE group_id = ? AND id <> ?', [groupId, groupId])) as { id: string }[];
  const seats = await Promise.all(rows.map(row => findVisit(db, row.id)));
  return seats.filter(seat => seat !== undefined);
}

/** Those who have a seat and those who had one, by name; nothing about health, no phone and no number. */
export async function findParticipants(db: Reader, groupId: string): Promise<GroupParticipant[]> {
  const rows = (await db.raw(
    `SELECT a.id AS id, a.version AS version, a.status AS status, a.patient_id AS patientId, a.note AS note, a.identity_proof IS NOT NULL AS identityChecked,
       CASE WHEN p.id IS NULL THEN a.booking_name ELSE p.family_name || ', ' || p.given_name END AS name, coalesce(p.protection <> 'none', 0) AS isProtected,
       EXISTS (SELECT 1 FROM warning w WHERE w.patient_id = a.patient_id AND w.ended_at IS NULL) AS hasWarning
     FROM appointment a LEFT JOIN patient p ON p.id = a.patient_id WHERE a.group_id = ? AND a.id <> ? ORDER BY name, a.id`,
    [groupId, groupId],
  )) as (Omit<GroupParticipant, 'isProtected' | 'hasWarning' | 'identityChecked'> & { isProtected: number; hasWarning: number; identityChecked: number })[];
  return rows
    .map(row => ({ ...row, isProtected: row.isProtected === 1, hasWarning: row.hasWarning === 1, identityChecked: row.identityChecked === 1 }))
    .sort((a, b) => Number(occupies(b.status)) - Number(occupies(a.status)));
}

const MEETING = `SELECT a.id AS id, a.version AS version, g.version AS groupVersion, a.booking_name AS title, a.status AS status, a.start_utc AS start, a.end_utc AS "end", a.service_id AS serviceId,
    (SELECT json_group_array(ar.resource_id) FROM appointment_resource ar WHERE ar.appointment_id = a.id) AS resourceIds,
    g.capacity AS capacity, g.course_id AS courseId, ${BOOKED} AS booked,
    (SELECT count(*) FROM waiting_wish w WHERE w.group_id = a.id AND w.status = 'waiting') AS waiting`;

type MeetingRow = Omit<GroupMeeting, 'resourceIds' | 'status'> & { readonly resourceIds: string; readonly status: AppointmentStatus };
const toMeeting = (row: MeetingRow): GroupMeeting => ({ ...row, resourceIds: JSON.parse(row.resourceIds) as string[] });

/** Groups that meet from an instant on, soonest first. */
export async function findMeetings(db: Reader, from: string, limit: number): Promise<GroupMeeting[]> {
  const rows = (await db.raw(
    `${MEETING} FROM appointment a INDEXED BY appointment_group_host CROSS JOIN group_visit g ON g.id = a.id
     WHERE a.group_id = a.id AND a.start_utc >= ? AND a.status NOT IN ${FREEING} ORDER BY a.start_utc LIMIT ?`,
    [from, limit],
  )) as MeetingRow[];
  return rows.map(toMeeting);
}

/** One group meeting. Errors: record.notFound. */
export async function getMeeting(db: Reader, id: string): Promise<GroupMeeting> {
  const [row] = (await db.raw(`${MEETING} FROM group_visit g JOIN appointment a ON a.id = g.id WHERE g.id = ?`, [id])) as MeetingRow[];
  if (!row) throw new AppError('record.notFound');
  return toMeeting(row);
}

/** The meetings of a course from an instant on that still take place, soonest first. */
export async function findCourse(db: Reader, courseId: string, from: string): Promise<GroupMeeting[]> {
  const rows = (await db.raw(
    `${MEETING} FROM group_visit g JOIN appointment a ON a.id = g.id WHERE g.course_id = ? AND a.start_utc >= ? AND a.status NOT IN ${FREEING} ORDER BY a.start_utc`,
    [courseId, from],
  )) as MeetingRow[];
  return rows.map(toMeeting);
}
