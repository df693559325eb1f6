import { useCallback, useEffect, useRef, useState } from 'react';

import { UNDO_SECONDS, type AgendaEntry, type CancelReason } from '#shared/domain/agenda/appointment.ts';

import { ApiError, client } from '#renderer/client/index.ts';
import { dropKeptKeys, keepKeysForDialog } from '#renderer/ui/index.ts';

/** Exceptions a person made on purpose. */
export interface Deliberate {
  readonly overbook?: boolean;
  readonly outsideHours?: boolean;
  readonly overHold?: boolean;
}

/** A visit just made. */
export interface Booked {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  /** ISO UTC. */
  readonly start: string;
}

export interface Problem {
  readonly error: unknown;
  /** Does the same again, on purpose, where the clinic's rules allow it. */
  readonly anyway?: () => void;
}

/** What was done, in the words of `agenda.undo.*`. */
export type DoneStep = 'booked' | 'moved' | 'resized' | 'cancelled' | 'cancelledFee' | 'noShowFee' | 'arrived' | PlainStatusStep;
type PlainStatusStep = 'backToBooked' | 'confirmed' | 'inTreatment' | 'done' | 'noShow' | 'rescheduled';

export interface Undoable {
  readonly id: string;
  readonly version: number;
  readonly kind: DoneStep;
  readonly name: string;
}

/** Which exception would let a refused booking through, if any (C-03: a resource that forbids overlap has none). */
export function exceptionFor(error: unknown): Deliberate | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.detail.code === 'agenda.outsideHours') return { outsideHours: true };
  if (error.detail.code === 'agenda.held') return { overHold: true };
  return error.detail.code === 'agenda.doubleBooked' && error.detail.params['policy'] === 'warn' ? { overbook: true } : undefined;
}

export interface MoveTarget {
  readonly fromResourceId: string;
  readonly toResourceId: string;
  readonly start: string;
  /** Another length; as it is when left out. */
  readonly durationMin?: number;
}

export type PlainStatus = 'booked' | 'confirmed' | 'inTreatment' | 'done' | 'noShow' | 'rescheduled';

export interface VisitActions {
  readonly problem: Problem | undefined;
  readonly dismiss: () => void;
  readonly undoable: Undoable | undefined;
  /** There is something to take back, or about to be. */
  readonly canUndo: () => boolean;
  readonly undo: () => void;
  readonly move: (entry: AgendaEntry, target: MoveTarget, deliberate?: Deliberate) => void;
  readonly checkIn: (entry: AgendaEntry, identityProof: 'swedishId' | null, deliberate?: Deliberate) => void;
  /** `onDone` once it is done: it opens a dialog, and what is typed until then is for that. */
  readonly setStatus: (entry: AgendaEntry, status: PlainStatus, onDone?: () => void) => void;
  /** Resolves true when it is done. */
  readonly cancel: (entry: AgendaEntry, reason: CancelReason, reasonText: string) => Promise<boolean>;
  /** A visit was made in a dialog; it can be taken back as any other step. */
  readonly booked: (visit: Booked) => void;
}

/** What can be done to a visit, each step for ten seconds undone with one key; a refusal leaves it where it was and stands in `problem` until the next action. */
export function useVisitActions(): VisitActions {
  const { problem, setProblem, isRunning, attempt } = useAttempt();
  const { undoable, canUndo, undo, did } = useUndo(attempt, isRunning);

  const move: VisitActions['move'] = (entry, target, deliberate = {}) => {
    const { start, ...rest } = target;
    const input = { id: entry.id, version: entry.version, start: { instant: start }, ...rest, ...deliberate };
    const kind = target.durationMin !== undefined && start === entry.start ? 'resized' : 'moved';
    void attempt(() => client.agenda.move(input), more => move(entry, target, { ...deliberate, ...more })).then(did(kind, entry.name));
  };
  const checkIn: VisitActions['checkIn'] = (entry, identityProof, deliberate = {}) => {
    const input = { id: entry.id, version: entry.version, identityProof, overbook: deliberate.overbook ?? false };
    void attempt(() => client.agenda.checkIn(input), more => checkIn(entry, identityProof, more)).then(did('arrived', entry.name));
  };
  const setStatus: VisitActions['setStatus'] = (entry, status, onDone) => {
    if (onDone) keepKeysForDialog();
    void attempt(() => client.agenda.setStatus({ id: entry.id, version: entry.version, status })).then(done => {
      did(done?.feeProposed ? 'noShowFee' : status === 'booked' ? 'backToBooked' : status, entry.name)(done);
      if (done) onDone?.();
      else if (onDone) dropKeptKeys();
    });
  };
  const cancel: VisitActions['cancel'] = async (entry, reason, reasonText) => {
    const done = await attempt(() => client.agenda.cancel({ id: entry.id, version: entry.version, reason, reasonText }));
    did(done?.feeProposed ? 'cancelledFee' : 'cancelled', entry.name)(done);
    return done !== undefined;
  };
  const booked: VisitActions['booked'] = visit => did('booked', visit.name)(visit);
  return { problem, dismiss: () => setProblem(undefined), undoable, canUndo, undo, move, checkIn, setStatus, cancel, booked };
}

type Attempt = <T>(work: () => Promise<T>, retry?: (deliberate: Deliberate) => void) => Promise<T | undefined>;

/** Does something, and keeps why core refused; undefined then. */
function useAttempt() {
  const [problem, setProblem] = useState<Problem>();
  const running = useRef(0);
  const isRunning = useCallback(() => running.current > 0, []);
  const attempt: Attempt = useCallback(async (work, retry) => {
    setProblem(undefined);
    running.current += 1;
    try {
      return await work();
    } catch (error) {
      const exception = exceptionFor(error);
      setProblem({ error, ...(exception && retry ? { anyway: () => retry(exception) } : {}) });
      return undefined;
    } finally {
      running.current -= 1;
    }
  }, []);
  return { problem, setProblem, isRunning, attempt };
}

/** The latest step, for as long as core would take it back; asked to before core has answered, it is taken back as soon as it is done. */
function useUndo(attempt: Attempt, isRunning: () => boolean) {
  const [undoable, setUndoable] = useState<Undoable>();
  const isWanted = useRef(false);
  useEffect(() => {
    if (!undoable) return undefined;
    const timer = setTimeout(() => setUndoable(undefined), UNDO_SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [undoable]);
  const takeBack = ({ id, version }: Pick<Undoable, 'id' | 'version'>): void => {
    setUndoable(undefined);
    void attempt(() => client.agenda.undo({ id, version }));
  };
  const did = (kind: DoneStep, name: string) => (done: { readonly id: string; readonly version: number } | undefined): void => {
    const wasWanted = isWanted.current;
    isWanted.current = false;
    if (done && wasWanted) takeBack(done);
    else if (done) setUndoable({ id: done.id, version: done.version, kind, name });
  };
  const undo = (): void => {
    if (isRunning()) isWanted.current = true;
    else if (undoable) takeBack(undoable);
  };
  return { undoable, canUndo: () => undoable !== undefined || isRunning(), undo, did };
}
