import { useSyncExternalStore } from 'react';

import type { CurrentVisit } from '#renderer/commands/index.ts';

let rebooking: CurrentVisit | undefined;
const listeners = new Set<() => void>();

function publish(next: CurrentVisit | undefined): void {
  rebooking = next;
  for (const listener of [...listeners]) listener();
}

/** Proposes the same time some weeks after this visit. */
export const openRebook = (visit: CurrentVisit): void => publish(visit);
export const closeRebook = (): void => publish(undefined);

export const useRebooking = (): CurrentVisit | undefined =>
  useSyncExternalStore(listener => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => rebooking);
