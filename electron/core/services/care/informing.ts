import type * as z from 'zod';

import type { care, NoteInforms } from '#shared/contract/care.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { informsByItself, type Informs } from '#shared/domain/agenda/treatment-information.ts';
import type { NoteRecord } from '#shared/domain/journal/note-record.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader, Writer } from '../../db/handles.ts';
import { currentTemplates } from '../../repositories/note-template.ts';
import type { StoredNote } from '../../repositories/note.ts';
import { findServices } from '../../repositories/service.ts';
import { closedAt, findInforms, informedBy, insertInformation, insertInforms, linkInformation } from '../../repositories/treatment-information.ts';
import { readableNote } from '../journal/access.ts';
import type { ServiceDeps } from '../service-deps.ts';

type Handlers = AreaHandlers<typeof care, CallContext>;
type SayInput = z.output<(typeof care)['sayInforms']['input']>;

/**
 * Which treatments a note informs the patient about (J-23). Said while it is written, it is recorded when the note is
 * locked or signed, in the same transaction: nobody writes it twice. Said of a closed note, it is recorded at once. The
 * thinking time runs from the moment the note was closed, never from a time somebody typed.
 */
export function informingHandlers(deps: ServiceDeps): Pick<Handlers, 'sayInforms'> {
  return {
    sayInforms: (ctx, input) => sayInforms(deps, ctx, input),
  };
}

/** What a note informs about, what of it is recorded, and since when it is closed. */
export async function noteInforms(db: Reader, note: StoredNote): Promise<NoteInforms> {
  const [said, recorded, closed] = await Promise.all([informsOf(db, note), informedBy(db, note.id), closedAt(db, note.id)]);
  return { how: said.how, serviceIds: [...said.serviceIds], recorded, closedAt: closed ?? null };
}

/** Records what a note that has just been closed informs about, in the caller's transaction. Corrections and additions start no new clock. */
export async function informFromNote(tx: Writer, ctx: CallContext, { note, record, newId }: { readonly note: StoredNote; readonly record: NoteRecord; readonly newId: () => string }): Promise<void> {
  if (record.kind !== 'final') return;
  await recordAll(tx, ctx, { note, informs: await informsOf(tx, note), from: record.createdAt, at: record.createdAt, newId });
}

/** What somebody said, else what the template says by itself; treatments that no longer have a thinking time are left out. */
async function informsOf(db: Reader, note: StoredNote): Promise<Informs> {
  if (note.noteType === 'system' || note.noteType === 'opinion') return { serviceIds: [], how: 'inPerson' };
  const thoughtful = (await findServices(db)).filter(service => service.active && (service.rules.thinkingDays ?? 0) > 0).map(service => service.id);
  const said = await findInforms(db, note.id);
  if (said) return { ...said, serviceIds: said.serviceIds.filter(id => thoughtful.includes(id)) };
  const template = (await currentTemplates(db)).find(one => one.id === note.templateId);
  return informsByItself(template ?? { id: note.templateId, serviceIds: [] }, thoughtful);
}

async function sayInforms(deps: ServiceDeps, ctx: CallContext, { patientId, noteId, serviceIds, how }: SayInput) {
  const note = await readableNote(deps, ctx, { patientId, noteId });
  if (note.noteType === 'system' || note.noteType === 'opinion') throw new AppError('record.notFound');
  const offered = new Set((await findServices(deps.db.reader)).filter(service => (service.rules.thinkingDays ?? 0) > 0).map(service => service.id));
  if (serviceIds.some(id => !offered.has(id))) throw new AppError('record.notFound');
  const at = deps.clock.now().toISOString();
  const recorded = await deps.db.write(async tx => {
    await insertInforms(tx, { noteId, informs: { serviceIds, how }, at, by: ctx.userId });
    await ctx.log(tx, { action: 'NOTE_DRAFT', category: 'note', patientId, objectType: 'note', objectId: noteId, reasonCode: 'informs' });
    const from = await closedAt(tx, noteId);
    if (from !== undefined) await recordAll(tx, ctx, { note, informs: { serviceIds, how }, from, at, newId: deps.newId });
    return informedBy(tx, noteId);
  });
  deps.changed('care', 'agenda');
  return { recorded };
}

interface Recorded {
  readonly note: StoredNote;
  readonly informs: Informs;
  /** When the note was closed: the thinking time runs from here. */
  readonly from: string;
  readonly at: string;
  readonly newId: () => string;
}

async function recordAll(tx: Writer, ctx: CallContext, { note, informs, from, at, newId }: Recorded): Promise<void> {
  const already = new Set(await informedBy(tx, note.id));
  for (const serviceId of informs.serviceIds) {
    if (already.has(serviceId)) continue;
    const id = newId();
    await insertInformation(tx, { id, patientId: note.patientId, serviceId, informedAt: from, how: informs.how, recordedAt: at, recordedBy: ctx.userId });
    await linkInformation(tx, id, note.id);
    await ctx.log(tx, { action: 'INFORMATION_GIVEN', category: 'appointment', patientId: note.patientId, objectType: 'information', objectId: id, reasonCode: informs.how });
  }
}
