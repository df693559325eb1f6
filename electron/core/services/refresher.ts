/** Calls back once after so many milliseconds; returns the way to call it off. */
export type After = (ms: number, work: () => void) => () => void;

export const systemAfter: After = (ms, work) => {
  const timer = setTimeout(work, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

export interface RefresherDeps {
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
  readonly after: After;
  /** Brings the file up to date. Tells its own failures; what it throws is lost. */
  readonly work: () => Promise<void>;
  /** Quiet time after a change, so that a series of changes is one file. */
  readonly settleMs: number;
  /** At most one run in this time. */
  readonly everyMs: number;
  /** Without any change, a run after this time, so that a new day begins with a new file. */
  readonly atLeastMs: number;
}

export interface Refresher {
  /** Begins with a run: what happened on another computer or another day is not known. */
  readonly start: () => void;
  /** Something changed. */
  readonly touch: () => void;
  /** Runs now if something changed since the last run; waits for a run that is going on. */
  readonly flush: () => Promise<void>;
  /** Runs now. */
  readonly runNow: () => Promise<void>;
  readonly stop: () => void;
}

/** Keeps a file that others read up to date with what it is made from. One run at a time. */
export function createRefresher({ nowMs, after, work, settleMs, everyMs, atLeastMs }: RefresherDeps): Refresher {
  let cancel: () => void = () => undefined;
  let stopped = true;
  let dirty = false;
  let lastRunMs = Number.NEGATIVE_INFINITY;
  let running: Promise<void> = Promise.resolve();
  /** A run that waits for the one before it; it will see every change so far. */
  let queued: Promise<void> | undefined;
  const wait = (ms: number) => {
    cancel();
    if (!stopped) cancel = after(ms, () => void run());
  };
  const run = (): Promise<void> => {
    cancel();
    queued ??= running = running.then(async () => {
      queued = undefined;
      dirty = false;
      lastRunMs = nowMs();
      await work().catch(() => undefined);
      wait(dirty ? Math.max(settleMs, everyMs) : atLeastMs);
    });
    return queued;
  };
  return {
    start: () => {
      stopped = false;
      dirty = true;
      wait(settleMs);
    },
    touch: () => {
      if (stopped) return;
      if (!dirty) wait(Math.max(settleMs, lastRunMs + everyMs - nowMs()));
      dirty = true;
    },
    flush: () => (dirty ? run() : running),
    runNow: run,
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
