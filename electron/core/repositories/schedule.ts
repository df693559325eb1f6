import type { WorkingHours } from '#shared/domain/agenda/schedule.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

export interface ResourceHours extends WorkingHours {
  readonly resourceId: string;
}

/** The weekly hours of these columns, whenever they hold. */
export async function findHours(db: Reader, resourceIds: readonly string[]): Promise<ResourceHours[]> {
  return (await db.raw(
    `SELECT h.resource_id AS resourceId, h.weekday AS weekday, h.start_time AS "start", h.end_time AS "end", h.valid_from AS validFrom, h.valid_to AS validTo
     FROM json_each(?) asked CROSS JOIN schedule_rule h ON h.resource_id = asked.value ORDER BY h.weekday, h.start_time`,
    [JSON.stringify(resourceIds)],
  )) as ResourceHours[];
}

/** Replaces a column's weekly hours; the old ones stay in the history of records. */
export async function replaceHours(tx: Writer, resourceId: string, hours: readonly (WorkingHours & { readonly id: string })[], change: Change): Promise<void> {
  await tx('schedule_rule').where({ resource_id: resourceId }).delete();
  if (hours.length === 0) return;
  await tx('schedule_rule').insert(
    hours.map(rule => ({
      id: rule.id, resource_id: resourceId, weekday: rule.weekday, start_time: rule.start, end_time: rule.end, valid_from: rule.validFrom, valid_to: rule.validTo,
      version: 1, changed_at: change.at, changed_by: change.by,
    })),
  );
}

export interface Absence {
  readonly id: string;
  /** Null: the whole clinic is closed. */
  readonly resourceId: string | null;
  readonly start: string;
  readonly end: string;
  readonly kind: 'holiday' | 'vacation' | 'sick' | 'meeting' | 'other';
  readonly label: string;
}

/** Absences of these columns and of the whole clinic that touch [from, to), ISO UTC. */
export async function findAbsences(db: Reader, range: { readonly resourceIds: readonly string[]; readonly from: string; readonly to: string }): Promise<Absence[]> {
  return (await db.raw(
    `SELECT id, resource_id AS resourceId, start_utc AS "start", end_utc AS "end", kind, label FROM absence
     WHERE end_utc > ? AND start_utc < ? AND (resource_id IS NULL OR resource_id IN (SELECT value FROM json_each(?))) ORDER BY start_utc`,
    [range.from, range.to, JSON.stringify(range.resourceIds)],
  )) as Absence[];
}

/** Adds an absence; visits already booked in it stay and show. */
export async function insertAbsence(tx: Writer, absence: Absence, change: Change): Promise<void> {
  await tx('absence').insert({
    id: absence.id, resource_id: absence.resourceId, start_utc: absence.start, end_utc: absence.end, kind: absence.kind, label: absence.label,
    version: 1, changed_at: change.at, changed_by: change.by,
  });
}

/** True when there was one; it stays in the history of records. */
export async function deleteAbsence(tx: Writer, id: string): Promise<boolean> {
  return (await tx('absence').where({ id }).delete()) === 1;
}
