import { useRef, useState } from 'react';

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
export type UndoKind = 'arrived' | 'arrivedNoConsent' | Step;

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
  /** True also while core has not answered yet: a step that was pressed can be taken back at once. */
  readonly canUndo: () => boolean;
  readonly undo: () => void;
  readonly checkIn: (visit: Steppable, identityProof: 'swedishId' | null) => void;
  readonly setStatus: (visit: Steppable, status: Step) => void;
}

interface Taken {
  readonly kind: UndoKind;
  readonly name: string;
  readonly run: (overbook: boolean) => Promise<{ readonly id: string; readonly version: number; readonly consentMissing?: boolean }>;
}

const canOverbook = (error: unknown): boolean => error instanceof ApiError && error.detail.code === 'agenda.doubleBooked' && error.detail.params['policy'] === 'warn';

/** Steps of a visit from the queue. A refusal stands in `problem` until the next step; each step can be taken back for ten seconds. */
export function useVisitSteps(): VisitSteps {
  const [problem, setProblem] = useState<StepProblem>();
  const [undoable, setUndoable] = useState<Undoable>();
  const running = useRef<Promise<void>>(undefined);
  const latest = useRef(undoable);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const offer = (next: Undoable | undefined): void => {
    clearTimeout(timer.current);
    latest.current = next;
    setUndoable(next);
    if (next) timer.current = setTimeout(() => offer(undefined), UNDO_SECONDS * 1000);
  };
  const take = async (taken: Taken, overbook: boolean): Promise<void> => {
    setProblem(undefined);
    offer(undefined);
    try {
      const { id, version, consentMissing } = await taken.run(overbook);
      offer({ id, version, kind: consentMissing ? 'arrivedNoConsent' : taken.kind, name: taken.name });
    } catch (error) {
      setProblem({ error, ...(canOverbook(error) && !overbook ? { anyway: () => again(taken) } : {}) });
    }
  };
  const attempt = (taken: Taken, overbook: boolean): void => {
    const step = take(taken, overbook).finally(() => { if (running.current === step) running.current = undefined; });
    running.current = step;
  };
  const again = (taken: Taken): void => attempt(taken, true);
  const undo = async (): Promise<void> => {
    await running.current;
    const { current } = latest;
    if (!current) return;
    offer(undefined);
    setProblem(undefined);
    await client.agenda.undo({ id: current.id, version: current.version }).catch((error: unknown) => setProblem({ error }));
  };
  return {
    problem, undoable, canUndo: () => running.current !== undefined || latest.current !== undefined, undo: () => void undo(),
    checkIn: ({ id, version, name }, identityProof) => attempt({ kind: 'arrived', name, run: overbook => client.agenda.checkIn({ id, version, identityProof, overbook }) }, false),
    setStatus: ({ id, version, name }, status) => attempt({ kind: status, name, run: overbook => client.agenda.setStatus({ id, version, status, overbook }) }, false),
  };
}
