import { useSyncExternalStore } from 'react';

export interface OpenFile {
  readonly patientId: string;
  readonly attachmentId: string;
}

let open: OpenFile | undefined;
const listeners = new Set<() => void>();

/** Shows a file above whatever is open; undefined closes it. */
export function showFile(next: OpenFile | undefined): void {
  open = next;
  for (const listener of [...listeners]) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useOpenFile = (): OpenFile | undefined => useSyncExternalStore(subscribe, () => open);
