import * as z from 'zod';

import type { attachments } from '#shared/contract/attachments.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import type { Attachment, PhotoConsent } from '#shared/domain/attachments/attachment.ts';
import { ENDINGS } from '#shared/domain/attachments/file-type.ts';
import { DEFAULT_LONGEST_SIDE, LONGEST_SIDES } from '#shared/domain/attachments/limits.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { thumbnailsOf } from '../../repositories/attachment-bytes.ts';
import { attachmentsOfPatient, findAttachment, findSameFile, strikeAttachment, updateFacts, type StoredAttachment } from '../../repositories/attachment.ts';
import { patientExists } from '../../repositories/note.ts';
import { latestConsent } from '../../repositories/photo-consent.ts';
import { findSetting, putSetting } from '../../repositories/setting.ts';
import { readingMode } from '../journal/access.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { consentHandlers } from './consent.ts';
import { checkFile, keepFile } from './keep-file.ts';
import { readKept } from './read-file.ts';

type Handlers = AreaHandlers<typeof attachments, CallContext>;
type Input<P extends keyof Handlers> = Parameters<Handlers[P]>[1];
interface OnFile {
  readonly patientId: string;
  readonly attachmentId: string;
}

const Settings = z.strictObject({ longestSide: z.union(LONGEST_SIDES.map(side => z.literal(side))) });

/** Files of the journal: kept in the encrypted file, never deleted, read by those who take part in the care (K-24, J-13). */
export function createAttachmentsService(deps: ServiceDeps): Handlers {
  return {
    list: (ctx, input) => list(deps, ctx, input.patientId),
    read: async (ctx, input) => {
      const file = await shownFile(deps, ctx, input);
      return { mediaType: file.mediaType, content: (await readKept(deps.db.reader, file)).toString('base64') };
    },
    add: (ctx, input) => add(deps, ctx, input),
    describe: (ctx, input) => describe(deps, ctx, input),
    strike: (ctx, input) => strike(deps, ctx, input),
    export: (ctx, input) => exportFile(deps, ctx, input),
    ...consentHandlers(deps),
    settings: async () => (await findSetting(deps.db.reader, 'attachments_pictures', Settings)) ?? { longestSide: DEFAULT_LONGEST_SIDE },
    saveSettings: async (ctx, input) => {
      await deps.db.write(async tx => {
        await putSetting(tx, 'attachments_pictures', { value: input, at: deps.clock.now().toISOString() });
        await ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'attachments', reasonCode: 'pictures' });
      });
      deps.changed('attachments');
      return {};
    },
  };
}

async function list(deps: ServiceDeps, ctx: CallContext, patientId: string): Promise<{ files: Attachment[]; consent: PhotoConsent | null }> {
  await readingMode(deps, ctx, patientId);
  const [stored, consent] = await Promise.all([attachmentsOfPatient(deps.db.reader, patientId), latestConsent(deps.db.reader, patientId)]);
  const isWithheld = (file: StoredAttachment): boolean => file.category === 'photo' && consent?.withdrawnAt !== null;
  const thumbnails = await thumbnailsOf(deps.db.reader, stored.filter(file => file.struckAt === null && !isWithheld(file)).map(file => file.id));
  return { files: stored.map(file => toAttachment(file, { withheld: isWithheld(file), thumbnail: thumbnails.get(file.id), patientId })), consent: consent ?? null };
}

function toAttachment(file: StoredAttachment, more: { readonly withheld: boolean; readonly thumbnail: Buffer | undefined; readonly patientId: string }): Attachment {
  const { chunks: _chunks, struckAt, struckReason, ...shown } = file;
  return {
    ...shown, patientId: more.patientId, withheld: more.withheld, thumbnail: more.thumbnail?.toString('base64') ?? null,
    struck: struckAt === null ? null : { at: struckAt, reason: struckReason ?? '' },
  };
}

/** The file as an object of this patient, by somebody who may read the journal. Errors: record.notFound, auth.reasonRequired. */
async function fileOfPatient(deps: ServiceDeps, ctx: CallContext, { patientId, attachmentId }: OnFile): Promise<StoredAttachment> {
  const file = await findAttachment(deps.db.reader, attachmentId);
  if (file?.patientId !== patientId) throw new AppError('record.notFound');
  await readingMode(deps, ctx, patientId);
  return file;
}

