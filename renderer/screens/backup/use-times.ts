import { useClinicDay } from '#renderer/client/index.ts';
import { useFormats, useText } from '#renderer/ui/index.ts';

import { useNow } from './use-now.ts';

export interface Times {
  readonly now: Date;
  /** `2026-11-22` in the clinic's zone. */
  readonly day: (instant: string) => string;
  /** `2026-11-22 02:00` in the clinic's zone. */
  readonly stamp: (instant: string) => string;
  /** "mån 23 nov 02:00" in the clinic's zone. */
  readonly weekday: (instant: string) => string;
  /** "för 1 timme sedan" */
  readonly ago: (instant: string) => string;
  /** "1 h sedan" */
  readonly agoShort: (instant: string) => string;
}

/** The largest whole unit since an instant; a clock that was set back counts as now. */
function since(instant: string, now: Date): { readonly unit: 'now' | 'minutes' | 'hours' | 'days'; readonly count: number } {
  const minutes = Math.floor((now.getTime() - Date.parse(instant)) / 60_000);
  if (minutes < 1) return { unit: 'now', count: 0 };
  if (minutes < 60) return { unit: 'minutes', count: minutes };
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? { unit: 'hours', count: hours } : { unit: 'days', count: Math.floor(hours / 24) };
}

/** Instants in the words this area uses, and the moment they are seen from. */
export function useTimes(): Times {
  const t = useText();
  const now = useNow();
  const { timeZone } = useClinicDay();
  const { time, shortDate } = useFormats();
  const dateOf = (instant: string) => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(instant));
  return {
    now,
    day: dateOf,
    stamp: instant => `${dateOf(instant)} ${time(instant, timeZone)}`,
    weekday: instant => `${shortDate(dateOf(instant))} ${time(instant, timeZone)}`,
    ago: instant => {
      const { unit, count } = since(instant, now);
      return unit === 'now' ? t('backup.ago.now') : t(`backup.ago.${unit}`, { count });
    },
    agoShort: instant => {
      const { unit, count } = since(instant, now);
      return unit === 'now' ? t('backup.agoShort.now') : t(`backup.agoShort.${unit}`, { count });
    },
  };
}
