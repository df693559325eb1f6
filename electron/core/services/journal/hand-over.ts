import type * as z from 'zod';

import type { signing } from '#shared/contract/signing.ts';
import { isEmptyNote } from '#shared/domain/journal/note-content.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { isActiveSigner } from '../../repositories/note-author.ts';
import { insertHandover, type Handover } from '../../repositories/note-handover.ts';
import { draftsOfNote, findDraft } from '../../repositories/note-draft.ts';
import { findNote, type StoredNote } from '../../repositories/note.ts';
import { requireDraft } from './closing.ts';
import { authorOf, type JournalDeps } from './deps.ts';
import { keepDraft } from './keep-version.ts';

type Input<P extends keyof typeof signing> = z.output<(typeof signing)[P]['input']>;
interface Done {
  readonly at: string;
}

/** The writer says that this text is ready; it is kept as a version, so that what was handed over can be seen later. */
export async function handOver(deps: JournalDeps, ctx: CallContext, input: Input<'handOver'>): Promise<Done> {
  const { note, draft } = await requireDraft(deps.db.reader, ctx, input);
  if (draft.authorId !== ctx.userId || draft.kind !== 'draft' || note.signerId === ctx.userId) throw new AppError('journal.notYours');
  if (isEmptyNote(draft.content)) throw new AppError('journal.empty');
  return step(deps, ctx, { note, kind: 'handed', signerId: note.signerId, comment: '' }, async (tx, at) => {
    const now = await findDraft(tx, note.id, ctx.userId);
    if (now?.revision !== draft.revision) throw new AppError('record.changedMeanwhile');
    if (now.keptRevision < now.revision) await keepDraft(tx, { draft: now, author: authorOf(ctx), clinicId: deps.clinic.id, kind: 'draft', at });
  });
}

/** The one responsible wants something changed first. */
export async function giveBack(deps: JournalDeps, ctx: CallContext, input: Input<'giveBack'>): Promise<Done> {
  const note = await unlockedNote(deps, input);
  if (note.signerId !== ctx.userId || note.authorId === ctx.userId) throw new AppError('journal.notYours');
  return step(deps, ctx, { note, kind: 'returned', signerId: note.signerId, comment: input.comment });
}

/** Somebody else is to answer for the note. Who has left cannot pass it on, so then any signer may take it over. */
export async function assign(deps: JournalDeps, ctx: CallContext, input: Input<'assign'>): Promise<Done> {
  const note = await unlockedNote(deps, input);
  if (note.noteType === 'system') throw new AppError('auth.forbidden');
  const takesOver = ctx.may('journal.sign') && input.signerId === ctx.userId && !(await isActiveSigner(deps.db.reader, note.signerId));
  if (note.authorId !== ctx.userId && note.signerId !== ctx.userId && !takesOver) throw new AppError('journal.notYours');
  if (!(await isActiveSigner(deps.db.reader, input.signerId))) throw new AppError('auth.forbidden');
  return step(deps, ctx, { note, kind: 'assigned', signerId: input.signerId, comment: '' });
}

async function unlockedNote(deps: JournalDeps, input: { readonly patientId: string; readonly noteId: string }): Promise<StoredNote> {
  const note = await findNote(deps.db.reader, input.patientId, input.noteId);
  if (!note) throw new AppError('record.notFound');
  if (note.finalNo !== null || (await draftsOfNote(deps.db.reader, note.id)).length === 0) throw new AppError('journal.signed');
  return note;
}

interface Step extends Pick<Handover, 'kind' | 'signerId' | 'comment'> {
  readonly note: StoredNote;
}

async function step(deps: JournalDeps, ctx: CallContext, { note, ...rest }: Step, before?: (tx: Parameters<Parameters<JournalDeps['db']['write']>[0]>[0], at: string) => Promise<void>): Promise<Done> {
  const at = deps.clock.now().toISOString();
  await deps.db.write(async tx => {
    await before?.(tx, at);
    if ((await findNote(tx, note.patientId, note.id))?.finalNo !== null) throw new AppError('journal.signed');
    await insertHandover(tx, { noteId: note.id, at, byId: ctx.userId, byName: ctx.userName, ...rest });
    await ctx.log(tx, { action: 'NOTE_DRAFT', category: 'note', patientId: note.patientId, objectType: 'note', objectId: note.id, reasonCode: rest.kind });
  });
  deps.changed('journal', 'signing');
  return { at };
}
