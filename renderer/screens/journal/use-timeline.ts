import { useEffect, useMemo, useRef, useState } from 'react';

import type { TimelineEntry } from '#shared/contract/journal.ts';
import type { TimelineRow } from '#shared/contract/timeline.ts';

import type { AskAhead } from '#renderer/commands/index.ts';
import { callProcedure, useQueryOf, type ApiError, type OutputOf } from '#renderer/client/index.ts';
import { useDrawn } from '#renderer/parts/use-drawn.ts';

type Page = OutputOf<'timeline', 'entries'>;
type Next = NonNullable<Page['next']>;

export interface Timeline {
  /** Everything about the patient, newest first. */
  readonly rows: readonly TimelineRow[];
  /** The notes among them. */
  readonly entries: readonly TimelineEntry[];
  readonly error: ApiError | null;
  readonly isReady: boolean;
  /** The first screen has been drawn; everything that can wait has waited for it. */
  readonly isDrawn: boolean;
  /** False while older rows are still on their way. */
  readonly isWhole: boolean;
}

interface Older {
  /** The end of the first page they follow on. */
  readonly after: string;
  readonly rows: readonly TimelineRow[];
  readonly isWhole: boolean;
}

const FIRST = 50;
const BEHIND = 200;
const keyOf = (next: Next | null | undefined): string => (next ? `${next.at} ${next.kind} ${next.id}` : '');

/** Page by page everything older than `start`; `take` sees what there is so far and says whether to go on. */
async function fetchOlder(ask: { readonly patientId: string; readonly withStruck: boolean }, start: Next, take: (rows: readonly TimelineRow[], isWhole: boolean) => boolean): Promise<void> {
  const found: TimelineRow[] = [];
  let before: Next | null = start;
  while (before) {
    const page: Page = await callProcedure('timeline', 'entries', { ...ask, before, limit: BEHIND });
    found.push(...page.rows);
    before = page.next;
    if (!take([...found], before === null)) return;
  }
}

const firstOf = (patientId: string, withStruck: boolean) => ({ patientId, withStruck, limit: FIRST });

/** The first screen of it, for the key that opens the journal. */
export const askTimeline = (ask: AskAhead, patientId: string, withStruck: boolean): void => ask('timeline', 'entries', firstOf(patientId, withStruck));

/** A patient's time line, newest first: the first screen at once, what is older behind it by itself. */
export function useTimeline(patientId: string, withStruck: boolean): Timeline {
  const { data, error } = useQueryOf('timeline', 'entries', firstOf(patientId, withStruck));
  const [older, setOlder] = useState<Older | null>(null);
  const after = data?.next ? `${patientId} ${withStruck} ${keyOf(data.next)}` : '';
  // By value: a new answer that ends at the same row is no reason to read all the older ones again.
  const next = useNextByValue(data?.next ?? null, after);
  const isDrawn = useDrawn(data !== undefined);
  useEffect(() => {
    if (!next || !isDrawn) return undefined;
    let isWanted = true;
    const take = (rows: readonly TimelineRow[], isWhole: boolean) => {
      if (isWanted) setOlder({ after, rows, isWhole });
      return isWanted;
    };
    fetchOlder({ patientId, withStruck }, next, take).catch(() => take([], false));
    return () => {
      isWanted = false;
    };
  }, [patientId, withStruck, after, next, isDrawn]);
  const behind = older?.after === after ? older : null;
  return useMemo(() => ({ ...merge(data, behind, error), isDrawn }), [data, behind, error, isDrawn]);
}

/** The same object for as long as it says the same. */
function useNextByValue(next: Next | null, key: string): Next | null {
  const kept = useRef({ key: '', next });
  if (kept.current.key !== key) kept.current = { key, next };
  return kept.current.next;
}

function merge(first: Page | undefined, behind: Older | null, error: ApiError | null): Omit<Timeline, 'isDrawn'> {
  if (!first) return { rows: [], entries: [], error, isReady: false, isWhole: false };
  const rows = [...first.rows, ...(behind?.rows ?? [])];
  return { rows, entries: rows.flatMap(row => (row.note ? [row.note.entry] : [])), error, isReady: true, isWhole: first.next === null || behind?.isWhole === true };
}
