import { useState } from 'react';

import { addDays, toLocal, weekdayOf, type LocalMoment } from '#shared/domain/agenda/zone.ts';
import type { Recurrence } from '#shared/domain/schedule/recurrence.ts';
import type { Occurrence } from '#shared/domain/schedule/series.ts';

import { useQueryOf, type InputOf } from '#renderer/client/index.ts';

/** Who the visits are for. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** What the series begins from: a slot of the agenda, or a visit that is booked already and becomes its first. */
export interface SeriesStart {
  readonly at: string | undefined;
  readonly resourceIds: readonly string[];
  readonly serviceId: string | null;
  readonly minutes: number | null;
  readonly person: Person | undefined;
  readonly joins: { readonly id: string; readonly version: number } | undefined;
  readonly walkIn: { readonly name: string; readonly phone: string } | undefined;
  readonly today: string;
  readonly timeZone: string;
}

export interface SeriesFields {
  readonly person: Person | undefined;
  readonly serviceId: string | null;
  readonly resourceId: string | null;
  readonly date: string | null;
  readonly time: string | null;
  /** Null: as long as the service says. */
  readonly minutes: number | null;
  readonly every: 'week' | 'month';
  readonly interval: number;
  readonly weekdays: readonly number[];
  readonly on: 'date' | 'weekday';
  readonly ends: 'count' | 'until';
  readonly count: number | null;
  readonly until: string | null;
  readonly note: string;
  readonly moved: readonly { readonly date: string; readonly to: LocalMoment }[];
  /** Days of the rule that are left out. */
  readonly dropped: readonly string[];
}

function firstFields({ at, today, timeZone, resourceIds, serviceId, minutes, person }: SeriesStart): SeriesFields {
  const local = at === undefined ? { date: today, time: '09:00' } : toLocal(at, timeZone);
  return {
    person, serviceId, resourceId: resourceIds[0] ?? null, ...local, minutes, every: 'week', interval: 1, weekdays: [weekdayOf(local.date)], on: 'weekday', ends: 'count', count: 8,
    until: addDays(local.date, 56), note: '', moved: [], dropped: [],
  };
}

function recurrenceOf({ every, interval, weekdays, on, ends, count, until }: SeriesFields): Recurrence | undefined {
  const end = ends === 'count' ? { count, until: null } : { count: null, until };
  if ((end.count === null && end.until === null) || (end.count !== null && (end.count < 1 || end.count > 104))) return undefined;
  if (every === 'month') return { every, interval, on, ...end };
  return weekdays.length === 0 ? undefined : { every, interval, weekdays: [...weekdays], ...end };
}

/** What a look at the times asks, or undefined while something is missing. */
function toQuestion(fields: SeriesFields, start: SeriesStart): InputOf<'schedule', 'previewSeries'> | undefined {
  const repeats = recurrenceOf(fields);
  const { serviceId, resourceId, date, time, minutes, moved } = fields;
  if (!repeats || serviceId === null || resourceId === null || date === null || time === null) return undefined;
  const resourceIds = [resourceId, ...start.resourceIds.slice(1)];
  return { serviceId, resourceIds, first: { date, time }, repeats, moved: [...moved], ...(minutes === null ? {} : { durationMin: minutes }), ...(start.joins ? { joins: start.joins.id } : {}) };
}

const NOTHING = { serviceId: '-', resourceIds: ['-'], first: { date: '2000-01-01', time: '00:00' }, repeats: { every: 'week', interval: 1, weekdays: [1], count: 1, until: null } } as const;

/** A series being planned: the fields, what each time meets, and what would be booked. */
export function useSeriesForm(start: SeriesStart) {
  const [fields, setFields] = useState(() => firstFields(start));
  const question = toQuestion(fields, start);
  const preview = useQueryOf('schedule', 'previewSeries', question ?? { ...NOTHING, resourceIds: [...NOTHING.resourceIds], repeats: { ...NOTHING.repeats, weekdays: [1] } }, { enabled: question !== undefined, keepPrevious: true });
  const rows = question === undefined ? [] : (preview.data ?? []);
  const isJoined = (row: Occurrence): boolean => start.joins !== undefined && row.start !== null && row.start === start.at;
  const isDropped = (row: Occurrence): boolean => fields.dropped.includes(row.original);
  const wanted = rows.filter(row => !isDropped(row) && !isJoined(row));
  const moments = wanted.map((row): LocalMoment => fields.moved.find(one => one.date === row.original)?.to ?? { date: row.date, time: row.time });
  const inTheWay = wanted.filter(row => row.verdict !== 'free').length;
  const set = (patch: Partial<SeriesFields>): void => {
    const isNewDay = patch.date !== undefined && patch.date !== null && fields.weekdays.length === 1;
    setFields({ ...fields, ...patch, ...(isNewDay && patch.date ? { weekdays: [weekdayOf(patch.date)] } : {}) });
  };
  const setMoved = (original: string, to: LocalMoment): void => setFields({ ...fields, moved: [...fields.moved.filter(one => one.date !== original), { date: original, to }] });
  const turnDropped = (original: string): void => setFields({ ...fields, dropped: fields.dropped.includes(original) ? fields.dropped.filter(one => one !== original) : [...fields.dropped, original] });
  // Times of a question before this one are shown until the new ones come, but never booked.
  const isFresh = !preview.isPlaceholderData;
  return { fields, set, rows, isJoined, isDropped, setMoved, turnDropped, inTheWay, moments, error: preview.error, input: isFresh ? toBooking(question, fields, { start, moments, joins: rows.some(isJoined) }) : undefined };
}

/** What core is asked to book, or undefined while somebody or something is missing. */
function toBooking(question: ReturnType<typeof toQuestion>, fields: SeriesFields, { start, moments, joins }: { readonly start: SeriesStart; readonly moments: LocalMoment[]; readonly joins: boolean }): InputOf<'schedule', 'bookSeries'> | undefined {
  if (!question || moments.length === 0 || (!fields.person && !start.walkIn)) return undefined;
  const { serviceId, resourceIds, repeats, durationMin } = question;
  const who = fields.person ? { patientId: fields.person.id } : { patientId: null, ...(start.walkIn ? { walkIn: start.walkIn } : {}) };
  return { serviceId, resourceIds, repeats, moments, note: fields.note, ...who, ...(durationMin === undefined ? {} : { durationMin }), ...(joins && start.joins ? { joins: start.joins } : {}) };
}

export type SeriesForm = ReturnType<typeof useSeriesForm>;
