export { StepPane } from './StepPane.tsx';
export { Wizard } from './Wizard.tsx';
