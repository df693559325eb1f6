import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

import { addDays, mondayOf } from '#shared/domain/agenda/zone.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { useGo, useIsLeaving, useRouteSearch } from '#renderer/commands/index.ts';

import { AgendaSearch } from './agenda-search.ts';

export interface AgendaView extends AgendaSearch {
  readonly day: string;
  readonly today: string;
  readonly timeZone: string;
  /** One day, or Monday to Sunday. */
  readonly dates: readonly string[];
  readonly change: (patch: Partial<AgendaSearch>) => void;
  /** Pages on or back: days, or weeks. A page more than one day in day view is given in days. */
  readonly turn: (pages: number) => void;
  /** Told of a page at the key that turns to it, before it is drawn: so core is asked while the screen is busy with itself. */
  readonly onTurn: (listen: (day: string) => void) => void;
}

/** The router hears of a new page when the person has stood there this long: moving costs it a whole new screen. */
const SETTLED_MS = 300;

/** The visit somebody came to see is left behind with its day. */
const ELSEWHERE = { column: undefined, moment: undefined } as const;

const textOf = (search: AgendaSearch): string => JSON.stringify(search, Object.keys(AgendaSearch.shape));
const daysOf = (view: AgendaSearch['view'], day: string): readonly string[] => (view === 'day' ? [day] : Array.from({ length: 7 }, (_, index) => addDays(mondayOf(day), index)));

/** Which days and columns are shown, and how to go elsewhere. */
export function useAgendaView(): AgendaView {
  const { today, timeZone } = useClinicDay();
  const [search, setSearch] = useSearchState();
  const change = useCallback((patch: Partial<AgendaSearch>) => setSearch(known => ({ ...known, ...(patch.day === undefined ? {} : ELSEWHERE), ...patch })), [setSearch]);
  const heard = useRef<(day: string) => void>(() => undefined);
  const onTurn = useCallback((listen: (day: string) => void) => { heard.current = listen; }, []);
  const latest = useRef(search);
  latest.current = search;
  const turn = useCallback(
    (pages: number) => {
      const after = (known: AgendaSearch): string => addDays(known.day ?? today, pages * (known.view === 'day' ? 1 : 7));
      heard.current(after(latest.current));
      setSearch(known => ({ ...known, ...ELSEWHERE, day: after(known) }));
    },
    [setSearch, today],
  );
  return useMemo(() => {
    const day = search.day ?? today;
    return { ...search, day, today, timeZone, dates: daysOf(search.view, day), change, turn, onTurn };
  }, [search, today, timeZone, change, turn, onTurn]);
}

/** The route's search parameters, changed at once on this screen and a moment later in the route, where a lock finds them. */
function useSearchState() {
  const route = useRouteSearch(AgendaSearch);
  const go = useGo();
  const isLeaving = useIsLeaving();
  const [search, setSearch] = useState(route);
  const asked = textOf(route);
  const [seen, setSeen] = useState(asked);
  const sent = useRef<string>(undefined);
  if (asked !== seen) {
    setSeen(asked);
    // Somebody went elsewhere in the agenda (a link, Back); what comes back of our own is no news.
    if (asked !== sent.current) setSearch(route);
  }
  useEffect(() => {
    if (sent.current === asked) sent.current = undefined;
    if (textOf(search) === asked) return undefined;
    const timer = setTimeout(() => {
      // Whoever goes elsewhere is not called back, or the patient they left would stay chosen.
      if (isLeaving()) return;
      sent.current = textOf(search);
      go('/agenda', { search: Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)), replace: true });
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [search, asked, go, isLeaving]);
  return [search, setSearch] as const;
}
