import { Temporal } from 'temporal-polyfill';

import type { Resource, Service } from '#shared/domain/agenda/service.ts';
import { dateAt } from '#shared/domain/agenda/zone.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader } from '../../db/handles.ts';
import { findBookedPatient, startCareRelation, type BookedPatient } from '../../repositories/appointment-patient.ts';
import type { StoredVisit } from '../../repositories/appointment.ts';
import type { Step } from './change.ts';

/** The patient of a visit, undefined when it was booked by name only. */
export const patientSide = async (db: Reader, patientId: string | null): Promise<BookedPatient | undefined> =>
  patientId === null ? undefined : findBookedPatient(db, patientId);

/**
 * The patient may have this service at this time (J-23: the age counts on the day of the visit). Somebody booked by
 * name is checked when the visit gets its patient. Errors: patients.notFound, agenda.ageRule.
 */
export async function requirePatient(
  db: Reader,
  patientId: string | null,
  visit: { readonly service: Service; readonly times: { readonly start: string }; readonly zone: string },
): Promise<void> {
  if (patientId === null) return;
  const patient = await findBookedPatient(db, patientId);
  if (!patient) throw new AppError('patients.notFound');
  const { minimumAge } = visit.service.rules;
  if (minimumAge === undefined) return;
  const day = dateAt(Date.parse(visit.times.start), visit.zone);
  const age = patient.birthDate === null ? -1 : Temporal.PlainDate.from(patient.birthDate).until(day, { largestUnit: 'year' }).years;
  if (age < minimumAge) throw new AppError('agenda.ageRule', { age: minimumAge });
}

/** Every practitioner of the visit takes part in the care of its patient from now on. */
export async function relateToPractitioners({ tx, deps, change }: Step, visit: StoredVisit, resources: readonly Resource[]): Promise<void> {
  if (visit.patientId === null) return;
  for (const resource of resources) {
    if (resource.userId === null || !visit.resourceIds.includes(resource.id)) continue;
    await startCareRelation(tx, { id: deps.newId(), patientId: visit.patientId, userId: resource.userId }, change);
  }
}
