import { CARE_DAYS_AFTER_CONTACT, STATED_REASON_HOURS, type CareReason } from '#shared/domain/journal/rules.ts';
import type { Reader, Writer } from '../db/handles.ts';

const HOUR_MS = 3_600_000;

// Booked with this person (whatever the visit's fate, unless cancelled), written about by this person, or stated.
const RELATION = `SELECT 1 WHERE
  EXISTS (SELECT 1 FROM care_relation WHERE patient_id = ? AND user_id = ? AND ended_at IS NULL AND (started_at >= ? OR (reason_code = 'takesPartInCare' AND started_at >= ?)))
  OR EXISTS (SELECT 1 FROM appointment a JOIN appointment_resource ar ON ar.appointment_id = a.id JOIN resource r ON r.id = ar.resource_id
    WHERE a.patient_id = ? AND a.start_utc >= ? AND a.status NOT IN ('cancelledEarly', 'cancelledLate', 'rescheduled') AND r.user_id = ?)
  OR EXISTS (SELECT 1 FROM note WHERE patient_id = ? AND latest_no IS NOT NULL AND event_time >= ? AND author_id = ?)`;

/**
 * Whether this person takes part in this patient's care (J-13, PDL 4:1): a visit booked with them or a note by them
 * within half a year, any visit to come, or a reason stated today (half a year when it says they take part in the care).
 */
export async function hasCareRelation(db: Reader, of: { readonly userId: string; readonly patientId: string; readonly at: Date }): Promise<boolean> {
  const since = new Date(of.at.getTime() - CARE_DAYS_AFTER_CONTACT * 24 * HOUR_MS).toISOString();
  const stated = new Date(of.at.getTime() - STATED_REASON_HOURS * HOUR_MS).toISOString();
  const rows = (await db.raw(RELATION, [of.patientId, of.userId, stated, since, of.patientId, since, of.userId, of.patientId, since, of.userId])) as unknown[];
  return rows.length > 0;
}

export interface StatedReason {
  readonly id: string;
  readonly patientId: string;
  readonly userId: string;
  readonly reasonCode: CareReason;
  readonly reasonText: string;
  readonly at: string;
}

/** Notes why somebody opens the record; an earlier statement goes to history. */
export async function stateCareReason(tx: Writer, s: StatedReason): Promise<void> {
  await tx.raw(
    `INSERT INTO care_relation (id, patient_id, user_id, reason_code, reason_text, started_at, created_at, created_by, changed_at, changed_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (patient_id, user_id) WHERE ended_at IS NULL DO UPDATE SET reason_code = excluded.reason_code, reason_text = excluded.reason_text,
       started_at = excluded.started_at, version = version + 1, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    [s.id, s.patientId, s.userId, s.reasonCode, s.reasonText, s.at, s.at, s.userId, s.at, s.userId],
  );
}
