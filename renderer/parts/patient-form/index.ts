export { ageOf, nameOf, type Hit } from './person.ts';
export { RegistrationFields } from './RegistrationFields.tsx';
export { SimilarPatients } from './SimilarPatients.tsx';
export { textOf, useRegistration, type Registration, type RegistrationText } from './use-registration.ts';
