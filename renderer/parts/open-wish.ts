import { useSyncExternalStore } from 'react';

import type { InputOf, OutputOf } from '#renderer/client/index.ts';

export type WishDraft = InputOf<'waiting', 'add'>['draft'];
export type Wish = OutputOf<'waiting', 'list'>[number];

/** What the dialog is about: a new wish with what is known of it, or one that waits already. */
export interface OpenWish {
  readonly wish?: Wish;
  readonly known?: Partial<WishDraft>;
  /** Whose name stands in the dialog while `known` names a patient. */
  readonly name?: string;
  /** When the visit is that the patient keeps, ISO UTC. */
  readonly keepsStart?: string;
  /** The group whose seat is waited for. */
  readonly groupTitle?: string;
}

let open: OpenWish | undefined;
const listeners = new Set<() => void>();

/** Opens the dialog on any screen, or closes it. */
export function openWish(next: OpenWish | undefined): void {
  open = next;
  for (const listener of [...listeners]) listener();
}

export const useOpenWish = (): OpenWish | undefined =>
  useSyncExternalStore(listener => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => open);
