import type { schedule } from '#shared/contract/schedule.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import type { Resource } from '#shared/domain/agenda/service.ts';
import { isMovable } from '#shared/domain/agenda/status.ts';
import { addDays, toLocal, weekdayOf, type LocalMoment } from '#shared/domain/agenda/zone.ts';
import { fromRRule, toRRule, type Recurrence } from '#shared/domain/schedule/recurrence.ts';
import type { Found, KEPT_BECAUSE } from '#shared/domain/schedule/series.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader } from '../../db/handles.ts';
import { findVisitsOfSeries, getSeries, updateSeries, type StoredSeries, type VisitOfSeries } from '../../repositories/appointment-series.ts';
import { findResources } from '../../repositories/resource.ts';
import { getService } from '../../repositories/service.ts';
import { moveVisit } from '../agenda/booking.ts';
import { activeResources, inStep, type Step } from '../agenda/change.ts';
import { cancelVisit } from '../agenda/status-steps.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { requireFree, toSeriesVisit } from './series.ts';
import { checkSeries } from './series-check.ts';

type Handlers = AreaHandlers<typeof schedule, CallContext>;
type PreviewInput = Parameters<Handlers['previewChange']>[1];
type ChangeInput = Parameters<Handlers['changeSeries']>[1];
type MoveChange = Extract<PreviewInput['change'], { kind: 'move' }>;
type Kept = (typeof KEPT_BECAUSE)[number] | null;

/** A series changes from one visit on. What is past, has begun, is ended or was moved by itself stays where it is (C-04). */
export function seriesChangeHandlers(deps: ServiceDeps): Pick<Handlers, 'previewChange' | 'changeSeries'> {
  return {
    previewChange: (_ctx, input) => previewChange(deps, input),
    changeSeries: (ctx, input) => inStep(deps, ctx, step => changeSeries(step, input)),
  };
}

interface Following {
  readonly series: StoredSeries;
  readonly from: VisitOfSeries;
  /** The visit it starts from and all later ones that still could take place. */
  readonly visits: readonly { readonly visit: VisitOfSeries; readonly kept: Kept }[];
}

/** Errors: record.notFound; agenda.illegalMove when the visit it starts from cannot be moved itself. */
async function followingVisits(db: Reader, input: PreviewInput, now: string): Promise<Following> {
  const series = await getSeries(db, input.id);
  const visits = await findVisitsOfSeries(db, input.id);
  const from = visits.find(visit => visit.id === input.fromVisitId);
  if (!from || visits.some(visit => visit.patientId !== input.patientId)) throw new AppError('record.notFound');
  if (!isMovable(from.status) || from.start < now) throw new AppError('agenda.illegalMove', { status: from.status });
  const isOver = (visit: VisitOfSeries): boolean => visit.status.startsWith('cancelled') || visit.status === 'rescheduled' || visit.status === 'noShow';
  const later = visits.filter(visit => visit.seriesStart >= from.seriesStart && !isOver(visit));
  return { series, from, visits: later.map(visit => ({ visit, kept: visit.id === from.id ? null : keptBecause(visit, from, { change: input.change, now }) })) };
}

function keptBecause(visit: VisitOfSeries, from: VisitOfSeries, { change, now }: { readonly change: PreviewInput['change']; readonly now: string }): Kept {
  if (!isMovable(visit.status) || visit.start < now) return 'started';
  if (change.kind === 'end') return null;
  if (visit.start !== visit.seriesStart) return 'moved';
  const shared = visit.resourceIds.some(id => from.resourceIds.includes(id));
  return change.toResourceId !== undefined && !shared ? 'otherPractitioner' : null;
}

async function previewChange({ db, clinic, clock }: ServiceDeps, input: PreviewInput) {
  const now = clock.now().toISOString();
  const following = await followingVisits(db.reader, input, now);
  const movable = following.visits.filter(one => one.kept === null).map(one => one.visit);
  const found = input.change.kind === 'move' ? await checkMoves(db.reader, { clinic, now, following, change: input.change, visits: movable }) : [];
  return following.visits.map(({ visit, kept }) => ({ visit: toSeriesVisit(visit), kept, found: found[movable.indexOf(visit)]?.found ?? null }));
}

interface MoveQuestion {
  readonly clinic: ServiceDeps['clinic'];
  readonly now: string;
  readonly following: Following;
  readonly change: MoveChange;
  readonly visits: readonly VisitOfSeries[];
}

