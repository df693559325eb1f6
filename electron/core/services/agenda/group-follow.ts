import { isMovable, occupies, type AppointmentStatus } from '#shared/domain/agenda/status.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { findLatestStep } from '../../repositories/appointment-event.ts';
import { isGroupHost, isParticipant, placeVisit, updateVisit, type StoredVisit } from '../../repositories/appointment.ts';
import { findSeats } from '../../repositories/group-visit.ts';
import { getService } from '../../repositories/service.ts';
import { beforeOf, logStep, recordEvent, refusingClash, type EventParts, type Step } from './change.ts';
import { requireLawful } from './lawful.ts';

/** A participant has the time of the group: it is the group that moves. Errors: groups.followsGroup. */
export function refuseParticipant(visit: StoredVisit): void {
  if (isParticipant(visit)) throw new AppError('groups.followsGroup');
}

/** Steps that only a person can take are refused for the block of a group. Errors: agenda.illegalMove. */
export function refuseHost(visit: StoredVisit): void {
  if (isGroupHost(visit)) throw new AppError('agenda.illegalMove', { status: visit.status });
}

/** Everybody who has a seat and has not come yet goes where the group goes, each with a step and a log row of their own (C-10). */
export async function moveParticipants(step: Step, host: StoredVisit): Promise<void> {
  if (!isGroupHost(host)) return;
  const service = await getService(step.tx, host.serviceId);
  for (const seat of await waitingSeats(step, host)) {
    await requireLawful(step.tx, seat.patientId, { service, times: host, zone: host.timeZone });
    const moved = { ...seat, start: host.start, end: host.end, blockStart: host.blockStart, blockEnd: host.blockEnd, resourceIds: host.resourceIds };
    const version = await placeVisit(step.tx, moved, step.change);
    await recordEvent(step, { ...moved, version }, { kind: 'moved', fromStatus: seat.status, fromStart: seat.start, toStart: host.start, before: beforeOf(seat) });
    await logStep(step, { ...moved, version }, { action: 'MOVE', reasonCode: 'group' });
  }
}

/**
 * A group that does not meet frees its participants too: each is cancelled early, because it was not their doing, or
 * waits for a new time when the group does.
 */
export async function freeParticipants(step: Step, host: StoredVisit, { reason = null, reasonText = '' }: Pick<EventParts, 'reason' | 'reasonText'> = {}): Promise<void> {
  if (!isGroupHost(host) || occupies(host.status)) return;
  const status: AppointmentStatus = host.status === 'rescheduled' ? 'rescheduled' : 'cancelledEarly';
  for (const seat of await waitingSeats(step, host)) {
    const version = await updateVisit(step.tx, seat, { status }, step.change);
    await recordEvent(step, { ...seat, status, version }, { kind: 'status', fromStatus: seat.status, before: beforeOf(seat), reason, reasonText });
    await logStep(step, { ...seat, status, version }, { action: status === 'rescheduled' ? 'STATUS' : 'CANCEL', reasonCode: 'group' });
  }
}

/** The group's last step is taken back: so is what it did to its participants at that moment, and nothing else. */
export async function undoParticipants(step: Step, host: StoredVisit, stepAt: string): Promise<void> {
  if (!isGroupHost(host)) return;
  for (const seat of await findSeats(step.tx, host.id)) {
    const latest = await findLatestStep(step.tx, seat.id);
    if (!latest?.before || latest.at !== stepAt) continue;
    const restored: StoredVisit = { ...seat, ...latest.before };
    const version = await refusingClash(step, restored, () => placeVisit(step.tx, restored, step.change));
    await recordEvent(step, { ...restored, version }, { kind: 'undone', fromStatus: seat.status, fromStart: seat.start, toStart: restored.start });
    await logStep(step, { ...restored, version }, { action: seat.status === restored.status ? 'MOVE' : 'STATUS', reasonCode: 'undone' });
  }
}

const waitingSeats = async ({ tx }: Step, host: StoredVisit): Promise<StoredVisit[]> => (await findSeats(tx, host.id)).filter(seat => isMovable(seat.status));
