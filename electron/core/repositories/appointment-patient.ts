import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

/** What the agenda needs to know about a patient; no number, address or phone. */
export interface BookedPatient {
  readonly name: string;
  readonly birthDate: string | null;
  readonly isProtected: boolean;
  readonly hasWarning: boolean;
  /** Somebody has checked who they are, at a visit or in the register (G-10). */
  readonly identityChecked: boolean;
}

/** The person behind a visit, or undefined when the register has nobody with this id. */
export async function findBookedPatient(db: Reader, patientId: string): Promise<BookedPatient | undefined> {
  const [row] = (await db.raw(
    `SELECT p.family_name || ', ' || p.given_name AS name, p.birth_date AS birthDate, p.protection <> 'none' AS isProtected,
       p.identity_proof IS NOT NULL AS identityChecked, EXISTS (SELECT 1 FROM warning w WHERE w.patient_id = p.id AND w.ended_at IS NULL) AS hasWarning
     FROM patient p WHERE p.id = ?`,
    [patientId],
  )) as { name: string; birthDate: string | null; isProtected: number; hasWarning: number; identityChecked: number }[];
  return row && { ...row, isProtected: row.isProtected === 1, hasWarning: row.hasWarning === 1, identityChecked: row.identityChecked === 1 };
}

/** How, when and by whom a patient's identity was checked, as their own record says; all null: never. */
export interface PatientIdentity {
  readonly proof: string | null;
  readonly on: string | null;
  readonly by: string | null;
}

/** Sets it and returns what stood there before; undefined when it said the same already. The patient's version grows. */
export async function setPatientIdentity(tx: Writer, patientId: string, identity: PatientIdentity, change: Change): Promise<PatientIdentity | undefined> {
  const [old] = (await tx.raw('SELECT identity_proof AS proof, identity_checked_on AS "on", identity_checked_by AS "by" FROM patient WHERE id = ?', [patientId])) as PatientIdentity[];
  if (!old || (old.proof === identity.proof && old.on === identity.on)) return undefined;
  await tx.raw(
    'UPDATE patient SET identity_proof = ?, identity_checked_on = ?, identity_checked_by = ?, version = version + 1, changed_at = ?, changed_by = ? WHERE id = ?',
    [identity.proof, identity.on, identity.by, change.at, change.by, patientId],
  );
  return old;
}

/** A booked visit makes its practitioner part of the patient's care (J-13); one current row per person is enough. */
export async function startCareRelation(tx: Writer, relation: { readonly id: string; readonly patientId: string; readonly userId: string }, change: Change): Promise<void> {
  await tx.raw(
    `INSERT INTO care_relation (id, patient_id, user_id, reason_code, started_at, created_at, created_by, changed_at, changed_by)
     VALUES (?, ?, ?, 'booking', ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    [relation.id, relation.patientId, relation.userId, change.at, change.at, change.by, change.at, change.by],
  );
}
