import { isDeepStrictEqual } from 'node:util';

import type * as z from 'zod';

import type { journal } from '#shared/contract/journal.ts';
import { noteLength } from '#shared/domain/journal/note-content.ts';
import type { NoteRecord } from '#shared/domain/journal/note-record.ts';
import { mustKeepVersion } from '#shared/domain/journal/rules.ts';
import { AppError, type ErrorCode } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import { findDraft, saveDraftText, type SavedDraft, type StoredDraft } from '../../repositories/note-draft.ts';
import { findNote } from '../../repositories/note.ts';
import { findVersion, insertVersion, lastVersion } from '../../repositories/note-version.ts';
import { authorOf, type JournalDeps } from './deps.ts';
import { keepDraft, nextRecord } from './keep-version.ts';

type SaveInput = z.output<(typeof journal)['saveDraft']['input']>;
type SaveAnswer = z.input<(typeof journal)['saveDraft']['output']>;
/** Refusals are thrown after the transaction: what they keep must be committed, not rolled back. */
type Outcome = SaveAnswer | { readonly refused: ErrorCode };

interface Save {
  readonly deps: JournalDeps;
  readonly ctx: CallContext;
  readonly input: SaveInput;
  readonly savedAt: string;
}

/** The autosave: one statement and one log row in one durable transaction; now and then a version as well. */
export async function saveDraft(deps: JournalDeps, ctx: CallContext, input: SaveInput): Promise<SaveAnswer> {
  const save: Save = { deps, ctx, input, savedAt: deps.clock.now().toISOString() };
  const outcome = await deps.db.write(async (tx): Promise<Outcome> => {
    const saved = await tryToSave(tx, save);
    return saved ? afterSaving(tx, save, saved) : whenNotSaved(tx, save);
  });
  if ('refused' in outcome) throw new AppError(outcome.refused);
  // Screens are told only of versions: an autosave every other second is nobody else's news.
  if (outcome.version !== null) deps.changed('journal');
  return outcome;
}

const tryToSave = (tx: Writer, { ctx, input, savedAt }: Save): Promise<SavedDraft | undefined> =>
  saveDraftText(tx, { ...input, authorId: ctx.userId, characters: noteLength(input.content), savedAt });

async function afterSaving(tx: Writer, save: Save, saved: SavedDraft): Promise<SaveAnswer> {
  const { ctx, input, savedAt } = save;
  if (saved.noteType !== 'system' && !ctx.may('journal.write')) throw new AppError('auth.forbidden');
  const isDue = mustKeepVersion({ lastKeptAt: saved.keptAt, now: savedAt, asked: input.keep });
  const version = isDue ? await keepDraft(tx, { ...versionBase(save), draft: { ...input, ...saved, authorId: ctx.userId } }) : null;
  await logSave(tx, save, saved.revision);
  return { revision: saved.revision, savedAt, version };
}

const versionBase = ({ deps, ctx, savedAt }: Save) => ({ author: authorOf(ctx), clinicId: deps.clinic.id, kind: 'draft', at: savedAt }) as const;

const logSave = (tx: Writer, { ctx, input }: Save, revision: number): Promise<void> =>
  ctx.log(tx, { action: 'NOTE_DRAFT', category: 'note', patientId: input.patientId, objectType: 'note', objectId: input.noteId, objectVersion: revision });

async function whenNotSaved(tx: Writer, save: Save): Promise<Outcome> {
  const { ctx, input } = save;
  const draft = await findDraft(tx, input.noteId, ctx.userId);
  if (!draft || draft.patientId !== input.patientId) return withoutDraft(tx, save);
  if (draft.lastKey === input.key) {
    await logSave(tx, save, draft.revision);
    return { revision: draft.revision, savedAt: draft.savedAt, version: null };
  }
  if (draft.revision === input.baseRevision) return keepThenSave(tx, save, draft);
  await keepBoth(tx, save, draft);
  return { refused: 'record.changedMeanwhile' };
}

/** Much text is about to vanish: the text before becomes a version first. */
async function keepThenSave(tx: Writer, save: Save, draft: StoredDraft): Promise<SaveAnswer> {
  await keepDraft(tx, { ...versionBase(save), draft });
  const saved = await tryToSave(tx, save);
  if (!saved) throw new Error('a draft that was just kept can be saved');
  return afterSaving(tx, save, saved);
}

/** Two windows wrote: what came second is kept as a version beside the first, and the person decides. */
async function keepBoth(tx: Writer, save: Save, draft: StoredDraft): Promise<void> {
  await insertVersion(tx, await nextRecord(tx, { ...versionBase(save), draft: { ...draft, content: save.input.content, eventTime: save.input.eventTime } }));
  await keepDraft(tx, { ...versionBase(save), draft });
  await logSave(tx, save, draft.revision);
}

/** True when the newest version says just this: an autosave that was on its way while its note was signed brings nothing new. */
async function isKept(tx: Writer, { input }: Save): Promise<boolean> {
  const newest = await findVersion(tx, input.noteId, (await lastVersion(tx, input.noteId)).no);
  if (newest === undefined || newest.record === null || newest.eventTime !== input.eventTime) return false;
  return isDeepStrictEqual((JSON.parse(newest.record) as NoteRecord).content, input.content);
}

/** The note was signed in another window, or is not this person's: nothing is overwritten; an author's text is kept even so. */
async function withoutDraft(tx: Writer, save: Save): Promise<Outcome> {
  const { ctx, input } = save;
  const note = await findNote(tx, input.patientId, input.noteId);
  if (!note) throw new AppError('record.notFound');
  if (note.authorId !== ctx.userId) throw new AppError(note.finalNo === null ? 'journal.notYours' : 'journal.signed');
  if (await isKept(tx, save)) return { refused: 'journal.signed' };
  const draft = { noteId: note.id, patientId: note.patientId, noteType: note.noteType, eventTime: input.eventTime, reason: null, replaces: null, content: input.content };
  await insertVersion(tx, await nextRecord(tx, { ...versionBase(save), draft }));
  await logSave(tx, save, 0);
  return { refused: 'journal.signed' };
}
