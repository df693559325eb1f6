import type { AppointmentStatus } from '#shared/domain/agenda/status.ts';
import type { Warning } from '#shared/domain/patients/patient.ts';
import type { Reader } from '../db/handles.ts';

/** A visit as a list on paper needs it. Of a protected identity there is the id alone (G-11). */
export interface ListedVisit {
  readonly id: string;
  readonly resourceId: string;
  readonly status: AppointmentStatus;
  /** ISO UTC. */
  readonly start: string;
  readonly end: string;
  readonly patientId: string | null;
  readonly isProtected: boolean;
  /** Empty for a protected identity. */
  readonly name: string;
  readonly birthDate: string | null;
  readonly service: string;
  /** E.164 or as typed at booking; null for a protected identity. */
  readonly phone: string | null;
  /** Names of rooms and equipment. */
  readonly rooms: readonly string[];
  /** The visit is a group: its name stands instead of a patient's, and its participants come after it (C-10). */
  readonly isGroup: boolean;
  /** The patient's current warnings, the gravest first (K-21). */
  readonly warnings: readonly ListedWarning[];
}

export interface ListedWarning {
  readonly kind: Warning['kind'];
  readonly severity: Warning['severity'];
  readonly text: string;
}

type Tuple = readonly [
  id: string, resourceId: string, status: AppointmentStatus, start: string, end: string, patientId: string | null, isProtected: 0 | 1, name: string, birthDate: string | null,
  service: string, phone: string | null, rooms: readonly string[], isGroup: 0 | 1, warnings: readonly ListedWarning[],
];

/** What hides a protected identity is in the query, so that no later step can forget it. */
const HIDDEN = `coalesce(p.protection <> 'none', 0)`;

/** A visit as an array; `column` is the SQL of the column's id it is listed under. */
const visitsAs = (column: string): string => `SELECT json_group_array(json_array(a.id, ${column}, a.status, a.start_utc, a.end_utc, a.patient_id, ${HIDDEN},
    CASE WHEN ${HIDDEN} THEN '' WHEN p.id IS NULL THEN a.booking_name ELSE p.family_name || ', ' || p.given_name END,
    CASE WHEN ${HIDDEN} THEN NULL ELSE p.birth_date END, s.name,
    CASE WHEN ${HIDDEN} THEN NULL ELSE coalesce((SELECT c.value FROM contact_point c WHERE c.patient_id = a.patient_id AND c.ended_at IS NULL AND c.kind <> 'email'
      ORDER BY c.kind <> 'mobile', c.created_at, c.id LIMIT 1), nullif(a.booking_phone, '')) END,
    (SELECT json_group_array(r.name) FROM appointment_resource o JOIN resource r ON r.id = o.resource_id AND r.kind <> 'practitioner' WHERE o.appointment_id = a.id),
    coalesce(a.group_id = a.id, 0),
    json((SELECT json_group_array(json_object('kind', w.kind, 'severity', w.severity, 'text', w.text)
      ORDER BY CASE w.severity WHEN 'lifeThreatening' THEN 0 WHEN 'harmful' THEN 1 WHEN 'discomfort' THEN 2 ELSE 3 END, w.created_at, w.id)
      FROM warning w WHERE w.patient_id = a.patient_id AND w.ended_at IS NULL)))) AS visits`;

/**
 * Visits that occupy these columns, one stretch of the clustered table per column as in appointment-range.ts.
 * Bindings: JSON array of column ids, start minus one day, end, start, end.
 */
export const LIST_SQL = `${visitsAs('ar.resource_id')}
  FROM json_each(?) asked
  CROSS JOIN appointment_resource ar ON ar.resource_id = asked.value AND ar.block_start > ? AND ar.block_start < ?
  CROSS JOIN appointment a ON a.id = ar.appointment_id
  CROSS JOIN service s ON s.id = a.service_id
  LEFT JOIN patient p ON p.id = a.patient_id
  WHERE ar.active = 1 AND a.start_utc >= ? AND a.start_utc < ?`;

/** Those who have a seat in these groups. They occupy nothing of their own and are listed under their group's id. */
export const SEATS_SQL = `${visitsAs('a.group_id')}
  FROM json_each(?) asked
  CROSS JOIN appointment a ON a.group_id = asked.value AND a.id <> a.group_id
  CROSS JOIN service s ON s.id = a.service_id
  LEFT JOIN patient p ON p.id = a.patient_id
  WHERE a.status NOT IN ('cancelledEarly', 'cancelledLate', 'noShow', 'rescheduled')`;

async function visitsOf(db: Reader, sql: string, bindings: readonly string[]): Promise<ListedVisit[]> {
  const [row] = (await db.raw(sql, [...bindings])) as { visits: string }[];
  return (JSON.parse(row?.visits ?? '[]') as Tuple[]).map(toVisit);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Visits that begin in [from, to) in these columns, by start; the participants of a group by name after it. */
export async function findListedVisits(db: Reader, range: { readonly resourceIds: readonly string[]; readonly from: string; readonly to: string }): Promise<ListedVisit[]> {
  const { from, to } = range;
  const visits = await visitsOf(db, LIST_SQL, [JSON.stringify(range.resourceIds), new Date(Date.parse(from) - 86_400_000).toISOString(), to, from, to]);
  visits.sort((a, b) => compare(a.start, b.start));
  const groupIds = visits.filter(visit => visit.isGroup).map(visit => visit.id);
  if (groupIds.length === 0) return visits;
  const seats = await visitsOf(db, SEATS_SQL, [JSON.stringify([...new Set(groupIds)])]);
  seats.sort((a, b) => compare(a.name, b.name));
  return visits.flatMap(visit => (visit.isGroup ? [visit, ...seats.filter(seat => seat.resourceId === visit.id).map(seat => ({ ...seat, resourceId: visit.resourceId, rooms: visit.rooms }))] : [visit]));
}

const toVisit = (v: Tuple): ListedVisit => ({
  id: v[0], resourceId: v[1], status: v[2], start: v[3], end: v[4], patientId: v[5], isProtected: v[6] === 1, name: v[7], birthDate: v[8], service: v[9], phone: v[10], rooms: v[11],
  isGroup: v[12] === 1, warnings: v[13],
});
