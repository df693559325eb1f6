import type * as z from 'zod';

import type { care } from '#shared/contract/care.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findServices } from '../../repositories/service.ts';
import { closedAt, informedBy, insertInforms } from '../../repositories/treatment-information.ts';
import { readableNote } from '../journal/access.ts';
import { recordAll } from '../journal/informs.ts';
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
