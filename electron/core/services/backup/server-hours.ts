import { Temporal } from 'temporal-polyfill';

import type { BackupLimits } from '#shared/domain/backup/target.ts';

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** The next moment the clinic's clock shows this time, in spite of summer time: a skipped time counts as the one after it. */
export function nextAt(time: string, now: Date, timeZone: string): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const plainTime = Temporal.PlainTime.from(time);
  const today = here.toPlainDate().toZonedDateTime({ timeZone, plainTime });
  const next = today.epochMilliseconds > now.getTime() ? today : here.toPlainDate().add({ days: 1 }).toZonedDateTime({ timeZone, plainTime });
  return new Date(next.epochMilliseconds);
}

/** True inside the hours; from and to the same time means the whole day, from after to spans midnight. */
function isWithin({ from, to }: { readonly from: string; readonly to: string }, now: Date, timeZone: string): boolean {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const minute = here.hour * 60 + here.minute;
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  if (begin === end) return true;
  return begin < end ? minute >= begin && minute < end : minute >= begin || minute < end;
}

/** Whether servers may be sent anything at this instant. */
export const mayServersSend = ({ serverHours, serversPausedUntil }: BackupLimits, now: Date, timeZone: string): boolean =>
  (serversPausedUntil === null || Date.parse(serversPausedUntil) <= now.getTime()) && (serverHours === null || isWithin(serverHours, now, timeZone));

/** The first instant from `at` on at which servers may be sent something. */
export function firstSendAt(limits: BackupLimits, at: Date, timeZone: string): Date {
  const paused = limits.serversPausedUntil === null ? 0 : Date.parse(limits.serversPausedUntil);
  const from = new Date(Math.max(at.getTime(), paused));
  return limits.serverHours === null || isWithin(limits.serverHours, from, timeZone) ? from : nextAt(limits.serverHours.from, from, timeZone);
}
