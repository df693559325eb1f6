import { fieldsLeft, isEmptyNote } from '#shared/domain/journal/note-content.ts';
import type { NoteRecord } from '#shared/domain/journal/note-record.ts';
import { obstaclesToSigning, type SignObstacle } from '#shared/domain/journal/rules.ts';
import { AppError, type ErrorCode } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader, Writer } from '../../db/handles.ts';
import { authorOfDraft } from '../../repositories/note-author.ts';
import { draftsOfNote, findDraft, markDraftKept, removeDraft, type StoredDraft } from '../../repositories/note-draft.ts';
import { insertVersion, lastVersion } from '../../repositories/note-version.ts';
import { findNote, type StoredNote } from '../../repositories/note.ts';
import { requireSelectableCodes } from './check-codes.ts';
import { requireOwnReferences } from './check-references.ts';
import { authorOf, type JournalDeps } from './deps.ts';
import { nextRecord } from './keep-version.ts';

/** The draft at this revision, as the screen showed it. */
export interface ClosingInput {
  readonly patientId: string;
  readonly noteId: string;
  readonly revision: number;
}

/** A note and the draft that is to become its final text. */
export interface Ready {
  readonly note: StoredNote;
  readonly draft: StoredDraft;
}

const REFUSAL: Readonly<Record<SignObstacle, ErrorCode>> = {
  nothingToSign: 'journal.signed', empty: 'journal.empty', notResponsible: 'journal.notYours', noSigningRight: 'auth.forbidden', systemNote: 'auth.forbidden',
};

/** Errors: record.notFound, journal.empty, journal.signed, record.changedMeanwhile. */
export async function requireDraft(db: Reader, ctx: CallContext, input: ClosingInput): Promise<Ready> {
  const note = await findNote(db, input.patientId, input.noteId);
  if (!note) throw new AppError('record.notFound');
  const drafts = await draftsOfNote(db, note.id);
  const draft = drafts.find(one => one.authorId === ctx.userId) ?? drafts.find(one => one.kind === 'draft');
  if (!draft) throw new AppError(note.finalNo === null ? 'journal.empty' : 'journal.signed');
  if (draft.revision !== input.revision) throw new AppError('record.changedMeanwhile');
  return { note, draft };
}

/** The draft, when this person may take responsibility for it now. Errors: as above, journal.notYours, auth.forbidden. */
export async function readyToClose(deps: JournalDeps, ctx: CallContext, input: ClosingInput): Promise<Ready> {
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

/** The final version as a record. The author stays the one who wrote; lock and signature say who took responsibility. Errors: journal.fieldsLeft, journal.codeNotSelectable, journal.referenceStale. */
export async function recordToClose(deps: JournalDeps, ctx: CallContext, { draft }: Ready, kind: NoteRecord['kind'] = draft.kind === 'draft' ? 'final' : draft.kind): Promise<NoteRecord> {
  const count = fieldsLeft(draft.content);
  if (count > 0) throw new AppError('journal.fieldsLeft', { count });
  await requireSelectableCodes(deps.db.reader, draft, deps.clinic.timeZone);
  await requireOwnReferences(deps.db.reader, draft);
  const author = draft.authorId === ctx.userId ? authorOf(ctx) : await authorOfDraft(deps.db.reader, draft.authorId);
  return nextRecord(deps.db.reader, { draft, author, clinicId: deps.clinic.id, kind, at: deps.clock.now().toISOString() });
}

/** Makes the record the note's text for good and ends the draft. Errors: record.changedMeanwhile when anything moved since it was read. */
export async function closeDraft(tx: Writer, { note, draft }: Ready, record: NoteRecord): Promise<void> {
  const [now, last, current] = [await findDraft(tx, note.id, draft.authorId), await lastVersion(tx, note.id), await findNote(tx, note.patientId, note.id)];
  if (now?.revision !== draft.revision || last.digest !== record.previous || current?.signerId !== note.signerId) throw new AppError('record.changedMeanwhile');
  await insertVersion(tx, record);
  await markDraftKept(tx, draft, record.createdAt);
  await removeDraft(tx, draft);
}

/** What a log row says of a version. */
export const objectOf = (version: { readonly patientId: string; readonly noteId: string; readonly no: number }) =>
  ({ category: 'note', patientId: version.patientId, objectType: 'note', objectId: version.noteId, objectVersion: version.no }) as const;
