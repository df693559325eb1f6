import { useMemo } from 'react';

import { countParts, inQueueOrder, type QueueCounts, type QueueVisit } from '#shared/domain/desk/queue.ts';

import { useClinicDay, useQueryOf } from '#renderer/client/index.ts';

import { useNow } from './use-now.ts';

export interface Today {
  /** In the order people are served. */
  readonly visits: readonly QueueVisit[];
  readonly counts: QueueCounts;
  /** False: this person cannot be booked. */
  readonly hasColumn: boolean;
  readonly now: number;
  readonly timeZone: string;
  readonly error: unknown;
  readonly isLoading: boolean;
}

/** Today's visits, everybody's or one's own; asked again whenever core says that the desk has changed. */
export function useToday(own: boolean): Today {
  const { today, timeZone } = useClinicDay();
  const now = useNow();
  const { data, error, isPending } = useQueryOf('desk', 'today', { day: today, own });
  const visits = useMemo(() => inQueueOrder(data?.visits ?? [], now), [data, now]);
  return { visits, counts: countParts(visits, now), hasColumn: data?.hasColumn ?? false, now, timeZone, error, isLoading: isPending };
}
