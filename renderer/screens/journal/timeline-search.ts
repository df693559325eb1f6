import { useSyncExternalStore } from 'react';

/** What is typed or holds clinical words stays in this window's memory: the route is stored as the place to come back to. */
export interface SearchMemory {
  readonly text: string;
  readonly code: string | undefined;
}

const EMPTY: SearchMemory = { text: '', code: undefined };
const MAX_REMEMBERED = 20;
let memory: ReadonlyMap<string, SearchMemory> = new Map();
const listeners = new Set<() => void>();

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** This person's search in this patient's journal; still there after a lock, after a look at another screen, never another person's. */
export function useSearchMemory(userId: string, patientId: string): readonly [SearchMemory, (next: Partial<SearchMemory>) => void] {
  const key = `${userId} ${patientId}`;
  const value = useSyncExternalStore(subscribe, () => memory.get(key) ?? EMPTY);
  const set = (next: Partial<SearchMemory>) => {
    const rest = [...memory].filter(([other]) => other !== key).slice(-MAX_REMEMBERED);
    memory = new Map([...rest, [key, { ...value, ...next }]]);
    for (const listener of [...listeners]) listener();
  };
  return [value, set];
}
