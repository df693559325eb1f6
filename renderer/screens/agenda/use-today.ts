import { useMemo } from 'react';

import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';
import { addDays, startOfDay } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useQueryOf } from '#renderer/client/index.ts';

import { useAgendaCatalogue } from './use-agenda-data.ts';

/** Today's visits of these columns (all practitioners when none is named), in the order people are served. */
export function useToday(resourceId?: string) {
  const { today, timeZone } = useClinicDay();
  const catalogue = useAgendaCatalogue();
  const resourceIds = useMemo(
    () => (resourceId === undefined ? catalogue.resources.filter(one => one.kind === 'practitioner').map(one => one.id) : [resourceId]),
    [catalogue.resources, resourceId],
  );
  const range = useQueryOf('agenda', 'range', { from: startOfDay(today, timeZone), to: startOfDay(addDays(today, 1), timeZone), resourceIds }, { enabled: resourceIds.length > 0 });
  const visits = useMemo(() => inQueueOrder(range.data ?? []), [range.data]);
  return { visits, resources: catalogue.resources, services: catalogue.services, timeZone, error: range.error ?? catalogue.error, isLoading: catalogue.isLoading || (resourceIds.length > 0 && range.isPending) };
}

const RANK: Readonly<Record<string, number>> = { arrived: 0, inTreatment: 1, booked: 2, confirmed: 2, noShow: 3, done: 4 };

/** Those who wait first, longest wait on top; then who is being treated, who is to come, and what is over. */
export function inQueueOrder(entries: readonly AgendaEntry[]): AgendaEntry[] {
  const seen = new Set<string>();
  const once = entries.filter(entry => !seen.has(entry.id) && seen.add(entry.id));
  const key = (entry: AgendaEntry): string => `${RANK[entry.status] ?? 5}${entry.status === 'arrived' ? entry.arrivedAt : entry.start}`;
  return once.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Whole minutes since the check-in, while the patient waits. */
export const minutesWaited = (entry: AgendaEntry, now: number): number | undefined =>
  entry.status === 'arrived' && entry.arrivedAt !== null ? Math.max(0, Math.floor((now - Date.parse(entry.arrivedAt)) / 60_000)) : undefined;
