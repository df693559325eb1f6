import type { Reader } from '../db/handles.ts';

/** Something that happened to a patient's warnings. */
export interface WarningEvent {
  readonly id: string;
  readonly at: string;
  readonly what: 'lifeThreatening' | 'harmful' | 'discomfort' | 'notRated' | 'ended' | 'noneKnown';
  /** The newest wording; empty for the answer "none known". */
  readonly text: string;
  /** Why it was ended. */
  readonly reason: string;
  readonly who: string;
}

const EVENTS = `SELECT w.id, w.created_at AS at, w.severity AS what, w.text, '' AS reason, coalesce(u.name, '') AS who FROM warning w LEFT JOIN user_account u ON u.id = w.created_by WHERE w.patient_id = ?
  UNION ALL SELECT w.id || ' ended', w.ended_at, 'ended', w.text, coalesce(w.end_reason, ''), coalesce(u.name, '') FROM warning w LEFT JOIN user_account u ON u.id = w.ended_by WHERE w.patient_id = ? AND w.ended_at IS NOT NULL
  UNION ALL SELECT 'answer ' || a.id, a.answered_at, 'noneKnown', '', '', coalesce(u.name, '') FROM warning_answer a LEFT JOIN user_account u ON u.id = a.answered_by WHERE a.patient_id = ?`;

/** When warnings began, when they ended and why, and each answer "none known"; in no order. */
export async function warningEvents(db: Reader, patientId: string): Promise<WarningEvent[]> {
  return (await db.raw(EVENTS, [patientId, patientId, patientId])) as WarningEvent[];
}
