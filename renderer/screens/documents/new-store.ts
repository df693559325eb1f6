import { useSyncExternalStore } from 'react';

/** About whom a document is to be written; undefined while nobody has asked. */
export interface NewDocument {
  readonly patientId: string;
}

let open: NewDocument | undefined;
const listeners = new Set<() => void>();

/** Opens the dialog on any screen with a patient, or closes it. */
export function openNewDocument(next: NewDocument | undefined): void {
  open = next;
  for (const listener of [...listeners]) listener();
}

export const useNewDocument = (): NewDocument | undefined =>
  useSyncExternalStore(listener => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => open);
