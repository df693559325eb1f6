import type { agenda } from '#shared/contract/agenda.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { startOfDay, addDays } from '#shared/domain/agenda/zone.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findEvents } from '../../repositories/appointment-event.ts';
import type { BookedPatient } from '../../repositories/appointment-patient.ts';
import { findRange, findVisitsOfPatient } from '../../repositories/appointment-range.ts';
import { findVisit, type StoredVisit } from '../../repositories/appointment.ts';
import { findResources } from '../../repositories/resource.ts';
import { findAbsences } from '../../repositories/schedule.ts';
import { findServices } from '../../repositories/service.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { findHolidays, holidayAbsences } from './closures.ts';
import { nextFree } from './next-free.ts';
import { patientSide } from './patient-side.ts';
import { openTime } from './places.ts';

type Handlers = AreaHandlers<typeof agenda, CallContext>;

/** What the screens look at. */
export function readingHandlers(deps: ServiceDeps): Pick<Handlers, 'range' | 'availability' | 'resources' | 'services' | 'appointment' | 'ofPatient' | 'nextFree'> {
  const { reader } = deps.db;
  return {
    range: (_ctx, input) => findRange(reader, input),
    ofPatient: (_ctx, input) => findVisitsOfPatient(reader, input.patientId, input.limit),
    availability: (_ctx, input) => availability(deps, input),
    resources: async (_ctx, { includeInactive }) => (await findResources(reader)).filter(resource => resource.active || includeInactive),
    services: async (_ctx, { includeInactive }) => (await findServices(reader)).filter(service => service.active || includeInactive),
    appointment: (_ctx, input) => openAppointment(deps, input),
    nextFree: (ctx, input) => nextFree(deps, ctx, input),
  };
}

async function availability({ db, clinic }: ServiceDeps, input: Parameters<Handlers['availability']>[1]) {
  const resources = (await findResources(db.reader)).filter(resource => input.resourceIds.includes(resource.id));
  const open = input.withHours ? await openTime(db.reader, resources, { ...input, timeZone: clinic.timeZone, country: clinic.country }) : [];
  const from = startOfDay(input.from, clinic.timeZone);
  const to = startOfDay(addDays(input.to, 1), clinic.timeZone);
  const working = [...open].flatMap(([resourceId, spans]) =>
    spans.map(span => ({ resourceId, start: new Date(span.start).toISOString(), end: new Date(span.end).toISOString() })),
  );
  const holidays = await findHolidays(db.reader, input, clinic);
  const absences = await findAbsences(db.reader, { resourceIds: input.resourceIds, from, to });
  return { working, absences: [...absences, ...holidayAbsences(holidays, clinic.timeZone)], holidays };
}

const feeOf = ({ noShowFeeMinor = 0, feeProposed = false }: StoredVisit) => ({ noShowFeeMinor, feeProposed });

/** G-11: what somebody typed at booking is a phone too. */
const personOf = (visit: StoredVisit, person: BookedPatient | undefined) => ({
  name: person?.name ?? visit.bookingName, phone: person?.isProtected ? null : visit.bookingPhone || null, isProtected: person?.isProtected ?? false, hasWarning: person?.hasWarning ?? false,
});

async function openAppointment({ db }: ServiceDeps, { id, patientId }: Parameters<Handlers['appointment']>[1]) {
  const visit = await findVisit(db.reader, id);
  // The log row named `patientId`; a visit of somebody else stays closed.
  if (!visit || visit.patientId !== patientId) throw new AppError('record.notFound');
  const person = await patientSide(db.reader, visit.patientId);
  return {
    ...feeOf(visit), id: visit.id, version: visit.version, status: visit.status, start: visit.start, end: visit.end, blockStart: visit.blockStart, blockEnd: visit.blockEnd,
    timeZone: visit.timeZone, serviceId: visit.serviceId, resourceIds: [...visit.resourceIds], patientId: visit.patientId, ...personOf(visit, person),
    note: visit.note, identityChecked: visit.identityProof !== null,
    overbooked: visit.overbooked, arrivedAt: visit.arrivedAt, seriesId: visit.seriesId ?? null, events: await findEvents(db.reader, visit.id),
  };
}
