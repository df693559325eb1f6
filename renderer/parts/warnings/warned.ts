import { useEffect, useSyncExternalStore } from 'react';

import { useMay, useQueryOf, type OutputOf } from '#renderer/client/index.ts';

/** Those whose names stand on the screen now or did so lately; asked about in one call, however many rows there are. */
let shown: readonly string[] = [];
let wanted: string[] = [];
const listeners = new Set<() => void>();
/** The contract takes no more at once. */
const MOST = 500;
/** While somebody types a name the hits change at every letter: only those that stay are asked about. */
const SETTLE_MS = 120;

function ask(id: string): void {
  if (shown.includes(id) || wanted.includes(id)) return;
  if (wanted.length === 0) setTimeout(take, SETTLE_MS);
  wanted.push(id);
}

function take(): void {
  shown = [...shown, ...wanted].slice(-MOST);
  wanted = [];
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => { listeners.delete(listener); };
};

export type Worst = OutputOf<'patients', 'warned'>[number];

/** The gravest current warning of a patient in a list; undefined without one. */
export function useWarned(patientId: string | null): Worst | undefined {
  const may = useMay();
  const ids = useSyncExternalStore(subscribe, () => shown);
  useEffect(() => { if (patientId !== null) ask(patientId); }, [patientId]);
  const { data } = useQueryOf('patients', 'warned', { ids: [...ids] }, { enabled: patientId !== null && ids.length > 0 && may('patients.read') });
  return data?.find(one => one.id === patientId);
}
