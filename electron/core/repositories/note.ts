import type { NoteType } from '#shared/domain/journal/template.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** A note's fixed facts and where its newest versions are. */
export interface StoredNote {
  readonly id: string;
  readonly patientId: string;
  readonly authorId: string;
  readonly authorName: string;
  readonly authorTitle: string;
  readonly signerId: string;
  readonly noteType: NoteType;
  readonly templateId: string;
  readonly createdAt: string;
  readonly eventTime: string;
  readonly enteredAt: string | null;
  readonly latestNo: number | null;
  readonly shownNo: number | null;
  readonly finalNo: number | null;
  readonly corrections: number;
  readonly additions: number;
}

/** A line of the timeline: the note, the text shown, and what this reader has unfinished on it. */
export interface TimelineNote extends StoredNote {
  readonly text: string;
  readonly signedAt: string | null;
  readonly lockedAt: string | null;
  readonly ownDraft: 'draft' | 'correction' | 'addition' | null;
}

interface NoteRow {
  id: string;
  patient_id: string;
  author_id: string;
  author_name: string;
  author_title: string;
  signer_id: string;
  note_type: NoteType;
  template_id: string;
  created_at: string;
  event_time: string;
  entered_at: string | null;
  latest_no: number | null;
  shown_no: number | null;
  final_no: number | null;
  corrections: number;
  additions: number;
}
type TimelineRow = NoteRow & { plain_text: string | null; signed_at: string | null; locked_at: string | null; own_draft: TimelineNote['ownDraft'] };

const COLUMNS = [
  'id', 'patient_id', 'author_id', 'author_name', 'author_title', 'signer_id', 'note_type', 'template_id', 'created_at', 'event_time', 'entered_at',
  'latest_no', 'shown_no', 'final_no', 'corrections', 'additions',
].map(column => `n.${column}`).join(', ');

const toNote = (row: NoteRow): StoredNote => ({
  id: row.id, patientId: row.patient_id, authorId: row.author_id, authorName: row.author_name, authorTitle: row.author_title, signerId: row.signer_id,
  noteType: row.note_type, templateId: row.template_id, createdAt: row.created_at, eventTime: row.event_time, enteredAt: row.entered_at,
  latestNo: row.latest_no, shownNo: row.shown_no, finalNo: row.final_no, corrections: row.corrections, additions: row.additions,
});

/** Starts a note. It shows up nowhere until its first version is kept. */
export async function insertNote(tx: Writer, note: Omit<StoredNote, 'enteredAt' | 'latestNo' | 'shownNo' | 'finalNo' | 'corrections' | 'additions'>): Promise<void> {
  await tx.raw(
    `INSERT INTO note (id, patient_id, author_id, author_name, author_title, signer_id, note_type, template_id, created_at, event_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [note.id, note.patientId, note.authorId, note.authorName, note.authorTitle, note.signerId, note.noteType, note.templateId, note.createdAt, note.eventTime],
  );
}

/** The note, if it belongs to this patient (J-01); undefined otherwise. */
export async function findNote(db: Reader, patientId: string, noteId: string): Promise<StoredNote | undefined> {
  const [row] = (await db.raw(`SELECT ${COLUMNS} FROM note n WHERE n.id = ? AND n.patient_id = ?`, [noteId, patientId])) as NoteRow[];
  return row && toNote(row);
}

/** This author's note of this template for this patient in which nothing has been written yet. */
export async function findBlankNote(db: Reader, of: { patientId: string; authorId: string; templateId: string }): Promise<StoredNote | undefined> {
  const [row] = (await db.raw(
    `SELECT ${COLUMNS} FROM note_draft d JOIN note n ON n.id = d.note_id
     WHERE d.author_id = ? AND d.patient_id = ? AND d.revision = 0 AND n.template_id = ? AND n.latest_no IS NULL`,
    [of.authorId, of.patientId, of.templateId],
  )) as NoteRow[];
  return row && toNote(row);
}

const TIMELINE = `SELECT ${COLUMNS}, v.plain_text, s.signed_at, l.locked_at, d.kind AS own_draft
  FROM note n
  JOIN note_version v ON v.note_id = n.id AND v.no = n.shown_no
  LEFT JOIN signature s ON s.note_id = n.id AND s.no = n.final_no AND s.method NOT IN ('card-login', 'practice-login')
  LEFT JOIN note_lock l ON l.note_id = n.id AND l.no = n.final_no
  LEFT JOIN note_draft d ON d.note_id = n.id AND d.author_id = ?
  WHERE n.patient_id = ? AND n.latest_no IS NOT NULL`;
const NEWEST_FIRST = 'ORDER BY n.event_time DESC, n.id DESC LIMIT ?';
const FIRST_PAGE = `${TIMELINE} ${NEWEST_FIRST}`;
const NEXT_PAGE = `${TIMELINE} AND (n.event_time, n.id) < (?, ?) ${NEWEST_FIRST}`;

export interface TimelinePage {
  readonly patientId: string;
  readonly readerId: string;
  readonly before: { readonly eventTime: string; readonly noteId: string } | null;
  readonly limit: number;
}

/** Newest first by event time; at most `limit` notes older than `before`. */
export async function timelineOfPatient(db: Reader, page: TimelinePage): Promise<TimelineNote[]> {
  const start = [page.readerId, page.patientId];
  const rows = (page.before
    ? await db.raw(NEXT_PAGE, [...start, page.before.eventTime, page.before.noteId, page.limit])
    : await db.raw(FIRST_PAGE, [...start, page.limit])) as TimelineRow[];
  return rows.map(row => ({ ...toNote(row), text: row.plain_text ?? '', signedAt: row.signed_at, lockedAt: row.locked_at, ownDraft: row.own_draft }));
}

/** The text of every note of a patient, oldest first, without paging: for the printed journal. */
export async function notesOfPatient(db: Reader, patientId: string): Promise<StoredNote[]> {
  const rows = (await db.raw(`SELECT ${COLUMNS} FROM note n WHERE n.patient_id = ? AND n.latest_no IS NOT NULL ORDER BY n.event_time, n.id`, [patientId])) as NoteRow[];
  return rows.map(toNote);
}

/** True when the register has this patient. */
export async function patientExists(db: Reader, patientId: string): Promise<boolean> {
  return ((await db.raw('SELECT 1 FROM patient WHERE id = ?', [patientId])) as unknown[]).length > 0;
}
