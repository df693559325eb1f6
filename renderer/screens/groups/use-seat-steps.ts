import { useEffect, useState } from 'react';

import { UNDO_SECONDS } from '#shared/domain/agenda/appointment.ts';

import { client } from '#renderer/client/index.ts';

import type { Meeting, Participant } from './use-group-words.ts';

interface Done {
  readonly id: string;
  readonly version: number;
}

/** What can be done to one seat, by the agenda's own commands; the last step can be taken back for ten seconds. */
export function useSeatSteps() {
  const [error, setError] = useState<unknown>();
  const [undoable, setUndoable] = useState<Done>();
  useEffect(() => {
    if (!undoable) return undefined;
    const timer = setTimeout(() => setUndoable(undefined), UNDO_SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [undoable]);
  const attempt = (work: () => Promise<Done>, isUndoable = true): void => {
    setError(undefined);
    setUndoable(undefined);
    work().then(done => { if (isUndoable) setUndoable(done); }, setError);
  };
  return {
    error,
    undoable,
    undo: () => { if (undoable) attempt(() => client.agenda.undo(undoable), false); },
    checkIn: ({ id, version }: Participant, identityProof: 'swedishId' | null) => attempt(() => client.agenda.checkIn({ id, version, identityProof })),
    setStatus: ({ id, version }: Participant, status: 'inTreatment' | 'done' | 'noShow') => attempt(() => client.agenda.setStatus({ id, version, status })),
    cancel: ({ id, version }: Participant) => attempt(() => client.agenda.cancel({ id, version, reason: 'patientWish' })),
    setCapacity: ({ id, groupVersion, capacity }: Meeting, by: number) => attempt(() => client.groups.setCapacity({ id, version: groupVersion, capacity: capacity + by }), false),
  };
}
export type SeatSteps = ReturnType<typeof useSeatSteps>;
