import type * as z from 'zod';

import type { documents } from '#shared/contract/documents.ts';
import { isWatched } from '#shared/domain/documents/referral.ts';
import { noteLength } from '#shared/domain/journal/note-content.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import { insertCorrection, ownCorrection } from '../../repositories/document-correction.ts';
import { isDestroyed } from '../../repositories/destruction.ts';
import { insertDocumentDraft, newestDocumentText } from '../../repositories/document-text.ts';
import { findDocument, insertDocument, showDraftAs, type StoredDocument } from '../../repositories/document.ts';
import { findReferral, insertReferralEvent, updateReferral } from '../../repositories/referral.ts';
import { readableDocument } from './access.ts';
import type { DocumentDeps } from './deps.ts';

type Input = z.output<(typeof documents)['correct']['input']>;

/**
 * Starts a correction: a document of its own with the text in force, ready to be changed. What it replaces stays as it
 * left, its pages, signature and disclosures with it (J-08). One's own unfinished correction is given again.
 * Errors: documents.notFinished, documents.replaced.
 */
export async function correct(deps: DocumentDeps, ctx: CallContext, input: Input): Promise<{ documentId: string }> {
  const replaced = await readableDocument(deps, ctx, input);
  if (replaced.status !== 'finished') throw new AppError('documents.notFinished');
  if (replaced.replacedBy !== null) throw new AppError('documents.replaced');
  const at = deps.clock.now().toISOString();
  const documentId = await deps.db.write(async tx => {
    const begun = await ownCorrection(tx, replaced.id, ctx.userId);
    const id = begun ?? deps.newId();
    if (!begun) await begin(tx, ctx, { id, replaced, reason: input.reason, at });
    await ctx.log(tx, { action: 'LETTER_DRAFT', category: 'document', patientId: replaced.patientId, objectType: 'letter', objectId: id, reasonCode: 'letter.correction', reasonText: replaced.id });
    return id;
  });
  deps.changed('documents');
  return { documentId };
}

interface Begun {
  readonly id: string;
  readonly replaced: StoredDocument;
  readonly reason: string;
  readonly at: string;
}

async function begin(tx: Writer, ctx: CallContext, { id, replaced, reason, at }: Begun): Promise<void> {
  const text = await newestDocumentText(tx, replaced.id);
  if (!text || (await isDestroyed(tx, 'document', replaced.id))) throw new AppError('record.notFound');
  const { head, content } = text.record;
  const author = { id: ctx.userId, name: ctx.userName, title: ctx.title, hsaId: ctx.hsaId };
  await insertDocument(tx, { id, patientId: replaced.patientId, type: replaced.type, language: replaced.language, author, noteId: null, recipientName: head.recipient.name, at });
  await insertCorrection(tx, { documentId: id, replaces: replaced.id, reason, at, by: ctx.userId });
  await insertDocumentDraft(tx, { documentId: id, savedAt: at, characters: noteLength(content), head, content });
  await showDraftAs(tx, id, { recipientName: head.recipient.name, subject: head.subject });
}

/**
 * Within the transaction that locks a correction: what it replaces is not watched any more, since the answer is awaited to
 * the new one. Gives whether an answer is still awaited at all. Errors: documents.replaced when a colleague's came first.
 */
export async function takeOverWatch(tx: Writer, deps: DocumentDeps, ctx: CallContext, { document, at }: { readonly document: StoredDocument; readonly at: string }): Promise<boolean> {
  if (document.replaces === null) return true;
  const replaced = await findDocument(tx, document.patientId, document.replaces);
  if (!replaced || replaced.replacedBy !== null) throw new AppError('documents.replaced');
  const referral = await findReferral(tx, document.patientId, replaced.id);
  if (!referral || !isWatched(referral.status)) return false;
  await updateReferral(tx, { id: referral.id, version: referral.version }, { status: 'closed', dueOn: referral.dueOn }, { at, by: ctx.userId });
  const event = { id: deps.newId(), referralId: referral.id, at, actorId: ctx.userId, actorName: ctx.userName, step: 'closed', reason: document.correctionReason ?? '', dueOn: referral.dueOn } as const;
  await insertReferralEvent(tx, event);
  return true;
}
