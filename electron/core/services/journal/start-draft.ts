import type * as z from 'zod';

import type { journal, NoteDraft } from '#shared/contract/journal.ts';
import { blankNote, CONTENT_SCHEMA, noteLength, type NoteContent } from '#shared/domain/journal/note-content.ts';
import type { NoteRecord } from '#shared/domain/journal/note-record.ts';
import { emptyRichText } from '#shared/domain/journal/rich-text.ts';
import { obstaclesToCorrecting } from '#shared/domain/journal/rules.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import { activeSigners, isActiveSigner, lastSignerOf } from '../../repositories/note-author.ts';
import { findDraft, insertDraft, rebaseDraft, type StoredDraft } from '../../repositories/note-draft.ts';
import { currentTemplates } from '../../repositories/note-template.ts';
import { findVersion } from '../../repositories/note-version.ts';
import { findBlankNote, findNote, insertNote, patientExists, type StoredNote } from '../../repositories/note.ts';
import { readableNote, readingMode } from './access.ts';
import type { JournalDeps } from './deps.ts';
import { fitsBlank, linksOfNew, tie } from './note-links.ts';

type Input<P extends keyof typeof journal> = z.output<(typeof journal)[P]['input']>;

/** A working copy as screens get it. */
export const toDraftAnswer = (draft: StoredDraft): NoteDraft => ({
  kind: draft.kind, revision: draft.revision, eventTime: draft.eventTime, savedAt: draft.savedAt, reason: draft.reason, content: draft.content,
});

/** A blank note from a template; an own blank one of the same template is given again. */
export async function create(deps: JournalDeps, ctx: CallContext, input: Input<'create'>): Promise<{ noteId: string; draft: NoteDraft }> {
  await readingMode(deps, ctx, input.patientId);
  const template = (await currentTemplates(deps.db.reader)).find(one => one.id === input.templateId && one.active);
  if (!template || !(await patientExists(deps.db.reader, input.patientId))) throw new AppError('record.notFound');
  const signerId = await signerFor(deps, ctx, { isSystem: template.noteType === 'system', named: input.signerId });
  const links = await linksOfNew(deps, ctx, input, template.noteType);
  const now = deps.clock.now().toISOString();
  return deps.db.write(async tx => {
    const found = await findBlankNote(tx, { patientId: input.patientId, authorId: ctx.userId, templateId: template.id });
    const blank = found && (await fitsBlank(tx, found.id, links)) ? found : undefined;
    const noteId = blank?.id ?? deps.newId();
    const draft = (blank && (await findDraft(tx, blank.id, ctx.userId))) ?? newDraft({
      noteId, patientId: input.patientId, noteType: template.noteType, authorId: ctx.userId, kind: 'draft', eventTime: input.eventTime ?? now, savedAt: now,
      reason: null, replaces: null, content: blankNote(template, input.language),
    });
    if (!blank) {
      await insertNote(tx, {
        id: noteId, patientId: input.patientId, authorId: ctx.userId, authorName: ctx.userName, authorTitle: ctx.title, signerId,
        noteType: template.noteType, templateId: template.id, createdAt: now, eventTime: draft.eventTime,
      });
      await insertDraft(tx, draft);
    }
    await tie(tx, ctx, { noteId, at: now, isNew: !blank, links });
    await logDraft(tx, ctx, draft);
    return { noteId, draft: toDraftAnswer(draft) };
  });
}

/** Who answers for the note: its author, or the signer named by one who may write but not sign (decision 9). */
async function signerFor(deps: JournalDeps, ctx: CallContext, { isSystem, named }: { isSystem: boolean; named: string | undefined }): Promise<string> {
  if (isSystem) return ctx.userId;
  if (!ctx.may('journal.write')) throw new AppError('auth.forbidden');
  const signerId = named ?? (ctx.may('journal.sign') ? ctx.userId : await usualSigner(deps, ctx));
  if (signerId === ctx.userId ? !ctx.may('journal.sign') : !(await isActiveSigner(deps.db.reader, signerId))) throw new AppError('auth.forbidden');
  return signerId;
}

