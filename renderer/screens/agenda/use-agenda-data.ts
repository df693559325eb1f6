import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';
import type { Resource, Service } from '#shared/domain/agenda/service.ts';
import { addDays } from '#shared/domain/agenda/zone.ts';

import { usePrefetch, useQueryOf, useSession } from '#renderer/client/index.ts';
import { useFormats, useLanguage, useText, type AgendaColumnData, type EventsByColumn } from '#renderer/ui/index.ts';

import { shownHours, toColumn, withHolds, type Availability, type ColumnPlace } from './agenda-columns.ts';
import { createPlacing, type PlacedEntries } from './agenda-entries.ts';
import { placesOf, questionOf, shownResources, type PageQuestion } from './agenda-pages.ts';
import type { AgendaView } from './use-agenda-view.ts';
import { useNow } from './use-now.ts';
import { usePaid } from './use-paid.ts';

/** One page as it stands on the screen, all of it from the same day or week. */
export interface AgendaPage {
  readonly view: AgendaView;
  /** The columns on the screen, left to right. */
  readonly places: readonly ColumnPlace[];
  readonly columns: readonly AgendaColumnData[];
  readonly events: EventsByColumn;
  readonly entryOf: PlacedEntries['entryOf'];
  readonly from: number;
  readonly to: number;
  /** Nobody works on these days and nothing is booked. */
  readonly isClosed: boolean;
  /** The clock of a minute of the day; not of a week, whose days share their lines. */
  readonly labelOf: (minute: number) => string;
}

export interface AgendaData extends AgendaPage {
  readonly resources: readonly Resource[];
  readonly services: readonly Service[];
  /** Another page was asked for and this one still stands: nothing on it may be changed. */
  readonly isBehind: boolean;
  readonly isLoading: boolean;
  readonly error: unknown;
}

const NOTHING: readonly never[] = [];
const NO_EVENTS: EventsByColumn = new Map();

/** The services on offer and everybody and everything that can be booked. */
export function useAgendaCatalogue() {
  const resources = useQueryOf('agenda', 'resources', {});
  const services = useQueryOf('agenda', 'services', {});
  return { resources: resources.data ?? NOTHING, services: services.data ?? NOTHING, isLoading: resources.isPending || services.isPending, error: resources.error ?? services.error };
}

/** The column of the signed-in practitioner, if they have one. */
export function useOwnResource(resources: readonly Resource[]): Resource | undefined {
  const { data } = useSession();
  return resources.find(resource => resource.userId !== null && resource.userId === data?.user?.id);
}

/** Everything the agenda shows for a view, already in minutes and columns. The page before stands until the next one is whole. */
export function useAgendaData(view: AgendaView): AgendaData {
  const catalogue = useAgendaCatalogue();
  const { resources, services } = catalogue;
  const ownId = useOwnResource(resources)?.id;
  const shown = useMemo(() => shownResources(resources, view, ownId), [resources, view, ownId]);
  const ids = useMemo(() => shown.map(resource => resource.id), [shown]);
  const answers = usePageAnswers(view, ids);
  const page = usePage({ view, shown, resources, services }, answers);
  const last = useRef(page);
  if (page && !catalogue.isLoading) last.current = page;
  usePrefetchedNeighbours(view, ids, page !== undefined);
  const marked = useMarked(ids.length > 0 ? last.current : undefined, ids);
  const standing = useWithPaid(marked, answers.list);
  return {
    ...(standing ?? EMPTY(view)), resources, services, isBehind: ids.length > 0 && page === undefined,
    isLoading: catalogue.isLoading || answers.isPending, error: catalogue.error ?? answers.error,
  };
}

/** A mark whose owner's program ended says nothing when it ends; so it is asked for again. */
const HOLDS_EVERY_MS = 60_000;

/** The page with what others are booking at this moment. It is shown without waiting for that. */
function useMarked(page: AgendaPage | undefined, ids: readonly string[]): AgendaPage | undefined {
  const t = useText();
  const { range } = useMemo(() => questionOf(page?.view ?? { view: 'day', timeZone: 'UTC' }, page?.view.day ?? '2000-01-01', ids), [page?.view, ids]);
  const holds = useQueryOf('agenda', 'holds', range, { enabled: page !== undefined, everyMs: HOLDS_EVERY_MS });
  return useMemo(() => page && { ...page, columns: withHolds(page.columns, page.places, holds.data ?? NOTHING, t) }, [page, holds.data, t]);
}

/** The page with what is paid and what is not. It is shown without waiting for that. */
function useWithPaid(page: AgendaPage | undefined, list: readonly AgendaEntry[] | undefined): AgendaPage | undefined {
  const events = usePaid(page?.events ?? NO_EVENTS, list ?? NOTHING, page?.view.view === 'day');
  return useMemo(() => page && { ...page, events }, [page, events]);
}

interface Answers {
  readonly list: readonly AgendaEntry[] | undefined;
  readonly availability: Availability | undefined;
  readonly isPending: boolean;
  readonly error: unknown;
}

