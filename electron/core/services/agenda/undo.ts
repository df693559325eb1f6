import { UNDO_SECONDS } from '#shared/domain/agenda/appointment.ts';
import type { agenda } from '#shared/contract/agenda.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findLatestStep, type LatestStep } from '../../repositories/appointment-event.ts';
import { getVisitAt, placeVisit, updateVisit, type StoredVisit } from '../../repositories/appointment.ts';
import { logStep, recordEvent, refusingClash, type Step } from './change.ts';
import { freeParticipants, undoParticipants } from './group-follow.ts';
import { forgetIdentity } from './identity.ts';

type Handlers = AreaHandlers<typeof agenda, CallContext>;

/** Takes the caller's own latest step back. Errors: record.changedMeanwhile, agenda.undoTooLate, agenda.doubleBooked. */
export async function undo(step: Step, input: Parameters<Handlers['undo']>[1]) {
  const old = await getVisitAt(step.tx, input.id, input.version);
  const latest = await findLatestStep(step.tx, old.id);
  requireFresh(latest, old, step);
  if (latest.kind === 'booked') return takeBookingBack(step, old);
  if (!latest.before) throw new AppError('record.changedMeanwhile');
  const { patientIdentity: _identity, ...before } = latest.before;
  const restored: StoredVisit = { ...old, ...before };
  const version = await refusingClash(step, restored, () => placeVisit(step.tx, restored, step.change));
  const after = { ...restored, version };
  await forgetIdentity(step, after, latest.before);
  await recordEvent(step, after, { kind: 'undone', fromStatus: old.status, fromStart: old.start, toStart: after.start, overbooked: after.overbooked });
  await logStep(step, after, { action: old.status === after.status ? 'MOVE' : 'STATUS', reasonCode: 'undone' });
  await undoParticipants(step, after, latest.at);
  return { id: after.id, version };
}

function requireFresh(latest: LatestStep | undefined, visit: StoredVisit, { ctx, change }: Step): asserts latest is LatestStep {
  if (latest?.version !== visit.version) throw new AppError('record.changedMeanwhile');
  const age = Date.parse(change.at) - Date.parse(latest.at);
  if (latest.actorId !== ctx.userId || age > UNDO_SECONDS * 1000) throw new AppError('agenda.undoTooLate');
}

/** A visit is never removed (C-06): a booking taken back is cancelled, as booked by mistake and without a fee. */
async function takeBookingBack(step: Step, old: StoredVisit) {
  const version = await updateVisit(step.tx, old, { status: 'cancelledEarly' }, step.change);
  const after: StoredVisit = { ...old, status: 'cancelledEarly', version };
  await recordEvent(step, after, { kind: 'status', fromStatus: old.status, reason: 'bookedWrong' });
  await logStep(step, after, { action: 'CANCEL', reasonCode: 'bookedWrong' });
  await freeParticipants(step, after, { reason: 'bookedWrong', reasonText: '' });
  return { id: after.id, version };
}
