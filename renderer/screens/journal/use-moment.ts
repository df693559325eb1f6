import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay } from '#renderer/client/index.ts';

/** An instant as date and time on the clinic's clock: `2026-11-22 10:42`. */
export function useMoment(): (instant: string) => string {
  const { timeZone } = useClinicDay();
  return instant => {
    const { date, time } = toLocal(instant, timeZone);
    return `${date} ${time}`;
  };
}
