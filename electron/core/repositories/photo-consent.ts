import type { PhotoConsent } from '#shared/domain/attachments/attachment.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Moment } from './attachment.ts';

/** What the patient last said about photographs: a consent, or one that is withdrawn; undefined when nobody has asked. */
export async function latestConsent(db: Reader, patientId: string): Promise<PhotoConsent | undefined> {
  const [row] = (await db.raw(
    `SELECT id, version, method, given_at AS givenAt, recorded_name AS recordedName, withdrawn_at AS withdrawnAt FROM photo_consent WHERE patient_id = ? ORDER BY given_at DESC, id DESC LIMIT 1`,
    [patientId],
  )) as PhotoConsent[];
  return row;
}

export interface NewConsent {
  readonly id: string;
  readonly patientId: string;
  readonly method: PhotoConsent['method'];
  readonly recordedName: string;
}

/** The patient’s consent to photographs, with who took it and how (K-24). It is withdrawn, never removed. */
export async function insertConsent(tx: Writer, consent: NewConsent, { at, by }: Moment): Promise<void> {
  await tx('photo_consent').insert({
    id: consent.id, patient_id: consent.patientId, method: consent.method, given_at: at, recorded_by: by, recorded_name: consent.recordedName, changed_at: at, changed_by: by,
  });
}

/** Errors: record.changedMeanwhile. */
export async function endConsent(tx: Writer, at: { readonly id: string; readonly version: number }, moment: Moment): Promise<void> {
  const count = await tx('photo_consent').where({ id: at.id, version: at.version }).whereNull('withdrawn_at').update({ withdrawn_at: moment.at, version: at.version + 1, changed_at: moment.at, changed_by: moment.by });
  if (count !== 1) throw new AppError('record.changedMeanwhile');
}
