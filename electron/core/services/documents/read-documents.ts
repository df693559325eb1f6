import type { DocumentDetail, DocumentRow } from '#shared/contract/documents.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { isDestroyed } from '../../repositories/destruction.ts';
import { disclosuresOfDocument, type StoredDisclosure } from '../../repositories/disclosure.ts';
import { ownCorrection } from '../../repositories/document-correction.ts';
import { findDocumentDraft, newestDocumentText } from '../../repositories/document-text.ts';
import { documentsOfPatient, findDocument, type StoredDocument } from '../../repositories/document.ts';
import { answerOf } from '../../repositories/referral.ts';
import { readableDocument, requireReading, type OnDocument } from './access.ts';
import type { DocumentDeps } from './deps.ts';

/** A document as lists show it. */
export const toRow = ({ id, language: _language, authorHsa: _hsa, sha256: _sha, ...row }: StoredDocument): DocumentRow => ({ ...row, documentId: id });

/** A patient's documents, newest first. */
export async function list(deps: DocumentDeps, ctx: CallContext, patientId: string): Promise<DocumentRow[]> {
  await requireReading(deps, ctx, patientId);
  return (await documentsOfPatient(deps.db.reader, { patientId, readerId: ctx.userId })).map(toRow);
}

/** One document with its text, the caller's own work on it, and when it left. */
export async function get(deps: DocumentDeps, ctx: CallContext, on: OnDocument): Promise<DocumentDetail> {
  const document = await readableDocument(deps, ctx, on);
  const { reader } = deps.db;
  const [draft, newest, releases] = await Promise.all([findDocumentDraft(reader, document.id), newestDocumentText(reader, document.id), disclosuresOfDocument(reader, document.id)]);
  const [answer, replaced, replacement, begun] = await Promise.all([answerOf(reader, document.id), other(deps, document, document.replaces), other(deps, document, document.replacedBy), ownCorrection(reader, document.id, ctx.userId)]);
  const text = draft ?? newest?.record;
  if (!text) throw new AppError('record.notFound');
  const isOwn = document.authorId === ctx.userId;
  return {
    row: toRow(document), language: document.language, head: text.head, content: text.content,
    // A finished or discarded document has no working copy any more.
    draft: draft && isOwn ? { revision: draft.revision, savedAt: draft.savedAt, head: draft.head, content: draft.content } : null,
    digest: document.status === 'finished' && newest ? newest.digest : null, sha256: document.sha256, releases: releases.map(toRelease),
    answer: answer ?? null, replaced, replacement, ownCorrection: begun ?? null, ...((await isDestroyed(reader, 'document', document.id)) ? { maySign: false, mayCorrect: false } : rightsOn(deps, ctx, document, begun)),
  };
}

/** The other document of a correction, read together with this one. */
async function other(deps: DocumentDeps, { patientId }: StoredDocument, id: string | null): Promise<DocumentRow | null> {
  const found = id === null ? undefined : await findDocument(deps.db.reader, patientId, id);
  return found ? toRow(found) : null;
}

/** What the caller may do with it now. */
function rightsOn(deps: DocumentDeps, ctx: CallContext, document: StoredDocument, begun: string | undefined): Pick<DocumentDetail, 'maySign' | 'mayCorrect'> {
  if (document.status !== 'finished') return { maySign: false, mayCorrect: false };
  return {
    mayCorrect: document.replacedBy === null && begun === undefined && ctx.may('journal.write'),
    maySign: document.authorId === ctx.userId && document.signedAt === null && canSign(deps, ctx),
  };
}

const canSign = (deps: DocumentDeps, ctx: CallContext): boolean => ctx.may('journal.sign') && deps.signer.means(ctx.sessionId) === 'signature';

const toRelease = ({ id, at, byName, recipientKind, recipientName, basis, basisText, decidedBy, way }: StoredDisclosure): DocumentDetail['releases'][number] => ({
  disclosureId: id, at, byName, recipientKind, recipientName, basis, basisText, decidedBy, way,
});
