import type { schedule } from '#shared/contract/schedule.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { isMovable } from '#shared/domain/agenda/status.ts';
import type { LocalMoment } from '#shared/domain/agenda/zone.ts';
import { fromRRule, occurrenceDates, toRRule } from '#shared/domain/schedule/recurrence.ts';
import type { Found, SeriesVisit } from '#shared/domain/schedule/series.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { getVisitAt } from '../../repositories/appointment.ts';
import { findVisitsOfSeries, getSeries, insertSeries, joinSeries, type VisitOfSeries } from '../../repositories/appointment-series.ts';
import { findResources } from '../../repositories/resource.ts';
import { getService } from '../../repositories/service.ts';
import { bookVisit } from '../agenda/booking.ts';
import { activeResources, inStep, logStep, type Step } from '../agenda/change.ts';
import { otherPerformer } from '../agenda/places.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { checkSeries } from './series-check.ts';

type Handlers = AreaHandlers<typeof schedule, CallContext>;
type BookInput = Parameters<Handlers['bookSeries']>[1];

/** Visits that repeat: looked through one by one, then booked all or none, each a row of its own (C-04, C-05). */
export function seriesHandlers(deps: ServiceDeps): Pick<Handlers, 'previewSeries' | 'bookSeries' | 'series'> {
  return {
    previewSeries: (_ctx, input) => previewSeries(deps, input),
    bookSeries: (ctx, input) => inStep(deps, ctx, step => bookSeries(step, input)),
    series: (_ctx, input) => readSeries(deps, input),
  };
}

async function previewSeries({ db, clinic, clock }: ServiceDeps, input: Parameters<Handlers['previewSeries']>[1]) {
  const { reader } = db;
  const service = await getService(reader, input.serviceId);
  const all = await findResources(reader);
  const columns = activeResources(input.resourceIds, all);
  const dates = occurrenceDates(input.repeats, input.first.date);
  if (dates.length === 0) throw new AppError('schedule.nothingRepeats');
  const moments = dates.map((date): LocalMoment => input.moved.find(one => one.date === date)?.to ?? { ...input.first, date });
  const found = await checkSeries(reader, clinic, {
    service, all, durationMin: input.durationMin ?? service.durationMin, visits: moments.map(moment => ({ moment, columns })), without: input.joins === undefined ? [] : [input.joins], now: clock.now().toISOString(),
  });
  const other = otherPerformer(service, columns, all);
  return found.map((one, index) => ({ ...one, ...(other && one.verdict === 'free' ? { verdict: 'notPerformer' as const, resource: other.name } : {}), original: dates[index] ?? '', date: moments[index]?.date ?? '', time: moments[index]?.time ?? '' }));
}

async function bookSeries(step: Step, input: BookInput) {
  const { deps, tx, change } = step;
  const { repeats, moments, joins, ...parts } = input;
  const service = await getService(tx, input.serviceId);
  const all = await findResources(tx);
  const columns = activeResources(input.resourceIds, all);
  const first = moments[0] ?? { date: '', time: '' };
  const durationMin = input.durationMin ?? service.durationMin;
  const found = await checkSeries(tx, deps.clinic, { service, all, durationMin, visits: moments.map(moment => ({ moment, columns })), without: [], now: change.at });
  requireFree(found, moments);
  const id = deps.newId();
  await insertSeries(tx, {
    id, version: 1, rrule: toRRule(repeats, first.date), startLocal: `${first.date}T${first.time}`, timeZone: deps.clinic.timeZone, patientId: input.patientId,
    serviceId: service.id, resourceIds: input.resourceIds, durationMin, endedFrom: null,
  }, change);
  const visits: { id: string; start: string; end: string }[] = joins === undefined ? [] : [await join(step, id, { ...joins, patientId: input.patientId })];
  for (const { start } of found) {
    const booked = await bookVisit(step, { ...parts, start: { instant: start ?? '' }, overbook: false, outsideHours: false, overHold: false }, { id, start: start ?? '' });
    visits.push({ id: booked.id, start: booked.start, end: booked.end });
  }
  return { id, visits };
}

/** A visit that stood alone becomes one of the series. Errors: record.changedMeanwhile; agenda.illegalMove for one that has begun, is in a series or is somebody else's. */
async function join(step: Step, seriesId: string, joins: { readonly id: string; readonly version: number; readonly patientId: string | null }) {
  const visit = await getVisitAt(step.tx, joins.id, joins.version);
  if (!isMovable(visit.status) || visit.seriesId || visit.groupId || visit.patientId !== joins.patientId) throw new AppError('agenda.illegalMove', { status: visit.status });
  await joinSeries(step.tx, visit, { seriesId, change: step.change });
  await logStep(step, { ...visit, version: visit.version + 1 }, { action: 'MOVE', reasonCode: 'series' });
  return { id: visit.id, start: visit.start, end: visit.end };
}

/** Errors: schedule.seriesTaken with the first moment that is not free; agenda.timeInvalid and agenda.timeAmbiguous (C-05). */
export function requireFree(found: readonly Found[], moments: readonly LocalMoment[]): void {
  const index = found.findIndex(one => one.verdict !== 'free');
  const moment = moments[index];
  if (!moment) return;
  const { date, time } = moment;
  if (found[index]?.verdict === 'impossible') throw new AppError('agenda.timeInvalid', { date, time });
  if (found[index]?.verdict === 'ambiguous') throw new AppError('agenda.timeAmbiguous', { date, time });
  throw new AppError('schedule.seriesTaken', { date, time, resource: found[index]?.resource || 'none' });
}

/** As the screens see one visit of a series. */
export const toSeriesVisit = ({ id, version, start, end, status, resourceIds, seriesStart }: VisitOfSeries): SeriesVisit => ({
  id, version, start, end, status, resourceIds: [...resourceIds], isMoved: start !== seriesStart,
});

async function readSeries({ db }: ServiceDeps, { id, patientId }: Parameters<Handlers['series']>[1]) {
  const series = await getSeries(db.reader, id);
  const visits = await findVisitsOfSeries(db.reader, id);
  // The log row named `patientId`; a series of somebody else stays closed.
  if (visits.some(visit => visit.patientId !== patientId)) throw new AppError('record.notFound');
  return {
    id, repeats: fromRRule(series.rrule), serviceId: series.serviceId, resourceIds: [...series.resourceIds], durationMin: series.durationMin, endedFrom: series.endedFrom,
    visits: visits.map(toSeriesVisit),
  };
}
