import type { VisitTimes } from '#shared/domain/agenda/service.ts';
import type { AppointmentStatus } from '#shared/domain/agenda/status.ts';
import { occupies } from '#shared/domain/agenda/status.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** A visit as stored, with the ids of everything it occupies. */
export interface StoredVisit extends VisitTimes {
  readonly id: string;
  readonly version: number;
  readonly serviceId: string;
  readonly patientId: string | null;
  readonly bookingName: string;
  readonly bookingPhone: string;
  readonly timeZone: string;
  readonly status: AppointmentStatus;
  readonly note: string;
  readonly lateCancelHours: number;
  readonly overbooked: boolean;
  readonly arrivedAt: string | null;
  readonly identityProof: string | null;
  /** Of somebody booked by name (C-08). */
  readonly bookingBirthDate?: string | null;
  /** Told at booking, in the smallest unit; `feeProposed`: may be charged, by a person (C-07). */
  readonly noShowFeeMinor?: number;
  readonly feeProposed?: boolean;
  /** The visit this one was made instead of. */
  readonly replacesId?: string | null;
  /** The series it is one of, and where the series wants it: a visit that starts elsewhere was moved by itself (C-04). */
  readonly seriesId?: string | null;
  readonly seriesStart?: string | null;
  /** Null or absent: a visit of its own; its own id: the host of a group; another id: a participant of that group (C-10). */
  readonly groupId?: string | null;
  /** A participant has those of its group. */
  readonly resourceIds: readonly string[];
}

/** True for somebody's seat in a group: its time, practitioner and room are the group's. */
export const isParticipant = (visit: Pick<StoredVisit, 'id' | 'groupId'>): boolean => Boolean(visit.groupId) && visit.groupId !== visit.id;

/** True for the block in the agenda that a group meets in: nobody's own visit. */
export const isGroupHost = (visit: Pick<StoredVisit, 'id' | 'groupId'>): boolean => visit.groupId === visit.id;

interface VisitRow {
  id: string; version: number; service_id: string; patient_id: string | null; booking_name: string; booking_phone: string; start_utc: string; end_utc: string;
  block_start_utc: string; block_end_utc: string; tz: string; status: AppointmentStatus; note: string; late_cancel_hours: number; overbooked: number;
  booking_birth_date: string | null; no_show_fee_minor: number; fee_proposed: number; replaces_id: string | null;
  arrived_at: string | null; identity_proof: string | null; group_id: string | null; series_id: string | null; series_start: string | null; resource_ids: string;
}

const SELECT = `SELECT a.*, (SELECT json_group_array(ar.resource_id) FROM appointment_resource ar WHERE ar.appointment_id = coalesce(a.group_id, a.id)) AS resource_ids
  FROM appointment a WHERE a.id = ?`;

/** The visit, or undefined when there is none with this id. */
export async function findVisit(db: Reader, id: string): Promise<StoredVisit | undefined> {
  const [row] = (await db.raw(SELECT, [id])) as VisitRow[];
  return row && toVisit(row);
}

/** The visit at exactly this version. Errors: record.notFound, record.changedMeanwhile. */
export async function getVisitAt(db: Reader, id: string, version: number): Promise<StoredVisit> {
  const visit = await findVisit(db, id);
  if (!visit) throw new AppError('record.notFound');
  if (visit.version !== version) throw new AppError('record.changedMeanwhile');
  return visit;
}

const toVisit = (row: VisitRow): StoredVisit => ({
  id: row.id,
  version: row.version,
  serviceId: row.service_id,
  patientId: row.patient_id,
  bookingName: row.booking_name,
  bookingPhone: row.booking_phone,
  start: row.start_utc,
  end: row.end_utc,
  blockStart: row.block_start_utc,
  blockEnd: row.block_end_utc,
  timeZone: row.tz,
  status: row.status,
  note: row.note,
  lateCancelHours: row.late_cancel_hours,
  overbooked: row.overbooked === 1,
  arrivedAt: row.arrived_at,
  identityProof: row.identity_proof,
  bookingBirthDate: row.booking_birth_date,
  noShowFeeMinor: row.no_show_fee_minor,
  feeProposed: row.fee_proposed === 1,
  replacesId: row.replaces_id,
  seriesId: row.series_id,
  seriesStart: row.series_start,
  groupId: row.group_id,
  resourceIds: JSON.parse(row.resource_ids) as string[],
});

