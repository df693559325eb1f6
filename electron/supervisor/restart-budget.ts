import type { LockClock } from './lock-clock.ts';

/** Allows `perMinute` restarts within any minute, so that a program which dies at once is not started for ever. */
export function createRestartBudget(clock: LockClock, perMinute: number): () => boolean {
  let used: number[] = [];
  return () => {
    const now = clock.steady();
    used = used.filter(at => now - at < 60_000);
    if (used.length >= perMinute) return false;
    used.push(now);
    return true;
  };
}
