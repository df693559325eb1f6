/** The only source of time in services, so that tests decide what time it is. */
export interface Clock {
  /** Wall clock. May jump; order in the log never depends on it. */
  now(): Date;
  /** Milliseconds that only go forward. */
  monotonicMs(): number;
}

/** The computer's clock. */
export const systemClock: Clock = { now: () => new Date(), monotonicMs: () => performance.now() };
