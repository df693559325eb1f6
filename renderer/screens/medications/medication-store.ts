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
