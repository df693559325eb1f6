import { isLateCancellation } from '#shared/domain/agenda/service.ts';
import { isLegalMove, type AppointmentStatus } from '#shared/domain/agenda/status.ts';
import type { agenda } from '#shared/contract/agenda.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findCheckIn } from '../../repositories/appointment-event.ts';
import { getVisitAt, isGroupHost, updateVisit, type StoredVisit, type VisitPatch } from '../../repositories/appointment.ts';
import { findResources } from '../../repositories/resource.ts';
import { getService } from '../../repositories/service.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { beforeOf, inStep, logStep, recordEvent, refusingClash, type Step } from './change.ts';
import { freeParticipants, refuseHost } from './group-follow.ts';
import { isConsented, requireConsent } from '../care/consent.ts';
import { forgetIdentity, noteIdentity, requireIdentity } from './identity.ts';
import { requireBookable } from './lawful.ts';
import { relateToPractitioners } from './patient-side.ts';
import { undo } from './undo.ts';

type Handlers = AreaHandlers<typeof agenda, CallContext>;

/** A check-in may write to the patient's own record. */
const IDENTITY_TOO = ['patients'];

/** The life of a visit after booking (C-06), cancelling (C-07), taking back, and giving it its patient (C-08). */
export function statusHandlers(deps: ServiceDeps): Pick<Handlers, 'cancel' | 'setStatus' | 'checkIn' | 'undo' | 'linkPatient'> {
  return {
    cancel: (ctx, input) => inStep(deps, ctx, step => cancelVisit(step, input)),
    setStatus: (ctx, input) => inStep(deps, ctx, step => setStatus(step, input)),
    checkIn: (ctx, input) => inStep(deps, ctx, step => checkIn(step, input), IDENTITY_TOO),
    undo: (ctx, input) => inStep(deps, ctx, step => undo(step, input), IDENTITY_TOO),
    linkPatient: (ctx, input) => inStep(deps, ctx, step => linkPatient(step, input)),
  };
}

/** Cancels one visit in the caller's transaction, early or late by its rule (C-07). */
export async function cancelVisit(step: Step, input: Parameters<Handlers['cancel']>[1]) {
  const old = await getVisitAt(step.tx, input.id, input.version);
  const isLate = isLateCancellation(Date.parse(old.start), step.deps.clock.now().getTime(), old.lateCancelHours);
  const status: AppointmentStatus = isLate ? 'cancelledLate' : 'cancelledEarly';
  // C-07: proposed to the person at the desk, never charged by itself, and never for what was not the patient's doing.
  const feeProposed = owesFee(old, isLate && input.reason === 'patientWish');
  const after = await take(step, old, { status, feeProposed });
  await recordEvent(step, after, { kind: 'status', fromStatus: old.status, reason: input.reason, reasonText: input.reasonText, feeProposed, before: beforeOf(old) });
  await logStep(step, after, { action: 'CANCEL', reasonCode: input.reason });
  await freeParticipants(step, after, input);
  return { id: after.id, version: after.version, status, feeProposed };
}

async function setStatus(step: Step, input: Parameters<Handlers['setStatus']>[1]) {
  const old = await getVisitAt(step.tx, input.id, input.version);
  if (input.status !== 'rescheduled' && input.status !== 'confirmed') refuseHost(old);
  if (input.status === 'arrived' || input.status === 'inTreatment') await requireIdentity(step, old, old.identityProof);
  if (input.status === 'inTreatment') await requireConsent(step.tx, old);
  const feeProposed = owesFee(old, input.status === 'noShow');
  const after = await take(step, old, { status: input.status, feeProposed, ...arrival(step, old, input.status), ...(input.overbook && { overbooked: true }) });
  if (input.status === 'booked') await forgetCheckIn(step, old);
  await recordEvent(step, after, { kind: 'status', fromStatus: old.status, overbooked: input.overbook, feeProposed, before: beforeOf(old) });
  await freeParticipants(step, after);
  await logStep(step, after, { action: input.status === 'noShow' ? 'NOSHOW' : 'STATUS', reasonCode: input.overbook ? `${input.status} overbooked` : input.status });
  return { id: after.id, version: after.version, feeProposed };
}

async function checkIn(step: Step, input: Parameters<Handlers['checkIn']>[1]) {
  const old = await getVisitAt(step.tx, input.id, input.version);
  refuseHost(old);
  await requireIdentity(step, old, input.identityProof);
  const after = await take(step, old, {
    status: 'arrived', feeProposed: false, ...arrival(step, old, 'arrived'), identityProof: input.identityProof, ...(input.overbook && { overbooked: true }),
  });
  const patientIdentity = await noteIdentity(step, after, input.identityProof);
  await recordEvent(step, after, { kind: 'status', fromStatus: old.status, overbooked: input.overbook, before: { ...beforeOf(old), ...(patientIdentity && { patientIdentity }) } });
  await logStep(step, after, { action: 'STATUS', reasonCode: 'arrived' });
  if (input.identityProof !== null) await logStep(step, after, { action: 'IDENTITY_CHECK', category: 'identity', reasonCode: input.identityProof });
  return { id: after.id, version: after.version, consentMissing: !(await isConsented(step.tx, after)) };
}

async function forgetCheckIn(step: Step, old: StoredVisit): Promise<void> {
  if (old.identityProof !== null) await forgetIdentity(step, old, (await findCheckIn(step.tx, old.id))?.before);
}

/** C-07: proposed where a fee was told at booking. */
const owesFee = (visit: StoredVisit, isMissed: boolean): boolean => isMissed && !isGroupHost(visit) && (visit.noShowFeeMinor ?? 0) > 0;

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

async function linkPatient(step: Step, input: Parameters<Handlers['linkPatient']>[1]) {
  const old = await getVisitAt(step.tx, input.id, input.version);
  refuseHost(old);
  // A visit never changes its patient: that would move history from one person to another.
  if (old.patientId !== null) throw new AppError('agenda.illegalMove', { status: old.status });
  const service = await getService(step.tx, old.serviceId);
  await requireBookable(step.tx, input.patientId, { service, times: old, zone: old.timeZone });
  const version = await refusingClash(step, old, () => updateVisit(step.tx, old, { patientId: input.patientId }, step.change));
  const after = { ...old, patientId: input.patientId, version };
  await recordEvent(step, after, { kind: 'linked', fromStatus: old.status });
  await relateToPractitioners(step, after, await findResources(step.tx));
  await logStep(step, after, { action: 'BOOK', reasonCode: 'linked' });
  return { id: after.id, version };
}
