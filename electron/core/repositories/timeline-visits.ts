import type { AppointmentStatus } from '#shared/domain/agenda/status.ts';
import type { Reader } from '../db/handles.ts';

export interface VisitOfPatient {
  readonly id: string;
  readonly at: string;
  readonly until: string;
  readonly service: string;
  readonly status: AppointmentStatus;
  readonly practitioner: string | null;
  readonly room: string | null;
}

const NAMES = (kind: string): string => `(SELECT group_concat(r.name, ', ') FROM appointment_resource ar JOIN resource r ON r.id = ar.resource_id
    WHERE ar.appointment_id = coalesce(a.group_id, a.id) AND r.kind = '${kind}')`;
const VISITS = `SELECT a.id, a.start_utc AS at, a.end_utc AS until, s.name AS service, a.status, ${NAMES('practitioner')} AS practitioner, ${NAMES('room')} AS room
  FROM appointment a JOIN service s ON s.id = a.service_id
  WHERE a.patient_id = ? AND a.start_utc <= ? AND (a.start_utc, a.id) < (?, ?) ORDER BY a.start_utc DESC, a.id DESC LIMIT ?`;

/** A patient's visits, newest first, planned ones before: at most `limit` before (at, id). */
export async function visitsOfPatient(db: Reader, of: { readonly patientId: string; readonly before: { readonly at: string; readonly id: string }; readonly limit: number }): Promise<VisitOfPatient[]> {
  return (await db.raw(VISITS, [of.patientId, of.before.at, of.before.at, of.before.id, of.limit])) as VisitOfPatient[];
}