/** What core knows of a page. Without the working hours the visits are shown all the same, beside the error. */
function usePageAnswers(view: AgendaView, ids: readonly string[]): Answers {
  const question = useMemo(() => questionOf(view, view.day, ids), [view, ids]);
  const enabled = ids.length > 0;
  const range = useQueryOf('agenda', 'range', question.range, { enabled });
  const availability = useQueryOf('agenda', 'availability', question.availability, { enabled });
  return { list: range.data, availability: availability.data ?? (availability.error ? NO_HOURS : undefined), isPending: enabled && range.isPending, error: range.error ?? availability.error };
}

const NO_HOURS: Availability = { working: [], absences: [], holidays: [] };
const EMPTY = (view: AgendaView): AgendaPage => ({ view, places: NOTHING, columns: NOTHING, events: new Map(), entryOf: () => undefined, from: 480, to: 1020, isClosed: false, labelOf: String });

interface Drawn {
  readonly view: AgendaView;
  readonly shown: readonly Resource[];
  readonly resources: readonly Resource[];
  readonly services: readonly Service[];
}

/** The page, once both its visits and its working hours are here. */
function usePage({ view, shown, resources, services }: Drawn, { list, availability }: Answers): AgendaPage | undefined {
  const t = useText();
  const formats = useFormats();
  const language = useLanguage();
  const now = Math.floor(useNow() / 60_000) * 60_000;
  const [placing] = useState(createPlacing);
  const catalogue = useMemo(() => ({ resources, services }), [resources, services]);
  const places = useMemo(() => placesOf(shown, view.dates, view.timeZone), [shown, view]);
  const placed = useMemo(() => list && placing(list, { places, catalogue, t }), [placing, list, places, catalogue, t]);
  const columns = useMemo(() => {
    const words = { t, formats, language, byDay: view.view === 'week', several: shown.length > 1, now };
    return places.map((place, index) => ({ ...toColumn(place, availability, words), ...(shown.length > 1 && index % shown.length === 0 && index > 0 ? { startsDay: true } : {}) }));
  }, [places, availability, t, formats, language, view.view, shown.length, now]);
  return useMemo(() => {
    if (!placed || !availability) return undefined;
    const latest = view.view === 'day' ? (places[0]?.scale.grid.minutes ?? 1440) : 1440;
    return { view, places, columns, ...placed, ...shownHours(columns, placed.extent, latest), isClosed: placed.extent === undefined && columns.every(column => column.working.length === 0), labelOf: places[0]?.scale.labelOf ?? String };
  }, [view, places, columns, placed, availability]);
}

/** How long a page has stood before its neighbours are asked for: somebody leafing through asks only for what they see. */
const STANDS_MS = 60;
const OTHER_WAY_MS = 600;

/** Days from one page to the next for somebody who goes that way again: a day, or in the week and with Shift a week. */
const strideOf = (from: string, to: string, view: AgendaView['view']): number => {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
  return view === 'week' || Math.abs(days) === 7 ? 7 * Math.sign(days) : Math.sign(days);
};

/**
 * The next page for somebody who goes on as they came (by days or by weeks), then the next day the other way, so that
 * both show at once. Each is a read of its own and core logs it as one; so never more than these two, and not again
 * when only something in them changed.
 */
function usePrefetchedNeighbours(view: AgendaView, ids: readonly string[], isShown: boolean): void {
  const prefetch = usePrefetch();
  const before = useRef(view.day);
  const stride = useRef(0);
  const latest = useRef({ view, ids });
  latest.current = { view, ids };
  const page = view.view === 'day' ? view.day : (view.dates[0] ?? view.day);
  const key = `${view.view}${view.show}${ids.join()}`;
  const askFor = useCallback((day: string) => {
    const { range, availability }: PageQuestion = questionOf(latest.current.view, day, latest.current.ids);
    prefetch('agenda', 'range', range);
    prefetch('agenda', 'availability', availability);
  }, [prefetch]);
  const { onTurn } = view;
  useEffect(() => onTurn(day => { if (latest.current.ids.length > 0) askFor(day); }), [onTurn, askFor]);
  useEffect(() => {
    const unit = latest.current.view.view === 'day' ? 1 : 7;
    if (page !== before.current) stride.current = strideOf(before.current, page, latest.current.view.view);
    before.current = page;
    if (!isShown || latest.current.ids.length === 0) return undefined;
    const on = stride.current === 0 ? unit : stride.current;
    const ahead = setTimeout(() => askFor(addDays(page, on)), STANDS_MS);
    // After a jump the day behind is where they come from: the next day it is then.
    const other = setTimeout(() => askFor(addDays(page, Math.abs(on) > unit ? unit : -on)), OTHER_WAY_MS);
    return () => {
      clearTimeout(ahead);
      clearTimeout(other);
    };
  }, [page, key, isShown, askFor]);
}
