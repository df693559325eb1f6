import type { NoteRecord } from '#shared/domain/journal/note-record.ts';
import type { Reader } from '../db/handles.ts';

// A record is canonical text: keys sorted, no spaces, quotes inside strings escaped. So this text is in it only when a measurement is.
const MARK = '"type":"measurement"';

/** Bindings: patient, mark. Goes by note_of_patient; only notes that hold a measurement have their text read out. */
export const MEASURED_SQL = `SELECT n.id AS noteId, v.event_time AS eventTime, v.author_name AS authorName, v.record AS record
  FROM note n JOIN note_version v ON v.note_id = n.id AND v.no = n.shown_no
  WHERE n.patient_id = ? AND n.latest_no IS NOT NULL AND instr(v.record, ?) > 0 ORDER BY n.event_time DESC, n.id DESC LIMIT ?`;

export interface MeasuredNote {
  readonly noteId: string;
  readonly eventTime: string;
  readonly authorName: string;
  readonly content: NoteRecord['content'];
}

/** The patient's notes in force that hold a measurement, newest first. */
export async function notesWithMeasurements(db: Reader, patientId: string, limit: number): Promise<MeasuredNote[]> {
  const rows = (await db.raw(MEASURED_SQL, [patientId, MARK, limit])) as { noteId: string; eventTime: string; authorName: string; record: string }[];
  return rows.map(({ record, ...row }) => ({ ...row, content: (JSON.parse(record) as NoteRecord).content }));
}
