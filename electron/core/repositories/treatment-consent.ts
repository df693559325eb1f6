import type { Consent, ConsentHow } from '#shared/domain/care/consent.ts';
import type { Reader, Writer } from '../db/handles.ts';

export interface NewConsent {
  readonly id: string;
  readonly patientId: string;
  readonly serviceId: string;
  /** ISO UTC. */
  readonly consentedAt: string;
  readonly how: ConsentHow;
  readonly noteId: string | null;
  readonly recordedAt: string;
  readonly recordedBy: string;
  /** The consent this row takes back. */
  readonly withdrawsId?: string;
}

/** Adds a row; none is ever changed. Sending the same id twice adds one. */
export async function insertConsent(tx: Writer, row: NewConsent): Promise<void> {
  const [same] = (await tx.raw('SELECT 1 FROM treatment_consent WHERE id = ?', [row.id])) as unknown[];
  if (same) return;
  await tx('treatment_consent').insert({
    id: row.id, patient_id: row.patientId, service_id: row.serviceId, consented_at: row.consentedAt, how: row.how, note_id: row.noteId,
    recorded_at: row.recordedAt, recorded_by: row.recordedBy, withdraws_id: row.withdrawsId ?? null,
  });
}

/** What a patient has consented to, newest first, what was taken back marked. */
export async function consentsOf(db: Reader, patientId: string): Promise<Consent[]> {
  const rows = (await db.raw(
    `SELECT c.id, c.service_id AS serviceId, c.consented_at AS consentedAt, c.how, c.note_id AS noteId, c.recorded_at AS recordedAt, u.name AS "by",
       EXISTS (SELECT 1 FROM treatment_consent w WHERE w.withdraws_id = c.id) AS withdrawn
     FROM treatment_consent c JOIN user_account u ON u.id = c.recorded_by WHERE c.patient_id = ? AND c.withdraws_id IS NULL ORDER BY c.consented_at DESC`,
    [patientId],
  )) as (Omit<Consent, 'withdrawn'> & { withdrawn: number })[];
  return rows.map(row => ({ ...row, withdrawn: row.withdrawn === 1 }));
}

/** True when the patient has consented to this service, not before `from` (ISO UTC), and not taken it back. */
export async function hasConsent(db: Reader, { patientId, serviceId, from }: { readonly patientId: string; readonly serviceId: string; readonly from: string }): Promise<boolean> {
  const rows = (await db.raw(
    `SELECT 1 FROM treatment_consent c WHERE c.patient_id = ? AND c.service_id = ? AND c.consented_at >= ? AND c.withdraws_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM treatment_consent w WHERE w.withdraws_id = c.id) LIMIT 1`,
    [patientId, serviceId, from],
  )) as unknown[];
  return rows.length > 0;
}
