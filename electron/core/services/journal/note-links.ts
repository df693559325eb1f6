import { addDays, dateAt, startOfDay } from '#shared/domain/agenda/zone.ts';
import type { NoteType } from '#shared/domain/journal/template.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import { aboutOfOpinion, findVisitToWrite, isVisitOf, linkNoteToVisit, linkOpinion } from '../../repositories/note-visit.ts';
import { readableNote } from './access.ts';
import type { JournalDeps } from './deps.ts';

export interface NoteLinks {
  /** The visit the note is about; null: about none; undefined: nothing to say. */
  readonly visitId: string | null | undefined;
  /** The entry a differing opinion is about (J-10). */
  readonly aboutId: string | undefined;
}

interface Asked {
  readonly patientId: string;
  readonly visitId?: string | null | undefined;
  readonly aboutNoteId?: string | undefined;
}

const OF_A_VISIT: readonly NoteType[] = ['visit', 'firstVisit'];

/**
 * What a new note is tied to: the visit asked for, or the caller's own of today with this patient; for the patient's
 * differing opinion the entry it is about. Errors: record.notFound when it is somebody else's, and as `readableNote`.
 */
export async function linksOfNew(deps: JournalDeps, ctx: CallContext, asked: Asked, noteType: NoteType): Promise<NoteLinks> {
  if ((noteType === 'opinion') !== (asked.aboutNoteId !== undefined)) throw new AppError('record.notFound');
  const aboutId = asked.aboutNoteId === undefined ? undefined : (await readableNote(deps, ctx, { patientId: asked.patientId, noteId: asked.aboutNoteId })).id;
  if (asked.visitId && !(await isVisitOf(deps.db.reader, asked.visitId, asked.patientId))) throw new AppError('record.notFound');
  const visitId = asked.visitId === undefined && OF_A_VISIT.includes(noteType) ? await ownVisitOfToday(deps, ctx, asked.patientId) : asked.visitId;
  return { visitId, aboutId };
}

function ownVisitOfToday({ db, clock, clinic }: JournalDeps, ctx: CallContext, patientId: string): Promise<string | undefined> {
  const today = dateAt(clock.now().getTime(), clinic.timeZone);
  return findVisitToWrite(db.reader, { patientId, userId: ctx.userId, from: startOfDay(today, clinic.timeZone), to: startOfDay(addDays(today, 1), clinic.timeZone) });
}

/** True when a blank note may be taken up again: an opinion only for the entry it was begun about. */
export const fitsBlank = async (tx: Writer, blankId: string, { aboutId }: NoteLinks): Promise<boolean> => (await aboutOfOpinion(tx, blankId)) === aboutId;

/** Writes the ties of a note that has just been begun or taken up again. */
export async function tie(tx: Writer, ctx: CallContext, { noteId, at, isNew, links }: { readonly noteId: string; readonly at: string; readonly isNew: boolean; readonly links: NoteLinks }): Promise<void> {
  if (links.visitId !== undefined) await linkNoteToVisit(tx, { noteId, visitId: links.visitId, at, by: ctx.userId });
  if (isNew && links.aboutId !== undefined) await linkOpinion(tx, { noteId, aboutId: links.aboutId, at, by: ctx.userId });
}
