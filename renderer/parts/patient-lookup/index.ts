export { KnownPatient, OtherPatient, PatientLookup, type LookedUp } from './PatientLookup.tsx';
export { PatientSearch, type OtherChoice } from './PatientSearch.tsx';
export { usePatientHits } from './use-patient-hits.ts';
