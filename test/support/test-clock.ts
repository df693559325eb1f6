import type { Clock } from '#electron/core/ports/clock.ts';

/** A clock that stands still until the test moves it. */
export interface TestClock extends Clock {
  /** Moves both the wall clock and the monotonic one. */
  advance(ms: number): void;
  /** Sets the wall clock only, as a person or a dead battery does. */
  set(instant: string): void;
}

export function testClock(start: string): TestClock {
  let wall = Date.parse(start);
  let mono = 1000;
  return {
    now: () => new Date(wall),
    monotonicMs: () => mono,
    advance: ms => {
      wall += ms;
      mono += ms;
    },
    set: instant => {
      wall = Date.parse(instant);
    },
  };
}
