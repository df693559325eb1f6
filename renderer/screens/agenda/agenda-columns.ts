import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';
import type { Resource, Service } from '#shared/domain/agenda/service.ts';
import { isMovable } from '#shared/domain/agenda/status.ts';

import type { OutputOf } from '#renderer/client/index.ts';
import type { AgendaColumnData, AgendaEventData, AgendaFlag, Formats, Translate } from '#renderer/ui/index.ts';

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
  return {
    id: place.id, name: words.byDay ? words.formats.shortDate(place.date) : resource.name, detail: detailOf(resource, isClosed, words), working, blocked,
    ...(isToday ? { now: scale.toMinute(new Date(words.now).toISOString()) } : {}),
  };
}

function detailOf(resource: Resource, isClosed: boolean, { byDay, several, t }: ColumnWords): string {
  if (byDay && several) return resource.name;
  if (isClosed) return t('agenda.closed');
  return byDay ? '' : resource.title;
}

function spansOf({ scale, resource }: ColumnPlace, availability: Availability | undefined, { t }: Words) {
  const end = scale.toMinute(scale.toInstant(scale.grid.minutes));
  const inDay = (span: { readonly start: string; readonly end: string }) => ({ start: Math.max(0, scale.toMinute(span.start)), end: Math.min(end, scale.toMinute(span.end)) });
  const isReal = (span: { readonly start: number; readonly end: number }): boolean => span.end > span.start;
  const away = (availability?.absences ?? []).filter(absence => absence.resourceId === null || absence.resourceId === resource.id);
  return {
    working: (availability?.working ?? []).filter(span => span.resourceId === resource.id).map(inDay).filter(isReal),
    blocked: away.map(absence => ({ ...inDay(absence), label: absence.label || t(`agenda.absence.${absence.kind}`) })).filter(isReal),
  };
}

/** A visit as the grid draws it. */
export function toEvent(entry: AgendaEntry, place: ColumnPlace, services: ReadonlyMap<string, Service>, t: Translate): AgendaEventData {
  const { toMinute } = place.scale;
  const start = toMinute(entry.start);
  const end = toMinute(entry.end);
  const flags = flagsOf(entry, t);
  return {
    id: entry.id, columnId: place.id, start, end, name: entry.name, service: services.get(entry.serviceId)?.name ?? '', status: entry.status, movable: isMovable(entry.status),
    bufferBefore: start - toMinute(entry.blockStart), bufferAfter: toMinute(entry.blockEnd) - end, ...(flags.length > 0 ? { flags } : {}),
  };
}

/** What must be seen on a visit besides its status. */
export function flagsOf(entry: AgendaEntry, t: Translate): AgendaFlag[] {
  const flags: (AgendaFlag | false)[] = [
    entry.hasWarning && { kind: 'warning', label: t('agenda.flag.warning') },
    entry.isProtected && { kind: 'protected', label: t('agenda.flag.protected') },
    entry.patientId === null && { kind: 'unlinked', label: t('agenda.flag.unlinked') },
    entry.overbooked && { kind: 'overbooked', label: t('agenda.flag.overbooked') },
    entry.status === 'arrived' && !entry.identityChecked && { kind: 'identity', label: t('agenda.flag.identity') },
  ];
  return flags.filter(flag => flag !== false);
}

/** First and last minute worth drawing, whole hours: what is worked and what is booked, at least 8–17. */
export function shownHours(columns: readonly AgendaColumnData[], events: readonly AgendaEventData[], latest: number): { readonly from: number; readonly to: number } {
  const spans = [...columns.flatMap(column => column.working), ...events];
  const from = Math.min(480, ...spans.map(span => span.start));
  const to = Math.max(1020, ...spans.map(span => span.end));
  return { from: Math.max(0, Math.floor(from / 60) * 60), to: Math.min(latest, Math.ceil(to / 60) * 60) };
}
