import type { journal } from '#shared/contract/journal.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { stateCareReason } from '../../repositories/note-access.ts';
import { currentTemplates } from '../../repositories/note-template.ts';
import { patientExists } from '../../repositories/note.ts';
import { exportSignature, verifySignature } from './check-signature.ts';
import { copyFile } from './copy-attachments.ts';
import type { JournalDeps } from './deps.ts';
import { print } from './print-copy.ts';
import { printOneNote } from './print-notes.ts';
import { get, timeline, version } from './read-notes.ts';
import { saveDraft } from './save-draft.ts';
import { close, sign } from './sign-note.ts';
import { add, correct, create } from './start-draft.ts';

/** The patient's journal: reading, writing, signing, correcting, printing (product.md decision 6). */
export function createJournalService(deps: JournalDeps): AreaHandlers<typeof journal, CallContext> {
  return {
    templates: async ctx =>
      (await currentTemplates(deps.db.reader)).filter(template => template.noteType === 'system' || (template.noteType !== 'opinion' && ctx.may('journal.write')))
        .map(({ professions: _professions, serviceIds: _serviceIds, ...template }) => template),
    timeline: (ctx, input) => timeline(deps, ctx, input),
    get: (ctx, input) => get(deps, ctx, input),
    version: (ctx, input) => version(deps, ctx, input),
    stateReason: async (ctx, input) => {
      if (input.reasonCode === 'other' && input.reasonText.length < 3) throw new AppError('journal.reasonRequired');
      if (!(await patientExists(deps.db.reader, input.patientId))) throw new AppError('record.notFound');
      await deps.db.write(async tx => {
        await stateCareReason(tx, { id: deps.newId(), userId: ctx.userId, at: deps.clock.now().toISOString(), ...input });
        await ctx.log(tx, { action: 'CARE_RELATION', category: 'note', patientId: input.patientId, reasonCode: input.reasonCode, reasonText: input.reasonText || null });
      });
      deps.changed('journal');
      return {};
    },
    create: (ctx, input) => create(deps, ctx, input),
    saveDraft: (ctx, input) => saveDraft(deps, ctx, input),
    sign: (ctx, input) => sign(deps, ctx, input),
    close: (ctx, input) => close(deps, ctx, input),
    correct: (ctx, input) => correct(deps, ctx, input),
    add: (ctx, input) => add(deps, ctx, input),
    verifySignature: (ctx, input) => verifySignature(deps, ctx, input),
    exportSignature: (ctx, input) => exportSignature(deps, ctx, input),
    print: (ctx, input) => print(deps, ctx, input),
    copyFile: (ctx, input) => copyFile(deps, ctx, input),
    printNote: (ctx, input) => printOneNote(deps, ctx, input),
  };
}
