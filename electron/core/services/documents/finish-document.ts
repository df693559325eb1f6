import type * as z from 'zod';

import type { documents } from '#shared/contract/documents.ts';
import { addDays, toLocal } from '#shared/domain/agenda/zone.ts';
import { canonicalDocument, type DocumentRecord } from '#shared/domain/documents/document-record.ts';
import { URGENT_WATCH_DAYS, WATCH_DAYS } from '#shared/domain/documents/referral.ts';
import { fieldsLeft, isEmptyNote } from '#shared/domain/journal/note-content.ts';
import { isFresh } from '#shared/domain/journal/rules.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import {
  digestOf, findDocumentDraft, findDocumentFile, insertDocumentFile, insertDocumentSignature, insertDocumentVersion, lastDocumentVersion, markDocumentKept, newestDocumentText, removeDocumentDraft, type StoredDocumentDraft,
} from '../../repositories/document-text.ts';
import { lockedTextBehind, updateDocument, type StoredDocument } from '../../repositories/document.ts';
import { insertReferral, insertReferralEvent } from '../../repositories/referral.ts';
import { refusedCodes } from '../journal/check-codes.ts';
import { ownDraft, readableDocument, type OnDocument } from './access.ts';
import { takeOverWatch } from './correct-document.ts';
import type { DocumentDeps } from './deps.ts';
import { nextRecord } from './keep-text.ts';
import { renderPages } from './render-pages.ts';

type Input<P extends keyof typeof documents> = z.output<(typeof documents)[P]['input']>;

/**
 * Locks exactly the text at `revision`: the final version and the pages rendered from it, kept together. Pages are made
 * outside the transaction; if anything changed meanwhile, nothing is stored.
 */
export async function finish(deps: DocumentDeps, ctx: CallContext, input: Input<'finish'>): Promise<{ pages: number; sha256: string; signed: boolean }> {
  const document = await ownDraft(deps.db.reader, ctx, input);
  const draft = await findDocumentDraft(deps.db.reader, document.id);
  if (draft?.revision !== input.revision) throw new AppError('record.changedMeanwhile');
  requireComplete(document, draft);
  await requireKnownCodes(deps, document, draft);
  const at = deps.clock.now().toISOString();
  const record = await nextRecord(deps.db.reader, { document, clinicId: deps.clinic.id, kind: 'final', at, head: draft.head, content: draft.content });
  const { pdf, pages } = await renderPages(deps, record, digestOf(canonicalDocument(record)));
  const sha256 = digestOf(pdf);
  await deps.db.write(async tx => {
    const [now, last] = [await findDocumentDraft(tx, document.id), await lastDocumentVersion(tx, document.id)];
    if (now?.revision !== draft.revision || last.digest !== record.previous) throw new AppError('record.changedMeanwhile');
    const isAwaited = await takeOverWatch(tx, deps, ctx, { document, at });
    await insertDocumentVersion(tx, record);
    await markDocumentKept(tx, document.id, at);
    await removeDocumentDraft(tx, document.id);
    await insertDocumentFile(tx, { documentId: document.id, no: record.no, pdf, sha256, pages, at });
    await updateDocument(tx, document.id, { status: 'finished', recipientName: draft.head.recipient.name, subject: draft.head.subject, finishedAt: at }, { at, by: ctx.userId });
    if (document.type === 'referral' && isAwaited) await watch(tx, deps, ctx, record);
    await ctx.log(tx, { action: 'LETTER_FINAL', category: 'document', patientId: document.patientId, objectType: 'letter', objectId: document.id, objectVersion: record.no, reasonCode: `letter.${document.type}` });
  });
  deps.changed('documents', 'referrals', 'signing');
  return { pages, sha256, signed: await signedAtOnce(deps, ctx, input) };
}

function requireComplete(document: StoredDocument, draft: StoredDocumentDraft): void {
  if (isEmptyNote(draft.content)) throw new AppError('documents.empty');
  if (fieldsLeft(draft.content) > 0) throw new AppError('documents.gapsLeft');
  if (['referral', 'answer'].includes(document.type) && draft.head.recipient.name === '') throw new AppError('documents.recipientMissing');
}

