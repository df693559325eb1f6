import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';
import { isInside } from '#shared/domain/agenda/interval.ts';
import type { Resource } from '#shared/domain/agenda/service.ts';
import { isMovable } from '#shared/domain/agenda/status.ts';
import { addDays, dateAt, startOfDay } from '#shared/domain/agenda/zone.ts';
import { findRange } from '../../repositories/appointment-range.ts';
import type { Step } from '../agenda/change.ts';
import { openTime } from '../agenda/places.ts';

/** A stretch of calendar days whose hours a change may touch. */
export interface ChangedDays {
  readonly resources: readonly Resource[];
  readonly from: string;
  readonly to: string;
}

export interface Affected {
  readonly count: number;
  readonly visits: AgendaEntry[];
}

/** Shown at most; the count is of all. */
const SHOWN = 50;

/**
 * Does `change` and says which booked visits it left outside working time. Those that stood outside before were put
 * there on purpose and are not named. The row about whose names were shown is in the same transaction.
 */
export async function withAffected<T>(step: Step, days: ChangedDays, change: () => Promise<T>): Promise<{ readonly result: T; readonly affected: Affected }> {
  const before = new Set((await visitsOutside(step, days)).map(visit => visit.id));
  const result = await change();
  return { result, affected: await show(step, (await visitsOutside(step, days)).filter(visit => !before.has(visit.id))) };
}

/** The booked visits on days that have just been closed, in any of these columns. */
export async function affectedOn(step: Step, resources: readonly Resource[], dates: readonly string[]): Promise<Affected> {
  const found: AgendaEntry[] = [];
  for (const date of dates) found.push(...(await visitsOutside(step, { resources, from: date, to: date })));
  return show(step, found);
}

async function show({ ctx, tx }: Step, found: readonly AgendaEntry[]): Promise<Affected> {
  const visits = [...new Map(found.map(visit => [visit.id, visit])).values()].sort((a, b) => (a.start < b.start ? -1 : 1));
  if (visits.length > 0) await ctx.log(tx, { action: 'AGENDA_READ', category: 'appointment', reasonCode: 'outsideHours', count: visits.length });
  return { count: visits.length, visits: visits.slice(0, SHOWN) };
}

async function visitsOutside({ tx, deps, change }: Step, { resources, from, to }: ChangedDays): Promise<AgendaEntry[]> {
  const { timeZone, country } = deps.clinic;
  const today = dateAt(Date.parse(change.at), timeZone);
  const first = from < today ? today : from;
  if (first > to || resources.length === 0) return [];
  const range = { resourceIds: resources.map(resource => resource.id), from: startOfDay(first, timeZone), to: startOfDay(addDays(to, 1), timeZone) };
  const booked = (await findRange(tx, range)).filter(visit => isMovable(visit.status) && visit.start > change.at);
  if (booked.length === 0) return [];
  const open = await openTime(tx, resources, { from: addDays(first, -1), to, timeZone, country });
  return booked.filter(visit => !isInside({ start: Date.parse(visit.start), end: Date.parse(visit.end) }, open.get(visit.resourceId) ?? []));
}

/** As far ahead as anybody books: what a change without an end is looked through for. */
export const farAhead = (today: string): string => addDays(today, 3 * 366);