interface PlannedMove {
  readonly visit: VisitOfSeries;
  readonly moment: LocalMoment;
  readonly found: Found;
}

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** Every visit the same number of calendar days away from where it was, at the new time on the wall clock (C-05). */
async function checkMoves(db: Reader, { clinic, now, following, change, visits }: MoveQuestion): Promise<PlannedMove[]> {
  const { series, from } = following;
  const all = await findResources(db);
  const service = await getService(db, series.serviceId);
  const shift = daysBetween(toLocal(from.start, clinic.timeZone).date, change.to.date);
  const planned = visits.map(visit => ({
    visit, moment: { ...change.to, date: addDays(toLocal(visit.start, clinic.timeZone).date, shift) }, columns: columnsOf(visit, all, change.toResourceId),
  }));
  const found = await checkSeries(db, clinic, { service, all, durationMin: change.durationMin ?? series.durationMin, visits: planned, without: visits.map(visit => visit.id), now });
  return planned.flatMap(({ visit, moment }, index) => {
    const one = found[index];
    return one ? [{ visit, moment, found: one }] : [];
  });
}

/** Who treats: another practitioner instead of the one before, or the same. Rooms and equipment are looked for anew. */
function columnsOf(visit: VisitOfSeries, all: readonly Resource[], toResourceId: string | undefined): Resource[] {
  const practitioners = visit.resourceIds.filter(id => all.find(one => one.id === id)?.kind === 'practitioner');
  return activeResources(toResourceId === undefined ? practitioners : [toResourceId, ...practitioners.slice(1)], all);
}

async function changeSeries(step: Step, input: ChangeInput) {
  const { tx, change } = step;
  const following = await followingVisits(tx, input, change.at);
  const versions = new Map(input.visits.map(visit => [visit.id, visit.version]));
  const chosen = following.visits.filter(one => one.kept === null && versions.has(one.visit.id)).map(one => one.visit);
  if (chosen.length !== input.visits.length || chosen.some(visit => versions.get(visit.id) !== visit.version)) throw new AppError('record.changedMeanwhile');
  if (input.change.kind === 'move') await moveAll(step, following, { change: input.change, visits: chosen });
  else await endAll(step, following, { reason: input.change.reason, visits: chosen });
  return { changed: chosen.length, kept: following.visits.length - chosen.length };
}

async function moveAll(step: Step, following: Following, { change, visits }: { readonly change: MoveChange; readonly visits: readonly VisitOfSeries[] }): Promise<void> {
  const { tx, deps } = step;
  const planned = await checkMoves(tx, { clinic: deps.clinic, now: step.change.at, following, change, visits });
  requireFree(planned.map(one => one.found), planned.map(one => one.moment));
  const practitioners = new Set((await findResources(tx)).filter(one => one.kind === 'practitioner').map(one => one.id));
  // A week later, the last one first, so that none stands in the place of the next.
  const isLater = (planned[0]?.found.start ?? '') > (planned[0]?.visit.start ?? '');
  for (const { visit, found } of isLater ? planned.toReversed() : planned) {
    const fromResourceId = visit.resourceIds.find(id => practitioners.has(id));
    await moveVisit(step, {
      id: visit.id, version: visit.version, start: { instant: found.start ?? '' }, durationMin: change.durationMin, overbook: false, outsideHours: false, overHold: false,
      ...(change.toResourceId !== undefined && change.toResourceId !== fromResourceId && { fromResourceId, toResourceId: change.toResourceId }),
    }, true);
  }
  await updateSeries(tx, afterMove(following, change), step.change);
}

/** What the series says after the change, so that it can be read and shown in words. */
function afterMove({ series, from }: Following, change: MoveChange): StoredSeries {
  const shift = daysBetween(toLocal(from.seriesStart, series.timeZone).date, change.to.date);
  const repeats = fromRRule(series.rrule);
  const first = addDays(series.startLocal.slice(0, 10), shift);
  const shifted: Recurrence = repeats.every === 'week' ? { ...repeats, weekdays: repeats.weekdays.map(weekday => weekdayOf(addDays(first, weekday - weekdayOf(series.startLocal.slice(0, 10))))) } : repeats;
  return {
    ...series, rrule: toRRule(shifted, first), startLocal: `${first}T${change.to.time}`, durationMin: change.durationMin ?? series.durationMin,
    resourceIds: change.toResourceId === undefined ? series.resourceIds : [change.toResourceId, ...series.resourceIds.slice(1)],
  };
}

async function endAll(step: Step, following: Following, { reason, visits }: { readonly reason: Extract<ChangeInput['change'], { kind: 'end' }>['reason']; readonly visits: readonly VisitOfSeries[] }): Promise<void> {
  for (const visit of visits) await cancelVisit(step, { id: visit.id, version: visit.version, reason, reasonText: '' });
  await updateSeries(step.tx, { ...following.series, endedFrom: following.from.start }, step.change);
}