/** A letter speaks of the day it is locked. Codes of the locked note it was begun from, or of the letter it corrects, may stay (K-20). */
async function requireKnownCodes({ db: { reader }, clock, clinic }: DocumentDeps, document: StoredDocument, { content }: StoredDocumentDraft): Promise<void> {
  const [note, replaced] = await Promise.all([lockedTextBehind(reader, document.id), document.replaces === null ? undefined : newestDocumentText(reader, document.replaces)]);
  const refused = await refusedCodes(reader, { content, before: [note, replaced?.record.content ?? null], day: toLocal(clock.now().toISOString(), clinic.timeZone).date });
  if (refused) throw new AppError('documents.codeNotSelectable', { ...refused });
}

/** K-03: from now on somebody waits for an answer. */
async function watch(tx: Writer, deps: DocumentDeps, ctx: CallContext, record: DocumentRecord): Promise<void> {
  const { urgent } = record.head;
  const finishedOn = toLocal(record.createdAt, deps.clinic.timeZone).date;
  const dueOn = addDays(finishedOn, urgent ? URGENT_WATCH_DAYS : WATCH_DAYS);
  const { documentId: id, patientId, createdAt: at } = record;
  await insertReferral(tx, { id, patientId, authorId: ctx.userId, urgent, finishedOn, dueOn }, { at, by: ctx.userId });
  await insertReferralEvent(tx, { id: deps.newId(), referralId: id, at, actorId: ctx.userId, actorName: ctx.userName, step: 'finished', reason: '', dueOn });
}

/** With a fresh proof the card signs without another word. What it refuses is no reason to unlock the document: it can be signed later. */
async function signedAtOnce(deps: DocumentDeps, ctx: CallContext, on: OnDocument): Promise<boolean> {
  if (deps.signer.means(ctx.sessionId) !== 'signature' || !isFresh(deps.signer.sinceProofMs(ctx.sessionId))) return false;
  return sign(deps, ctx, on).then(() => true, () => false);
}

/** The author's CMS over the kept bytes of the pages. A failed signature leaves a row in the log. */
export async function sign(deps: DocumentDeps, ctx: CallContext, { pin, ...on }: Omit<Input<'sign'>, 'pin'> & { readonly pin?: string | undefined }): Promise<{ signedAt: string }> {
  const document = await readableDocument(deps, ctx, on);
  if (document.status !== 'finished') throw new AppError('documents.notFinished');
  if (document.authorId !== ctx.userId) throw new AppError('documents.notYours');
  if (document.signedAt !== null) throw new AppError('documents.signed');
  if (pin === undefined && !isFresh(deps.signer.sinceProofMs(ctx.sessionId))) throw new AppError('auth.freshRequired');
  const file = await findDocumentFile(deps.db.reader, document.id);
  if (!file) throw new AppError('record.notFound');
  const row = { action: 'LETTER_SIGN', category: 'document', patientId: document.patientId, objectType: 'letter', objectId: document.id } as const;
  const signature = await deps.signer.sign(file.pdf, { sessionId: ctx.sessionId, ...(pin === undefined ? {} : { pin }) }).catch(async (error: unknown) => {
    await ctx.logRead({ ...row, outcome: 'failed', reasonCode: error instanceof AppError ? error.code : 'internal' });
    throw error;
  });
  const signedAt = deps.clock.now().toISOString();
  await deps.db.write(async tx => {
    await insertDocumentSignature(tx, {
      documentId: document.id, method: signature.method, cms: signature.cms, day: null, certSha256: signature.certSha256, signedAt, signerId: ctx.userId, signerName: ctx.userName, signerTitle: ctx.title,
      signerHsaId: signature.signer.hsaId ?? ctx.hsaId,
    });
    await ctx.log(tx, row);
  });
  deps.changed('documents', 'signing');
  return { signedAt };
}
