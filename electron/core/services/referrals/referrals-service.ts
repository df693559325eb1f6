import type * as z from 'zod';

import type { AreaHandlers } from '#shared/contract/define.ts';
import type { ReferralRow, referrals } from '#shared/contract/referrals.ts';
import { addDays, toLocal } from '#shared/domain/agenda/zone.ts';
import { afterStep, NEEDS_REASON, WATCH_DAYS } from '#shared/domain/documents/referral.ts';
import { ANSWER_TYPES } from '#shared/domain/incoming/incoming.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Writer } from '../../db/handles.ts';
import { findAttachment } from '../../repositories/attachment.ts';
import { getPaper } from '../../repositories/incoming-document.ts';
import { countWatched, findReferral, insertReferralEvent, openReferrals, referralEvents, updateReferral, watchedReferrals, type StoredReferral } from '../../repositories/referral.ts';
import { hasCareRelation } from '../../repositories/note-access.ts';
import type { ServiceDeps } from '../service-deps.ts';

type StepInput = z.output<(typeof referrals)['step']['input']>;
const DAY_MS = 86_400_000;

/** The watch over referrals (K-03): nobody's question is forgotten. */
export function createReferralsService(deps: ServiceDeps): AreaHandlers<typeof referrals, CallContext> {
  const today = (): string => toLocal(deps.clock.now().toISOString(), deps.clinic.timeZone).date;
  return {
    watched: async (ctx, { whose }) => {
      const rows = await watchedReferrals(deps.db.reader, whose === 'own' ? ctx.userId : null);
      await ctx.logRead({ action: 'LETTER_LIST', category: 'document', objectType: 'referrals', count: rows.length, reasonCode: `watch.${whose}` });
      return rows.map(row => toRow(row, today()));
    },
    counts: ctx => countWatched(deps.db.reader, ctx.userId, today()),
    history: async (ctx, { id, patientId }) => {
      const referral = await findReferral(deps.db.reader, patientId, id);
      if (!referral) throw new AppError('record.notFound');
      const isNear = referral.authorId === ctx.userId || (await hasCareRelation(deps.db.reader, { userId: ctx.userId, patientId, at: deps.clock.now() }));
      if (!isNear) throw new AppError('auth.reasonRequired');
      return referralEvents(deps.db.reader, id);
    },
    ofPatient: async (ctx, { patientId }) => {
      const isNear = await hasCareRelation(deps.db.reader, { userId: ctx.userId, patientId, at: deps.clock.now() });
      const rows = await openReferrals(deps.db.reader, patientId);
      // One's own referrals are known to their author; a colleague's are part of the journal (J-13).
      return rows.filter(row => isNear || row.authorId === ctx.userId).map(row => toRow(row, today()));
    },
    step: (ctx, input) => step(deps, ctx, { input, today: today() }),
  };
}

const toRow = ({ authorId: _author, ...row }: StoredReferral, today: string): ReferralRow => ({
  ...row, ageDays: Math.max(0, Math.round((Date.parse(today) - Date.parse(row.finishedOn)) / DAY_MS)), overdue: row.dueOn < today,
});

/** Errors: record.notFound, record.changedMeanwhile, referrals.stepImpossible, referrals.reasonMissing, referrals.notAnAnswer. */
async function step(deps: ServiceDeps, ctx: CallContext, { input, today }: { readonly input: StepInput; readonly today: string }): Promise<{ version: number; dueOn: string }> {
  if (NEEDS_REASON.includes(input.step) && input.reason.length < 3) throw new AppError('referrals.reasonMissing');
  const at = deps.clock.now().toISOString();
  const done = await deps.db.write(async tx => {
    const referral = await findReferral(tx, input.patientId, input.id);
    if (!referral) throw new AppError('record.notFound');
    const status = afterStep(referral.status, input.step);
    if (status === undefined) throw new AppError('referrals.stepImpossible');
    // Waiting longer counts from today: what is overdue must not stay so.
    const dueOn = input.step === 'extended' || input.step === 'reopened' ? addDays(today, input.days ?? WATCH_DAYS) : referral.dueOn;
    if (input.step === 'answered' && input.answerId !== null) await requireAnswer(tx, { patientId: input.patientId, answerId: input.answerId });
    const answer = input.step === 'answered' ? { answerId: input.answerId } : input.step === 'reopened' ? { answerId: null } : {};
    const change = { at, by: ctx.userId };
    const version = await updateReferral(tx, { id: input.id, version: input.version }, { status, dueOn, ...answer }, change);
    await insertReferralEvent(tx, { id: deps.newId(), referralId: input.id, at, actorId: ctx.userId, actorName: ctx.userName, step: input.step, reason: input.reason, dueOn });
    await ctx.log(tx, { action: 'REFERRAL', category: 'document', patientId: input.patientId, objectType: 'referral', objectId: input.id, objectVersion: version, reasonCode: `watch.${input.step}` });
    return { version, dueOn };
  });
  deps.changed('referrals', 'documents', 'incoming');
  return done;
}

/** An answer is an incoming paper of the same patient that answers nothing else and was not struck. Errors: referrals.notAnAnswer. */
async function requireAnswer(tx: Writer, { patientId, answerId }: { readonly patientId: string; readonly answerId: string }): Promise<void> {
  const paper = await getPaper(tx, answerId).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'record.notFound' ? new AppError('referrals.notAnAnswer') : error;
  });
  const file = await findAttachment(tx, paper.attachmentId);
  if (paper.patientId !== patientId || paper.referralId !== null || !ANSWER_TYPES.includes(paper.documentType) || !file || file.struckAt !== null) throw new AppError('referrals.notAnAnswer');
}
