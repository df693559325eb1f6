import { createAsked } from '#renderer/parts/asked.ts';

/** A file of the scan folder to register; without one the dialog asks for a file. */
export interface Registering {
  readonly folderFile?: string;
}

/** Opens the dialog that registers a paper; undefined closes it. */
export const { ask: askToRegister, useAsked: useRegistering } = createAsked<Registering>();
