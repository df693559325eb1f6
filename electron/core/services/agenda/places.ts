import { isInside, overlaps, subtractSpans, type Span } from '#shared/domain/agenda/interval.ts';
import { workingSpans } from '#shared/domain/agenda/schedule.ts';
import type { Resource, Service, VisitTimes } from '#shared/domain/agenda/service.ts';
import { addDays, dateAt } from '#shared/domain/agenda/zone.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader } from '../../db/handles.ts';
import { findBusy } from '../../repositories/appointment-range.ts';
import { findExceptions, findHours } from '../../repositories/schedule.ts';
import { findClosures, type ClinicPlace } from './closures.ts';
import { findHolds } from '../../repositories/slot-hold.ts';

/** When columns are open between two calendar days (both included): absences, holidays and closed days taken out. A room without hours is always open. */
export async function openTime(
  db: Reader,
  resources: readonly Resource[],
  days: ClinicPlace & { readonly from: string; readonly to: string },
): Promise<ReadonlyMap<string, readonly Span[]>> {
  const resourceIds = resources.map(resource => resource.id);
  const hours = await findHours(db, resourceIds);
  const whole = { start: Date.parse(`${addDays(days.from, -1)}T00:00:00Z`), end: Date.parse(`${addDays(days.to, 2)}T00:00:00Z`) };
  const exceptions = await findExceptions(db, { resourceIds, from: days.from, to: days.to });
  const absences = await findClosures(db, { resourceIds, from: new Date(whole.start).toISOString(), to: new Date(whole.end).toISOString() }, days);
  return new Map(
    resources.map(resource => {
      const rules = hours.filter(rule => rule.resourceId === resource.id);
      const always = rules.length === 0 && resource.kind !== 'practitioner';
      const otherDays = exceptions.filter(day => day.resourceId === resource.id);
      const away = absences.filter(absence => absence.resourceId === null || absence.resourceId === resource.id);
      const open = always ? [whole] : workingSpans(rules, { from: days.from, to: days.to, exceptions: otherDays }, days.timeZone);
      return [resource.id, subtractSpans(open, away.map(absence => ({ start: Date.parse(absence.start), end: Date.parse(absence.end) })))];
    }),
  );
}

/** Refuses a visit outside the open time of any of its resources. Errors: agenda.outsideHours naming the first one. */
export async function requireOpen(db: Reader, resources: readonly Resource[], times: VisitTimes, clinic: ClinicPlace): Promise<void> {
  const visit = { start: Date.parse(times.start), end: Date.parse(times.end) };
  // The day before too: hours that began yesterday evening may still hold after midnight.
  const days = { from: addDays(dateAt(visit.start, clinic.timeZone), -1), to: dateAt(visit.end, clinic.timeZone), timeZone: clinic.timeZone, country: clinic.country };
  const open = await openTime(db, resources, days);
  for (const resource of resources) {
    if (!isInside(visit, open.get(resource.id) ?? [])) throw new AppError('agenda.outsideHours', { resource: resource.name });
  }
}

/** What may fill one need of a service: those named for it, else everything of that kind. */
export const candidatesFor = (service: Service, kind: Resource['kind'], all: readonly Resource[]): Resource[] => {
  const ofKind = all.filter(resource => resource.kind === kind && resource.active);
  const named = ofKind.filter(resource => service.resourceIds.includes(resource.id));
  return named.length > 0 ? named : ofKind;
};

/** A chosen practitioner whom the service does not name, when it names practitioners (C-01). */
export function otherPerformer(service: Service, chosen: readonly Resource[], all: readonly Resource[]): Resource | undefined {
  const named = all.filter(resource => resource.kind === 'practitioner' && service.resourceIds.includes(resource.id));
  return named.length === 0 ? undefined : chosen.find(resource => resource.kind === 'practitioner' && !named.some(one => one.id === resource.id));
}

/**
 * Refuses a practitioner whom the service does not name, when it names practitioners (C-01). `already`: columns the visit
 * had before; who may give a service can change, and what is booked stays. Errors: agenda.notPerformer naming the first one.
 */
export function requirePerformers(service: Service, chosen: readonly Resource[], about: { readonly all: readonly Resource[]; readonly already: readonly string[] }): void {
  const other = otherPerformer(service, chosen.filter(resource => !about.already.includes(resource.id)), about.all);
  if (other) throw new AppError('agenda.notPerformer', { resource: other.name, service: service.name });
}

export interface NeedsQuestion {
  readonly service: Service;
  /** What the caller chose, the practitioner first. */
  readonly chosen: readonly Resource[];
  /** Rooms and equipment it already has; kept where they are free. */
  readonly preferred: readonly string[];
  readonly times: VisitTimes;
  /** The visit itself when it moves. */
  readonly exceptId: string;
  readonly overbook: boolean;
  /** For whom and when: what somebody else is booking right now is taken last. */
  readonly holds?: { readonly userId: string; readonly now: string };
}

/**
 * Adds the rooms and equipment a service needs (C-01): one that is free during the whole block, or, when all are taken,
 * the first whose policy allows more. Errors: agenda.resourceMissing with the kind of which there is none.
 */
export async function fillNeeds(db: Reader, question: NeedsQuestion, all: readonly Resource[]): Promise<Resource[]> {
  const filled = [...question.chosen];
  const isPreferred = (resource: Resource) => Number(question.preferred.includes(resource.id));
  for (const kind of question.service.needs) {
    if (filled.some(resource => resource.kind === kind)) continue;
    const candidates = candidatesFor(question.service, kind, all).sort((a, b) => isPreferred(b) - isPreferred(a));
    const pick = (await firstFree(db, candidates, question)) ?? candidates.find(one => one.policy === 'allow' || (one.policy === 'warn' && question.overbook));
    if (!pick) throw new AppError('agenda.resourceMissing', { kind });
    filled.push(pick);
  }
  return filled;
}

async function firstFree(db: Reader, candidates: readonly Resource[], { times, exceptId, holds }: NeedsQuestion): Promise<Resource | undefined> {
  const block = { start: Date.parse(times.blockStart), end: Date.parse(times.blockEnd) };
  const busy = await findBusy(db, { resourceIds: candidates.map(candidate => candidate.id), from: times.blockStart, to: times.blockEnd, exceptId });
  const free = candidates.filter(candidate => !busy.some(span => span.resourceId === candidate.id && overlaps(span, block)));
  if (!holds || free.length < 2) return free[0];
  const held = await findHolds(db, { resourceIds: free.map(one => one.id), from: times.blockStart, to: times.blockEnd, now: holds.now });
  return free.find(one => !held.some(hold => hold.resourceId === one.id && hold.userId !== holds.userId)) ?? free[0];
}
