import type * as z from 'zod';

import type { journal } from '#shared/contract/journal.ts';
import { isEmptyNote } from '#shared/domain/journal/note-content.ts';
import { canonicalRecord, type NoteRecord } from '#shared/domain/journal/note-record.ts';
import { isFresh, obstaclesToSigning, type SignObstacle } from '#shared/domain/journal/rules.ts';
import { AppError, type ErrorCode } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import type { DocumentSignature } from '../../ports/document-signer.ts';
import { draftsOfNote, findDraft, markDraftKept, removeDraft, type StoredDraft } from '../../repositories/note-draft.ts';
import { authorOfDraft } from '../../repositories/note-author.ts';
import { insertVersion, lastVersion } from '../../repositories/note-version.ts';
import { findNote, type StoredNote } from '../../repositories/note.ts';
import { insertSignature } from '../../repositories/signature.ts';
import { authorOf, type JournalDeps } from './deps.ts';
import { nextRecord } from './keep-version.ts';

type SignInput = z.output<(typeof journal)['sign']['input']>;
type CloseInput = z.output<(typeof journal)['close']['input']>;

interface Ready {
  readonly note: StoredNote;
  readonly draft: StoredDraft;
}

const REFUSAL: Readonly<Record<SignObstacle, ErrorCode>> = {
  nothingToSign: 'journal.signed', empty: 'journal.empty', notResponsible: 'journal.notYours', noSigningRight: 'auth.forbidden', systemNote: 'auth.forbidden',
};

/**
 * Signs exactly the text at `revision` with the person's own key and closes it. The card works outside the transaction,
 * so that nobody waits for a PIN; if anything changed meanwhile, nothing is stored. A failed signature leaves the
 * draft as it was and a row in the log.
 */
export async function sign(deps: JournalDeps, ctx: CallContext, input: SignInput): Promise<{ version: number; signedAt: string }> {
  const ready = await readyToSign(deps, ctx, input);
  if (input.pin === undefined && !isFresh(deps.signer.sinceProofMs(ctx.sessionId))) throw new AppError('auth.freshRequired');
  const record = await recordToClose(deps, ctx, ready, ready.draft.kind === 'draft' ? 'final' : ready.draft.kind);
  const signature = await signRecord(deps, ctx, record, input.pin);
  const signedAt = deps.clock.now().toISOString();
  await deps.db.write(async tx => {
    await requireUnchanged(tx, ready, record);
    await insertVersion(tx, record);
    await insertSignature(tx, {
      noteId: record.noteId, no: record.no, method: signature.method, cms: signature.cms, certSha256: signature.certSha256, signedAt,
      signerId: ctx.userId, signerName: ctx.userName, signerTitle: ctx.title, signerHsaId: signature.signer.hsaId ?? ctx.hsaId,
    });
    await markDraftKept(tx, ready.draft, record.createdAt);
    await removeDraft(tx, ready.draft);
    await ctx.log(tx, { action: 'NOTE_SIGN', ...objectOf(record) });
  });
  deps.changed('journal');
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
    await requireUnchanged(tx, { note, draft }, record);
    await insertVersion(tx, record);
    await markDraftKept(tx, draft, record.createdAt);
    await removeDraft(tx, draft);
    await ctx.log(tx, { action: 'NOTE_FINAL', ...objectOf(record) });
  });
  deps.changed('journal');
  return { version: record.no };
}

const objectOf = (record: NoteRecord) =>
  ({ category: 'note', patientId: record.patientId, objectType: 'note', objectId: record.noteId, objectVersion: record.no }) as const;

async function requireDraft(db: Reader, ctx: CallContext, input: CloseInput): Promise<Ready> {
  const note = await findNote(db, input.patientId, input.noteId);
  if (!note) throw new AppError('record.notFound');
  const drafts = await draftsOfNote(db, note.id);
  const draft = drafts.find(one => one.authorId === ctx.userId) ?? drafts.find(one => one.kind === 'draft');
  if (!draft) throw new AppError(note.finalNo === null ? 'journal.empty' : 'journal.signed');
  if (draft.revision !== input.revision) throw new AppError('record.changedMeanwhile');
  return { note, draft };
}

async function readyToSign(deps: JournalDeps, ctx: CallContext, input: SignInput): Promise<Ready> {
  const { note, draft } = await requireDraft(deps.db.reader, ctx, input);
  const standing = {
    authorId: note.authorId, signerId: note.signerId, isSystem: note.noteType === 'system', finalNo: note.finalNo,
    draft: { authorId: draft.authorId, isEmpty: isEmptyNote(draft.content) },
  };
  const [obstacle] = obstaclesToSigning(standing, { id: ctx.userId, maySign: ctx.may('journal.sign'), mayWrite: ctx.may('journal.write') });
  if (obstacle) throw new AppError(REFUSAL[obstacle]);
  // A colleague corrected the same note first: this person must see that text before replacing it.
  if (draft.replaces !== null && draft.kind === 'correction' && draft.replaces !== note.finalNo) throw new AppError('record.changedMeanwhile');
  return { note, draft };
}

/** The author stays the one who wrote; the signature says who took responsibility. */
async function recordToClose(deps: JournalDeps, ctx: CallContext, { draft }: Ready, kind: NoteRecord['kind']): Promise<NoteRecord> {
  const author = draft.authorId === ctx.userId ? authorOf(ctx) : await authorOfDraft(deps.db.reader, draft.authorId);
  return nextRecord(deps.db.reader, { draft, author, clinicId: deps.clinic.id, kind, at: deps.clock.now().toISOString() });
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

async function requireUnchanged(db: Reader, { note, draft }: Ready, record: NoteRecord): Promise<void> {
  const [now, last] = [await findDraft(db, note.id, draft.authorId), await lastVersion(db, note.id)];
  if (now?.revision !== draft.revision || last.digest !== record.previous) throw new AppError('record.changedMeanwhile');
}
