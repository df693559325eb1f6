import type { AppointmentStatus } from '#shared/domain/agenda/status.ts';
import { LIST_LIMIT, type WorkVisit } from '#shared/domain/desk/work-lists.ts';
import type { Reader } from '../db/handles.ts';

/** Which visits a list holds: a FROM … WHERE over `a`, an alias of appointment, with its bindings. */
export interface Source {
  readonly from: string;
  readonly where: string;
  readonly bindings: readonly string[];
}

/** Days gone by that nobody said the end of: every one of them, since a forgotten visit must not fall out by age. */
export const unfinishedBefore = (before: string): Source => ({
  from: 'appointment a INDEXED BY appointment_unfinished',
  where: `a.status IN ('booked', 'confirmed', 'arrived', 'inTreatment') AND a.start_utc < ? AND a.group_id IS NOT a.id`,
  bindings: [before],
});

/** Booked by name, not given up, not linked (C-08), from `since` on. */
export const unlinkedSince = (since: string): Source => ({
  from: 'appointment a INDEXED BY appointment_by_name',
  where: `a.patient_id IS NULL AND a.start_utc >= ? AND a.status NOT IN ('cancelledEarly', 'cancelledLate', 'noShow', 'rescheduled') AND a.group_id IS NOT a.id`,
  bindings: [since],
});

/** Exactly these visits. */
export const withIds = (ids: readonly string[]): Source => ({
  from: 'json_each(?) asked CROSS JOIN appointment a ON a.id = asked.value',
  where: '1 = 1',
  bindings: [JSON.stringify(ids)],
});

/** Of a source, only what this column takes part in. */
export const ofColumn = (source: Source, resourceId: string): Source => ({
  ...source,
  where: `${source.where} AND EXISTS (SELECT 1 FROM appointment_resource own WHERE own.appointment_id = coalesce(a.group_id, a.id) AND own.resource_id = ?)`,
  bindings: [...source.bindings, resourceId],
});

/** How many, and when the first of them begins. */
export async function countWork(db: Reader, { from, where, bindings }: Source): Promise<{ count: number; oldest: string | null }> {
  const [row] = (await db.raw(`SELECT count(*) AS count, min(a.start_utc) AS oldest FROM ${from} WHERE ${where}`, [...bindings])) as { count: number; oldest: string | null }[];
  return row ?? { count: 0, oldest: null };
}

interface WorkRow {
  id: string; version: number; status: AppointmentStatus; start: string; end: string; serviceId: string; service: string; resourceId: string | null; practitioner: string | null;
  patientId: string | null; name: string; isProtected: number; groupId: string | null;
}

/** The rows, earliest first. A visit that has only a room stays on the list. */
export async function findWork(db: Reader, source: Source): Promise<WorkVisit[]> {
  const rows = (await db.raw(workSql(source), [...source.bindings, LIST_LIMIT])) as WorkRow[];
  return rows.map(row => ({ ...row, resourceId: row.resourceId ?? '', practitioner: row.practitioner ?? '', isProtected: row.isProtected === 1 }));
}

/** The first visits are taken by their index before anything is looked up beside them. */
export const workSql = ({ from, where }: Source): string => `SELECT v.id AS id, v.version AS version, v.status AS status, v.start_utc AS "start", v.end_utc AS "end",
    v.service_id AS serviceId, s.name AS service, r.id AS resourceId, coalesce(u.name, r.name) AS practitioner, v.patient_id AS patientId,
    CASE WHEN p.id IS NULL THEN v.booking_name ELSE p.family_name || ', ' || p.given_name END AS name, coalesce(p.protection <> 'none', 0) AS isProtected, v.group_id AS groupId
  FROM (SELECT a.* FROM ${from} WHERE ${where} ORDER BY a.start_utc LIMIT ?) v
  CROSS JOIN service s ON s.id = v.service_id
  LEFT JOIN patient p ON p.id = v.patient_id
  LEFT JOIN resource r ON r.id = (SELECT ar.resource_id FROM appointment_resource ar CROSS JOIN resource k ON k.id = ar.resource_id
    WHERE ar.appointment_id = coalesce(v.group_id, v.id) AND k.kind = 'practitioner' LIMIT 1)
  LEFT JOIN user_account u ON u.id = r.user_id
  ORDER BY v.start_utc`;
