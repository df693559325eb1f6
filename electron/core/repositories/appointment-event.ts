import type { AppointmentEvent, CancelReason } from '#shared/domain/agenda/appointment.ts';
import type { AppointmentStatus } from '#shared/domain/agenda/status.ts';
import type { VisitTimes } from '#shared/domain/agenda/service.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { PatientIdentity } from './appointment-patient.ts';

/** What a step changed, enough to put it back. */
export interface Before extends VisitTimes {
  readonly status: AppointmentStatus;
  readonly overbooked: boolean;
  readonly resourceIds: readonly string[];
  // Not in rows of before migration 8.
  readonly arrivedAt?: string | null;
  readonly identityProof?: string | null;
  readonly feeProposed?: boolean;
  /** What the patient's own record said about identity before this step changed it. */
  readonly patientIdentity?: PatientIdentity;
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
  readonly feeProposed?: boolean;
  readonly reason: CancelReason | null;
  readonly reasonText: string;
  readonly before: Before | null;
}

/** Adds a step to a visit's history. */
export async function insertEvent(tx: Writer, event: NewEvent): Promise<void> {
  await tx('appointment_event').insert({
    id: event.id, appointment_id: event.appointmentId, appointment_version: event.version, at: event.at, actor_id: event.actorId, kind: event.kind,
    from_status: event.fromStatus, to_status: event.toStatus, from_start: event.fromStart, to_start: event.toStart, overbooked: event.overbooked,
    outside_hours: event.outsideHours, fee_proposed: event.feeProposed ?? false, reason: event.reason, reason_text: event.reasonText, before: event.before && JSON.stringify(event.before),
  });
}

/** A visit's history, oldest first. */
export async function findEvents(db: Reader, appointmentId: string): Promise<AppointmentEvent[]> {
  const rows = (await db.raw(
    `SELECT e.id AS id, e.at AS at, coalesce(u.name, '') AS actor, e.kind AS kind, e.from_status AS fromStatus, e.to_status AS toStatus,
       e.from_start AS fromStart, e.to_start AS toStart, e.overbooked AS overbooked, e.fee_proposed AS feeProposed, e.reason AS reason, e.reason_text AS reasonText
     FROM appointment_event e LEFT JOIN user_account u ON u.id = e.actor_id
     WHERE e.appointment_id = ? ORDER BY e.appointment_version`,
    [appointmentId],
  )) as (Omit<AppointmentEvent, 'overbooked' | 'feeProposed'> & { overbooked: number; feeProposed: number })[];
  return rows.map(row => ({ ...row, overbooked: row.overbooked === 1, feeProposed: row.feeProposed === 1 }));
}

export interface LatestStep {
  readonly kind: AppointmentEvent['kind'];
  readonly at: string;
  readonly actorId: string | null;
  readonly version: number;
  readonly before: Before | null;
}

/** The newest step of a visit. */
export async function findLatestStep(db: Reader, appointmentId: string): Promise<LatestStep | undefined> {
  const [row] = (await db.raw(
    `${STEP} WHERE appointment_id = ? ORDER BY appointment_version DESC LIMIT 1`,
    [appointmentId],
  )) as StepRow[];
  return row && toStep(row);
}

/** The newest check-in of a visit. */
export async function findCheckIn(db: Reader, appointmentId: string): Promise<LatestStep | undefined> {
  const [row] = (await db.raw(
    `${STEP} WHERE appointment_id = ? AND to_status = 'arrived' AND kind = 'status' ORDER BY appointment_version DESC LIMIT 1`,
    [appointmentId],
  )) as StepRow[];
  return row && toStep(row);
}

const STEP = 'SELECT kind, at, actor_id AS actorId, appointment_version AS version, before FROM appointment_event';
type StepRow = Omit<LatestStep, 'before'> & { before: string | null };
const toStep = (row: StepRow): LatestStep => ({ ...row, before: row.before === null ? null : (JSON.parse(row.before) as Before) });
