import { UNDO_SECONDS } from '#shared/domain/agenda/appointment.ts';
import { isLateCancellation } from '#shared/domain/agenda/service.ts';
import { isLegalMove, type AppointmentStatus } from '#shared/domain/agenda/status.ts';
import type { agenda } from '#shared/contract/agenda.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findLatestStep, type LatestStep } from '../../repositories/appointment-event.ts';
import { getVisitAt, placeVisit, updateVisit, type StoredVisit, type VisitPatch } from '../../repositories/appointment.ts';
import { findResources } from '../../repositories/resource.ts';
import { getService } from '../../repositories/service.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { beforeOf, inStep, logStep, recordEvent, refusingClash, type Step } from './change.ts';
import { freeParticipants, refuseHost, undoParticipants } from './group-follow.ts';
import { relateToPractitioners, requirePatient } from './patient-side.ts';

type Handlers = AreaHandlers<typeof agenda, CallContext>;

/** The life of a visit after booking (C-06), cancelling (C-07), taking back, and giving it its patient (C-08). */
export function statusHandlers(deps: ServiceDeps): Pick<Handlers, 'cancel' | 'setStatus' | 'checkIn' | 'undo' | 'linkPatient'> {
  return {
    cancel: (ctx, input) => inStep(deps, ctx, step => cancelVisit(step, input)),
    setStatus: (ctx, input) => inStep(deps, ctx, step => setStatus(step, input)),
    checkIn: (ctx, input) => inStep(deps, ctx, step => checkIn(step, input)),
    undo: (ctx, input) => inStep(deps, ctx, step => undo(step, input)),
    linkPatient: (ctx, input) => inStep(deps, ctx, step => linkPatient(step, input)),
  };
}

/** Cancels one visit in the caller's transaction, early or late by its rule (C-07). */
export async function cancelVisit(step: Step, input: Parameters<Handlers['cancel']>[1]) {
  const old = await getVisitAt(step.tx, input.id, input.version);
  const isLate = isLateCancellation(Date.parse(old.start), step.deps.clock.now().getTime(), old.lateCancelHours);
  const status: AppointmentStatus = isLate ? 'cancelledLate' : 'cancelledEarly';
  const after = await take(step, old, { status });
  await recordEvent(step, after, { kind: 'status', fromStatus: old.status, reason: input.reason, reasonText: input.reasonText, before: beforeOf(old) });
  await logStep(step, after, { action: 'CANCEL', reasonCode: input.reason });
  await freeParticipants(step, after, input);
  // C-07: proposed to the person at the desk, never charged by itself, and never for what was not the patient's doing.
  return { id: after.id, version: after.version, status, feeProposed: isLate && input.reason === 'patientWish' };
}

async function setStatus(step: Step, input: Parameters<Handlers['setStatus']>[1]) {
  const old = await getVisitAt(step.tx, input.id, input.version);
  if (input.status === 'noShow' || input.status === 'arrived') refuseHost(old);
  const after = await take(step, old, { status: input.status, ...arrival(step, old, input.status), ...(input.overbook && { overbooked: true }) });
  await recordEvent(step, after, { kind: 'status', fromStatus: old.status, overbooked: input.overbook });
  await freeParticipants(step, after);
  await logStep(step, after, { action: input.status === 'noShow' ? 'NOSHOW' : 'STATUS', reasonCode: input.overbook ? `${input.status} overbooked` : input.status });
  return { id: after.id, version: after.version };
}

async function checkIn(step: Step, input: Parameters<Handlers['checkIn']>[1]) {
  const old = await getVisitAt(step.tx, input.id, input.version);
  refuseHost(old);
  const after = await take(step, old, {
    status: 'arrived', ...arrival(step, old, 'arrived'), identityProof: input.identityProof, ...(input.overbook && { overbooked: true }),
  });
  await recordEvent(step, after, { kind: 'status', fromStatus: old.status, overbooked: input.overbook });
  await logStep(step, after, { action: 'STATUS', reasonCode: 'arrived' });
  if (input.identityProof !== null) await logStep(step, after, { action: 'IDENTITY_CHECK', category: 'identity', reasonCode: input.identityProof });
  return { id: after.id, version: after.version };
}

/** The queue counts from the first arrival; a check-in that was a mistake leaves nothing behind on the visit. */
function arrival({ change }: Step, old: StoredVisit, status: AppointmentStatus): VisitPatch {
  if (status === 'arrived') return { arrivedAt: old.arrivedAt ?? change.at };
  return status === 'booked' ? { arrivedAt: null, identityProof: null } : {};
}

/** One legal step; the clash check runs again when a freed time is wanted back. Errors: agenda.illegalMove, agenda.doubleBooked. */
async function take(step: Step, old: StoredVisit, patch: VisitPatch & { readonly status: AppointmentStatus }): Promise<StoredVisit> {
  if (!isLegalMove(old.status, patch.status)) throw new AppError('agenda.illegalMove', { status: old.status });
  const version = await refusingClash(step, old, () => updateVisit(step.tx, old, patch, step.change));
  return { ...old, ...patch, version };
}

async function undo(step: Step, input: Parameters<Handlers['undo']>[1]) {
  const old = await getVisitAt(step.tx, input.id, input.version);
  const latest = await findLatestStep(step.tx, old.id);
  const before = undoable(latest, old, step);
  const restored: StoredVisit = { ...old, ...before };
  const version = await refusingClash(step, restored, () => placeVisit(step.tx, restored, step.change));
  const after = { ...restored, version };
  await recordEvent(step, after, { kind: 'undone', fromStatus: old.status, fromStart: old.start, toStart: after.start, overbooked: after.overbooked });
  await logStep(step, after, { action: old.status === after.status ? 'MOVE' : 'STATUS', reasonCode: 'undone' });
  await undoParticipants(step, after, latest?.at ?? '');
  return { id: after.id, version };
}

function undoable(latest: LatestStep | undefined, visit: StoredVisit, { ctx, change }: Step) {
  if (!latest?.before || latest.version !== visit.version) throw new AppError('record.changedMeanwhile');
  const age = Date.parse(change.at) - Date.parse(latest.at);
  if (latest.actorId !== ctx.userId || age > UNDO_SECONDS * 1000) throw new AppError('agenda.undoTooLate');
  return latest.before;
}

async function linkPatient(step: Step, input: Parameters<Handlers['linkPatient']>[1]) {
  const old = await getVisitAt(step.tx, input.id, input.version);
  refuseHost(old);
  // A visit never changes its patient: that would move history from one person to another.
  if (old.patientId !== null) throw new AppError('agenda.illegalMove', { status: old.status });
  const service = await getService(step.tx, old.serviceId);
  await requirePatient(step.tx, input.patientId, { service, times: old, zone: old.timeZone });
  const version = await refusingClash(step, old, () => updateVisit(step.tx, old, { patientId: input.patientId }, step.change));
  const after = { ...old, patientId: input.patientId, version };
  await recordEvent(step, after, { kind: 'linked', fromStatus: old.status });
  await relateToPractitioners(step, after, await findResources(step.tx));
  await logStep(step, after, { action: 'BOOK', reasonCode: 'linked' });
  return { id: after.id, version };
}
