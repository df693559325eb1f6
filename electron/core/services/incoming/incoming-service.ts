import * as z from 'zod';

import type { AreaHandlers } from '#shared/contract/define.ts';
import type { incoming } from '#shared/contract/incoming.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findAttachment } from '../../repositories/attachment.ts';
import { countToAssign, countToSign, getPaper, papersToAssign, papersToSign } from '../../repositories/incoming-document.ts';
import { findSetting, putSetting } from '../../repositories/setting.ts';
import { listUsers } from '../../repositories/user-account.ts';
import { readKept } from '../attachments/read-file.ts';
import { readingMode } from '../journal/access.ts';
import { requireFolder } from '../outside-folder.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { folderHandlers } from './folder-handlers.ts';
import { assign, register, signOff, toDocument } from './papers.ts';
import { createWhose } from './whose.ts';

export type IncomingDeps = ServiceDeps & { readonly dataDir: string };
type Handlers = AreaHandlers<typeof incoming, CallContext>;

export const IncomingSettings = z.strictObject({ scanFolder: z.string().nullable() });

/** Papers that come to the clinic, and their sign-off (K-02, vidimering). */
export function createIncomingService(deps: IncomingDeps): Handlers {
  const listed = async (papers: ReturnType<typeof papersToSign>) => (await papers).map(paper => toDocument(paper, deps.clock.now()));
  return {
    toSign: ctx => listed(papersToSign(deps.db.reader, ctx.userId)),
    countToSign: ctx => countToSign(deps.db.reader, ctx.userId),
    toAssign: () => listed(papersToAssign(deps.db.reader)),
    countToAssign: () => countToAssign(deps.db.reader),
    standing: () => listed(papersToSign(deps.db.reader, null)),
    read: (ctx, input) => read(deps, ctx, input),
    register: (ctx, input) => register(deps, ctx, input),
    whose: createWhose(deps),
    assign: (ctx, input) => assign(deps, ctx, input),
    signOff: (ctx, input) => signOff(deps, ctx, input),
    people: async () => (await listUsers(deps.db.reader)).filter(user => user.status === 'active' && user.roles.includes('practitioner')).map(({ id, name, title }) => ({ id, name, title })),
    ...folderHandlers(deps),
    settings: async () => (await findSetting(deps.db.reader, 'incoming_settings', IncomingSettings)) ?? { scanFolder: null },
    saveSettings: async (ctx, input) => {
      if (input.scanFolder !== null) await requireFolder(input.scanFolder, deps.dataDir);
      await deps.db.write(async tx => {
        await putSetting(tx, 'incoming_settings', { value: input, at: deps.clock.now().toISOString() });
        await ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'incoming', reasonCode: 'scanFolder' });
      });
      deps.changed('incoming');
      return {};
    },
  };
}

/** Everybody who registers papers may look at one that belongs to nobody yet; then it is part of a journal (J-13). */
async function read(deps: IncomingDeps, ctx: CallContext, { id, patientId }: { readonly id: string; readonly patientId: string | null }) {
  const paper = await getPaper(deps.db.reader, id);
  if (paper.patientId !== patientId) throw new AppError('record.notFound');
  if (patientId !== null && paper.responsibleId !== ctx.userId && (await readingMode(deps, ctx, patientId)) !== 'all') {
    await ctx.logRead({ action: 'ACCESS_DENIED', category: 'document', patientId, objectType: 'incoming_document', objectId: id, outcome: 'denied' });
    throw new AppError('auth.forbidden');
  }
  const file = await findAttachment(deps.db.reader, paper.attachmentId);
  if (!file) throw new AppError('record.notFound');
  if (file.struckAt !== null) throw new AppError('attachment.struck');
  return { mediaType: file.mediaType, content: (await readKept(deps.db.reader, file)).toString('base64') };
}
