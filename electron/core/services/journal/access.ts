import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { hasCareRelation } from '../../repositories/note-access.ts';
import { findNote, type StoredNote } from '../../repositories/note.ts';
import type { ServiceDeps } from '../service-deps.ts';

/** `all`: every note's text; `own`: system notes and what this person wrote (reception, decision 9). */
export type ReadingMode = 'all' | 'own';

/**
 * How much of this patient's journal the caller may read. Who may read notes needs a care relation, or a stated reason
 * (J-13). Errors: auth.reasonRequired, with the refused opening in the log.
 */
export async function readingMode(deps: Pick<ServiceDeps, 'db' | 'clock'>, ctx: CallContext, patientId: string): Promise<ReadingMode> {
  if (!ctx.may('journal.read')) return 'own';
  if (await hasCareRelation(deps.db.reader, { userId: ctx.userId, patientId, at: deps.clock.now() })) return 'all';
  await ctx.logRead({ action: 'ACCESS_DENIED', category: 'note', patientId, reasonCode: 'auth.reasonRequired', outcome: 'denied' });
  throw new AppError('auth.reasonRequired');
}

/** True when the caller may see this note's text in this mode. */
export const mayReadText = (mode: ReadingMode, ctx: CallContext, note: Pick<StoredNote, 'authorId' | 'noteType'>): boolean =>
  mode === 'all' || note.authorId === ctx.userId || note.noteType === 'system';

/**
 * The note, checked as an object: it is this patient's, and the caller may read it. One's own notes stay open to their
 * author. Errors: record.notFound, auth.reasonRequired, auth.forbidden (logged).
 */
export async function readableNote(deps: Pick<ServiceDeps, 'db' | 'clock'>, ctx: CallContext, { patientId, noteId }: { readonly patientId: string; readonly noteId: string }): Promise<StoredNote> {
  const note = await findNote(deps.db.reader, patientId, noteId);
  if (!note) throw new AppError('record.notFound');
  if (note.authorId === ctx.userId || note.signerId === ctx.userId) return note;
  const mode = await readingMode(deps, ctx, patientId);
  if (mayReadText(mode, ctx, note)) return note;
  await ctx.logRead({ action: 'ACCESS_DENIED', category: 'note', patientId, objectType: 'note', objectId: noteId, outcome: 'denied' });
  throw new AppError('auth.forbidden');
}
