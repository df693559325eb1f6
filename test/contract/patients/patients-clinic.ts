import { v7 } from 'uuid';

import { patients } from '#shared/contract/patients.ts';
import type { PatientDraft } from '#shared/domain/patients/patient.ts';
import { createPatientsService } from '#electron/core/services/patients/patients-service.ts';
import { startTestClinic } from '#test/support/harness.ts';

/** A clinic with the patients area on a real encrypted file. */
export const startPatientsClinic = () => startTestClinic({ patients }, deps => ({ patients: createPatientsService(deps) }));
export type PatientsClinic = Awaited<ReturnType<typeof startPatientsClinic>>;

/** A registration form as filled in for an ordinary person. */
export const aDraft = (about: Partial<PatientDraft> & { text?: string } = {}): PatientDraft => {
  const { text, ...rest } = about;
  return {
    givenName: 'Åsa', familyName: 'Karlsson', birthDate: '1981-12-18', sex: 'F', number: text === undefined ? null : { country: 'SE', text }, identityLevel: null,
    protection: 'none', registrationNote: '', contacts: [], address: null, ...rest,
  };
};

/** Registers and returns the id. */
export async function register(client: Awaited<ReturnType<PatientsClinic['as']>>, about: Parameters<typeof aDraft>[0] = {}): Promise<string> {
  const id = v7();
  await client.patients.register({ id, draft: aDraft(about) });
  return id;
}
