export { PatientLookup, type LookedUp } from './PatientLookup.tsx';
