import type { OutputOf } from '#renderer/client/index.ts';
import { createAsked } from '#renderer/parts/asked.ts';

export type Recall = OutputOf<'recalls', 'due'>[number];

/** What the dialog is about: a new recall, of a patient where one is open, or one on the list. */
export interface OpenRecall {
  readonly recall?: Recall;
  readonly patientId?: string | undefined;
}

/** Opens the dialog on any screen, or closes it. */
export const { ask: openRecall, useAsked: useOpenRecall } = createAsked<OpenRecall>();
