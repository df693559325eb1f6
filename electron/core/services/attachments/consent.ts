import type { attachments } from '#shared/contract/attachments.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { patientExists } from '../../repositories/note.ts';
import { endConsent, insertConsent, latestConsent } from '../../repositories/photo-consent.ts';
import { readingMode } from '../journal/access.ts';
import type { ServiceDeps } from '../service-deps.ts';

type Handlers = Pick<AreaHandlers<typeof attachments, CallContext>, 'giveConsent' | 'withdrawConsent'>;

/** Consent to photographs in the journal (K-24): one at a time, each with who noted it; withdrawn, it hides every photograph. */
export function consentHandlers(deps: ServiceDeps): Handlers {
  return {
    giveConsent: async (ctx, { patientId, method }) => {
      if (!(await patientExists(deps.db.reader, patientId))) throw new AppError('record.notFound');
      await readingMode(deps, ctx, patientId);
      const id = deps.newId();
      const consent = await deps.db.write(async tx => {
        const known = await latestConsent(tx, patientId);
        const isThere = known !== undefined && known.withdrawnAt === null;
        if (!isThere) await insertConsent(tx, { id, patientId, method, recordedName: ctx.userName }, { at: deps.clock.now().toISOString(), by: ctx.userId });
        await ctx.log(tx, { action: 'PHOTO_CONSENT', category: 'document', patientId, objectType: 'photo_consent', objectId: isThere ? known.id : id, reasonCode: isThere ? 'known' : method });
        return isThere ? known : await latestConsent(tx, patientId);
      });
      if (!consent) throw new AppError('record.notFound');
      deps.changed('attachments', 'timeline');
      return consent;
    },
    withdrawConsent: async (ctx, { patientId, version }) => {
      await readingMode(deps, ctx, patientId);
      await deps.db.write(async tx => {
        const known = await latestConsent(tx, patientId);
        if (!known) throw new AppError('record.notFound');
        await endConsent(tx, { id: known.id, version }, { at: deps.clock.now().toISOString(), by: ctx.userId });
        await ctx.log(tx, { action: 'PHOTO_CONSENT', category: 'document', patientId, objectType: 'photo_consent', objectId: known.id, reasonCode: 'withdrawn' });
      });
      deps.changed('attachments', 'timeline');
      return {};
    },
  };
}
