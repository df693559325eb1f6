import * as z from 'zod';

import { useClinicDay, useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { useRouteSearch } from '#renderer/commands/index.ts';
import { Banner, Page, useText } from '#renderer/ui/index.ts';

import { ExistingSeries } from './ExistingSeries.tsx';
import { NewSeries } from './NewSeries.tsx';
import type { SeriesStart } from './use-series-form.ts';

const Id = z.string().max(64).optional().catch(undefined);
/** A visit (of a series, or to be repeated), or a slot: column and moment (ISO UTC); the patient's strip stands above. */
export const SeriesSearch = z.object({ visitId: Id, patientId: Id, who: Id, at: z.string().max(30).optional().catch(undefined) });

type Visit = OutputOf<'agenda', 'appointment'>;

interface Ground {
  readonly resources: OutputOf<'agenda', 'resources'>;
  readonly services: OutputOf<'agenda', 'services'>;
  /** The visit somebody came from, if it was one. */
  readonly visit: Visit | undefined;
  readonly person: SeriesStart['person'];
}

/** Visits that repeat: a new series from a slot or a visit, or the series a visit is one of. */
export function SeriesScreen() {
  const t = useText();
  const errorText = useErrorText();
  const { ground, error } = useGround();
  if (error) return <Page title={t('schedule.series.title')}><Banner tone="danger" live>{errorText(error).text}</Banner></Page>;
  if (!ground) return <Page title={t('schedule.series.title')}>{null}</Page>;
  const { visit, resources, services } = ground;
  if (visit?.seriesId) return <ExistingSeries seriesId={visit.seriesId} visitId={visit.id} patientId={visit.patientId} name={visit.name} resources={resources} services={services} />;
  return <FromHere key={visit?.id ?? 'slot'} ground={ground} />;
}

/** Everything that must be known before the first field can be filled in. */
function useGround(): { readonly ground: Ground | undefined; readonly error: unknown } {
  const { visitId, patientId } = useRouteSearch(SeriesSearch);
  const resources = useQueryOf('agenda', 'resources', {});
  const services = useQueryOf('agenda', 'services', {});
  const visit = useQueryOf('agenda', 'appointment', { id: visitId ?? '-', patientId: patientId ?? null }, { enabled: visitId !== undefined });
  const strip = useQueryOf('patients', 'strip', { id: patientId ?? '-' }, { enabled: patientId !== undefined });
  const waits = [visitId !== undefined && !visit.data, patientId !== undefined && !strip.data].some(Boolean);
  const person = strip.data && { id: strip.data.id, name: `${strip.data.familyName}, ${strip.data.givenName}` };
  const ground = resources.data && services.data && !waits ? { resources: resources.data, services: services.data, visit: visit.data, person } : undefined;
  return { ground, error: [resources, services, visit, strip].find(one => one.error)?.error };
}

function FromHere({ ground }: { readonly ground: Ground }) {
  const { who, at } = useRouteSearch(SeriesSearch);
  const { today, timeZone } = useClinicDay();
  const { visit, resources, services, person } = ground;
  const fromSlot = { at, resourceIds: who === undefined ? [] : [who], serviceId: services[0]?.id ?? null, minutes: null, joins: undefined, walkIn: undefined };
  const start: SeriesStart = { ...(visit ? fromVisit(visit, resources) : fromSlot), person, today, timeZone };
  return <NewSeries start={start} resources={resources} services={services} />;
}

/** The visit becomes the first of the series; rooms and equipment are looked for anew each time. */
const fromVisit = (visit: Visit, resources: Ground['resources']): Omit<SeriesStart, 'person' | 'today' | 'timeZone'> => ({
  at: visit.start,
  resourceIds: visit.resourceIds.filter(id => resources.some(one => one.id === id && one.kind === 'practitioner')),
  serviceId: visit.serviceId,
  minutes: (Date.parse(visit.end) - Date.parse(visit.start)) / 60_000,
  joins: { id: visit.id, version: visit.version },
  walkIn: visit.patientId === null ? { name: visit.name, phone: visit.phone ?? '' } : undefined,
});
