import type { DocumentRecord } from '#shared/domain/documents/document-record.ts';
import type { Reader, Writer } from '../db/handles.ts';

export interface NewCorrection {
  readonly documentId: string;
  readonly replaces: string;
  readonly reason: string;
  readonly at: string;
  readonly by: string;
}

/** Says that a draft is the correction of a locked document; a trigger refuses any other pair. */
export async function insertCorrection(tx: Writer, one: NewCorrection): Promise<void> {
  await tx('document_correction').insert({ document_id: one.documentId, replaces_id: one.replaces, reason: one.reason, at: one.at, by_id: one.by });
}

/** This author's unfinished correction of a document. */
export async function ownCorrection(db: Reader, replaces: string, authorId: string): Promise<string | undefined> {
  const [row] = (await db.raw(
    "SELECT d.id FROM document_correction c JOIN document d ON d.id = c.document_id WHERE c.replaces_id = ? AND d.author_id = ? AND d.status = 'draft' LIMIT 1", [replaces, authorId],
  )) as { id: string }[];
  return row?.id;
}

/** What a document's record says of the one it replaces: number, pages, when those were locked, why. Null for what corrects nothing. */
export async function replacedOf(db: Reader, documentId: string): Promise<DocumentRecord['replaces']> {
  const [row] = (await db.raw(
    `SELECT c.replaces_id AS documentId, f.sha256, d.finished_at AS finishedAt, c.reason
     FROM document_correction c JOIN document d ON d.id = c.replaces_id JOIN document_file f ON f.document_id = c.replaces_id WHERE c.document_id = ?`,
    [documentId],
  )) as NonNullable<DocumentRecord['replaces']>[];
  return row ?? null;
}
