import { useCallback, useMemo, useState } from 'react';

import { client, useQueryOf } from '#renderer/client/index.ts';

import { usePaced } from '#renderer/parts/use-settled.ts';
import type { Hit } from './words.ts';

const PAGE = 200;
const HITS = 50;

export interface Register {
  readonly rows: readonly Hit[];
  /** All patients there are; null while searching or not known yet. */
  readonly total: number | null;
  readonly isSearch: boolean;
  /** True when there may be more matches than are shown. */
  readonly isCut: boolean;
  readonly isLoading: boolean;
  /** False while the rows still answer an earlier text. */
  readonly isCurrent: boolean;
  readonly error: unknown;
  readonly loadMore: () => void;
}

/** The register in name order, a page at a time, or what fits the typed text. */
export function useRegister(typed: string): Register {
  const text = usePaced(typed.trim());
  const isSearch = text !== '';
  const search = useQueryOf('patients', 'search', { text: text.slice(0, 100), limit: HITS }, { enabled: isSearch, keepPrevious: true });
  const first = useQueryOf('patients', 'list', { limit: PAGE }, { enabled: !isSearch });
  const [more, setMore] = useState<{ readonly of: unknown; readonly rows: readonly Hit[] }>({ of: undefined, rows: [] });
  const later = useMemo(() => (more.of === first.data ? more.rows : []), [more, first.data]);
  const listed = useMemo(() => [...(first.data?.rows ?? []), ...later], [first.data, later]);
  const last = listed.at(-1)?.id;
  const total = first.data?.total ?? 0;
  const loadMore = useCallback(() => {
    if (isSearch || last === undefined || listed.length >= total) return;
    void client.patients.list({ after: last, limit: PAGE }).then(page => setMore({ of: first.data, rows: [...later, ...page.rows] })).catch(() => undefined);
  }, [isSearch, last, listed.length, total, first.data, later]);
  const isSettled = text === typed.trim();
  if (isSearch) {
    const rows = search.data ?? [];
    return { isCurrent: isSettled && !search.isPlaceholderData && !search.isFetching, rows, total: null, isSearch, isCut: rows.length >= HITS, isLoading: search.isPending, error: search.error, loadMore: () => undefined };
  }
  return { isCurrent: isSettled && !first.isPending, rows: listed, total: first.data?.total ?? null, isSearch, isCut: false, isLoading: first.isPending, error: first.error, loadMore };
}
