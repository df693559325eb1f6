import type { Resource } from '#shared/domain/agenda/service.ts';
import { addDays, mondayOf, startOfDay } from '#shared/domain/agenda/zone.ts';

import type { InputOf } from '#renderer/client/index.ts';

import { columnId, type ColumnPlace } from './agenda-columns.ts';
import { dayScale } from './day-scale.ts';
import type { AgendaView } from './use-agenda-view.ts';

/** What core is asked for a page of the agenda. */
export interface PageQuestion {
  readonly range: InputOf<'agenda', 'range'>;
  readonly availability: InputOf<'agenda', 'availability'>;
}

/** The question for the page that `day` is on. */
export function questionOf({ view, timeZone }: Pick<AgendaView, 'view' | 'timeZone'>, day: string, resourceIds: readonly string[]): PageQuestion {
  const first = view === 'day' ? day : mondayOf(day);
  const last = view === 'day' ? day : addDays(first, 6);
  const ids = [...resourceIds];
  return {
    range: { from: startOfDay(first, timeZone), to: startOfDay(addDays(last, 1), timeZone), resourceIds: ids },
    availability: { from: first, to: last, resourceIds: ids },
  };
}

/** Whose columns are shown: all of a kind by day, one person's or everybody's by week. */
export function shownResources(resources: readonly Resource[], { view, show, who }: Pick<AgendaView, 'view' | 'show' | 'who'>, ownId: string | undefined): Resource[] {
  const list = resources.filter(resource => (resource.kind === 'practitioner') === (show === 'practitioners'));
  if (view === 'day' || who === 'all') return list;
  const one = list.find(resource => resource.id === who) ?? list.find(resource => resource.id === ownId) ?? list[0];
  return one ? [one] : [];
}

/** The columns of a page, left to right: day by day, and within a day in the clinic's order. */
export function placesOf(shown: readonly Resource[], dates: readonly string[], timeZone: string): ColumnPlace[] {
  return dates.flatMap(date => {
    const scale = dayScale(date, timeZone, dates.length > 1);
    return shown.map(resource => ({ id: columnId(resource.id, date), resource, date, scale }));
  });
}

/** Whose week comes after (or before) the one that is shown, round and round. */
export function nextWho(resources: readonly Resource[], { show }: Pick<AgendaView, 'show'>, { shownId, direction }: { readonly shownId: string | undefined; readonly direction: 1 | -1 }): string | undefined {
  const list = shownResources(resources, { view: 'day', show, who: undefined }, undefined);
  const at = list.findIndex(resource => resource.id === shownId);
  return list[(at + direction + list.length) % Math.max(1, list.length)]?.id;
}
