import type { OutputOf } from '#renderer/client/index.ts';

export { ageOf, nameOf, type Hit } from '#renderer/parts/patient-form/person.ts';
export type Card = OutputOf<'patients', 'get'>;

export const PATIENT_PATH = '/patients/$patientId';
