import { informsByItself, type Informs } from '#shared/domain/agenda/treatment-information.ts';
import type { NoteInforms } from '#shared/contract/care.ts';
import type { NoteRecord } from '#shared/domain/journal/note-record.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader, Writer } from '../../db/handles.ts';
import { currentTemplates } from '../../repositories/note-template.ts';
import type { StoredNote } from '../../repositories/note.ts';
import { findServices } from '../../repositories/service.ts';
import { closedAt, findInforms, informedBy, insertInformation, linkInformation } from '../../repositories/treatment-information.ts';

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

interface Recorded {
  readonly note: StoredNote;
  readonly informs: Informs;
  /** When the note was closed: the thinking time runs from here. */
  readonly from: string;
  readonly at: string;
  readonly newId: () => string;
}

/** Records each treatment once for a note; the thinking time runs from `from`. */
export async function recordAll(tx: Writer, ctx: CallContext, { note, informs, from, at, newId }: Recorded): Promise<void> {
  const already = new Set(await informedBy(tx, note.id));
  for (const serviceId of informs.serviceIds) {
    if (already.has(serviceId)) continue;
    const id = newId();
    await insertInformation(tx, { id, patientId: note.patientId, serviceId, informedAt: from, how: informs.how, recordedAt: at, recordedBy: ctx.userId });
    await linkInformation(tx, id, note.id);
    await ctx.log(tx, { action: 'INFORMATION_GIVEN', category: 'appointment', patientId: note.patientId, objectType: 'information', objectId: id, reasonCode: informs.how });
  }
}
