import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';
import type { SlotHold } from '#shared/domain/agenda/hold.ts';
import type { Resource } from '#shared/domain/agenda/service.ts';
import { isMovable } from '#shared/domain/agenda/status.ts';

import type { OutputOf } from '#renderer/client/index.ts';
import type { AgendaColumnData, AgendaEventData, AgendaFlag, BlockedSpan, Formats, Language, Span, Translate } from '#renderer/ui/index.ts';

import type { DayScale } from './day-scale.ts';

export type Availability = OutputOf<'agenda', 'availability'>;

/** One column on the screen: somebody's (or something's) day. */
export interface ColumnPlace {
  readonly id: string;
  readonly resource: Resource;
  readonly date: string;
  readonly scale: DayScale;
}

export const columnId = (resourceId: string, date: string): string => `${resourceId}|${date}`;

interface Words {
  readonly t: Translate;
  readonly formats: Formats;
  readonly language: Language;
}

interface ColumnWords extends Words {
  /** The heading is the day, because the columns are days of a week. */
  readonly byDay: boolean;
  /** Several people's weeks beside each other. */
  readonly several: boolean;
  /** Milliseconds. */
  readonly now: number;
}

/** What a column draws besides its visits. */
export function toColumn(place: ColumnPlace, availability: Availability | undefined, words: ColumnWords): AgendaColumnData {
  const { working, blocked } = spansOf(place, availability, words);
  const { scale, resource } = place;
  const nowMinute = (words.now - scale.grid.startMs) / 60_000;
  const isToday = nowMinute >= 0 && nowMinute < scale.grid.minutes;
  const isClosed = availability !== undefined && working.length === 0;
  const name = words.byDay ? words.formats.shortDate(place.date) : resource.name;
  return {
    id: place.id, name, detail: detailOf(resource, isClosed, words, holidayOf(place, availability)?.names[words.language]), working, blocked,
    ...(words.byDay ? { fullName: `${name}, ${resource.name}` } : {}),
    ...(isToday ? { now: scale.toMinute(new Date(words.now).toISOString()) } : {}),
  };
}

/** The public holiday or customary day this is, open or closed. */
const holidayOf = ({ date }: ColumnPlace, availability: Availability | undefined) => availability?.holidays.find(day => day.date === date);

function detailOf(resource: Resource, isClosed: boolean, { byDay, several, t }: ColumnWords, holiday: string | undefined): string {
  if (byDay && several) return resource.name;
  if (holiday !== undefined) return holiday;
  if (isClosed) return t('agenda.closed');
  return byDay ? '' : resource.title;
}

function spansOf(place: ColumnPlace, availability: Availability | undefined, { t, language }: Words) {
  const { scale, resource } = place;
  const holiday = holidayOf(place, availability);
  const wordsOf = ({ kind, label }: Availability['absences'][number]): string => (kind === 'holiday' && label === holiday?.names.local ? holiday.names[language] : label || t(`agenda.absence.${kind}`));
  const end = scale.toMinute(scale.toInstant(scale.grid.minutes));
  const inDay = (span: { readonly start: string; readonly end: string }) => ({ start: Math.max(0, scale.toMinute(span.start)), end: Math.min(end, scale.toMinute(span.end)) });
  const isReal = (span: { readonly start: number; readonly end: number }): boolean => span.end > span.start;
  const away = (availability?.absences ?? []).filter(absence => absence.resourceId === null || absence.resourceId === resource.id);
  return {
    working: (availability?.working ?? []).filter(span => span.resourceId === resource.id).map(inDay).filter(isReal),
    blocked: away.map(absence => ({ ...inDay(absence), label: wordsOf(absence) })).filter(isReal),
  };
}

interface EventWords {
  readonly t: Translate;
  readonly serviceOf: (id: string) => string;
  /** Names of rooms, equipment and colleagues. */
  readonly nameOf: (id: string) => string | undefined;
}

/** A visit as the grid draws it. */
export function toEvent(entry: AgendaEntry, place: ColumnPlace, { t, serviceOf, nameOf }: EventWords): AgendaEventData {
  const { toMinute } = place.scale;
  const start = toMinute(entry.start);
  const end = toMinute(entry.end);
  const flags = flagsOf(entry, t);
  const where = (entry.otherResourceIds).map(nameOf).filter(name => name !== undefined).join(', ');
  return {
    id: entry.id, columnId: place.id, start, end, name: nameOn(entry), service: serviceOf(entry.serviceId), status: entry.status, movable: isMovable(entry.status),
    bufferBefore: start - toMinute(entry.blockStart), bufferAfter: toMinute(entry.blockEnd) - end, ...(where ? { place: where } : {}), ...(flags.length > 0 ? { flags } : {}),
  };
}

/** "6/10 Ryggskola": a group's block says how full it is, and nobody's name (C-10). */
const nameOn = ({ name, group }: AgendaEntry): string => (group ? `${group.booked}/${group.capacity} ${name}` : name);

/** Marks what others are booking right now ("Eva bokar"). Columns without such a mark stay the same objects. */
export function withHolds(columns: readonly AgendaColumnData[], places: readonly ColumnPlace[], holds: readonly SlotHold[], t: Translate): readonly AgendaColumnData[] {
  const others = holds.filter(hold => !hold.isOwn);
  if (others.length === 0) return columns;
  return columns.map((column, index) => {
    const place = places[index];
    if (!place) return column;
    const { startMs, minutes } = place.scale.grid;
    const from = new Date(startMs).toISOString();
    const to = new Date(startMs + minutes * 60_000).toISOString();
    const marks = others.filter(hold => hold.resourceId === place.resource.id && hold.start >= from && hold.start < to);
    const toSpan = (hold: SlotHold): BlockedSpan => ({ start: place.scale.toMinute(hold.start), end: place.scale.toMinute(hold.end), label: t('agenda.hold', { name: hold.byName }), kind: 'hold' });
    return marks.length === 0 ? column : { ...column, blocked: [...(column.blocked ?? []), ...marks.map(toSpan)] };
  });
}

/** What must be seen on a visit besides its status. */
export function flagsOf(entry: AgendaEntry, t: Translate): AgendaFlag[] {
  const flags: (AgendaFlag | false)[] = [
    entry.hasWarning && { kind: 'warning', label: t('agenda.flag.warning') },
    entry.isProtected && { kind: 'protected', label: t('agenda.flag.protected') },
    entry.patientId === null && entry.group === undefined && { kind: 'unlinked', label: t('agenda.flag.unlinked') },
    entry.overbooked && { kind: 'overbooked', label: t('agenda.flag.overbooked') },
    entry.status === 'arrived' && !entry.identityChecked && { kind: 'identity', label: t('agenda.flag.identity') },
  ];
  return flags.filter(flag => flag !== false);
}

/** First and last minute worth drawing, whole hours: what is worked and what is booked, at least 8–17. */
export function shownHours(columns: readonly AgendaColumnData[], booked: Span | undefined, latest: number): { readonly from: number; readonly to: number } {
  const spans = [...columns.flatMap(column => column.working), ...(booked ? [booked] : [])];
  const from = Math.min(480, ...spans.map(span => span.start));
  const to = Math.max(1020, ...spans.map(span => span.end));
  return { from: Math.max(0, Math.floor(from / 60) * 60), to: Math.min(latest, Math.ceil(to / 60) * 60) };
}
