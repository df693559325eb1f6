import { useEffect, useState } from 'react';

import type { TimelineEntry } from '#shared/contract/journal.ts';

import { callProcedure, useQueryOf, type ApiError, type OutputOf } from '#renderer/client/index.ts';

type Page = OutputOf<'journal', 'timeline'>;

export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  readonly error: ApiError | null;
  readonly isReady: boolean;
  /** False while older entries are still on their way. */
  readonly isWhole: boolean;
}

interface Older {
  /** The end of the first page they follow on. */
  readonly after: string;
  readonly entries: readonly TimelineEntry[];
  readonly isWhole: boolean;
}

/** Page by page everything older than `before`; `take` sees what there is so far and says whether to go on. */
async function fetchOlder(patientId: string, start: NonNullable<Page['next']>, take: (entries: readonly TimelineEntry[], isWhole: boolean) => boolean): Promise<void> {
  const found: TimelineEntry[] = [];
  let before: Page['next'] = start;
  while (before) {
    const page: Page = await callProcedure('journal', 'timeline', { patientId, before, limit: 100 });
    found.push(...page.entries);
    before = page.next;
    if (!take([...found], before === null)) return;
  }
}

/** A patient's journal, newest first: fifty entries at once, the older ones behind them by themselves. */
export function useTimeline(patientId: string): Timeline {
  const { data, error } = useQueryOf('journal', 'timeline', { patientId });
  const [older, setOlder] = useState<Older | null>(null);
  const eventTime = data?.next?.eventTime;
  const noteId = data?.next?.noteId;
  const after = `${patientId} ${noteId ?? ''}`;
  // By value: a new answer that ends at the same entry is no reason to read all the older ones again.
  useEffect(() => {
    if (eventTime === undefined || noteId === undefined) return undefined;
    let isWanted = true;
    const take = (entries: readonly TimelineEntry[], isWhole: boolean) => {
      if (isWanted) setOlder({ after, entries, isWhole });
      return isWanted;
    };
    fetchOlder(patientId, { eventTime, noteId }, take).catch(() => take([], false));
    return () => {
      isWanted = false;
    };
  }, [patientId, after, eventTime, noteId]);
  return merge(data, older?.after === after ? older : null, error);
}

function merge(first: Page | undefined, behind: Older | null, error: ApiError | null): Timeline {
  if (!first) return { entries: [], error, isReady: false, isWhole: false };
  return { entries: [...first.entries, ...(behind?.entries ?? [])], error, isReady: true, isWhole: first.next === null || behind?.isWhole === true };
}
