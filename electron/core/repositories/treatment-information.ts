import type { InformedHow, TreatmentInformation } from '#shared/domain/agenda/treatment-information.ts';
import type { Reader, Writer } from '../db/handles.ts';

export interface NewInformation {
  readonly id: string;
  readonly patientId: string;
  readonly serviceId: string;
  /** ISO UTC. */
  readonly informedAt: string;
  readonly how: InformedHow;
  readonly recordedAt: string;
  readonly recordedBy: string;
  /** The record this one takes out of account. */
  readonly withdrawsId?: string;
}

/** Adds a row; none is ever changed. Sending the same id twice adds one. */
export async function insertInformation(tx: Writer, row: NewInformation): Promise<void> {
  await tx.raw(
    `INSERT INTO treatment_information (id, patient_id, service_id, informed_at, how, recorded_at, recorded_by, withdraws_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO NOTHING`,
    [row.id, row.patientId, row.serviceId, row.informedAt, row.how, row.recordedAt, row.recordedBy, row.withdrawsId ?? null],
  );
}

const SELECT = `SELECT i.id AS id, i.service_id AS serviceId, i.informed_at AS informedAt, i.how AS how, i.recorded_at AS recordedAt, u.name AS "by",
  EXISTS (SELECT 1 FROM treatment_information w WHERE w.withdraws_id = i.id) AS withdrawn
  FROM treatment_information i JOIN user_account u ON u.id = i.recorded_by
  WHERE i.patient_id = ? AND i.withdraws_id IS NULL`;

/** What is documented for a patient, newest first, withdrawn rows marked. */
export async function findInformation(db: Reader, patientId: string): Promise<TreatmentInformation[]> {
  const rows = (await db.raw(`${SELECT} ORDER BY i.informed_at DESC`, [patientId])) as (Omit<TreatmentInformation, 'withdrawn'> & { withdrawn: number })[];
  return rows.map(row => ({ ...row, withdrawn: row.withdrawn === 1 }));
}

/** When the patient was informed about this service, withdrawn rows left out. ISO UTC. */
export async function findInformedAt(db: Reader, patientId: string, serviceId: string): Promise<string[]> {
  const rows = (await db.raw(
    `SELECT i.informed_at AS at FROM treatment_information i WHERE i.patient_id = ? AND i.service_id = ? AND i.withdraws_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM treatment_information w WHERE w.withdraws_id = i.id)`,
    [patientId, serviceId],
  )) as { at: string }[];
  return rows.map(row => row.at);
}
