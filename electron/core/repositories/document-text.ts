import { createHash } from 'node:crypto';

import type { DocumentHead } from '#shared/domain/documents/document.ts';
import { canonicalDocument, type DocumentRecord } from '#shared/domain/documents/document-record.ts';
import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import { noteToPlain } from '#shared/domain/journal/plain-text.ts';
import type { Reader, Writer } from '../db/handles.ts';
import { bindingOf, toMark, type Binding, type SignatureColumns, type StoredSignature } from './signature.ts';

/** The working copy of an unfinished document. */
export interface StoredDocumentDraft {
  readonly documentId: string;
  readonly revision: number;
  readonly keptRevision: number;
  readonly keptAt: string | null;
  readonly savedAt: string;
  readonly lastKey: string | null;
  readonly characters: number;
  readonly head: DocumentHead;
  readonly content: NoteContent;
}

interface DraftRow {
  document_id: string; revision: number; kept_revision: number; kept_at: string | null; saved_at: string; last_key: string | null; characters: number; head: string; content: string;
}

/** The working copy of a letter, or undefined once it is locked or given up. */
export async function findDocumentDraft(db: Reader, documentId: string): Promise<StoredDocumentDraft | undefined> {
  const [row] = (await db.raw('SELECT * FROM document_draft WHERE document_id = ?', [documentId])) as DraftRow[];
  return row && {
    documentId: row.document_id, revision: row.revision, keptRevision: row.kept_revision, keptAt: row.kept_at, savedAt: row.saved_at, lastKey: row.last_key, characters: row.characters,
    head: JSON.parse(row.head) as DocumentHead, content: JSON.parse(row.content) as NoteContent,
  };
}

/** A working copy at revision 0: nobody has typed in it yet. */
export async function insertDocumentDraft(tx: Writer, one: Pick<StoredDocumentDraft, 'documentId' | 'savedAt' | 'characters' | 'head' | 'content'>): Promise<void> {
  await tx('document_draft').insert({
    document_id: one.documentId, revision: 0, kept_revision: 0, saved_at: one.savedAt, characters: one.characters, head: JSON.stringify(one.head), content: JSON.stringify(one.content),
  });
}

/** Overwrites the working copy; the caller has compared the revision in the same transaction. */
export async function saveDocumentDraft(tx: Writer, one: { readonly documentId: string; readonly savedAt: string; readonly key: string; readonly characters: number; readonly head: DocumentHead; readonly content: NoteContent }): Promise<void> {
  await tx.raw('UPDATE document_draft SET head = ?, content = ?, characters = ?, saved_at = ?, last_key = ?, revision = revision + 1 WHERE document_id = ?', [
    JSON.stringify(one.head), JSON.stringify(one.content), one.characters, one.savedAt, one.key, one.documentId,
  ]);
}

/** Says that the text at the present revision is a version too; `keptAt` is ISO UTC. */
export async function markDocumentKept(tx: Writer, documentId: string, keptAt: string): Promise<void> {
  await tx.raw('UPDATE document_draft SET kept_revision = revision, kept_at = ? WHERE document_id = ?', [keptAt, documentId]);
}

/** Ends a working copy whose text is kept (a trigger refuses otherwise). */
export async function removeDocumentDraft(tx: Writer, documentId: string): Promise<void> {
  await tx.raw('DELETE FROM document_draft WHERE document_id = ?', [documentId]);
}

/** The record of a version `v`; of one that was lawfully destroyed (J-09) what stands in its place, in the same shape. */
export const TEXT_OR_MARK = `coalesce(v.record, (SELECT json_object('documentId', k.id, 'patientId', k.patient_id, 'no', v.no, 'kind', v.kind, 'type', k.type, 'language', k.language, 'createdAt', v.created_at,
  'author', json_object('id', k.author_id, 'name', k.author_name, 'title', k.author_title, 'hsaId', k.author_hsa),
  'head', json_object('recipient', json_object('name', '', 'address', ''), 'subject', v.plain_text, 'urgent', json('false')),
  'content', json_object('schema', 1, 'template', json_object('id', 'document.' || k.type, 'version', 1), 'sections', json_array(json_object('key', 'destroyed', 'title', v.plain_text, 'doc', json('{"type":"doc","content":[{"type":"paragraph"}]}')))), 'replaces', NULL, 'previous', v.prev_digest) FROM document k WHERE k.id = v.document_id))`;

