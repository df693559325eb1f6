import { visitTimes, type Resource, type Service } from '#shared/domain/agenda/service.ts';
import { isMovable } from '#shared/domain/agenda/status.ts';
import type { agenda } from '#shared/contract/agenda.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findVisit, getVisitAt, insertVisit, placeVisit, type StoredVisit } from '../../repositories/appointment.ts';
import { findResources } from '../../repositories/resource.ts';
import { getService } from '../../repositories/service.ts';
import type { Writer } from '../../db/handles.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { activeResources, beforeOf, inStep, logStep, recordEvent, refusingClash, type Step } from './change.ts';
import { moveParticipants, refuseParticipant } from './group-follow.ts';
import { fillNeeds, requireOpen, requirePerformers } from './places.ts';
import { refuseHeld } from './holds.ts';
import { requireBookable, requireLawful } from './lawful.ts';
import { relateToPractitioners } from './patient-side.ts';
import { resolveStart } from './when.ts';

type Handlers = AreaHandlers<typeof agenda, CallContext>;
type BookInput = Parameters<Handlers['book']>[1];
type MoveInput = Parameters<Handlers['move']>[1];

/** Hours before the start after which cancelling is late, where the service has no rule of its own. */
const LATE_CANCEL_HOURS = 24;

/** Booking and moving: the same checks, the database has the last word about double booking (C-03). */
export function bookingHandlers(deps: ServiceDeps): Pick<Handlers, 'book' | 'move'> {
  return {
    book: (ctx, input) => inStep(deps, ctx, step => bookVisit(step, input)),
    move: (ctx, input) => inStep(deps, ctx, step => moveVisit(step, input)),
  };
}

/** Where a visit stands in its series. */
export interface InSeries {
  readonly id: string;
  /** The start the series gives it, ISO UTC. */
  readonly start: string;
}

/** Books one visit in the caller's transaction, with every rule of the contract's `book`. `series`: it is one of several (C-04). */
export async function bookVisit(step: Step, input: BookInput, series?: InSeries) {
  const { deps, tx, change } = step;
  const service = await getService(tx, input.serviceId);
  if (!service.active) throw new AppError('agenda.serviceClosed');
  const times = visitTimes(resolveStart(input.start, deps), lengthOf(service, input.durationMin));
  // What has no way past comes before what somebody may do on purpose.
  await requireBookable(tx, input.patientId, { service, times, zone: deps.clinic.timeZone });
  const replacesId = await replaced(tx, input);
  const resources = await findPlace(step, { service, chosenIds: input.resourceIds, preferred: [], times, exceptId: '', ...input });
  if (!resources.some(resource => resource.kind === 'practitioner')) throw new AppError('agenda.resourceMissing', { kind: 'practitioner' });
  const visit: StoredVisit = {
    ...times, ...whoIsBooked(input), ...toldAtBooking(service), id: deps.newId(), version: 1, serviceId: service.id, replacesId, timeZone: deps.clinic.timeZone, status: 'booked', note: input.note,
    overbooked: input.overbook, arrivedAt: null, identityProof: null, seriesId: series?.id ?? null, seriesStart: series?.start ?? null, resourceIds: resources.map(resource => resource.id),
  };
  await refusingClash(step, visit, () => insertVisit(tx, visit, change));
  await recordEvent(step, visit, { kind: 'booked', toStart: visit.start, overbooked: input.overbook, outsideHours: input.outsideHours });
  await relateToPractitioners(step, visit, resources);
  await logStep(step, visit, { action: 'BOOK', reasonCode: deliberate(input) });
  return { id: visit.id, version: 1, start: visit.start, end: visit.end };
}

/** A registered patient, or what somebody said on the phone (C-08). */
const whoIsBooked = ({ patientId, walkIn }: BookInput) => ({
  patientId, bookingName: walkIn?.name ?? '', bookingPhone: walkIn?.phone ?? '', bookingBirthDate: walkIn?.birthDate ?? null,
});

/** The late-cancel rule as the patient hears it now; later changes of the service do not reach this visit (C-07). */
const toldAtBooking = ({ rules }: Service) => ({ lateCancelHours: rules.lateCancelHours ?? LATE_CANCEL_HOURS, noShowFeeMinor: rules.noShowFeeMinor ?? 0 });

