import { useCallback, useMemo } from 'react';

import { addDays, mondayOf } from '#shared/domain/agenda/zone.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { useGo, useRouteSearch } from '#renderer/commands/index.ts';

import { AgendaSearch } from './agenda-search.ts';

export interface AgendaView extends AgendaSearch {
  readonly day: string;
  readonly today: string;
  readonly timeZone: string;
  /** One day, or Monday to Sunday. */
  readonly dates: readonly string[];
  readonly change: (patch: Partial<AgendaSearch>) => void;
  /** One page: a day or a week. */
  readonly turn: (pages: number) => void;
}

/** Which days and columns are shown, and how to go elsewhere. */
export function useAgendaView(): AgendaView {
  const search = useRouteSearch(AgendaSearch);
  const { today, timeZone } = useClinicDay();
  const go = useGo();
  const day = search.day ?? today;
  const change = useCallback(
    (patch: Partial<AgendaSearch>) => {
      const next = { ...search, ...patch };
      go('/agenda', { search: Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)), replace: true });
    },
    [search, go],
  );
  return useMemo(() => {
    const monday = mondayOf(day);
    const dates = search.view === 'day' ? [day] : Array.from({ length: 7 }, (_, index) => addDays(monday, index));
    return { ...search, day, today, timeZone, dates, change, turn: pages => change({ day: addDays(day, pages * (search.view === 'day' ? 1 : 7)) }) };
  }, [search, day, today, timeZone, change]);
}