/** Whom somebody without signing right named last; the first time, the first by name. The screen shows it and lets it be changed. */
async function usualSigner(deps: JournalDeps, ctx: CallContext): Promise<string> {
  const [signers, last] = [await activeSigners(deps.db.reader), await lastSignerOf(deps.db.reader, ctx.userId, deps.clock.now())];
  const signer = signers.find(one => one.id === last) ?? signers[0];
  if (!signer) throw new AppError('auth.forbidden');
  return signer.id;
}

/** Starts a correction: the text in force, ready to be changed. What it replaces stays as it is (J-08). */
export async function correct(deps: JournalDeps, ctx: CallContext, input: Input<'correct'>): Promise<NoteDraft> {
  const note = await readableNote(deps, ctx, input);
  const standing = { authorId: note.authorId, signerId: note.signerId, isSystem: note.noteType === 'system', finalNo: note.finalNo, draft: null };
  const [obstacle] = obstaclesToCorrecting(standing, { id: ctx.userId, maySign: ctx.may('journal.sign'), mayWrite: ctx.may('journal.write') });
  if (obstacle) throw new AppError(obstacle === 'notSigned' ? 'journal.notSigned' : 'journal.notYours');
  return startOnFinal(deps, ctx, { note, kind: 'correction', reason: input.reason, textOf: content => content });
}

/** Starts an addition under its own heading. */
export async function add(deps: JournalDeps, ctx: CallContext, input: Input<'add'>): Promise<NoteDraft> {
  const note = await readableNote(deps, ctx, input);
  if (note.finalNo === null) throw new AppError('journal.notSigned');
  const textOf = ({ template }: NoteContent): NoteContent => ({
    schema: CONTENT_SCHEMA, template, sections: [{ key: 'addition', title: input.title, doc: emptyRichText() }],
  });
  return startOnFinal(deps, ctx, { note, kind: 'addition', reason: null, textOf });
}

interface OnFinal {
  readonly note: StoredNote;
  readonly kind: 'correction' | 'addition';
  readonly reason: string | null;
  readonly textOf: (inForce: NoteContent) => NoteContent;
}

async function startOnFinal(deps: JournalDeps, ctx: CallContext, { note, kind, reason, textOf }: OnFinal): Promise<NoteDraft> {
  const now = deps.clock.now().toISOString();
  const draft = await deps.db.write(async tx => {
    const current = await findNote(tx, note.patientId, note.id);
    const inForce = current?.finalNo ? await findVersion(tx, note.id, current.finalNo) : undefined;
    if (!inForce?.record) throw new AppError('record.notFound');
    const existing = await findDraft(tx, note.id, ctx.userId);
    if (existing && existing.kind !== kind) throw new AppError('record.changedMeanwhile');
    const result = existing
      ? { ...existing, reason, replaces: inForce.no }
      : newDraft({
          noteId: note.id, patientId: note.patientId, noteType: note.noteType, authorId: ctx.userId, kind, savedAt: now, reason, replaces: inForce.no,
          eventTime: kind === 'addition' ? now : inForce.eventTime, content: textOf((JSON.parse(inForce.record) as NoteRecord).content),
        });
    // A colleague's correction came first: the unfinished one now answers to that.
    if (existing) await rebaseDraft(tx, result);
    else await insertDraft(tx, result);
    await logDraft(tx, ctx, result, kind === 'correction' ? 'NOTE_CORRECT' : 'NOTE_DRAFT');
    return result;
  });
  deps.changed('journal');
  return toDraftAnswer(draft);
}

type Start = Omit<StoredDraft, 'revision' | 'keptRevision' | 'keptAt' | 'lastKey' | 'characters'>;
const newDraft = (start: Start): StoredDraft => ({ ...start, revision: 0, keptRevision: 0, keptAt: null, lastKey: null, characters: noteLength(start.content) });

const logDraft = (tx: Writer, ctx: CallContext, draft: StoredDraft, action: 'NOTE_DRAFT' | 'NOTE_CORRECT' = 'NOTE_DRAFT'): Promise<void> =>
  ctx.log(tx, { action, category: 'note', patientId: draft.patientId, objectType: 'note', objectId: draft.noteId, objectVersion: draft.replaces });
