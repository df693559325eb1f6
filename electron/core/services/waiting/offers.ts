import type { AreaHandlers } from '#shared/contract/define.ts';
import type { waiting } from '#shared/contract/waiting.ts';
import { isMovable } from '#shared/domain/agenda/status.ts';
import type { WaitingWish } from '#shared/domain/waiting/wish.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { isConstraint } from '../../db/storage-error.ts';
import { findVisit } from '../../repositories/appointment.ts';
import { getMeeting } from '../../repositories/group-visit.ts';
import { findResources } from '../../repositories/resource.ts';
import { answerOffer, findOpenOffers, findOpenOffersOfWish, getOffer, insertOffer, type StoredOffer } from '../../repositories/waiting-offer.ts';
import { getWish, updateWish } from '../../repositories/waiting-wish.ts';
import { bookVisit, moveVisit } from '../agenda/booking.ts';
import { activeResources, inStep, type Step } from '../agenda/change.ts';
import { takeSeat } from '../groups/seats.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { getWaiting, logWish } from './wishes.ts';

type Handlers = AreaHandlers<typeof waiting, CallContext>;
type Booked = Awaited<ReturnType<Handlers['accept']>>;

/** Asking, and what the answer does. */
export function offerHandlers(deps: ServiceDeps): Pick<Handlers, 'offer' | 'accept' | 'decline'> {
  return {
    offer: (ctx, input) => inStep(deps, ctx, step => offer(step, input)),
    accept: (ctx, input) => accept(deps, ctx, input),
    decline: (ctx, input) => inStep(deps, ctx, step => decline(step, input)),
  };
}

async function offer(step: Step, input: Parameters<Handlers['offer']>[1]) {
  const wish = await getWaiting(step, input.wishId);
  if (input.end <= input.start || input.start <= step.change.at) throw new AppError('agenda.past');
  activeResources([input.resourceId], await findResources(step.tx));
  const id = step.deps.newId();
  try {
    await insertOffer(step.tx, { id, ...input }, step.change);
  } catch (error) {
    throw isConstraint(error, 'waiting_offer.wish_id') ? new AppError('waiting.alreadyAsked') : error;
  }
  await logWish(step, wish, `asked ${input.channel}`);
  return { id, version: 1 };
}

async function decline(step: Step, input: Parameters<Handlers['decline']>[1]) {
  const asked = await getOffer(step.tx, input.offerId);
  if (asked.answer !== 'open') throw new AppError('waiting.answered');
  const { wish } = await getWish(step.tx, step.deps.clinic.country, asked.wishId);
  const version = await answerOffer(step.tx, { id: asked.id, version: input.version }, 'no', step.change);
  await logWish(step, wish, 'saidNo');
  return { id: asked.id, version };
}

/** The first yes gets the time; a later one keeps its place in the line and is told so (C-09). */
async function accept(deps: ServiceDeps, ctx: CallContext, input: Parameters<Handlers['accept']>[1]): Promise<Booked> {
  try {
    return await inStep(deps, ctx, step => sayYes(step, input));
  } catch (error) {
    // Somebody outside the list was quicker: the agenda refused, nothing of this yes is left, and the offer is written off.
    if (!isAppError(error, 'agenda.doubleBooked') && !isAppError(error, 'groups.full')) throw error;
    await inStep(deps, ctx, async step => writeOff(step, await getOffer(step.tx, input.offerId)));
    throw new AppError('waiting.alreadyTaken', {}, error);
  }
}

async function sayYes(step: Step, input: Parameters<Handlers['accept']>[1]): Promise<Booked> {
  const asked = await getOffer(step.tx, input.offerId);
  if (asked.answer === 'gone') throw new AppError('waiting.alreadyTaken');
  if (asked.answer !== 'open') throw new AppError('waiting.answered');
  const wish = await getWaiting(step, asked.wishId);
  const booked = await bookFor(step, wish, asked);
  await answerOffer(step.tx, { id: asked.id, version: input.version }, 'yes', step.change);
  const version = await updateWish(step.tx, wish, { status: 'booked', bookedId: booked.appointmentId }, step.change);
  for (const own of await findOpenOffersOfWish(step.tx, wish.id)) await answerOffer(step.tx, own, 'no', step.change);
  await logWish(step, { ...wish, version }, 'saidYes');
  await writeOffOthers(step, asked);
  return booked;
}

/** By the agenda's own rules: a seat, the kept visit moved, or a new visit. */
async function bookFor(step: Step, wish: WaitingWish, asked: StoredOffer): Promise<Booked> {
  const walkIn = wish.patientId === null ? { name: wish.name, phone: wish.phone ?? '', birthDate: null } : undefined;
  const who = { patientId: wish.patientId, ...(walkIn && { walkIn }) };
  if (asked.groupId !== null) {
    const seat = await takeSeat(step, { groupId: asked.groupId, note: '', ...who });
    return { appointmentId: seat.id, start: seat.start, end: asked.end };
  }
  const exceptions = { overbook: false, outsideHours: false, overHold: false };
  const start = { instant: asked.start };
  const kept = wish.visitId === null ? undefined : await findVisit(step.tx, wish.visitId);
  if (kept && isMovable(kept.status)) {
    const all = await findResources(step.tx);
    const from = kept.resourceIds.find(id => all.find(one => one.id === id)?.kind === 'practitioner') ?? '';
    const moved = await moveVisit(step, { id: kept.id, version: kept.version, start, fromResourceId: from, toResourceId: asked.resourceId, ...exceptions });
    return { appointmentId: moved.id, start: moved.start, end: moved.end };
  }
  const visit = await bookVisit(step, { serviceId: wish.serviceId, resourceIds: [asked.resourceId], start, note: '', ...who, ...exceptions });
  return { appointmentId: visit.id, start: visit.start, end: visit.end };
}

/** Everybody else who was asked about this time: it is gone, and they wait on where they were. A seat is gone when the group is full. */
async function writeOffOthers(step: Step, taken: StoredOffer): Promise<void> {
  if (taken.groupId !== null) {
    const meeting = await getMeeting(step.tx, taken.groupId);
    if (meeting.booked < meeting.capacity) return;
  }
  const from = new Date(Date.parse(taken.start) - 86_400_000).toISOString();
  for (const other of await findOpenOffers(step.tx, { from, to: taken.end })) {
    const isSame = taken.groupId === null ? other.groupId === null && other.resourceId === taken.resourceId && other.end > taken.start : other.groupId === taken.groupId;
    if (isSame) await writeOff(step, other);
  }
}

async function writeOff(step: Step, other: StoredOffer): Promise<void> {
  const { wish } = await getWish(step.tx, step.deps.clinic.country, other.wishId);
  if (other.answer === 'open') await answerOffer(step.tx, other, 'gone', step.change);
  await logWish(step, wish, 'timeGone');
}
