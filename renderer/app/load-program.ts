import type * as Program from './program.ts';

let program: Promise<typeof Program> | undefined;

/**
 * Everything behind the gate, loaded once. It is asked for as soon as the gate stands on the screen: the sign-in is there
 * a third sooner, and while somebody types a PIN the rest is read and compiled.
 */
export const loadProgram = (): Promise<typeof Program> => (program ??= import('./program.ts'));
