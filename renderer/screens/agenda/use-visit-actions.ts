import { useCallback, useEffect, useRef, useState } from 'react';

import { UNDO_SECONDS, type AgendaEntry, type CancelReason } from '#shared/domain/agenda/appointment.ts';

import { ApiError, client } from '#renderer/client/index.ts';
import { giveKeptKeys, keepKeysForDialog } from '#renderer/ui/index.ts';

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
export type DoneStep = 'booked' | 'moved' | 'resized' | 'cancelled' | 'cancelledFee' | 'noShowFee' | 'arrived' | 'arrivedNoConsent' | PlainStatusStep;
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
  const { problem, setProblem, attempt } = useAttempt();
  const { undoable, canUndo, undo, doing, versionOf } = useUndo(attempt);

  const move: VisitActions['move'] = (entry, target, deliberate = {}) => {
    const { start, ...rest } = target;
    const input = { id: entry.id, start: { instant: start }, ...rest, ...deliberate };
    const kind = target.durationMin !== undefined && start === entry.start ? 'resized' : 'moved';
    void doing(attempt(() => client.agenda.move({ ...input, version: versionOf(entry) }), more => move(entry, target, { ...deliberate, ...more })), entry.name, () => kind);
  };
  const checkIn: VisitActions['checkIn'] = (entry, identityProof, deliberate = {}) => {
    const input = { id: entry.id, identityProof, overbook: deliberate.overbook ?? false };
    void doing(attempt(() => client.agenda.checkIn({ ...input, version: versionOf(entry) }), more => checkIn(entry, identityProof, more)), entry.name, done => (done.consentMissing ? 'arrivedNoConsent' : 'arrived'));
  };
  const setStatus: VisitActions['setStatus'] = (entry, status, onDone) => {
    if (onDone) keepKeysForDialog();
    const changing = attempt(() => client.agenda.setStatus({ id: entry.id, version: versionOf(entry), status }));
    void doing(changing, entry.name, done => (done.feeProposed ? 'noShowFee' : status === 'booked' ? 'backToBooked' : status)).then(done => {
      if (done) onDone?.();
      else if (onDone) giveKeptKeys();
    });
  };
  const cancel: VisitActions['cancel'] = async (entry, reason, reasonText) => {
    const cancelling = attempt(() => client.agenda.cancel({ id: entry.id, version: versionOf(entry), reason, reasonText }));
    return (await doing(cancelling, entry.name, done => (done.feeProposed ? 'cancelledFee' : 'cancelled'))) !== undefined;
  };
  const booked: VisitActions['booked'] = visit => void doing(Promise.resolve(visit), visit.name, () => 'booked');
  return { problem, dismiss: () => setProblem(undefined), undoable, canUndo, undo, move, checkIn, setStatus, cancel, booked };
}

type Attempt = <T>(work: () => Promise<T>, retry?: (deliberate: Deliberate) => void) => Promise<T | undefined>;

/** Does one thing after the other, and keeps why core refused; undefined then. */
function useAttempt() {
  const [problem, setProblem] = useState<Problem>();
  const before = useRef<Promise<unknown>>(Promise.resolve());
  const run: Attempt = useCallback(async (work, retry) => {
    setProblem(undefined);
    try {
      return await work();
    } catch (error) {
      const exception = exceptionFor(error);
      setProblem({ error, ...(exception && retry ? { anyway: () => retry(exception) } : {}) });
      return undefined;
    }
  }, []);
  const attempt: Attempt = useCallback((work, retry) => {
    const mine = before.current.then(() => run(work, retry));
    before.current = mine;
    return mine;
  }, [run]);
  return { problem, setProblem, attempt };
}

/**
 * The latest step, for as long as core would take it back; asked to before core has answered, it is taken back as soon as it is
 * done. What can be taken back stands in a ref: between core's answer and the next drawing a key must find it too.
 */
function useUndo(attempt: Attempt) {
  const [undoable, setUndoable] = useState<Undoable>();
  const latest = useRef<Promise<Undoable | undefined>>(undefined);
  const versions = useRef(new Map<string, number>());
  const shown = useRef<Promise<Undoable | undefined>>(undefined);
  useEffect(() => {
    if (!undoable) return undefined;
    const timer = setTimeout(() => {
      setUndoable(undefined);
      if (latest.current === shown.current) latest.current = undefined;
    }, UNDO_SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [undoable]);
  const known = <T extends Done | undefined>(done: T): T => {
    if (done) versions.current.set(done.id, done.version);
    return done;
  };
  /** What somebody has just done is no surprise to them, though the screen does not show it yet. */
  const versionOf = ({ id, version }: Done): number => Math.max(version, versions.current.get(id) ?? 0);
  /** From the moment core is asked; resolves with what core answered. */
  const doing = async <T extends Done>(work: Promise<T | undefined>, name: string, kindOf: (done: T) => DoneStep): Promise<T | undefined> => {
    const step = work.then(done => done && { id: known(done).id, version: done.version, kind: kindOf(done), name });
    const before = latest.current;
    latest.current = step;
    const done = await step;
    // Taken back already, or followed by another.
    if (latest.current !== step) return work;
    if (done) setUndoable(done);
    shown.current = done ? step : before;
    latest.current = shown.current;
    return work;
  };
  const undo = (): void => {
    const step = latest.current;
    latest.current = undefined;
    setUndoable(undefined);
    void step?.then(done => done && attempt(async () => known(await client.agenda.undo({ id: done.id, version: done.version }))));
  };
  return { undoable, canUndo: () => latest.current !== undefined, undo, doing, versionOf };
}

type Done = Pick<Undoable, 'id' | 'version'>;
