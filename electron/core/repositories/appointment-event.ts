import type { AppointmentEvent, CancelReason } from '#shared/domain/agenda/appointment.ts';
import type { AppointmentStatus } from '#shared/domain/agenda/status.ts';
import type { VisitTimes } from '#shared/domain/agenda/service.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** What a step changed, enough to put it back. */
export interface Before extends VisitTimes {
  readonly status: AppointmentStatus;
  readonly overbooked: boolean;
  readonly resourceIds: readonly string[];
}

export interface NewEvent {
  readonly id: string;
  readonly appointmentId: string;
  /** The visit's version after the step. */
  readonly version: number;
  readonly at: string;
  readonly actorId: string | null;
  readonly kind: AppointmentEvent['kind'];
  readonly fromStatus: AppointmentStatus | null;
  readonly toStatus: AppointmentStatus;
  readonly fromStart: string | null;
  readonly toStart: string | null;
  readonly overbooked: boolean;
  readonly outsideHours: boolean;
  readonly reason: CancelReason | null;
  readonly reasonText: string;
  readonly before: Before | null;
}

/** Adds a step to a visit's history. */
export async function insertEvent(tx: Writer, event: NewEvent): Promise<void> {
  await tx('appointment_event').insert({
    id: event.id, appointment_id: event.appointmentId, appointment_version: event.version, at: event.at, actor_id: event.actorId, kind: event.kind,
    from_status: event.fromStatus, to_status: event.toStatus, from_start: event.fromStart, to_start: event.toStart, overbooked: event.overbooked,
    outside_hours: event.outsideHours, reason: event.reason, reason_text: event.reasonText, before: event.before && JSON.stringify(event.before),
  });
}

/** A visit's history, oldest first. */
export async function findEvents(db: Reader, appointmentId: string): Promise<AppointmentEvent[]> {
  const rows = (await db.raw(
    `SELECT e.id AS id, e.at AS at, coalesce(u.name, '') AS actor, e.kind AS kind, e.from_status AS fromStatus, e.to_status AS toStatus,
       e.from_start AS fromStart, e.to_start AS toStart, e.overbooked AS overbooked, e.reason AS reason, e.reason_text AS reasonText
     FROM appointment_event e LEFT JOIN user_account u ON u.id = e.actor_id
     WHERE e.appointment_id = ? ORDER BY e.appointment_version`,
    [appointmentId],
  )) as (Omit<AppointmentEvent, 'overbooked'> & { overbooked: number })[];
  return rows.map(row => ({ ...row, overbooked: row.overbooked === 1 }));
}

export interface LatestStep {
  readonly at: string;
  readonly actorId: string | null;
  readonly version: number;
  readonly before: Before | null;
}

/** The newest step of a visit. */
export async function findLatestStep(db: Reader, appointmentId: string): Promise<LatestStep | undefined> {
  const [row] = (await db.raw(
    `SELECT at, actor_id AS actorId, appointment_version AS version, before FROM appointment_event
     WHERE appointment_id = ? ORDER BY appointment_version DESC LIMIT 1`,
    [appointmentId],
  )) as (Omit<LatestStep, 'before'> & { before: string | null })[];
  return row && { ...row, before: row.before === null ? null : (JSON.parse(row.before) as Before) };
}
