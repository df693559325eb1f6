import { useCallback } from 'react';

import { useClinicDay, useQueryOf } from '#renderer/client/index.ts';
import { useFormats, useText } from '#renderer/ui/index.ts';

import type { Wish } from '#renderer/parts/open-wish.ts';

/** Names of what wishes and free times only know by id. */
export function useNames() {
  const services = useQueryOf('agenda', 'services', { includeInactive: true });
  const resources = useQueryOf('agenda', 'resources', { includeInactive: true });
  const meetings = useMeetings();
  return {
    services: services.data ?? [],
    practitioners: (resources.data ?? []).filter(one => one.kind === 'practitioner' && one.active),
    service: (id: string): string => services.data?.find(one => one.id === id)?.name ?? '',
    resource: (id: string): string => resources.data?.find(one => one.id === id)?.name ?? '',
    group: (id: string): string => meetings.data?.find(one => one.id === id)?.title ?? '',
  };
}

/** Asked from midnight, so that the question is the same all day and its answer is kept. */
function useMeetings() {
  const { today } = useClinicDay();
  return useQueryOf('groups', 'meetings', { from: `${today}T00:00:00.000Z`, limit: 200 });
}

// 2024-01-01 was a Monday; any week would do.
const dayOf = (weekday: number): string => `2024-01-0${weekday}`;

/** "mån", "Monday": the name of a weekday (Monday 1) in the person's language. */
export function useWeekday(): (weekday: number) => string {
  const { shortDate } = useFormats();
  return useCallback(weekday => (shortDate(dayOf(weekday)).split(/[\s,]/)[0] ?? ''), [shortDate]);
}

/** What somebody wants, as short as it can be said: "mån, ons · 13:00–17:00 · Anna · senast 5 dec". */
export function useWishWords(): (wish: Wish) => string {
  const t = useText();
  const { shortDate, time } = useFormats();
  const { timeZone } = useClinicDay();
  const weekday = useWeekday();
  const names = useNames();
  return wish =>
    [
      wish.groupId === null ? '' : t('waiting.wish.inGroup', { title: names.group(wish.groupId) }),
      wish.weekdays.map(weekday).join(', '),
      hours(wish, t),
      wish.resourceIds.map(names.resource).join(', '),
      wish.earliest === null ? '' : t('waiting.wish.from', { date: shortDate(wish.earliest) }),
      wish.latest === null ? '' : t('waiting.wish.until', { date: shortDate(wish.latest) }),
      wish.visitStart === null ? '' : t('waiting.wish.keeps', { when: `${shortDate(wish.visitStart.slice(0, 10))} ${time(wish.visitStart, timeZone)}` }),
      wish.note,
    ]
      .filter(Boolean)
      .join(' · ') || t('waiting.wish.any');
}

function hours({ timeFrom, timeTo }: Wish, t: ReturnType<typeof useText>): string {
  if (timeFrom !== null && timeTo !== null) return `${timeFrom}–${timeTo}`;
  if (timeFrom !== null) return t('waiting.wish.after', { time: timeFrom });
  return timeTo === null ? '' : t('waiting.wish.before', { time: timeTo });
}

/** `tis 24 nov 09:00` on the clinic's clock. */
export function useWhen(): (instant: string) => string {
  const { shortDate, time } = useFormats();
  const { timeZone } = useClinicDay();
  return instant => `${shortDate(dateOf(instant, timeZone))} ${time(instant, timeZone)}`;
}

const dateOf = (instant: string, timeZone: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(instant));
