import { useSyncExternalStore } from 'react';

/** Where a new group is to meet, when that is known: a free time of the agenda. */
export interface NewGroup {
  readonly resourceId?: string | undefined;
  /** ISO UTC. */
  readonly start?: string | undefined;
}

let open: NewGroup | undefined;
const listeners = new Set<() => void>();

/** Opens the dialog for a new group on any screen, or closes it. */
export function openNewGroup(next: NewGroup | undefined): void {
  open = next;
  for (const listener of [...listeners]) listener();
}

export const useNewGroup = (): NewGroup | undefined =>
  useSyncExternalStore(listener => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => open);