/** Moves one visit in the caller's transaction, with every rule of the contract's `move`. `withSeries`: the whole series moves, so this is its place. */
export async function moveVisit(step: Step, input: MoveInput, withSeries = false) {
  const { deps, tx, change } = step;
  const old = await getVisitAt(tx, input.id, input.version);
  refuseParticipant(old);
  if (!isMovable(old.status)) throw new AppError('agenda.illegalMove', { status: old.status });
  const service = await getService(tx, old.serviceId);
  const times = visitTimes(resolveStart(input.start, deps), lengthOf(service, input.durationMin ?? minutesOf(old)));
  await requireLawful(tx, old.patientId, { service, times, zone: deps.clinic.timeZone });
  const chosenIds = await practitionersAfter(step, old, input);
  const resources = await findPlace(step, { service, chosenIds, preferred: old.resourceIds, times, exceptId: old.id, ...input });
  const moved: StoredVisit = { ...old, ...times, overbooked: input.overbook, ...(withSeries && { seriesStart: times.start }), resourceIds: resources.map(resource => resource.id) };
  const version = await refusingClash(step, moved, () => placeVisit(tx, moved, change));
  const after = { ...moved, version };
  await recordEvent(step, after, {
    kind: 'moved', fromStatus: old.status, fromStart: old.start, toStart: after.start, overbooked: input.overbook, outsideHours: input.outsideHours, before: beforeOf(old),
  });
  await relateToPractitioners(step, after, resources);
  await logStep(step, after, { action: 'MOVE', reasonCode: deliberate(input) });
  await moveParticipants(step, after);
  return { id: after.id, version, start: after.start, end: after.end };
}

interface PlaceQuestion {
  readonly service: Service;
  readonly chosenIds: readonly string[];
  readonly preferred: readonly string[];
  readonly times: ReturnType<typeof visitTimes>;
  readonly exceptId: string;
  readonly overbook: boolean;
  readonly outsideHours: boolean;
  readonly overHold: boolean;
}

/** All resources the visit shall have, open and complete. */
async function findPlace({ tx, deps, ctx, change }: Step, question: PlaceQuestion): Promise<Resource[]> {
  const all = await findResources(tx);
  const chosen = activeResources(question.chosenIds, all);
  requirePerformers(question.service, chosen, { all, already: question.preferred });
  if (!question.outsideHours) await requireOpen(tx, chosen, question.times, deps.clinic);
  const holds = { userId: ctx.userId, now: change.at };
  const resources = await fillNeeds(tx, { ...question, chosen, holds }, all);
  if (!question.overHold) await refuseHeld(tx, { ...holds, resources, times: question.times, timeZone: deps.clinic.timeZone });
  return resources;
}

/** Rooms and equipment are looked for anew at the new time; what stays chosen is who treats, with one column exchanged. */
async function practitionersAfter({ tx }: Step, old: StoredVisit, input: MoveInput): Promise<string[]> {
  const all = await findResources(tx);
  const { fromResourceId, toResourceId } = input;
  const isRoomMove = fromResourceId !== undefined && all.find(one => one.id === fromResourceId)?.kind !== 'practitioner';
  const practitioners = old.resourceIds.filter(id => all.find(one => one.id === id)?.kind === 'practitioner');
  if (toResourceId === undefined) return practitioners;
  if (fromResourceId === undefined || !old.resourceIds.includes(fromResourceId)) throw new AppError('record.changedMeanwhile');
  return isRoomMove ? [...practitioners, toResourceId] : practitioners.map(id => (id === fromResourceId ? toResourceId : id));
}

const lengthOf = (service: Service, durationMin: number | undefined) => ({
  duration: durationMin ?? service.durationMin, before: service.bufferBeforeMin, after: service.bufferAfterMin,
});

const minutesOf = (visit: StoredVisit): number => (Date.parse(visit.end) - Date.parse(visit.start)) / 60_000;

/** The visit that waits for a new time and now gets it. Errors: agenda.illegalMove for one of somebody else or in another state. */
async function replaced(tx: Writer, { replacesId, patientId }: BookInput): Promise<string | null> {
  if (replacesId === undefined) return null;
  const old = await findVisit(tx, replacesId);
  if (!old || old.patientId !== patientId || old.status !== 'rescheduled') throw new AppError('agenda.illegalMove', { status: old?.status ?? '' });
  return replacesId;
}

const deliberate = (input: { readonly overbook: boolean; readonly outsideHours: boolean; readonly overHold: boolean }): string | null => {
  const reasons = [input.overbook && 'overbooked', input.outsideHours && 'outsideHours', input.overHold && 'overHold'].filter(Boolean);
  return reasons.length > 0 ? reasons.join(' ') : null;
};
