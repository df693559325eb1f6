export { PatientName, WarningMark } from './PatientName.tsx';
export { PatientWarnings } from './PatientWarnings.tsx';
export { warningLine } from './warning-line.ts';