/** One that may be looked at. Errors: attachment.struck, attachment.withheld as well. */
async function shownFile(deps: ServiceDeps, ctx: CallContext, at: OnFile): Promise<StoredAttachment> {
  const file = await fileOfPatient(deps, ctx, at);
  if (file.struckAt !== null) throw new AppError('attachment.struck');
  if (file.category === 'photo' && (await latestConsent(deps.db.reader, at.patientId))?.withdrawnAt !== null) throw new AppError('attachment.withheld');
  return file;
}

async function add(deps: ServiceDeps, ctx: CallContext, input: Input<'add'>): Promise<{ attachmentId: string; isNew: boolean }> {
  const { patientId, category, facts } = input;
  if (!(await patientExists(deps.db.reader, patientId))) throw new AppError('record.notFound');
  await readingMode(deps, ctx, patientId);
  const file = checkFile(input.file);
  const id = deps.newId();
  const kept = await deps.db.write(async tx => {
    if (category === 'photo' && (await latestConsent(tx, patientId))?.withdrawnAt !== null) throw new AppError('attachment.consentMissing');
    const same = await findSameFile(tx, patientId, file.sha256);
    if (same === undefined) await keepFile(tx, ctx, { id, patientId, category, facts, file, at: deps.clock.now().toISOString() });
    await ctx.log(tx, { action: 'ATTACH_ADD', category: 'document', patientId, objectType: 'attachment', objectId: same ?? id, reasonCode: same === undefined ? category : 'known' });
    return { attachmentId: same ?? id, isNew: same === undefined };
  });
  deps.changed('attachments', 'timeline');
  return kept;
}

async function describe(deps: ServiceDeps, ctx: CallContext, input: Input<'describe'>): Promise<{ version: number }> {
  const file = await fileOfPatient(deps, ctx, input);
  if (file.struckAt !== null) throw new AppError('attachment.struck');
  return changing(deps, ctx, input, async (tx, moment) => updateFacts(tx, { id: file.id, version: input.version }, input.facts, moment));
}

async function strike(deps: ServiceDeps, ctx: CallContext, input: Input<'strike'>): Promise<{ version: number }> {
  const file = await fileOfPatient(deps, ctx, input);
  if (file.struckAt !== null) throw new AppError('attachment.struck');
  return changing(deps, ctx, { ...input, reasonCode: 'struck' }, async (tx, moment) => strikeAttachment(tx, { id: file.id, version: input.version }, input.reason, moment));
}

type Change = (tx: Parameters<Parameters<ServiceDeps['db']['write']>[0]>[0], moment: { readonly at: string; readonly by: string }) => Promise<number>;

async function changing(deps: ServiceDeps, ctx: CallContext, at: OnFile & { readonly reasonCode?: string }, change: Change): Promise<{ version: number }> {
  const version = await deps.db.write(async tx => {
    const next = await change(tx, { at: deps.clock.now().toISOString(), by: ctx.userId });
    await ctx.log(tx, {
      action: 'ATTACH_CHANGE', category: 'document', patientId: at.patientId, objectType: 'attachment', objectId: at.attachmentId, objectVersion: next, reasonCode: at.reasonCode ?? 'described',
    });
    return next;
  });
  deps.changed('attachments', 'incoming', 'timeline');
  return { version };
}

async function exportFile(deps: ServiceDeps, ctx: CallContext, at: OnFile): Promise<{ mediaType: StoredAttachment['mediaType']; content: string; fileName: string }> {
  const file = await shownFile(deps, ctx, at);
  const bytes = await readKept(deps.db.reader, file);
  await deps.db.write(tx => ctx.log(tx, { action: 'EXPORT', category: 'document', patientId: at.patientId, objectType: 'attachment', objectId: file.id }));
  return { mediaType: file.mediaType, content: bytes.toString('base64'), fileName: `bilaga-${file.id.slice(-12)}.${ENDINGS[file.mediaType]}` };
}
