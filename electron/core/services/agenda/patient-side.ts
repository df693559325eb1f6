import type { Resource } from '#shared/domain/agenda/service.ts';
import type { Reader } from '../../db/handles.ts';
import { findBookedPatient, startCareRelation, type BookedPatient } from '../../repositories/appointment-patient.ts';
import type { StoredVisit } from '../../repositories/appointment.ts';
import type { Step } from './change.ts';

/** The patient of a visit, undefined when it was booked by name only. */
export const patientSide = async (db: Reader, patientId: string | null): Promise<BookedPatient | undefined> =>
  patientId === null ? undefined : findBookedPatient(db, patientId);

/** Every practitioner of the visit takes part in the care of its patient from now on. */
export async function relateToPractitioners({ tx, deps, change }: Step, visit: StoredVisit, resources: readonly Resource[]): Promise<void> {
  if (visit.patientId === null) return;
  for (const resource of resources) {
    if (resource.userId === null || !visit.resourceIds.includes(resource.id)) continue;
    await startCareRelation(tx, { id: deps.newId(), patientId: visit.patientId, userId: resource.userId }, change);
  }
}
