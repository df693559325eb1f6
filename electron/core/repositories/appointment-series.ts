import type { AppointmentStatus } from '#shared/domain/agenda/status.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

/** A series as stored: where its visits came from. The visits themselves are rows of their own (C-04). */
export interface StoredSeries {
  readonly id: string;
  readonly version: number;
  /** RFC 5545, without DTSTART. */
  readonly rrule: string;
  /** `2026-12-01T09:00` on the wall clock of `timeZone`. */
  readonly startLocal: string;
  readonly timeZone: string;
  readonly patientId: string | null;
  readonly serviceId: string;
  readonly resourceIds: readonly string[];
  readonly durationMin: number;
  readonly endedFrom: string | null;
}

interface SeriesRow {
  id: string; version: number; rrule: string; start_local: string; tz: string; patient_id: string | null; service_id: string; resource_ids: string; duration_min: number; ended_from: string | null;
}

/** Errors: record.notFound. */
export async function getSeries(db: Reader, id: string): Promise<StoredSeries> {
  const [row] = (await db.raw('SELECT * FROM appointment_series WHERE id = ?', [id])) as SeriesRow[];
  if (!row) throw new AppError('record.notFound');
  return {
    id: row.id, version: row.version, rrule: row.rrule, startLocal: row.start_local, timeZone: row.tz, patientId: row.patient_id, serviceId: row.service_id,
    resourceIds: JSON.parse(row.resource_ids) as string[], durationMin: row.duration_min, endedFrom: row.ended_from,
  };
}

/** Writes a new series; its visits are booked by the caller in the same transaction. */
export async function insertSeries(tx: Writer, series: StoredSeries, change: Change): Promise<void> {
  await tx('appointment_series').insert({
    id: series.id, rrule: series.rrule, start_local: series.startLocal, tz: series.timeZone, patient_id: series.patientId, service_id: series.serviceId,
    resource_ids: JSON.stringify(series.resourceIds), duration_min: series.durationMin, ended_from: series.endedFrom, version: series.version,
    created_at: change.at, created_by: change.by, changed_at: change.at, changed_by: change.by,
  });
}

/** What the series says from now on; the old words stay in the history of records. Errors: record.changedMeanwhile. */
export async function updateSeries(tx: Writer, series: StoredSeries, change: Change): Promise<void> {
  const count = await tx('appointment_series').where({ id: series.id, version: series.version }).update({
    rrule: series.rrule, start_local: series.startLocal, resource_ids: JSON.stringify(series.resourceIds), duration_min: series.durationMin, ended_from: series.endedFrom,
    version: series.version + 1, changed_at: change.at, changed_by: change.by,
  });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
}

/** The visit is one of the series from now on, where it stands. Errors: record.changedMeanwhile. */
export async function joinSeries(tx: Writer, visit: { readonly id: string; readonly version: number; readonly start: string }, joined: { readonly seriesId: string; readonly change: Change }): Promise<void> {
  const count = await tx('appointment').where({ id: visit.id, version: visit.version }).update({
    series_id: joined.seriesId, series_start: visit.start, version: visit.version + 1, changed_at: joined.change.at, changed_by: joined.change.by,
  });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
}

export interface VisitOfSeries {
  readonly id: string;
  readonly version: number;
  readonly patientId: string | null;
  readonly start: string;
  readonly end: string;
  /** Where the series wants it. */
  readonly seriesStart: string;
  readonly status: AppointmentStatus;
  readonly resourceIds: readonly string[];
}

/** The query behind findVisitsOfSeries; read by the index test. */
export const SERIES_VISITS_SQL = `SELECT a.id AS id, a.version AS version, a.patient_id AS patientId, a.start_utc AS "start", a.end_utc AS "end",
    coalesce(a.series_start, a.start_utc) AS seriesStart, a.status AS status,
    (SELECT json_group_array(ar.resource_id) FROM appointment_resource ar WHERE ar.appointment_id = a.id) AS resourceIds
  FROM appointment a WHERE a.series_id = ? ORDER BY a.start_utc`;

/** Every visit of a series in order of time, the ended ones too. */
export async function findVisitsOfSeries(db: Reader, seriesId: string): Promise<VisitOfSeries[]> {
  const rows = (await db.raw(SERIES_VISITS_SQL, [seriesId])) as (Omit<VisitOfSeries, 'resourceIds'> & { resourceIds: string })[];
  return rows.map(row => ({ ...row, resourceIds: JSON.parse(row.resourceIds) as string[] }));
}

/** The blocks in these columns that touch [from, to), ISO UTC, without the visits named; milliseconds. */
export async function findBusyWithout(
  db: Reader,
  range: { readonly resourceIds: readonly string[]; readonly from: string; readonly to: string; readonly without: readonly string[] },
): Promise<{ resourceId: string; start: number; end: number }[]> {
  const rows = (await db.raw(
    `SELECT ar.resource_id AS resourceId, ar.block_start AS blockStart, ar.block_end AS blockEnd
     FROM json_each(?) asked
     CROSS JOIN appointment_resource ar ON ar.resource_id = asked.value AND ar.block_start > ? AND ar.block_start < ?
     WHERE ar.block_end > ? AND ar.active = 1 AND ar.appointment_id NOT IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(range.resourceIds), new Date(Date.parse(range.from) - 86_400_000).toISOString(), range.to, range.from, JSON.stringify(range.without)],
  )) as { resourceId: string; blockStart: string; blockEnd: string }[];
  return rows.map(row => ({ resourceId: row.resourceId, start: Date.parse(row.blockStart), end: Date.parse(row.blockEnd) }));
}
