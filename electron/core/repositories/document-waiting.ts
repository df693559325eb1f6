import type { DocumentType } from '#shared/domain/documents/document.ts';
import type { Reader } from '../db/handles.ts';

/** A locked document that no signature covers yet; `sha256` of its pages is what a signature is to cover. */
export interface WaitingDocument {
  readonly documentId: string;
  readonly patientId: string;
  readonly lockedAt: string;
  readonly sha256: string;
}

/** Binding: signer. */
export const WAITING_SQL = `SELECT w.document_id AS documentId, d.patient_id AS patientId, w.locked_at AS lockedAt, f.sha256
  FROM document_waiting w JOIN document d ON d.id = w.document_id JOIN document_file f ON f.document_id = w.document_id WHERE w.signer_id = ? ORDER BY w.locked_at, w.document_id`;

/** What this person locked and has not signed, in the order it was locked. */
export const waitingDocuments = async (db: Reader, signerId: string): Promise<WaitingDocument[]> => (await db.raw(WAITING_SQL, [signerId])) as WaitingDocument[];

/** A document that its author still has to lock or sign. */
export interface UnsignedDocumentRow {
  readonly documentId: string;
  readonly patientId: string;
  readonly type: DocumentType;
  readonly subject: string;
  readonly recipientName: string;
  readonly state: 'writing' | 'locked';
  /** When it was locked, or begun. */
  readonly since: string;
}

const COLUMNS = 'd.id AS documentId, d.patient_id AS patientId, d.type, d.subject, d.recipient_name AS recipientName';
/** Bindings: author, signer. What nobody has typed in is no work left. */
export const UNSIGNED_SQL = `SELECT * FROM (
  SELECT ${COLUMNS}, 'writing' AS state, d.created_at AS since FROM document d JOIN document_draft w ON w.document_id = d.id WHERE d.author_id = ? AND d.status = 'draft' AND w.revision > 0
  UNION ALL SELECT ${COLUMNS}, 'locked' AS state, w.locked_at AS since FROM document_waiting w JOIN document d ON d.id = w.document_id WHERE w.signer_id = ?
) ORDER BY since, documentId`;

/** This person's documents that are not locked or not signed, oldest first. */
export const unsignedDocuments = async (db: Reader, userId: string): Promise<UnsignedDocumentRow[]> => (await db.raw(UNSIGNED_SQL, [userId, userId])) as UnsignedDocumentRow[];
