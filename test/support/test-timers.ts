import type { SetTimer } from '#electron/core/services/backup/scheduler.ts';
import type { TestClock } from './test-clock.ts';

/** Timers that go by the test's clock: nothing rings unless the test lets time pass. */
export interface TestTimers {
  readonly setTimer: SetTimer;
  /** How many are set. */
  readonly count: () => number;
  /** Lets so much time pass, then rings what has become due, once each. */
  readonly pass: (ms: number) => void;
}

export function testTimers(clock: TestClock): TestTimers {
  const waiting = new Set<{ readonly at: number; readonly work: () => void }>();
  return {
    setTimer: (ms, work) => {
      const timer = { at: clock.now().getTime() + ms, work };
      waiting.add(timer);
      return () => waiting.delete(timer);
    },
    count: () => waiting.size,
    pass: ms => {
      clock.advance(ms);
      for (const timer of [...waiting].filter(({ at }) => at <= clock.now().getTime())) {
        waiting.delete(timer);
        timer.work();
      }
    },
  };
}
