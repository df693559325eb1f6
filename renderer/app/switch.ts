import { useSyncExternalStore } from 'react';

/** Something of the frame that is on or off, for components and for code outside them. */
export interface Switch {
  readonly isOn: () => boolean;
  readonly set: (on: boolean) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

export function createSwitch(): Switch {
  let on = false;
  const listeners = new Set<() => void>();
  return {
    isOn: () => on,
    set: next => {
      if (next === on) return;
      on = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const useSwitch = (one: Switch): boolean => useSyncExternalStore(one.subscribe, one.isOn);
