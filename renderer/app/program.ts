/** What lies behind the gate: a file of its own in the built page (see load-program.ts). */
export { RestoreScreen } from './areas.ts';
export { OpenProgram } from './OpenProgram.tsx';
