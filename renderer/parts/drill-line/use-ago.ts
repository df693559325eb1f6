import { useEffect, useState } from 'react';

import { useText } from '#renderer/ui/index.ts';

const MINUTE_MS = 60_000;

/** The present moment, again every minute, so that an age on an open screen grows. */
export function useMinute(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** The largest whole unit since an instant; a clock that was set back counts as now. */
function since(instant: string, now: Date): { readonly unit: 'now' | 'minutes' | 'hours' | 'days'; readonly count: number } {
  const minutes = Math.floor((now.getTime() - Date.parse(instant)) / MINUTE_MS);
  if (minutes < 1) return { unit: 'now', count: 0 };
  if (minutes < 60) return { unit: 'minutes', count: minutes };
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? { unit: 'hours', count: hours } : { unit: 'days', count: Math.floor(hours / 24) };
}

export interface Ages {
  readonly now: Date;
  /** "för 3 dygn sedan" */
  readonly ago: (instant: string) => string;
  /** "3 dygn sedan" */
  readonly agoShort: (instant: string) => string;
}

/** Ages in the words of drills. */
export function useAgo(): Ages {
  const t = useText();
  const now = useMinute();
  return {
    now,
    ago: instant => {
      const { unit, count } = since(instant, now);
      return unit === 'now' ? t('drill.ago.now') : t(`drill.ago.${unit}`, { count });
    },
    agoShort: instant => {
      const { unit, count } = since(instant, now);
      return unit === 'now' ? t('drill.agoShort.now') : t(`drill.agoShort.${unit}`, { count });
    },
  };
}
