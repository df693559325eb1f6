import { createAsked } from '#renderer/parts/asked.ts';

/** About whom a document is to be written; undefined while nobody has asked. */
export interface NewDocument {
  readonly patientId: string;
}

/** Opens the dialog on any screen with a patient, or closes it. */
export const { ask: openNewDocument, useAsked: useNewDocument } = createAsked<NewDocument>();