/** Who changes a row, and when (ISO UTC). */
export interface Change {
  readonly by: string | null;
  readonly at: string;
}

/** Writes a new visit and what it occupies. Errors: the database's own 'agenda.doubleBooked' (C-03). */
export async function insertVisit(tx: Writer, visit: StoredVisit, change: Change): Promise<void> {
  await tx('appointment').insert({
    id: visit.id, service_id: visit.serviceId, patient_id: visit.patientId, booking_name: visit.bookingName, booking_phone: visit.bookingPhone,
    booking_birth_date: visit.bookingBirthDate ?? null, no_show_fee_minor: visit.noShowFeeMinor ?? 0, replaces_id: visit.replacesId ?? null,
    ...timeColumns(visit), tz: visit.timeZone, status: visit.status, note: visit.note, late_cancel_hours: visit.lateCancelHours,
    overbooked: visit.overbooked, group_id: visit.groupId ?? null, series_id: visit.seriesId ?? null, series_start: visit.seriesStart ?? null, version: visit.version, created_at: change.at, created_by: change.by, changed_at: change.at, changed_by: change.by,
  });
  await occupy(tx, visit);
}

const timeColumns = (times: VisitTimes) => ({
  start_utc: times.start, end_utc: times.end, block_start_utc: times.blockStart, block_end_utc: times.blockEnd,
});

const occupy = async (tx: Writer, visit: StoredVisit): Promise<void> => {
  if (isParticipant(visit)) return;
  await tx('appointment_resource').insert(
    visit.resourceIds.map(resourceId => ({
      resource_id: resourceId, appointment_id: visit.id, block_start: visit.blockStart, block_end: visit.blockEnd, active: occupies(visit.status), overbooked: visit.overbooked,
    })),
  );
};

export interface VisitPatch {
  readonly status?: AppointmentStatus;
  readonly patientId?: string;
  readonly overbooked?: boolean;
  readonly arrivedAt?: string | null;
  readonly identityProof?: string | null;
  readonly feeProposed?: boolean;
}

/** Changes some fields; the version grows by one. Errors: record.changedMeanwhile, 'agenda.doubleBooked'. */
export async function updateVisit(tx: Writer, at: { readonly id: string; readonly version: number }, patch: VisitPatch, change: Change): Promise<number> {
  const columns = {
    ...(patch.status !== undefined && { status: patch.status }),
    ...(patch.patientId !== undefined && { patient_id: patch.patientId }),
    ...(patch.overbooked !== undefined && { overbooked: patch.overbooked }),
    ...(patch.arrivedAt !== undefined && { arrived_at: patch.arrivedAt }),
    ...(patch.identityProof !== undefined && { identity_proof: patch.identityProof }),
    ...(patch.feeProposed !== undefined && { fee_proposed: patch.feeProposed }),
  };
  return writeAt(tx, at, columns, change);
}

/**
 * Puts the visit at other times, with other resources, in another status: what it occupied is released first and taken
 * anew, so that it never stands in its own way. Errors: record.changedMeanwhile, 'agenda.doubleBooked'.
 */
export async function placeVisit(tx: Writer, visit: StoredVisit, change: Change): Promise<number> {
  await tx('appointment_resource').where({ appointment_id: visit.id }).delete();
  const columns = {
    ...timeColumns(visit), status: visit.status, overbooked: visit.overbooked, series_start: visit.seriesStart ?? null,
    arrived_at: visit.arrivedAt, identity_proof: visit.identityProof, fee_proposed: visit.feeProposed ?? false,
  };
  const version = await writeAt(tx, visit, columns, change);
  await occupy(tx, visit);
  return version;
}

async function writeAt(tx: Writer, at: { readonly id: string; readonly version: number }, columns: object, change: Change): Promise<number> {
  const version = at.version + 1;
  const count = await tx('appointment').where({ id: at.id, version: at.version }).update({ ...columns, version, changed_at: change.at, changed_by: change.by });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
  return version;
}
