/** Time as the lock needs it. Milliseconds throughout. */
export interface LockClock {
  /** Time of day; moves on while the computer sleeps, and may be set back. */
  wall(): number;
  /** Never goes back; may stand still while the computer sleeps. */
  steady(): number;
  after(ms: number, run: () => void): () => void;
  every(ms: number, run: () => void): () => void;
}

export const systemClock: LockClock = {
  wall: () => Date.now(),
  steady: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  every: (ms, run) => {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
};

/** A moment on both clocks. */
export interface Moment {
  readonly wall: number;
  readonly steady: number;
}

export const momentOf = (clock: LockClock): Moment => ({ wall: clock.wall(), steady: clock.steady() });

/** How long since `then`: the larger of the two clocks, so that neither sleep nor a clock set back lengthens a session. */
export const since = (clock: LockClock, then: Moment): number => Math.max(clock.wall() - then.wall, clock.steady() - then.steady);

/** Resolves when `work` has ended (well or badly) or `ms` have passed, whichever comes first. */
export function atMost(clock: LockClock, ms: number, work: Promise<unknown>): Promise<void> {
  return new Promise(resolve => {
    const cancel = clock.after(ms, resolve);
    const done = (): void => {
      cancel();
      resolve();
    };
    work.then(done, done);
  });
}
