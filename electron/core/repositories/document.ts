import type { DeliveryWay, DocumentLanguage, DocumentStatus, DocumentType, Recipient } from '#shared/domain/documents/document.ts';
import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import type { NoteRecord } from '#shared/domain/journal/note-record.ts';
import type { SignatureMethod } from '#shared/domain/journal/signing-rules.ts';
import type { ReferralStatus } from '#shared/domain/documents/referral.ts';
import type { Reader, Writer } from '../db/handles.ts';
import type { Change } from './appointment.ts';

/** A document's facts, how far it has come, and when it last left. Its text is in document-text.ts. */
export interface StoredDocument {
  readonly id: string;
  readonly patientId: string;
  readonly type: DocumentType;
  readonly language: DocumentLanguage;
  readonly authorId: string;
  readonly authorName: string;
  readonly authorTitle: string;
  readonly authorHsa: string | null;
  readonly createdAt: string;
  readonly status: DocumentStatus;
  readonly recipientName: string;
  readonly subject: string;
  readonly finishedAt: string | null;
  readonly pages: number | null;
  readonly sha256: string | null;
  readonly signedAt: string | null;
  readonly method: SignatureMethod | null;
  readonly leftAt: string | null;
  readonly leftBy: DeliveryWay | null;
  readonly referral: ReferralStatus | null;
  readonly dueOn: string | null;
  /** The document this one corrects, and why (J-08). */
  readonly replaces: string | null;
  readonly correctionReason: string | null;
  /** The finished document that corrected this one. */
  readonly replacedBy: string | null;
}

/** The newest disclosure of each document is found in disclosure_of_document. */
const ROWS = `SELECT d.id, d.patient_id AS patientId, d.type, d.language, d.author_id AS authorId, d.author_name AS authorName, d.author_title AS authorTitle, d.author_hsa AS authorHsa,
    d.created_at AS createdAt, d.status, d.recipient_name AS recipientName, d.subject, d.finished_at AS finishedAt, f.pages, f.sha256, s.signed_at AS signedAt, s.method,
    (SELECT l.at FROM disclosure l WHERE l.document_id = d.id ORDER BY l.at DESC LIMIT 1) AS leftAt, (SELECT l.way FROM disclosure l WHERE l.document_id = d.id ORDER BY l.at DESC LIMIT 1) AS leftBy,
    r.status AS referral, r.due_on AS dueOn, c.replaces_id AS replaces, c.reason AS correctionReason,
    (SELECT n.id FROM document_correction k JOIN document n ON n.id = k.document_id AND n.status = 'finished' WHERE k.replaces_id = d.id) AS replacedBy
  FROM document d LEFT JOIN document_file f ON f.document_id = d.id LEFT JOIN document_signature s ON s.document_id = d.id LEFT JOIN referral r ON r.id = d.id
    LEFT JOIN document_correction c ON c.document_id = d.id`;

/** Bindings: patient, reader. */
export const LIST_SQL = `${ROWS} WHERE d.patient_id = ? AND (d.status = 'finished' OR (d.status = 'draft' AND d.author_id = ?)) ORDER BY d.created_at DESC, d.id DESC LIMIT 200`;

/** A patient's documents, newest first: what is finished, and this reader's own drafts. */
export const documentsOfPatient = async (db: Reader, of: { readonly patientId: string; readonly readerId: string }): Promise<StoredDocument[]> =>
  (await db.raw(LIST_SQL, [of.patientId, of.readerId])) as StoredDocument[];

/** The document, if it is this patient's (J-01); undefined otherwise. */
export async function findDocument(db: Reader, patientId: string, id: string): Promise<StoredDocument | undefined> {
  const [row] = (await db.raw(`${ROWS} WHERE d.id = ? AND d.patient_id = ?`, [id, patientId])) as StoredDocument[];
  return row;
}

export interface NewDocument {
  readonly id: string;
  readonly patientId: string;
  readonly type: DocumentType;
  readonly language: DocumentLanguage;
  readonly author: { readonly id: string; readonly name: string; readonly title: string; readonly hsaId: string | null };
  readonly noteId: string | null;
  readonly recipientName: string;
  readonly at: string;
}

