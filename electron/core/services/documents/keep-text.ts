import type { DocumentRecord } from '#shared/domain/documents/document-record.ts';
import type { DocumentHead } from '#shared/domain/documents/document.ts';
import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import type { Reader, Writer } from '../../db/handles.ts';
import { replacedOf } from '../../repositories/document-correction.ts';
import { insertDocumentVersion, lastDocumentVersion } from '../../repositories/document-text.ts';
import type { StoredDocument } from '../../repositories/document.ts';
import { newSalt } from '../../repositories/note-version.ts';

export interface TextOf {
  readonly document: StoredDocument;
  readonly clinicId: string;
  readonly kind: DocumentRecord['kind'];
  readonly at: string;
  readonly head: DocumentHead;
  readonly content: NoteContent;
}

/** The next version of a document as a record, chained to the newest one there is; not stored yet. */
export async function nextRecord(db: Reader, { document, clinicId, kind, at, head, content }: TextOf): Promise<DocumentRecord> {
  const last = await lastDocumentVersion(db, document.id);
  return {
    format: 'klinikbok-document-1', documentId: document.id, patientId: document.patientId, clinic: clinicId, no: last.no + 1, kind, type: document.type, language: document.language,
    author: { id: document.authorId, name: document.authorName, title: document.authorTitle, hsaId: document.authorHsa }, createdAt: at, head, content,
    replaces: await replacedOf(db, document.id), previous: last.digest, salt: newSalt(),
  };
}

/** Keeps this text as a version for good. Returns its number. */
export async function keepText(tx: Writer, of: TextOf): Promise<number> {
  const record = await nextRecord(tx, of);
  await insertDocumentVersion(tx, record);
  return record.no;
}
