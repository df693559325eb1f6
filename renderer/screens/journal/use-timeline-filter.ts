import { useEffect, useMemo } from 'react';

import { useSession } from '#renderer/client/index.ts';
import { useGo, useRouteSearch } from '#renderer/commands/index.ts';

import { JOURNAL_PATH, JournalSearch, rememberFilter } from './search.ts';
import { isFiltered, type TimelineFilter } from './timeline-filter.ts';
import { useSearchMemory } from './timeline-search.ts';

export interface FilterHandle {
  readonly filter: TimelineFilter;
  readonly withStruck: boolean;
  readonly isActive: boolean;
  readonly change: (next: TimelineFilter & { readonly struck?: true | undefined }) => void;
  readonly clear: () => void;
}

const NOTHING = { kind: undefined, heading: undefined, author: undefined, from: undefined, to: undefined, struck: undefined };

/** What of the time line is shown: in the route, so that a lock and Back keep it; words and codes in this window's memory. */
export function useTimelineFilter(patientId: string): FilterHandle {
  const go = useGo();
  const { data: session } = useSession();
  const search = useRouteSearch(JournalSearch);
  const [{ text, code }, remember] = useSearchMemory(session?.user?.id ?? '', patientId);
  const { kind, heading, author, from, to, struck } = search;
  const filter = useMemo(() => ({ kind, heading, author, from, to, code, text: text === '' ? undefined : text }), [kind, heading, author, from, to, code, text]);
  useEffect(() => {
    rememberFilter({ kind, heading, author, from, to, struck });
    return () => rememberFilter({});
  }, [kind, heading, author, from, to, struck]);
  const put = (next: Partial<JournalSearch>) => go(JOURNAL_PATH, { params: { patientId }, search: { ...search, ...next }, replace: true });
  return {
    filter,
    withStruck: struck === true,
    isActive: isFiltered(filter) || struck === true,
    change: ({ text: nextText, code: nextCode, ...next }) => {
      remember({ text: nextText ?? '', code: nextCode });
      if (Object.entries({ ...NOTHING, ...next }).some(([key, value]) => search[key as keyof JournalSearch] !== value)) put({ ...NOTHING, ...next });
    },
    clear: () => {
      remember({ text: '', code: undefined });
      put(NOTHING);
    },
  };
}
