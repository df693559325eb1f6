import { useEffect, useState } from 'react';

const TICK_MS = 30_000;

/** The present instant, moving every half minute so that ages on the screen stay true. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
