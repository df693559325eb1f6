import type { RebookReason, RebookVisit } from '#shared/domain/desk/work-lists.ts';
import type { Reader } from '../db/handles.ts';

type AbsenceKind = NonNullable<RebookVisit['absence']>;

/** Time in which nobody can be received. */
export interface ClosedSpan {
  /** Null: the whole clinic. */
  readonly resourceId: string | null;
  /** ISO UTC, half-open. */
  readonly start: string;
  readonly end: string;
  readonly absence: AbsenceKind;
  readonly label: string;
  /** When it was entered (ISO UTC); a visit put into it on purpose after that stays. Empty: always known, as holidays are. */
  readonly madeAt: string;
}

export interface Affected {
  readonly id: string;
  readonly reason: RebookReason;
  readonly absence: AbsenceKind | null;
  readonly label: string;
}

/** Absences that end after `from`, of everybody and of the whole clinic. */
export async function findClosedSpans(db: Reader, from: string): Promise<ClosedSpan[]> {
  return (await db.raw(
    `SELECT resource_id AS resourceId, start_utc AS "start", end_utc AS "end", kind AS absence, label, changed_at AS madeAt FROM absence WHERE end_utc > ? ORDER BY end_utc`,
    [from],
  )) as ClosedSpan[];
}

const field = (name: keyof ClosedSpan): string => `json_extract(span.value, '$.${name}')`;
/** Bindings: the spans as JSON, now. No block is longer than a day, so the index is entered one day before the span. */
const inClosed = (reason: RebookReason, columns: string): string => `SELECT a.id AS id, '${reason}' AS reason, ${field('absence')} AS absence, ${field('label')} AS label
  FROM json_each(?) span
  ${columns}
  CROSS JOIN appointment a ON a.id = ar.appointment_id
  WHERE ar.block_start > strftime('%Y-%m-%dT%H:%M:%fZ', ${field('start')}, '-1 day') AND ar.block_start < ${field('end')} AND ar.active = 1
    AND a.start_utc < ${field('end')} AND a.end_utc > ${field('start')} AND a.start_utc >= ? AND a.status IN ('booked', 'confirmed')
    AND NOT EXISTS (SELECT 1 FROM appointment_event e WHERE e.appointment_id = a.id AND e.outside_hours = 1 AND e.at > ${field('madeAt')})`;
export const OWN_CLOSED_SQL = inClosed('absence', `CROSS JOIN appointment_resource ar ON ar.resource_id = ${field('resourceId')}`);
export const ALL_CLOSED_SQL = inClosed('clinicClosed', 'CROSS JOIN resource r CROSS JOIN appointment_resource ar ON ar.resource_id = r.id');

/** Visits still to come that stand in time closed for their column, room or equipment, or for everybody. */
export async function findInClosed(db: Reader, spans: readonly ClosedSpan[], now: string): Promise<Affected[]> {
  const some = spans.filter(span => span.resourceId !== null);
  const all = spans.filter(span => span.resourceId === null);
  const inAll = all.length === 0 ? [] : ((await db.raw(ALL_CLOSED_SQL, [JSON.stringify(all), now])) as Affected[]);
  const inSome = some.length === 0 ? [] : ((await db.raw(OWN_CLOSED_SQL, [JSON.stringify(some), now])) as Affected[]);
  return [...inAll, ...inSome];
}

/** Visits still to come with somebody who left, or in a room or with equipment that is gone. */
export async function findWithGone(db: Reader, now: string): Promise<Affected[]> {
  return (await db.raw(
    `SELECT a.id AS id, 'gone' AS reason, NULL AS absence, coalesce(u.name, r.name) AS label
     FROM resource r
     LEFT JOIN user_account u ON u.id = r.user_id
     CROSS JOIN appointment_resource ar ON ar.resource_id = r.id AND ar.block_start >= ?
     CROSS JOIN appointment a ON a.id = ar.appointment_id
     WHERE (r.active = 0 OR coalesce(u.status, 'active') <> 'active') AND ar.active = 1 AND a.status IN ('booked', 'confirmed')`,
    [now],
  )) as Affected[];
}

/** Visits given up to get another time whose patient has not got one since (nothing of the same kind booked after that step). */
export async function findGivenUp(db: Reader, since: string): Promise<Affected[]> {
  return (await db.raw(
    `SELECT a.id AS id, 'rescheduled' AS reason, NULL AS absence, '' AS label
     FROM appointment a INDEXED BY appointment_rescheduled
     WHERE a.status = 'rescheduled' AND a.start_utc >= ? AND a.group_id IS NOT a.id AND NOT EXISTS (
       SELECT 1 FROM appointment b WHERE b.patient_id = a.patient_id AND b.service_id = a.service_id AND b.created_at >= a.changed_at
         AND b.status NOT IN ('cancelledEarly', 'cancelledLate', 'rescheduled'))
       AND NOT EXISTS (SELECT 1 FROM appointment b WHERE b.replaces_id = a.id AND b.status NOT IN ('cancelledEarly', 'cancelledLate'))`,
    [since],
  )) as Affected[];
}
