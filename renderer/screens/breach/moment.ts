import { toInstant, toLocal } from '#shared/domain/agenda/zone.ts';

/** A moment as two fields hold it, on the clinic's wall. */
export interface Moment {
  readonly date: string | null;
  readonly time: string | null;
}

/** The fields of an instant. */
export const momentOf = (instant: string, timeZone: string): Moment => toLocal(instant, timeZone);

/** The instant that the fields say, or null while one is empty or the wall never showed that time. */
export function instantOf({ date, time }: Moment, timeZone: string): string | null {
  if (date === null || time === null) return null;
  try {
    return toInstant({ date, time, choice: 'earlier' }, timeZone);
  } catch {
    return null;
  }
}
