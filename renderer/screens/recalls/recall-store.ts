import { useSyncExternalStore } from 'react';

import type { OutputOf } from '#renderer/client/index.ts';

export type Recall = OutputOf<'recalls', 'due'>[number];

/** What the dialog is about: a new recall, of a patient where one is open, or one on the list. */
export interface OpenRecall {
  readonly recall?: Recall;
  readonly patientId?: string | undefined;
}

let open: OpenRecall | undefined;
const listeners = new Set<() => void>();

/** Opens the dialog on any screen, or closes it. */
export function openRecall(next: OpenRecall | undefined): void {
  open = next;
  for (const listener of [...listeners]) listener();
}

export const useOpenRecall = (): OpenRecall | undefined =>
  useSyncExternalStore(listener => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => open);
