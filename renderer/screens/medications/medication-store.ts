import { useSyncExternalStore } from 'react';

import type { Given, Medication } from '#shared/domain/medications/medication.ts';

/** The question that stands above the screen; a row is undefined for a new one. */
export type MedicationDialog =
  | { readonly kind: 'taken'; readonly patientId: string; readonly row?: Medication }
  | { readonly kind: 'end'; readonly patientId: string; readonly row: Medication }
  | { readonly kind: 'given'; readonly patientId: string; readonly row?: Given }
  | { readonly kind: 'withdraw'; readonly patientId: string; readonly row: Given };

let open: MedicationDialog | undefined;
const listeners = new Set<() => void>();

/** Opens the dialog on whatever screen of the patient, or closes it. */
export function openMedication(next: MedicationDialog | undefined): void {
  open = next;
  for (const listener of [...listeners]) listener();
}

export const useOpenMedication = (): MedicationDialog | undefined =>
  useSyncExternalStore(listener => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => open);

/** What was just recorded as given, for the note that is open. */
export interface JustGiven extends Pick<Given, 'id' | 'product' | 'batch' | 'amount' | 'site' | 'givenAt'> {
  readonly patientId: string;
}
interface OpenNote {
  readonly patientId: string;
  readonly noteId: string;
  readonly take: (given: JustGiven) => void;
}
let note: OpenNote | undefined;

/** The note being written takes what is recorded as given meanwhile, so that it is written once. Returns the way to stop. */
export function writeGivenInto(open: OpenNote): () => void {
  note = open;
  return () => { if (note === open) note = undefined; };
}

/** The note of this patient that is being written now. */
export const noteBeingWritten = (patientId: string): OpenNote | undefined => (note?.patientId === patientId ? note : undefined);
