import type * as z from 'zod';

import type { journal } from '#shared/contract/journal.ts';
import { isEmptyNote } from '#shared/domain/journal/note-content.ts';
import { canonicalRecord, type NoteRecord } from '#shared/domain/journal/note-record.ts';
import { isFresh } from '#shared/domain/journal/rules.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { DocumentSignature } from '../../ports/document-signer.ts';
import { insertSignature } from '../../repositories/signature.ts';
import { closeDraft, objectOf, readyToClose, recordToClose, requireDraft } from './closing.ts';
import type { JournalDeps } from './deps.ts';
import { informFromNote } from './informs.ts';

type SignInput = z.output<(typeof journal)['sign']['input']>;
type CloseInput = z.output<(typeof journal)['close']['input']>;

/**
 * Signs exactly the text at `revision` with the person's own key and closes it. The card works outside the transaction,
 * so that nobody waits for a PIN; if anything changed meanwhile, nothing is stored. A failed signature leaves the
 * draft as it was and a row in the log.
 */
export async function sign(deps: JournalDeps, ctx: CallContext, input: SignInput): Promise<{ version: number; signedAt: string }> {
  const ready = await readyToClose(deps, ctx, input);
  if (input.pin === undefined && !isFresh(deps.signer.sinceProofMs(ctx.sessionId))) throw new AppError('auth.freshRequired');
  const record = await recordToClose(deps, ctx, ready);
  const signature = await signRecord(deps, ctx, record, input.pin);
  const signedAt = deps.clock.now().toISOString();
  await deps.db.write(async tx => {
    await closeDraft(tx, ready, record);
    await insertSignature(tx, {
      noteId: record.noteId, no: record.no, method: signature.method, cms: signature.cms, day: null, certSha256: signature.certSha256, signedAt,
      signerId: ctx.userId, signerName: ctx.userName, signerTitle: ctx.title, signerHsaId: signature.signer.hsaId ?? ctx.hsaId,
    });
    await ctx.log(tx, { action: 'NOTE_SIGN', ...objectOf(record) });
    await informFromNote(tx, ctx, { note: ready.note, record, newId: deps.newId });
  });
  deps.changed('journal', 'signing', 'care', 'agenda.information', 'agenda.rulesFor');
  return { version: record.no, signedAt };
}

/** Closes an administrative note (or a correction of one) without signature. */
export async function close(deps: JournalDeps, ctx: CallContext, input: CloseInput): Promise<{ version: number }> {
  const { note, draft } = await requireDraft(deps.db.reader, ctx, input);
  if (note.noteType !== 'system') throw new AppError('auth.forbidden');
  if (draft.authorId !== ctx.userId) throw new AppError('journal.notYours');
  if (isEmptyNote(draft.content)) throw new AppError('journal.empty');
  const record = await recordToClose(deps, ctx, { note, draft }, draft.kind === 'draft' ? 'system' : draft.kind);
  await deps.db.write(async tx => {
    await closeDraft(tx, { note, draft }, record);
    await ctx.log(tx, { action: 'NOTE_FINAL', ...objectOf(record) });
  });
  deps.changed('journal');
  return { version: record.no };
}

async function signRecord(deps: JournalDeps, ctx: CallContext, record: NoteRecord, pin: string | undefined): Promise<DocumentSignature> {
  const content = new TextEncoder().encode(canonicalRecord(record));
  try {
    return await deps.signer.sign(content, { sessionId: ctx.sessionId, ...(pin === undefined ? {} : { pin }) });
  } catch (error) {
    await ctx.logRead({ action: 'NOTE_SIGN', ...objectOf(record), outcome: 'failed', reasonCode: error instanceof AppError ? error.code : 'internal' });
    throw error;
  }
}
