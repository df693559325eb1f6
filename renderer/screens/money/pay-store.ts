import { useSyncExternalStore } from 'react';

/** The visit somebody is taking payment for. */
export interface PayingVisit {
  readonly id: string;
  readonly patientId: string | null;
}

interface PayState {
  readonly visit: PayingVisit | undefined;
  /** The document issued last in this window, for printing without looking for it. */
  readonly latestId: string | undefined;
}

let state: PayState = { visit: undefined, latestId: undefined };
const listeners = new Set<() => void>();

function publish(next: PayState): void {
  state = next;
  for (const listener of [...listeners]) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const openPay = (visit: PayingVisit): void => publish({ ...state, visit });
export const closePay = (): void => publish({ ...state, visit: undefined });
export const rememberDocument = (latestId: string): void => publish({ ...state, latestId });
export const latestDocument = (): string | undefined => state.latestId;
export const usePayingVisit = (): PayingVisit | undefined => useSyncExternalStore(subscribe, () => state.visit);
