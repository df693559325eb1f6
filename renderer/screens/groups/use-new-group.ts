import { useState } from 'react';

import { toLocal } from '#shared/domain/agenda/zone.ts';
import { MAX_CAPACITY, MAX_MEETINGS } from '#shared/domain/groups/group.ts';

import { ApiError, useClinicDay, useCommandOf, useQueryOf, type InputOf, type OutputOf } from '#renderer/client/index.ts';

import type { NewGroup } from './group-store.ts';

interface Fields {
  readonly title: string;
  readonly serviceId: string | null;
  readonly resourceId: string | null;
  readonly date: string | null;
  readonly time: string | null;
  readonly minutes: number | null;
  readonly capacity: number | null;
  readonly weeks: number | null;
}

type Created = OutputOf<'groups', 'create'>;

/** Exceptions a person makes on purpose, as when one visit is booked (C-03). */
interface Deliberate {
  readonly outsideHours?: boolean;
  readonly overbook?: boolean;
}

function exceptionFor(error: unknown): Deliberate | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.detail.code === 'agenda.outsideHours') return { outsideHours: true };
  return error.detail.code === 'agenda.doubleBooked' && error.detail.params['policy'] === 'warn' ? { overbook: true } : undefined;
}

/** What core is asked, or undefined while something is missing or out of range. */
function toInput(fields: Fields, rooms: readonly string[]): InputOf<'groups', 'create'> | undefined {
  const { title, serviceId, resourceId, date, time, minutes, capacity, weeks } = fields;
  if (title.trim() === '' || serviceId === null || resourceId === null || date === null || time === null) return undefined;
  if (!inRange(capacity, MAX_CAPACITY) || !inRange(weeks, MAX_MEETINGS)) return undefined;
  return { title, serviceId, resourceIds: [resourceId, ...rooms], start: { date, time }, capacity, weeks, ...(minutes === null ? {} : { durationMin: minutes }) };
}

const inRange = (value: number | null, most: number): value is number => value !== null && value >= 1 && value <= most;

/** What the slot names may be a room: then it is the group's room, and who leads the group is chosen. */
function usePlaces(named: string | undefined) {
  const resources = useQueryOf('agenda', 'resources', {}).data ?? [];
  const isRoom = resources.some(one => one.id === named && one.kind !== 'practitioner');
  return { practitioners: resources.filter(one => one.kind === 'practitioner'), rooms: isRoom && named !== undefined ? [named] : [] };
}

/** A group being planned: what it is called, when it meets and how many may come. */
export function useNewGroupForm({ resourceId, start }: NewGroup) {
  const { timeZone, today } = useClinicDay();
  const services = useQueryOf('agenda', 'services', {}).data ?? [];
  const { practitioners, rooms } = usePlaces(resourceId);
  const create = useCommandOf('groups', 'create');
  const [typed, setTyped] = useState<Fields>(() => ({ title: '', serviceId: null, resourceId: resourceId ?? null, ...(start ? toLocal(start, timeZone) : { date: today, time: null }), minutes: null, capacity: 10, weeks: 1 }));
  const [deliberate, setDeliberate] = useState<Deliberate>({});
  const leader = practitioners.find(one => one.id === typed.resourceId) ?? practitioners[0];
  const fields: Fields = { ...typed, serviceId: typed.serviceId ?? services[0]?.id ?? null, resourceId: leader?.id ?? null };
  const input = toInput(fields, rooms);
  const save = (onDone: (created: Created) => void, extra: Deliberate = {}): void => {
    const exceptions = { ...deliberate, ...extra };
    setDeliberate(exceptions);
    if (input) create.start({ ...input, ...exceptions }, onDone);
  };
  const exception = exceptionFor(create.error);
  return {
    fields, set: (patch: Partial<Fields>) => setTyped({ ...typed, ...patch }), services, practitioners, today, isReady: input !== undefined, save,
    saveAnyway: exception ? (onDone: (created: Created) => void) => save(onDone, exception) : undefined, error: create.error, isRunning: create.isRunning,
  };
}
