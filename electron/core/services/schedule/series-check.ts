import { isInside, overlaps, type Span } from '#shared/domain/agenda/interval.ts';
import { visitTimes, type Resource, type Service } from '#shared/domain/agenda/service.ts';
import { addDays, dateAt, startOfDay, toInstant, type LocalMoment } from '#shared/domain/agenda/zone.ts';
import type { ClinicHoliday } from '#shared/domain/schedule/holidays.ts';
import type { Found } from '#shared/domain/schedule/series.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader } from '../../db/handles.ts';
import { findBusyWithout } from '../../repositories/appointment-series.ts';
import { findHolidays, type ClinicPlace } from '../agenda/closures.ts';
import { candidatesFor, openTime } from '../agenda/places.ts';

export interface SeriesQuestion {
  readonly service: Service;
  /** Every resource of the clinic. */
  readonly all: readonly Resource[];
  readonly durationMin: number;
  /** One entry a visit, in order; its columns are what somebody chose, practitioners first. */
  readonly visits: readonly { readonly moment: LocalMoment; readonly columns: readonly Resource[] }[];
  /** Visits that leave their places by the change itself. */
  readonly without: readonly string[];
  readonly now: string;
}

type Busy = Map<string, Span[]>;

interface Ground {
  readonly question: SeriesQuestion;
  readonly clinic: ClinicPlace;
  readonly open: ReadonlyMap<string, readonly Span[]>;
  readonly busy: Busy;
  readonly holidays: readonly ClinicHoliday[];
  readonly today: string;
}

const NOTHING: Found = { verdict: 'free', start: null, end: null, resource: '', holiday: null };

/**
 * What each visit of a series would meet, the earlier ones of the same series counted in. Everything is read once for
 * the whole stretch of time; the database still has the last word when it is booked (C-03).
 */
export async function checkSeries(db: Reader, clinic: ClinicPlace, question: SeriesQuestion): Promise<Found[]> {
  const dates = question.visits.map(visit => visit.moment.date).sort();
  const from = addDays(dates[0] ?? '', -1);
  const to = addDays(dates.at(-1) ?? '', 1);
  const chosen = [...new Map(question.visits.flatMap(visit => visit.columns).map(one => [one.id, one])).values()];
  const wanted = [...chosen, ...question.service.needs.flatMap(kind => candidatesFor(question.service, kind, question.all))];
  const blocks = await findBusyWithout(db, {
    resourceIds: [...new Set(wanted.map(one => one.id))], from: startOfDay(from, clinic.timeZone), to: startOfDay(addDays(to, 1), clinic.timeZone), without: question.without,
  });
  const busy: Busy = new Map();
  for (const block of blocks) occupy(busy, block.resourceId, block);
  const ground: Ground = {
    question, clinic, busy, open: await openTime(db, chosen, { from, to, timeZone: clinic.timeZone, country: clinic.country }),
    holidays: (await findHolidays(db, { from, to }, clinic)).filter(day => day.closed), today: dateAt(Date.parse(question.now), clinic.timeZone),
  };
  return question.visits.map(visit => checkOne(ground, visit));
}

const occupy = (busy: Busy, resourceId: string, block: Span): void => {
  busy.set(resourceId, [...(busy.get(resourceId) ?? []), block]);
};

function checkOne(ground: Ground, { moment, columns }: SeriesQuestion['visits'][number]): Found {
  const start = startOf(moment, ground.clinic.timeZone);
  if (start === 'impossible' || start === 'ambiguous') return { ...NOTHING, verdict: start };
  const { service, durationMin } = ground.question;
  const times = visitTimes(start, { duration: durationMin, before: service.bufferBeforeMin, after: service.bufferAfterMin });
  const found = { ...NOTHING, start: times.start, end: times.end };
  if (moment.date < ground.today) return { ...found, verdict: 'past' };
  const holiday = ground.holidays.find(day => day.date === moment.date);
  if (holiday) return { ...found, verdict: 'holiday', holiday: holiday.names };
  const visit = { start: Date.parse(times.start), end: Date.parse(times.end) };
  const shut = columns.find(column => !isInside(visit, ground.open.get(column.id) ?? []));
  if (shut) return { ...found, verdict: 'closed', resource: shut.name };
  const block = { start: Date.parse(times.blockStart), end: Date.parse(times.blockEnd) };
  const taken = columns.find(column => isTaken(ground.busy, column, block));
  if (taken) return { ...found, verdict: 'taken', resource: taken.name };
  const needed = neededFor(ground, columns, block);
  if (needed === undefined) return { ...found, verdict: 'taken' };
  for (const resource of [...columns, ...needed]) occupy(ground.busy, resource.id, block);
  return found;
}

function startOf(moment: LocalMoment, timeZone: string): string | 'impossible' | 'ambiguous' {
  try {
    return toInstant(moment, timeZone);
  } catch (error) {
    if (error instanceof AppError && error.code === 'agenda.timeInvalid') return 'impossible';
    if (error instanceof AppError && error.code === 'agenda.timeAmbiguous') return 'ambiguous';
    throw error;
  }
}

/** A column that allows several is taken when, at some moment of the block, as many are there already. */
function isTaken(busy: Busy, resource: Resource, block: Span): boolean {
  const others = (busy.get(resource.id) ?? []).filter(one => overlaps(one, block));
  if (resource.policy !== 'allow') return others.length > 0;
  const moments = [block.start, ...others.map(one => one.start).filter(at => at > block.start)];
  return moments.some(at => others.filter(one => one.start <= at && one.end > at).length >= resource.capacity);
}

/** One free room and one free piece of equipment where the service needs them; undefined when there is none (C-01). */
function neededFor({ question, busy }: Ground, columns: readonly Resource[], block: Span): Resource[] | undefined {
  const found: Resource[] = [];
  for (const kind of question.service.needs) {
    if (columns.some(column => column.kind === kind)) continue;
    const free = candidatesFor(question.service, kind, question.all).find(one => !isTaken(busy, one, block));
    if (!free) return undefined;
    found.push(free);
  }
  return found;
}
