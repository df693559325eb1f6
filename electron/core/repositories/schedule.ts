import type { ClockSpan, HoursException, WorkingHours } from '#shared/domain/agenda/schedule.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

export interface ResourceHours extends WorkingHours {
  readonly resourceId: string;
}

/** The weekly hours of these columns, whenever they hold. */
export async function findHours(db: Reader, resourceIds: readonly string[]): Promise<ResourceHours[]> {
  return (await db.raw(
    `SELECT h.resource_id AS resourceId, h.weekday AS weekday, h.start_time AS "start", h.end_time AS "end", h.every_weeks AS everyWeeks, h.valid_from AS validFrom, h.valid_to AS validTo
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
      id: rule.id, resource_id: resourceId, weekday: rule.weekday, start_time: rule.start, end_time: rule.end, every_weeks: rule.everyWeeks, valid_from: rule.validFrom, valid_to: rule.validTo,
      version: 1, changed_at: change.at, changed_by: change.by,
    })),
  );
}

export interface ResourceException extends HoursException {
  readonly resourceId: string;
}

/** Days with other hours between two days (both included) in these columns, by date. */
export async function findExceptions(db: Reader, range: { readonly resourceIds: readonly string[]; readonly from: string; readonly to: string }): Promise<ResourceException[]> {
  const rows = (await db.raw(
    `SELECT e.resource_id AS resourceId, e.date AS date, e.spans AS spans, e.label AS label
     FROM json_each(?) asked CROSS JOIN schedule_exception e ON e.resource_id = asked.value AND e.date BETWEEN ? AND ? ORDER BY e.date`,
    [JSON.stringify(range.resourceIds), range.from, range.to],
  )) as { resourceId: string; date: string; spans: string; label: string }[];
  return rows.map(row => ({ ...row, spans: (JSON.parse(row.spans) as [string, string][]).map(([start, end]): ClockSpan => ({ start, end })) }));
}

/** Sets a column's hours of one day, whatever they were. Returns the row's id and version. */
export async function putException(tx: Writer, day: ResourceException & { readonly id: string }, change: Change): Promise<{ readonly id: string; readonly version: number }> {
  const [row] = (await tx.raw(
    `INSERT INTO schedule_exception (id, resource_id, date, spans, label, version, changed_at, changed_by) VALUES (?, ?, ?, ?, ?, 1, ?, ?)
     ON CONFLICT (resource_id, date) DO UPDATE SET spans = excluded.spans, label = excluded.label, version = version + 1, changed_at = excluded.changed_at, changed_by = excluded.changed_by
     RETURNING id, version`,
    [day.id, day.resourceId, day.date, JSON.stringify(day.spans.map(span => [span.start, span.end])), day.label, change.at, change.by],
  )) as { id: string; version: number }[];
  return row ?? { id: day.id, version: 1 };
}

/** The day has the hours of its week again. True when there was an exception; it stays in the history of records. */
export async function deleteException(tx: Writer, resourceId: string, date: string): Promise<boolean> {
  return (await tx('schedule_exception').where({ resource_id: resourceId, date }).delete()) === 1;
}

export interface Absence {
  readonly id: string;
  /** Null: the whole clinic is closed. */
  readonly resourceId: string | null;
  readonly start: string;
  readonly end: string;
  readonly kind: 'holiday' | 'vacation' | 'sick' | 'meeting' | 'other';
  readonly label: string;
  /** One of several that were entered together. */
  readonly seriesId?: string | null;
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
    id: absence.id, resource_id: absence.resourceId, start_utc: absence.start, end_utc: absence.end, kind: absence.kind, label: absence.label, series_id: absence.seriesId ?? null,
    version: 1, changed_at: change.at, changed_by: change.by,
  });
}

export interface ListedAbsence extends Absence {
  readonly seriesId: string | null;
  /** RFC 5545 text of the series it came from. */
  readonly rrule: string | null;
}

/** Every absence that touches [from, to), ISO UTC, of anybody and of the clinic, by time. */
export async function listAbsences(db: Reader, range: { readonly from: string; readonly to: string }): Promise<ListedAbsence[]> {
  return (await db.raw(
    `SELECT a.id AS id, a.resource_id AS resourceId, a.start_utc AS "start", a.end_utc AS "end", a.kind AS kind, a.label AS label, a.series_id AS seriesId, s.rrule AS rrule
     FROM absence a LEFT JOIN absence_series s ON s.id = a.series_id WHERE a.end_utc > ? AND a.start_utc < ? ORDER BY a.start_utc`,
    [range.from, range.to],
  )) as ListedAbsence[];
}

/** What several absences have in common: the rule they came from. */
export async function insertAbsenceSeries(tx: Writer, series: { readonly id: string; readonly rrule: string }, change: Change): Promise<void> {
  await tx('absence_series').insert({ ...series, version: 1, changed_at: change.at, changed_by: change.by });
}

/** Removes an absence, or with `following` also the later ones of its series; all stay in the history. Returns how many. */
export async function deleteAbsences(tx: Writer, id: string, following: boolean): Promise<number> {
  const [row] = (await tx.raw('SELECT series_id AS seriesId, start_utc AS "start" FROM absence WHERE id = ?', [id])) as { seriesId: string | null; start: string }[];
  if (!row) return 0;
  if (!following || row.seriesId === null) return tx('absence').where({ id }).delete();
  return tx('absence').where({ series_id: row.seriesId }).andWhere('start_utc', '>=', row.start).delete();
}
