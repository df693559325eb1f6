import type { Reader } from '../db/handles.ts';

/** A file of the journal as the time line shows it; `incoming` when it came from outside. */
export interface FileOfPatient {
  readonly id: string;
  readonly at: string;
  readonly title: string;
  readonly category: 'photo' | 'document';
  readonly who: string;
  readonly isStruck: number;
  readonly sender: string | null;
  readonly signedOffAt: string | null;
}

const FILES = (incoming: 'EXISTS' | 'NOT EXISTS'): string => `SELECT a.id, a.event_time AS at, a.title, a.category, a.author_name AS who, a.struck_at IS NOT NULL AS isStruck, i.sender, i.signed_off_at AS signedOffAt
  FROM attachment a LEFT JOIN incoming_document i ON i.attachment_id = a.id
  WHERE a.patient_id = ? AND a.event_time <= ? AND (a.event_time, a.id) < (?, ?) AND ${incoming} (SELECT 1 FROM incoming_document d WHERE d.attachment_id = a.id)
  ORDER BY a.event_time DESC, a.id DESC LIMIT ?`;
const BY_ORIGIN = { own: FILES('NOT EXISTS'), incoming: FILES('EXISTS') } as const;

/** Files of a patient's journal, newest first by when they tell of: at most `limit` before (at, id). */
export async function filesOfPatient(db: Reader, origin: 'own' | 'incoming', of: { readonly patientId: string; readonly before: { readonly at: string; readonly id: string }; readonly limit: number }): Promise<FileOfPatient[]> {
  return (await db.raw(BY_ORIGIN[origin], [of.patientId, of.before.at, of.before.at, of.before.id, of.limit])) as FileOfPatient[];
}
