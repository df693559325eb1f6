import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import { findDocument, type StoredDocument } from '../../repositories/document.ts';
import { readingMode } from '../journal/access.ts';
import type { DocumentDeps } from './deps.ts';

export interface OnDocument {
  readonly patientId: string;
  readonly documentId: string;
}

/** Errors: auth.reasonRequired without a care relation (J-13), auth.forbidden for who may not read notes. */
export async function requireReading(deps: DocumentDeps, ctx: CallContext, patientId: string): Promise<void> {
  if ((await readingMode(deps, ctx, patientId)) !== 'all') throw new AppError('auth.forbidden');
}

/**
 * The document, checked as an object: it is this patient's and the caller may read it. One's own stay open to their author;
 * what a colleague has not finished is nobody else's. Errors: record.notFound, auth.reasonRequired, auth.forbidden (logged).
 */
export async function readableDocument(deps: DocumentDeps, ctx: CallContext, { patientId, documentId }: OnDocument): Promise<StoredDocument> {
  const found = await findDocument(deps.db.reader, patientId, documentId);
  if (!found) throw new AppError('record.notFound');
  if (found.authorId === ctx.userId) return found;
  await requireReading(deps, ctx, patientId);
  if (found.status === 'finished') return found;
  await ctx.logRead({ action: 'ACCESS_DENIED', category: 'document', patientId, objectType: 'letter', objectId: documentId, outcome: 'denied' });
  throw new AppError('auth.forbidden');
}

/** The caller's own unfinished document. Errors: record.notFound, documents.notYours, documents.locked. */
export async function ownDraft(db: Reader, ctx: CallContext, { patientId, documentId }: OnDocument): Promise<StoredDocument> {
  const found = await findDocument(db, patientId, documentId);
  if (!found) throw new AppError('record.notFound');
  if (found.authorId !== ctx.userId) throw new AppError('documents.notYours');
  if (found.status !== 'draft') throw new AppError('documents.locked');
  return found;
}
