import { occupies } from '#shared/domain/agenda/status.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { insertVisit, type StoredVisit } from '../../repositories/appointment.ts';
import { getGroup } from '../../repositories/group-visit.ts';
import { findResources } from '../../repositories/resource.ts';
import { getService } from '../../repositories/service.ts';
import { logStep, recordEvent, refusingClash, type Step } from '../agenda/change.ts';
import { requireBookable } from '../agenda/lawful.ts';
import { relateToPractitioners } from '../agenda/patient-side.ts';

export interface SeatQuestion {
  readonly groupId: string;
  readonly patientId: string | null;
  /** Who it is as long as there is no patient (C-08). */
  readonly walkIn?: { readonly name: string; readonly phone: string } | undefined;
  readonly note: string;
}

/**
 * Gives somebody a seat in a group: a visit of their own at the group's time, which occupies nothing (C-10). The database
 * counts the seats. Errors: record.notFound, agenda.illegalMove when the group does not meet, agenda.past, groups.full,
 * groups.alreadyIn, and the patient's own rules.
 */
export async function takeSeat(step: Step, seat: SeatQuestion): Promise<{ readonly id: string; readonly version: number; readonly start: string }> {
  const { deps, tx, change } = step;
  const { host } = await getGroup(tx, seat.groupId);
  if (!occupies(host.status)) throw new AppError('agenda.illegalMove', { status: host.status });
  if (host.end <= change.at) throw new AppError('agenda.past');
  const service = await getService(tx, host.serviceId);
  await requireBookable(tx, seat.patientId, { service, times: host, zone: host.timeZone });
  const visit: StoredVisit = {
    ...host, id: deps.newId(), version: 1, groupId: host.id, patientId: seat.patientId, bookingName: seat.walkIn?.name ?? '', bookingPhone: seat.walkIn?.phone ?? '',
    status: 'booked', note: seat.note, overbooked: false, arrivedAt: null, identityProof: null, seriesId: null, seriesStart: null,
  };
  await refusingClash(step, visit, () => insertVisit(tx, visit, change));
  await recordEvent(step, visit, { kind: 'booked', toStart: visit.start });
  await relateToPractitioners(step, visit, await findResources(tx));
  await logStep(step, visit, { action: 'BOOK', reasonCode: 'group' });
  return { id: visit.id, version: 1, start: visit.start };
}
