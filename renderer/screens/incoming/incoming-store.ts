import { useSyncExternalStore } from 'react';

/** A file of the scan folder to register; without one the dialog asks for a file. */
export interface Registering {
  readonly folderFile?: string;
}

let registering: Registering | undefined;
const listeners = new Set<() => void>();

/** Opens the dialog that registers a paper; undefined closes it. */
export function askToRegister(next: Registering | undefined): void {
  registering = next;
  for (const listener of [...listeners]) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useRegistering = (): Registering | undefined => useSyncExternalStore(subscribe, () => registering);
