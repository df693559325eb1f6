import { dateAt } from '#shared/domain/agenda/zone.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Before } from '../../repositories/appointment-event.ts';
import { findBookedPatient, setPatientIdentity, type PatientIdentity } from '../../repositories/appointment-patient.ts';
import type { StoredVisit } from '../../repositories/appointment.ts';
import { getService } from '../../repositories/service.ts';
import type { Step } from './change.ts';

/**
 * Some services do not begin before it is known who the patient is (G-10, J-23): shown at this visit or, earlier, in
 * the register. Errors: agenda.identityMissing.
 */
export async function requireIdentity({ tx }: Step, visit: StoredVisit, proof: string | null): Promise<void> {
  const { rules } = await getService(tx, visit.serviceId);
  if (!rules.identityRequired || proof !== null) return;
  const patient = visit.patientId === null ? undefined : await findBookedPatient(tx, visit.patientId);
  if (!patient?.identityChecked) throw new AppError('agenda.identityMissing');
}

/** What was shown at the desk stands in the patient's own record as well. Returns what stood there, so that a mistake can be taken back. */
export async function noteIdentity({ tx, ctx, change, deps }: Step, visit: StoredVisit, proof: string | null): Promise<PatientIdentity | undefined> {
  if (proof === null || visit.patientId === null) return undefined;
  return setPatientIdentity(tx, visit.patientId, { proof, on: dateAt(Date.parse(change.at), deps.clinic.timeZone), by: ctx.userName }, change);
}

/** A check-in on the wrong row is taken back: the patient's record says again what it said before. */
export async function forgetIdentity({ tx, change }: Step, visit: StoredVisit, before: Before | null | undefined): Promise<void> {
  if (before?.patientIdentity && visit.patientId !== null) await setPatientIdentity(tx, visit.patientId, before.patientIdentity, change);
}
