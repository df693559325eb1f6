import { useEffect, useLayoutEffect, useRef, useState } from 'react';

/** The value once it has stood still for `ms`. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/** Letters closer together than this come from a scanner or a held key, not from hands. */
const BURST_MS = 40;

/**
 * The value at once, and in a burst its first and its last: somebody who types sees an answer to every letter
 * (tasks.md 4A 1), and a scanned number is two searches, not twelve rows in the log.
 */
export function usePaced<T>(value: T): T {
  const [paced, setPaced] = useState(value);
  const changedAt = useRef(-Infinity);
  useLayoutEffect(() => {
    const isBurst = performance.now() - changedAt.current < BURST_MS;
    changedAt.current = performance.now();
    if (!isBurst) setPaced(value);
    const timer = setTimeout(() => setPaced(value), isBurst ? BURST_MS : 0);
    return () => clearTimeout(timer);
  }, [value]);
  return paced;
}
