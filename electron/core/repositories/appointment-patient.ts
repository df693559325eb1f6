import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

/** What the agenda needs to know about a patient; no number, address or phone. */
export interface BookedPatient {
  readonly name: string;
  readonly birthDate: string | null;
  readonly isProtected: boolean;
  readonly hasWarning: boolean;
}

/** The person behind a visit, or undefined when the register has nobody with this id. */
export async function findBookedPatient(db: Reader, patientId: string): Promise<BookedPatient | undefined> {
  const [row] = (await db.raw(
    `SELECT p.family_name || ', ' || p.given_name AS name, p.birth_date AS birthDate, p.protection <> 'none' AS isProtected,
       EXISTS (SELECT 1 FROM warning w WHERE w.patient_id = p.id AND w.ended_at IS NULL) AS hasWarning
     FROM patient p WHERE p.id = ?`,
    [patientId],
  )) as { name: string; birthDate: string | null; isProtected: number; hasWarning: number }[];
  return row && { ...row, isProtected: row.isProtected === 1, hasWarning: row.hasWarning === 1 };
}

/** A booked visit makes its practitioner part of the patient's care (J-13); one current row per person is enough. */
export async function startCareRelation(tx: Writer, relation: { readonly id: string; readonly patientId: string; readonly userId: string }, change: Change): Promise<void> {
  await tx.raw(
    `INSERT INTO care_relation (id, patient_id, user_id, reason_code, started_at, created_at, created_by, changed_at, changed_by)
     VALUES (?, ?, ?, 'booking', ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    [relation.id, relation.patientId, relation.userId, change.at, change.at, change.by, change.at, change.by],
  );
}
