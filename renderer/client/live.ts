import { useEffect, useSyncExternalStore } from 'react';

import type { CardPresence, LockReason } from '#shared/contract/wire.ts';

/** A value that events change and screens read. */
export interface Live<T> {
  get(): T;
  set(value: T): void;
  subscribe(listener: () => void): () => void;
}

export function createLive<T>(initial: T): Live<T> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set: value => {
      current = value;
      for (const listener of [...listeners]) listener();
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const useLive = <T>(live: Live<T>): T => useSyncExternalStore(live.subscribe, live.get);

export interface Job {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  /** Milliseconds, from the speed so far; null until that says anything. */
  readonly timeLeftMs: number | null;
}

interface RunningJob extends Job {
  readonly startedAt: number;
  readonly startedDone: number;
}

const card = createLive<CardPresence | null>(null);
const jobs = createLive<ReadonlyMap<string, RunningJob>>(new Map());
const lastSaved = createLive<string | null>(null);
const unsaved = createLive(0);
const lockReason = createLive<LockReason | null>(null);

/** What the machine side tells without being asked; written by `startEvents` only. */
export const live = { card, jobs, lastSaved, lockReason };

/** The reader and card as last reported; null until the first report. */
export const useCardPresence = (): CardPresence | null => useLive(card);
/** Why the screen was last locked in this run of the program. */
export const useLockReason = (): LockReason | null => useLive(lockReason);
/** How far a long operation is, by its job name; undefined while none runs. */
export const useJob = (job: string): Job | undefined => useLive(jobs).get(job);
/** Instant of the last durable save on this screen, for the status line. */
export const useLastSaved = (): string | null => useLive(lastSaved);
/** How many forms on the screen hold something that is not saved, for the status line. */
export const useHasUnsaved = (): boolean => useLive(unsaved) > 0;
/** A form that is saved by a button says so while it differs from what is saved. */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return undefined;
    unsaved.set(unsaved.get() + 1);
    return () => unsaved.set(unsaved.get() - 1);
  }, [isUnsaved]);
}
/** Editors call this with `savedAt` when core has confirmed a save. */
export const reportSaved = (savedAt: string): void => lastSaved.set(savedAt);

/** Takes one progress report in; time left from the speed within the phase, and none before five seconds of it. */
export function reportProgress(job: string, report: { readonly phase: string; readonly done: number; readonly total: number }, now: number): void {
  const known = jobs.get().get(job);
  const same = known && known.phase === report.phase && report.done >= known.done ? known : undefined;
  const startedAt = same?.startedAt ?? now;
  const startedDone = same?.startedDone ?? report.done;
  const speed = (report.done - startedDone) / Math.max(1, now - startedAt);
  const timeLeftMs = speed > 0 && now - startedAt >= 5000 ? (report.total - report.done) / speed : null;
  const next = new Map(jobs.get());
  if (report.phase === 'done') next.delete(job);
  else next.set(job, { ...report, timeLeftMs, startedAt, startedDone });
  jobs.set(next);
}
