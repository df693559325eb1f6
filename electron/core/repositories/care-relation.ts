import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './patient.ts';

/** Somebody takes part in somebody's care (J-13). */
export interface CareRelation {
  readonly id: string;
  readonly patientId: string;
  readonly userId: string;
  readonly reasonCode: string;
  readonly reasonText: string;
  readonly startedAt: string;
}

/** The current care relation between a patient and a member of staff. */
export async function findCareRelation(db: Reader, patientId: string, userId: string): Promise<CareRelation | undefined> {
  const [row] = (await db.raw(
    `SELECT id, patient_id AS patientId, user_id AS userId, reason_code AS reasonCode, reason_text AS reasonText, started_at AS startedAt
     FROM care_relation WHERE patient_id = ? AND user_id = ? AND ended_at IS NULL`,
    [patientId, userId],
  )) as CareRelation[];
  return row;
}

/** Records one; when there is a current one already, that stays and nothing is written. Returns true when it is new. */
export async function insertCareRelation(tx: Writer, relation: Omit<CareRelation, 'startedAt'>, change: Change): Promise<boolean> {
  if (await findCareRelation(tx, relation.patientId, relation.userId)) return false;
  await tx('care_relation').insert({
    id: relation.id, patient_id: relation.patientId, user_id: relation.userId, reason_code: relation.reasonCode, reason_text: relation.reasonText, started_at: change.at,
    version: 1, created_at: change.at, created_by: change.by, changed_at: change.at, changed_by: change.by,
  });
  return true;
}
