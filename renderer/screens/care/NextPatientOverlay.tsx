import { useEffect, useRef } from 'react';

import { callProcedure, useErrorText } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { notify, useText } from '#renderer/ui/index.ts';

type Listener = (after: string | undefined) => void;
const listeners = new Set<Listener>();

/** Goes to the journal of the next patient; `after`: the visit that is open now. */
export function openNextPatient(after: string | undefined): void {
  for (const listener of [...listeners]) listener(after);
}

/** Asks who is next at the key, so that somebody who has just arrived is seen, and opens their journal (task 4B 3). Draws nothing. */
export function NextPatientOverlay() {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const isAsking = useRef(false);
  const open = useRef<Listener>(() => undefined);
  open.current = after => {
    if (isAsking.current) return;
    isAsking.current = true;
    callProcedure('care', 'next', { after: after ?? null })
      .then(({ visit }) => {
        if (!visit?.patientId || visit.id === after) notify(t('care.next.none'), 'care.next');
        else go('/patients/$patientId/journal', { params: { patientId: visit.patientId } });
      })
      .catch((error: unknown) => notify(errorText(error).text, 'care.next'))
      .finally(() => { isAsking.current = false; });
  };
  useEffect(() => {
    const listener: Listener = after => open.current(after);
    listeners.add(listener);
    return () => { listeners.delete(listener); };
  }, []);
  return null;
}
