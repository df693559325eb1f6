import { useSyncExternalStore } from 'react';

import type { CurrentVisit } from '#renderer/commands/index.ts';

/** Which paper is asked about right now; a command of any screen asks, the overlay answers. */
export type Asking =
  | { readonly kind: 'dayList'; readonly start: string | undefined }
  | { readonly kind: 'card' | 'certificate'; readonly visit: CurrentVisit }
  | { readonly kind: 'shortcuts' };

let asking: Asking | undefined;
const listeners = new Set<() => void>();

export function ask(next: Asking | undefined): void {
  asking = next;
  for (const listener of [...listeners]) listener();
}

export const useAsking = (): Asking | undefined =>
  useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asking,
  );
