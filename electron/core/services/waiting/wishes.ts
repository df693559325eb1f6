import type { AreaHandlers } from '#shared/contract/define.ts';
import type { waiting } from '#shared/contract/waiting.ts';
import type { WaitingWish, WishDraft } from '#shared/domain/waiting/wish.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findBookedPatient } from '../../repositories/appointment-patient.ts';
import { findVisit } from '../../repositories/appointment.ts';
import { getGroup } from '../../repositories/group-visit.ts';
import { findResources } from '../../repositories/resource.ts';
import { getService } from '../../repositories/service.ts';
import { answerOffer, findOpenOffersOfWish } from '../../repositories/waiting-offer.ts';
import { getWish, insertWish, updateWish } from '../../repositories/waiting-wish.ts';
import { inStep, type Step } from '../agenda/change.ts';
import type { ServiceDeps } from '../service-deps.ts';

type Handlers = AreaHandlers<typeof waiting, CallContext>;

/** Coming on the list, waiting for something else, and leaving it. */
export function wishHandlers(deps: ServiceDeps): Pick<Handlers, 'add' | 'change' | 'withdraw'> {
  return {
    add: (ctx, input) => inStep(deps, ctx, step => add(step, input.draft)),
    change: (ctx, input) => inStep(deps, ctx, step => change(step, input)),
    withdraw: (ctx, input) => inStep(deps, ctx, step => withdraw(step, input)),
  };
}

/** One row in the access log about somebody on the list. */
export const logWish = ({ ctx, tx }: Step, wish: { readonly id: string; readonly patientId: string | null; readonly version: number }, reasonCode: string): Promise<void> =>
  ctx.log(tx, { action: 'WAITING_LIST', category: 'appointment', patientId: wish.patientId, objectType: 'waiting_wish', objectId: wish.id, objectVersion: wish.version, reasonCode });

/** The wish while it waits. Errors: record.notFound, waiting.answered when it was booked or withdrawn. */
export async function getWaiting(step: Step, id: string): Promise<WaitingWish> {
  const { wish, status } = await getWish(step.tx, step.deps.clinic.country, id);
  if (status !== 'waiting') throw new AppError('waiting.answered');
  return wish;
}

async function add(step: Step, draft: WishDraft) {
  await requireKnown(step, draft);
  const id = step.deps.newId();
  await insertWish(step.tx, id, draft, step.change);
  await logWish(step, { id, patientId: draft.patientId, version: 1 }, 'added');
  return { id, version: 1 };
}

async function change(step: Step, { id, version, draft }: Parameters<Handlers['change']>[1]) {
  const wish = await getWaiting(step, id);
  // The place in the line belongs to a person: another person gets a place of their own.
  if (wish.patientId !== null && wish.patientId !== draft.patientId) throw new AppError('record.changedMeanwhile');
  await requireKnown(step, draft);
  const next = await updateWish(step.tx, { id, version }, { draft }, step.change);
  await logWish(step, { id, patientId: draft.patientId, version: next }, 'changed');
  return { id, version: next };
}

async function withdraw(step: Step, at: Parameters<Handlers['withdraw']>[1]) {
  const wish = await getWaiting(step, at.id);
  const version = await updateWish(step.tx, at, { status: 'withdrawn' }, step.change);
  for (const offer of await findOpenOffersOfWish(step.tx, at.id)) await answerOffer(step.tx, offer, 'no', step.change);
  await logWish(step, { ...wish, version }, 'withdrawn');
  return { id: at.id, version };
}

/** Everything the wish names exists. Errors: record.notFound, patients.notFound. */
async function requireKnown({ tx }: Step, draft: WishDraft): Promise<void> {
  await getService(tx, draft.serviceId);
  if (draft.patientId !== null && !(await findBookedPatient(tx, draft.patientId))) throw new AppError('patients.notFound');
  const known = new Set((await findResources(tx)).map(resource => resource.id));
  if (draft.resourceIds.some(id => !known.has(id))) throw new AppError('record.notFound');
  if (draft.groupId !== null) await getGroup(tx, draft.groupId);
  if (draft.visitId === null) return;
  const visit = await findVisit(tx, draft.visitId);
  if (!visit || visit.patientId !== draft.patientId) throw new AppError('record.notFound');
}
