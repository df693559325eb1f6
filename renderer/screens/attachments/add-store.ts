import { createAsked } from '#renderer/parts/asked.ts';

export interface Asking {
  readonly patientId: string;
  /** One after the other; without any the dialog asks for one. */
  readonly files: readonly File[];
}

/** Opens the dialog that attaches files; undefined closes it. */
export const { ask: askToAdd, useAsked: useAsking } = createAsked<Asking>();
