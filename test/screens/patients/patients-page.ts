import { createAgendaService } from '#electron/core/services/agenda/agenda-service.ts';
import { createPatientImportService } from '#electron/core/services/patient-import/import-service.ts';
import { createPatientsService } from '#electron/core/services/patients/patients-service.ts';
import { agenda } from '#shared/contract/agenda.ts';
import { patientImport } from '#shared/contract/patient-import.ts';
import { patients } from '#shared/contract/patients.ts';
import type { Role } from '#shared/domain/permissions.ts';
import type { FakePage } from '#test/support/fake-clinic.ts';
import { startTestClinic } from '#test/support/harness.ts';
import { inProcessParser } from '#test/support/in-process-parser.ts';

import { openReal } from '../support/real-answers.ts';

/** A clinic with register, import and agenda on a real encrypted file; it is 22 November 2026, nine in the morning. */
export const startPatientScreens = () =>
  startTestClinic({ patients, patientImport, agenda }, deps => ({
    patients: createPatientsService(deps),
    patientImport: createPatientImportService({ ...deps, parser: inProcessParser, progress: () => undefined }),
    agenda: createAgendaService(deps),
  }));
export type PatientScreens = Awaited<ReturnType<typeof startPatientScreens>>;
type Person = Awaited<ReturnType<PatientScreens['as']>>;

export interface OpenOptions {
  readonly place: string;
  readonly roles?: readonly Role[];
  readonly language?: 'sv' | 'en';
  readonly colorScheme?: 'light' | 'dark';
}

/** The built page as this person sees it, its calls answered by the real services. */
export async function openAs(clinic: PatientScreens, person: Person, { place, roles = ['receptionist'], language = 'sv', colorScheme = 'light' }: OpenOptions): Promise<FakePage> {
  const { patients: register, patientImport: imports, agenda: book } = person;
  return openReal({ areas: { patients: register, patientImport: imports, agenda: book }, userId: person.userId, roles, place, language, changed: clinic.changed, options: { colorScheme, now: clinic.clock.now() } });
}
