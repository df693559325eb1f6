import type { NoteType } from '#shared/domain/journal/template.ts';
import type { Reader } from '../db/handles.ts';

/** One thing that waits for a lock, a signature, or its writer. */
export interface UnsignedRow {
  readonly noteId: string;
  readonly patientId: string;
  readonly noteType: NoteType;
  readonly templateId: string;
  readonly kind: 'note' | 'correction' | 'addition';
  /** The locked version; null while it is a draft. */
  readonly no: number | null;
  readonly authorId: string;
  readonly authorName: string;
  readonly signerId: string;
  readonly signerName: string;
  readonly eventTime: string;
  /** When it was locked, or first written down. */
  readonly since: string;
  readonly handover: 'handed' | 'returned' | 'assigned' | null;
  readonly comment: string | null;
}

const DRAFT = `SELECT d.note_id AS noteId, d.patient_id AS patientId, d.note_type AS noteType, n.template_id AS templateId,
    CASE d.kind WHEN 'draft' THEN 'note' ELSE d.kind END AS kind, NULL AS no, d.author_id AS authorId, a.name AS authorName,
    CASE d.kind WHEN 'draft' THEN n.signer_id ELSE d.author_id END AS signerId, s.name AS signerName, d.event_time AS eventTime,
    coalesce(CASE WHEN d.kind = 'draft' THEN n.entered_at END, d.saved_at) AS since, h.kind AS handover, h.comment
  FROM note_draft d JOIN note n ON n.id = d.note_id JOIN user_account a ON a.id = d.author_id
  JOIN user_account s ON s.id = CASE d.kind WHEN 'draft' THEN n.signer_id ELSE d.author_id END
  LEFT JOIN note_handover h ON h.note_id = d.note_id AND h.no = (SELECT max(no) FROM note_handover WHERE note_id = d.note_id)`;
const WRITTEN = "d.revision > 0 AND d.note_type <> 'system'";
const LOCKED = `SELECT w.note_id AS noteId, n.patient_id AS patientId, n.note_type AS noteType, n.template_id AS templateId,
    CASE v.kind WHEN 'final' THEN 'note' ELSE v.kind END AS kind, w.no, v.author_id AS authorId, v.author_name AS authorName,
    w.signer_id AS signerId, s.name AS signerName, v.event_time AS eventTime, w.locked_at AS since, NULL AS handover, NULL AS comment
  FROM note_waiting w JOIN note_version v ON v.note_id = w.note_id AND v.no = w.no JOIN note n ON n.id = w.note_id JOIN user_account s ON s.id = w.signer_id
  WHERE w.signer_id = ?`;
// Each part goes by an index of its own: one's drafts, notes that name one as signer, what one has locked.
const TO_SIGN = `
  ${DRAFT} WHERE d.author_id = ? AND ${WRITTEN} AND (d.kind <> 'draft' OR n.signer_id = d.author_id)
  UNION ALL ${DRAFT} WHERE n.signer_id = ? AND n.final_no IS NULL AND d.kind = 'draft' AND d.author_id <> n.signer_id AND ${WRITTEN}
  UNION ALL ${LOCKED}`;
const FOR_OTHERS = `UNION ALL ${DRAFT} WHERE d.author_id = ? AND ${WRITTEN} AND d.kind = 'draft' AND n.signer_id <> d.author_id`;

/** What this person is to lock or sign: own drafts with text in them, notes that name them, what they have locked; oldest first. */
export async function toBeSignedBy(db: Reader, userId: string): Promise<UnsignedRow[]> {
  return (await db.raw(`SELECT * FROM (${TO_SIGN}) ORDER BY since, noteId`, [userId, userId, userId])) as UnsignedRow[];
}

/** The same, and what this person writes for somebody else to sign. */
export async function unsignedOf(db: Reader, userId: string): Promise<UnsignedRow[]> {
  return (await db.raw(`SELECT * FROM (${TO_SIGN} ${FOR_OTHERS}) ORDER BY since, noteId`, [userId, userId, userId, userId])) as UnsignedRow[];
}

export interface PersonWithUnsigned {
  readonly userId: string;
  readonly name: string;
  readonly title: string;
  readonly active: number;
}

/** Everybody who has something left to sign, whatever has become of their account. */
export async function peopleWithUnsigned(db: Reader): Promise<PersonWithUnsigned[]> {
  return (await db.raw(
    `SELECT id AS userId, name, title, status = 'active' AS active FROM user_account WHERE id IN (
       SELECT signer_id FROM note_waiting UNION SELECT signer_id FROM document_waiting
       UNION SELECT d.author_id FROM document d JOIN document_draft w ON w.document_id = d.id WHERE d.status = 'draft' AND w.revision > 0
       UNION SELECT CASE d.kind WHEN 'draft' THEN n.signer_id ELSE d.author_id END FROM note_draft d JOIN note n ON n.id = d.note_id WHERE ${WRITTEN})
     ORDER BY family_name, given_name`,
  )) as PersonWithUnsigned[];
}