/** A new letter, begun by its author, with name and title as they are now (J-05). */
export async function insertDocument(tx: Writer, one: NewDocument): Promise<void> {
  await tx('document').insert({
    id: one.id, patient_id: one.patientId, type: one.type, language: one.language, author_id: one.author.id, author_name: one.author.name, author_title: one.author.title,
    author_hsa: one.author.hsaId, note_id: one.noteId, created_at: one.at, recipient_name: one.recipientName, changed_at: one.at, changed_by: one.author.id,
  });
}

/** This author's untouched document of this type for this patient. */
export async function findUntouched(db: Reader, of: { readonly patientId: string; readonly authorId: string; readonly type: DocumentType }): Promise<string | undefined> {
  const [row] = (await db.raw(
    `SELECT d.id FROM document d JOIN document_draft w ON w.document_id = d.id WHERE d.status = 'draft' AND d.author_id = ? AND d.patient_id = ? AND d.type = ? AND w.revision = 0
       AND NOT EXISTS (SELECT 1 FROM document_correction c WHERE c.document_id = d.id) LIMIT 1`,
    [of.authorId, of.patientId, of.type],
  )) as { id: string }[];
  return row?.id;
}

/** Where a document stands as lists show it; raising the version leaves the old row in history. */
export async function updateDocument(tx: Writer, id: string, columns: { readonly status: DocumentStatus; readonly recipientName: string; readonly subject: string; readonly finishedAt: string | null }, change: Change): Promise<void> {
  await tx('document').where({ id }).update({
    status: columns.status, recipient_name: columns.recipientName, subject: columns.subject, finished_at: columns.finishedAt, version: tx.raw('version + 1'), changed_at: change.at, changed_by: change.by,
  });
}

/** Where lists find an unfinished document again; its history is in document_version. */
export async function showDraftAs(tx: Writer, id: string, shown: { readonly recipientName: string; readonly subject: string }): Promise<void> {
  await tx.raw('UPDATE document SET recipient_name = ?, subject = ? WHERE id = ? AND (recipient_name <> ? OR subject <> ?)', [shown.recipientName, shown.subject, id, shown.recipientName, shown.subject]);
}

/** Bindings: type. The newest thousand of a type, so that an old address is not proposed for ever. */
export const RECIPIENTS_SQL = `SELECT json_extract(v.record, '$.head.recipient') AS recipient, count(*) AS times FROM
  (SELECT id FROM document WHERE type = ? AND status = 'finished' AND recipient_name <> '' ORDER BY finished_at DESC LIMIT 1000) d
  JOIN document_version v ON v.document_id = d.id AND v.kind = 'final' GROUP BY recipient ORDER BY times DESC, recipient LIMIT 30`;

/** To whom documents of a type went, most often first. */
export async function usualRecipients(db: Reader, type: DocumentType): Promise<Recipient[]> {
  const rows = (await db.raw(RECIPIENTS_SQL, [type])) as { recipient: string }[];
  return rows.map(row => JSON.parse(row.recipient) as Recipient);
}

/** The latest note whose text is in force or drafted by this person: what a letter is prefilled from. */
export async function latestCase(db: Reader, of: { readonly patientId: string; readonly readerId: string }): Promise<{ readonly noteId: string; readonly record: string } | undefined> {
  const [row] = (await db.raw(
    `SELECT n.id AS noteId, v.record AS record FROM note n JOIN note_version v ON v.note_id = n.id AND v.no = n.shown_no
     WHERE n.patient_id = ? AND n.latest_no IS NOT NULL AND n.note_type <> 'system' AND (n.final_no IS NOT NULL OR n.author_id = ?) AND v.record IS NOT NULL
     ORDER BY n.event_time DESC, n.id DESC LIMIT 1`,
    [of.patientId, of.readerId],
  )) as { noteId: string; record: string }[];
  return row;
}

/** The locked text of the note a document was begun from; null when there is none or it is not locked. */
export async function lockedTextBehind(db: Reader, documentId: string): Promise<NoteContent | null> {
  const [row] = (await db.raw(
    'SELECT v.record FROM document d JOIN note n ON n.id = d.note_id JOIN note_version v ON v.note_id = n.id AND v.no = n.final_no WHERE d.id = ? AND v.record IS NOT NULL', [documentId],
  )) as { record: string }[];
  return row ? (JSON.parse(row.record) as NoteRecord).content : null;
}
