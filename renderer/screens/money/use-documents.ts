import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

import type { DocumentSummary } from '#shared/domain/money/document.ts';

import { callProcedure, queryKey } from '#renderer/client/index.ts';

const PAGE = 100;

interface DocumentsQuestion {
  readonly filter: 'all' | 'open' | 'overdue';
  readonly patientId: string | null;
  readonly text: string;
}

/** Documents in pages, fetched as they come into view; asked for anew when money changes. */
export function useDocuments({ filter, patientId, text }: DocumentsQuestion) {
  const input = { filter, patientId, text: text.trim() };
  const query = useInfiniteQuery({
    queryKey: queryKey('money', 'documents', input),
    queryFn: ({ pageParam }) => callProcedure('money', 'documents', { ...input, after: pageParam, limit: PAGE }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: readonly DocumentSummary[]) => (page.length < PAGE ? undefined : page.at(-1)?.id),
  });
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const rows = useMemo(() => query.data?.pages.flat() ?? [], [query.data]);
  const loadMore = useCallback(() => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage(); }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return { rows, loadMore, isLoading: query.isPending, error: query.error };
}
