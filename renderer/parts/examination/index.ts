export { DecidedBy, ExaminationFields, isComplete } from './ExaminationFields.tsx';
