import { useCallback, useEffect, useState } from 'react';

import { UNDO_SECONDS } from '#shared/domain/agenda/appointment.ts';
import type { AppointmentStatus } from '#shared/domain/agenda/status.ts';

import { ApiError, client } from '#renderer/client/index.ts';

/** What a step needs to know of a visit. */
export interface Steppable {
  readonly id: string;
  readonly version: number;
  readonly status: AppointmentStatus;
  readonly name: string;
}

export type Step = 'inTreatment' | 'done' | 'noShow' | 'booked';
export type UndoKind = 'arrived' | Step;

export interface StepProblem {
  readonly error: unknown;
  /** Does the same again on purpose, where the clinic's rules allow it. */
  readonly anyway?: () => void;
}

export interface Undoable {
  readonly id: string;
  readonly version: number;
  readonly kind: UndoKind;
  readonly name: string;
}

export interface VisitSteps {
  readonly problem: StepProblem | undefined;
  readonly undoable: Undoable | undefined;
  readonly undo: () => void;
  readonly checkIn: (visit: Steppable, identityProof: 'swedishId' | null) => void;
  readonly setStatus: (visit: Steppable, status: Step) => void;
}

interface Taken {
  readonly kind: UndoKind;
  readonly name: string;
  readonly run: (overbook: boolean) => Promise<{ readonly id: string; readonly version: number }>;
}

const canOverbook = (error: unknown): boolean => error instanceof ApiError && error.detail.code === 'agenda.doubleBooked' && error.detail.params['policy'] === 'warn';

/** Steps of a visit from the queue. A refusal stands in `problem` until the next step; each step can be taken back for ten seconds. */
export function useVisitSteps(): VisitSteps {
  const [problem, setProblem] = useState<StepProblem>();
  const [undoable, setUndoable] = useState<Undoable>();
  useEffect(() => {
    if (!undoable) return undefined;
    const timer = setTimeout(() => setUndoable(undefined), UNDO_SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [undoable]);
  const attempt = async (taken: Taken, overbook: boolean): Promise<void> => {
    setProblem(undefined);
    try {
      const { id, version } = await taken.run(overbook);
      setUndoable({ id, version, kind: taken.kind, name: taken.name });
    } catch (error) {
      setProblem({ error, ...(canOverbook(error) && !overbook ? { anyway: () => again(taken) } : {}) });
    }
  };
  const again = (taken: Taken): void => void attempt(taken, true);
  const undo = useCallback(() => {
    if (!undoable) return;
    setUndoable(undefined);
    setProblem(undefined);
    client.agenda.undo({ id: undoable.id, version: undoable.version }).catch((error: unknown) => setProblem({ error }));
  }, [undoable]);
  return {
    problem, undoable, undo,
    checkIn: ({ id, version, name }, identityProof) => void attempt({ kind: 'arrived', name, run: overbook => client.agenda.checkIn({ id, version, identityProof, overbook }) }, false),
    setStatus: ({ id, version, name }, status) => void attempt({ kind: status, name, run: overbook => client.agenda.setStatus({ id, version, status, overbook }) }, false),
  };
}
