import { useSyncExternalStore } from 'react';

export interface Asking {
  readonly patientId: string;
  /** One after the other; without any the dialog asks for one. */
  readonly files: readonly File[];
}

let asking: Asking | undefined;
const listeners = new Set<() => void>();

/** Opens the dialog that attaches files; undefined closes it. */
export function askToAdd(next: Asking | undefined): void {
  asking = next;
  for (const listener of [...listeners]) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useAsking = (): Asking | undefined => useSyncExternalStore(subscribe, () => asking);