/** The newest version's number and digest; what the next one is chained to. */
export async function lastDocumentVersion(db: Reader, documentId: string): Promise<{ readonly no: number; readonly digest: string | null }> {
  const [row] = (await db.raw('SELECT no, digest FROM document_version WHERE document_id = ? ORDER BY no DESC LIMIT 1', [documentId])) as { no: number; digest: string }[];
  return row ?? { no: 0, digest: null };
}

/** Keeps a version for good. Returns its digest. */
export async function insertDocumentVersion(tx: Writer, record: DocumentRecord): Promise<string> {
  const text = canonicalDocument(record);
  const digest = digestOf(text);
  await tx.raw('INSERT INTO document_version (document_id, no, kind, created_at, digest, prev_digest, plain_text, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [
    record.documentId, record.no, record.kind, record.createdAt, digest, record.previous, noteToPlain(record.content), text,
  ]);
  return digest;
}

/** SHA-256 as hex; text as UTF-8. */
export const digestOf = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** The newest version with its text, or undefined. */
export async function newestDocumentText(db: Reader, documentId: string): Promise<{ readonly digest: string; readonly record: DocumentRecord } | undefined> {
  const [row] = (await db.raw(`SELECT v.digest, ${TEXT_OR_MARK} AS record FROM document_version v WHERE v.document_id = ? ORDER BY v.no DESC LIMIT 1`, [documentId])) as { digest: string; record: string }[];
  return row && { digest: row.digest, record: JSON.parse(row.record) as DocumentRecord };
}

/** The pages of a locked letter, once and for good: a trigger refuses a second time (K-01). */
export async function insertDocumentFile(tx: Writer, one: { readonly documentId: string; readonly no: number; readonly pdf: Uint8Array; readonly sha256: string; readonly pages: number; readonly at: string }): Promise<void> {
  await tx('document_file').insert({ document_id: one.documentId, no: one.no, pdf: Buffer.from(one.pdf), sha256: one.sha256, pages: one.pages, rendered_at: one.at });
}

/** The pages as they were locked with their SHA-256, or undefined while it is being written and once they are destroyed. */
export async function findDocumentFile(db: Reader, documentId: string): Promise<{ readonly pdf: Uint8Array; readonly sha256: string; readonly pages: number } | undefined> {
  const [row] = (await db.raw('SELECT pdf, sha256, pages FROM document_file WHERE document_id = ? AND pdf IS NOT NULL', [documentId])) as { pdf: Uint8Array; sha256: string; pages: number }[];
  return row;
}

/** A signature over a document's pages: its own CMS, or its place under a day's root. Never changed, never removed. */
export type StoredDocumentSignature = Omit<StoredSignature, 'noteId' | 'no' | 'cms' | 'day'> & Binding & { readonly documentId: string };

/** Keeps who signed the pages and with what; a trigger refuses to change it (J-07). */
export async function insertDocumentSignature(tx: Writer, one: StoredDocumentSignature): Promise<void> {
  await tx('document_signature').insert({
    document_id: one.documentId, method: one.method, cms: one.cms && Buffer.from(one.cms), day_id: one.day?.id ?? null, leaf_index: one.day?.index ?? null, path: one.day ? JSON.stringify(one.day.path) : null,
    cert_sha256: one.certSha256, signed_at: one.signedAt, signer_id: one.signerId, signer_name: one.signerName, signer_title: one.signerTitle, signer_hsa: one.signerHsaId,
  });
}

/** The signature of a document, or undefined while it waits for one. */
export async function findDocumentSignature(db: Reader, documentId: string): Promise<StoredDocumentSignature | undefined> {
  const [row] = (await db.raw('SELECT * FROM document_signature WHERE document_id = ?', [documentId])) as SignatureColumns[];
  return row && { ...toMark(row), ...bindingOf(row), documentId };
}
