import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';
import type { AppointmentStatus } from '#shared/domain/agenda/status.ts';
import type { Reader } from '../db/handles.ts';

/** As SQLite gives it: flags are 0 and 1. */
type EntryRow = Omit<AgendaEntry, 'isProtected' | 'hasWarning' | 'identityChecked' | 'overbooked'> & {
  isProtected: number | boolean;
  hasWarning: number | boolean;
  identityChecked: number | boolean;
  overbooked: number | boolean;
};

const COLUMNS = `a.id AS id, ar.resource_id AS resourceId, a.version AS version, a.status AS status, a.start_utc AS "start", a.end_utc AS "end",
  a.block_start_utc AS blockStart, a.block_end_utc AS blockEnd, a.service_id AS serviceId, a.patient_id AS patientId,
  CASE WHEN p.id IS NULL THEN a.booking_name ELSE p.family_name || ', ' || p.given_name END AS name,
  coalesce(p.protection <> 'none', 0) AS isProtected,
  EXISTS (SELECT 1 FROM warning w WHERE w.patient_id = a.patient_id AND w.ended_at IS NULL) AS hasWarning,
  a.identity_proof IS NOT NULL AS identityChecked, a.overbooked AS overbooked, a.arrived_at AS arrivedAt`;

/**
 * One stretch of the clustered table per column, then one look-up per visit and per patient; the order of the joins is
 * fixed because the planner cannot know that a week of a column is small. Bindings: JSON array of column ids, the
 * start minus one day (no block is longer), the end, the start.
 */
export const RANGE_SQL = `SELECT ${COLUMNS}
  FROM json_each(?) asked
  CROSS JOIN appointment_resource ar ON ar.resource_id = asked.value AND ar.block_start > ? AND ar.block_start < ?
  CROSS JOIN appointment a ON a.id = ar.appointment_id
  LEFT JOIN patient p ON p.id = a.patient_id
  WHERE ar.block_end > ? AND (ar.active = 1 OR a.status = 'noShow')`;

const OF_PATIENT_SQL = `SELECT ${COLUMNS}
  FROM appointment a
  JOIN appointment_resource ar ON ar.appointment_id = a.id
  JOIN resource r ON r.id = ar.resource_id AND r.kind = 'practitioner'
  LEFT JOIN patient p ON p.id = a.patient_id
  WHERE a.patient_id = ? ORDER BY a.start_utc DESC LIMIT ?`;

export interface AgendaRange {
  readonly resourceIds: readonly string[];
  /** ISO UTC, half-open. */
  readonly from: string;
  readonly to: string;
}

/** What RANGE_SQL is asked with. */
export const rangeBindings = ({ resourceIds, from, to }: AgendaRange): string[] => [
  JSON.stringify(resourceIds), new Date(Date.parse(from) - 86_400_000).toISOString(), to, from,
];

/** Every visit whose block touches the range in these columns, in no particular order. */
export async function findRange(db: Reader, range: AgendaRange): Promise<AgendaEntry[]> {
  const rows = (await db.raw(RANGE_SQL, rangeBindings(range))) as EntryRow[];
  return toEntries(rows);
}

/** A patient's visits, newest first, once per practitioner, cancelled ones too. */
export async function findVisitsOfPatient(db: Reader, patientId: string, limit: number): Promise<AgendaEntry[]> {
  return toEntries((await db.raw(OF_PATIENT_SQL, [patientId, limit])) as EntryRow[]);
}

// The rows are ours alone, so the flags are turned in place: a week of ten practitioners makes no second set of objects.
function toEntries(rows: EntryRow[]): AgendaEntry[] {
  for (const row of rows) {
    row.isProtected = row.isProtected === 1;
    row.hasWarning = row.hasWarning === 1;
    row.identityChecked = row.identityChecked === 1;
    row.overbooked = row.overbooked === 1;
  }
  return rows as AgendaEntry[];
}

/** The blocks that keep these resources busy between two instants, in milliseconds; the visit `exceptId` does not count. */
export async function findBusy(db: Reader, range: AgendaRange & { readonly exceptId?: string }): Promise<{ resourceId: string; start: number; end: number }[]> {
  const rows = (await db.raw(
    `SELECT ar.resource_id AS resourceId, ar.block_start AS blockStart, ar.block_end AS blockEnd
     FROM json_each(?) asked
     CROSS JOIN appointment_resource ar ON ar.resource_id = asked.value AND ar.block_start > ? AND ar.block_start < ?
     WHERE ar.block_end > ? AND ar.active = 1 AND ar.appointment_id <> ?`,
    [...rangeBindings(range), range.exceptId ?? ''],
  )) as { resourceId: string; blockStart: string; blockEnd: string }[];
  return rows.map(row => ({ resourceId: row.resourceId, start: Date.parse(row.blockStart), end: Date.parse(row.blockEnd) }));
}

export interface Clash {
  readonly resource: string;
  readonly policy: string;
  readonly start: string;
  readonly end: string;
  readonly status: AppointmentStatus;
}

/** The first visit that stands in the way of a block, for telling the user which resource and when; never whose. */
export async function findClash(db: Reader, block: AgendaRange & { readonly exceptId: string }): Promise<Clash | undefined> {
  const rows = (await db.raw(
    `SELECT coalesce(u.name, r.name) AS resource, r.policy AS policy, a.start_utc AS "start", a.end_utc AS "end", a.status AS status
     FROM json_each(?) asked
     CROSS JOIN appointment_resource ar ON ar.resource_id = asked.value AND ar.block_start > ? AND ar.block_start < ?
     CROSS JOIN appointment a ON a.id = ar.appointment_id
     CROSS JOIN resource r ON r.id = ar.resource_id
     LEFT JOIN user_account u ON u.id = r.user_id
     WHERE ar.block_end > ? AND ar.active = 1 AND a.id <> ?
     ORDER BY r.policy = 'forbid' DESC, r.policy = 'warn' DESC, ar.block_start LIMIT 1`,
    [...rangeBindings(block), block.exceptId],
  )) as Clash[];
  return rows[0];
}
