import type { AppointmentStatus } from '#shared/domain/agenda/status.ts';
import type { QueueVisit } from '#shared/domain/desk/queue.ts';
import type { Reader } from '../db/handles.ts';

type VisitTuple = readonly [
  id: string, version: number, status: AppointmentStatus, start: string, end: string, serviceId: string, service: string, resourceId: string | null, practitioner: string | null,
  place: string | null, patientId: string | null, name: string, isProtected: 0 | 1, hasWarning: 0 | 1, identityChecked: 0 | 1, overbooked: 0 | 1, arrivedAt: string | null,
  startedAt: string | null, groupId: string | null,
];

const toVisit = (v: VisitTuple): QueueVisit => ({
  id: v[0], version: v[1], status: v[2], start: v[3], end: v[4], serviceId: v[5], service: v[6], resourceId: v[7] ?? '', practitioner: v[8] ?? '', place: v[9] ?? '', patientId: v[10],
  name: v[11], isProtected: v[12] === 1, hasWarning: v[13] === 1, identityChecked: v[14] === 1, overbooked: v[15] === 1, arrivedAt: v[16], startedAt: v[17], groupId: v[18],
});

/** Rows as one text, as in appointment-range.ts: the driver is slow at making many row objects. */
const TUPLE = `json_array(a.id, a.version, a.status, a.start_utc, a.end_utc, a.service_id, s.name,
  (SELECT r.id FROM appointment_resource ar JOIN resource r ON r.id = ar.resource_id WHERE ar.appointment_id = coalesce(a.group_id, a.id) AND r.kind = 'practitioner' LIMIT 1),
  (SELECT coalesce(u.name, r.name) FROM appointment_resource ar JOIN resource r ON r.id = ar.resource_id LEFT JOIN user_account u ON u.id = r.user_id
    WHERE ar.appointment_id = coalesce(a.group_id, a.id) AND r.kind = 'practitioner' LIMIT 1),
  (SELECT group_concat(r.name, ', ') FROM appointment_resource ar JOIN resource r ON r.id = ar.resource_id WHERE ar.appointment_id = coalesce(a.group_id, a.id) AND r.kind <> 'practitioner'),
  a.patient_id, CASE WHEN p.id IS NULL THEN a.booking_name ELSE p.family_name || ', ' || p.given_name END, coalesce(p.protection <> 'none', 0),
  EXISTS (SELECT 1 FROM warning w WHERE w.patient_id = a.patient_id AND w.ended_at IS NULL), a.identity_proof IS NOT NULL, a.overbooked, a.arrived_at,
  CASE WHEN a.status = 'inTreatment' THEN (SELECT max(e.at) FROM appointment_event e WHERE e.appointment_id = a.id AND e.to_status = 'inTreatment') END, a.group_id)`;

// A group's host is nobody's visit (group_id = id); its participants are, and share its column and room (C-10).
const IS_SOMEBODYS = `a.status NOT IN ('cancelledEarly', 'cancelledLate', 'rescheduled') AND a.group_id IS NOT a.id`;

/** The whole clinic's day, by the index on the start. Bindings: from, to (ISO UTC, half-open). */
export const TODAY_SQL = `SELECT json_group_array(${TUPLE}) AS visits
  FROM appointment a INDEXED BY appointment_by_start
  CROSS JOIN service s ON s.id = a.service_id
  LEFT JOIN patient p ON p.id = a.patient_id
  WHERE a.start_utc >= ? AND a.start_utc < ? AND ${IS_SOMEBODYS}`;

/** One column's day, by its stretch of the clustered table. Bindings: column, the start minus one day (no block is longer), to, from, to. */
export const TODAY_OF_COLUMN_SQL = `SELECT json_group_array(${TUPLE}) AS visits
  FROM appointment_resource col
  CROSS JOIN appointment a ON (a.id = col.appointment_id OR a.group_id = col.appointment_id)
  CROSS JOIN service s ON s.id = a.service_id
  LEFT JOIN patient p ON p.id = a.patient_id
  WHERE col.resource_id = ? AND col.block_start > ? AND col.block_start < ? AND a.start_utc >= ? AND a.start_utc < ?
    AND ${IS_SOMEBODYS}`;

export interface DayRange {
  /** ISO UTC, half-open. */
  readonly from: string;
  readonly to: string;
}

/** Every visit that begins in the range, of one column when it is named; cancelled ones left out; in no particular order. */
export async function findToday(db: Reader, { from, to }: DayRange, resourceId?: string): Promise<QueueVisit[]> {
  const dayBefore = new Date(Date.parse(from) - 86_400_000).toISOString();
  const [row] = (await (resourceId === undefined ? db.raw(TODAY_SQL, [from, to]) : db.raw(TODAY_OF_COLUMN_SQL, [resourceId, dayBefore, to, from, to]))) as { visits: string }[];
  return (JSON.parse(row?.visits ?? '[]') as VisitTuple[]).map(toVisit);
}

/** The agenda column of a person, undefined when they have none that can be booked. */
export async function findOwnColumn(db: Reader, userId: string): Promise<string | undefined> {
  const [row] = (await db.raw('SELECT id FROM resource WHERE user_id = ? AND active = 1', [userId])) as { id: string }[];
  return row?.id;
}
