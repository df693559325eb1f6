import { useEffect, useState } from 'react';

/** The time in milliseconds, fresh every quarter of a minute; for how long people have waited. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 15_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
