import { useMemo } from 'react';

import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';
import type { Resource, Service } from '#shared/domain/agenda/service.ts';
import { addDays, startOfDay } from '#shared/domain/agenda/zone.ts';

import { useQueryOf, useSession } from '#renderer/client/index.ts';
import { useFormats, useText, type AgendaColumnData, type AgendaEventData } from '#renderer/ui/index.ts';

import { columnId, shownHours, toColumn, toEvent, type ColumnPlace } from './agenda-columns.ts';
import { dayScale } from './day-scale.ts';
import type { AgendaView } from './use-agenda-view.ts';
import { useNow } from './use-now.ts';

export interface AgendaData {
  readonly resources: readonly Resource[];
  readonly services: readonly Service[];
  /** The columns on the screen, left to right. */
  readonly places: readonly ColumnPlace[];
  readonly columns: readonly AgendaColumnData[];
  readonly events: readonly AgendaEventData[];
  readonly entryOf: (id: string) => AgendaEntry | undefined;
  readonly from: number;
  readonly to: number;
  readonly isLoading: boolean;
  readonly error: unknown;
  /** Nobody works on these days and nothing is booked. */
  readonly isClosed: boolean;
}

/** The services on offer and everybody and everything that can be booked. */
export function useAgendaCatalogue() {
  const resources = useQueryOf('agenda', 'resources', {});
  const services = useQueryOf('agenda', 'services', {});
  return { resources: resources.data ?? [], services: services.data ?? [], isLoading: resources.isPending || services.isPending, error: resources.error ?? services.error };
}

/** The column of the signed-in practitioner, if they have one. */
export function useOwnResource(resources: readonly Resource[]): Resource | undefined {
  const { data } = useSession();
  return resources.find(resource => resource.userId !== null && resource.userId === data?.user?.id);
}

/** Everything the agenda shows for a view, already in minutes and columns. */
export function useAgendaData(view: AgendaView): AgendaData {
  const t = useText();
  const formats = useFormats();
  const now = useNow();
  const catalogue = useAgendaCatalogue();
  const own = useOwnResource(catalogue.resources);
  const shown = useMemo(() => shownResources(catalogue.resources, view, own), [catalogue.resources, view, own]);
  const first = view.dates[0] ?? view.day;
  const last = view.dates.at(-1) ?? view.day;
  const resourceIds = useMemo(() => shown.map(resource => resource.id), [shown]);
  const enabled = resourceIds.length > 0;
  const range = useQueryOf('agenda', 'range', { from: startOfDay(first, view.timeZone), to: startOfDay(addDays(last, 1), view.timeZone), resourceIds }, { enabled });
  const availability = useQueryOf('agenda', 'availability', { from: first, to: last, resourceIds }, { enabled, keepPrevious: true });
  const places = useMemo(() => placesOf(shown, view), [shown, view]);
  const { entries, events } = useMemo(() => placeEntries(range.data ?? [], places, new Map(catalogue.services.map(one => [one.id, one])), t), [range.data, places, catalogue.services, t]);
  const columns = places.map(place => toColumn(place, availability.data, { t, formats, byDay: view.view === 'week', several: shown.length > 1, now }));
  const latest = view.view === 'day' ? (places[0]?.scale.grid.minutes ?? 1440) : 1440;
  return {
    ...catalogue, places, columns, events, entryOf: id => entries.get(id), ...shownHours(columns, events, latest),
    isLoading: catalogue.isLoading || (enabled && range.isPending), error: catalogue.error ?? range.error,
    isClosed: availability.data !== undefined && range.data?.length === 0 && columns.every(column => column.working.length === 0),
  };
}

function shownResources(resources: readonly Resource[], view: AgendaView, own: Resource | undefined): Resource[] {
  const list = resources.filter(resource => (resource.kind === 'practitioner') === (view.show === 'practitioners'));
  if (view.view === 'day' || view.who === 'all') return list;
  const one = list.find(resource => resource.id === view.who) ?? list.find(resource => resource.id === own?.id) ?? list[0];
  return one ? [one] : [];
}

function placesOf(shown: readonly Resource[], view: AgendaView): ColumnPlace[] {
  return view.dates.flatMap(date => {
    const scale = dayScale(date, view.timeZone, view.view === 'week');
    return shown.map(resource => ({ id: columnId(resource.id, date), resource, date, scale }));
  });
}

function placeEntries(list: readonly AgendaEntry[], places: readonly ColumnPlace[], services: ReadonlyMap<string, Service>, t: ReturnType<typeof useText>) {
  const entries = new Map<string, AgendaEntry>();
  const byResource = new Map<string, ColumnPlace[]>();
  for (const place of places) byResource.set(place.resource.id, [...(byResource.get(place.resource.id) ?? []), place]);
  const events: AgendaEventData[] = [];
  for (const entry of list) {
    const startMs = Date.parse(entry.start);
    const place = byResource.get(entry.resourceId)?.find(({ scale: { grid } }) => startMs >= grid.startMs && startMs < grid.startMs + grid.minutes * 60_000);
    if (!place) continue;
    entries.set(entry.id, entry);
    events.push(toEvent(entry, place, services, t));
  }
  return { entries, events };
}
