import type { Consent } from '#shared/domain/reminders/settings.ts';
import type { MessageLanguage } from '#shared/domain/reminders/template.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';

export interface StoredConsent {
  readonly version: number;
  readonly consent: Consent;
  readonly language: MessageLanguage | null;
}

/** What the patient said about text messages; version 0 when nobody has asked. */
export async function findConsent(db: Reader, patientId: string): Promise<StoredConsent> {
  const [row] = (await db.raw(`SELECT version, consent, language FROM messaging_consent WHERE patient_id = ? AND channel = 'sms'`, [patientId])) as StoredConsent[];
  return row ?? { version: 0, consent: 'notAsked', language: null };
}

interface ConsentChange extends StoredConsent {
  readonly id: string;
  readonly patientId: string;
  readonly at: string;
  readonly by: string | null;
}

/** Writes it over the version the caller saw and returns the new one. Errors: record.changedMeanwhile. */
export async function putConsent(tx: Writer, { id, patientId, version, consent, language, at, by }: ConsentChange): Promise<number> {
  const there = await findConsent(tx, patientId);
  if (there.version !== version) throw new AppError('record.changedMeanwhile');
  const columns = { consent, language, version: version + 1, changed_at: at, changed_by: by };
  if (version === 0) await tx('messaging_consent').insert({ id, patient_id: patientId, channel: 'sms', ...columns });
  else await tx('messaging_consent').where({ patient_id: patientId, channel: 'sms' }).update(columns);
  return version + 1;
}

/** The number a text message would go to, as stored; null when the patient has no mobile. */
export async function findMobile(db: Reader, patientId: string): Promise<string | null> {
  const [row] = (await db.raw(`SELECT value FROM contact_point WHERE patient_id = ? AND ended_at IS NULL AND kind = 'mobile' ORDER BY created_at, id LIMIT 1`, [patientId])) as { value: string }[];
  return row?.value ?? null;
}
