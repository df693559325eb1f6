import { mergeSpans } from '#shared/domain/agenda/interval.ts';
import type { Service } from '#shared/domain/agenda/service.ts';
import { firstFit, wallClockOf, type FreeStretch, type WallClock } from '#shared/domain/waiting/match.ts';
import type { FreedTime } from '#shared/domain/waiting/wish.ts';
import type { Reader } from '../../db/handles.ts';
import { findFreedTimes, type FreedRow } from '../../repositories/freed-time.ts';
import { findMeetings } from '../../repositories/group-visit.ts';
import { findResources } from '../../repositories/resource.ts';
import { findServices } from '../../repositories/service.ts';
import { findOpenOffers } from '../../repositories/waiting-offer.ts';
import { findLine, type LineWish } from '../../repositories/waiting-wish.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { freeStretches } from './free-stretches.ts';

/** How far ahead freed times are looked at, and how many: what becomes free next year can wait. */
const AHEAD_DAYS = 90;
const MOST_FREED = 300;
const MOST_WISHES = 500;

export interface Fit<W> {
  readonly wish: W;
  readonly start: string;
  readonly end: string;
}

export interface LineQuestion<W extends LineWish> {
  readonly wishes: readonly W[];
  readonly services: readonly Service[];
  /** Who can be named by a service; it may name rooms as well, or nothing but rooms. */
  readonly practitionerIds: ReadonlySet<string>;
  readonly wall: WallClock;
}

/** These wishes with the services and the clock that matching needs. */
export async function lineOf<W extends LineWish>({ db, clinic }: ServiceDeps, find: (db: Reader, limit: number) => Promise<W[]>): Promise<LineQuestion<W>> {
  const [wishes, services, resources] = await Promise.all([find(db.reader, MOST_WISHES), findServices(db.reader), findResources(db.reader)]);
  return { wishes, services, practitionerIds: new Set(resources.filter(one => one.kind === 'practitioner').map(one => one.id)), wall: wallClockOf(clinic.timeZone) };
}

/** Who of the line could have this time, in the order of the line. A wish for something earlier takes nothing later. */
export function fitsFor<W extends LineWish>({ wishes, services, practitionerIds, wall }: LineQuestion<W>, stretches: readonly FreeStretch[]): Fit<W>[] {
  return wishes.flatMap(wish => {
    const service = services.find(one => one.id === wish.serviceId && one.active);
    if (!service || wish.groupId !== null) return [];
    const named = service.resourceIds.filter(id => practitionerIds.has(id));
    for (const stretch of stretches) {
      if (named.length > 0 && !named.includes(stretch.resourceId)) continue;
      const fit = firstFit(wish, service, stretch, wall);
      if (fit && (wish.visitStart === null || fit.start < wish.visitStart)) return [{ wish, ...fit }];
    }
    return [];
  });
}

/** Times and seats that became free and suit somebody, soonest first. */
export async function freedTimes(deps: ServiceDeps): Promise<FreedTime[]> {
  const line = await lineOf(deps, findLine);
  if (line.wishes.length === 0) return [];
  const now = deps.clock.now();
  const from = now.toISOString();
  const to = new Date(now.getTime() + AHEAD_DAYS * 86_400_000).toISOString();
  const offers = await findOpenOffers(deps.db.reader, { from, to });
  const freed = joined(await findFreedTimes(deps.db.reader, { from, to, limit: MOST_FREED }));
  const stretches = await freeStretches(deps, freed);
  const times = freed.flatMap(row => {
    const own = stretches.filter(one => one.resourceId === row.resourceId && one.startBefore === Date.parse(row.end));
    const fits = fitsFor(line, own);
    const [first] = own;
    if (!first || fits.length === 0) return [];
    const free = { start: new Date(Math.max(first.free.start, Date.parse(row.start))).toISOString(), end: new Date(Math.min(own.at(-1)?.free.end ?? 0, Date.parse(row.end))).toISOString() };
    const asked = offers.filter(offer => offer.groupId === null && offer.resourceId === row.resourceId && offer.start < row.end && offer.end > row.start);
    return [{ resourceId: row.resourceId, ...free, groupId: null, waiting: fits.length, asked: asked.length }];
  });
  return [...times, ...(await freeSeats(deps, line, offers))].sort((a, b) => (a.start < b.start ? -1 : 1));
}

/** Free seats in groups that somebody waits for. */
async function freeSeats({ db, clock }: ServiceDeps, { wishes }: LineQuestion<LineWish>, offers: readonly { readonly groupId: string | null }[]): Promise<FreedTime[]> {
  if (!wishes.some(wish => wish.groupId !== null)) return [];
  const meetings = await findMeetings(db.reader, clock.now().toISOString(), 200);
  return meetings.flatMap(meeting => {
    const waiting = wishes.filter(wish => wish.groupId === meeting.id).length;
    if (waiting === 0 || meeting.booked >= meeting.capacity) return [];
    const asked = offers.filter(offer => offer.groupId === meeting.id).length;
    return [{ resourceId: meeting.resourceIds[0] ?? '', start: meeting.start, end: meeting.end, groupId: meeting.id, waiting, asked }];
  });
}

/** Blocks of one practitioner that overlap or touch were given up as one stretch of time. */
function joined(rows: readonly FreedRow[]): FreedRow[] {
  const columns = [...new Set(rows.map(row => row.resourceId))];
  return columns.flatMap(resourceId =>
    mergeSpans(rows.filter(row => row.resourceId === resourceId).map(row => ({ start: Date.parse(row.start), end: Date.parse(row.end) }))).map(span => ({
      resourceId, start: new Date(span.start).toISOString(), end: new Date(span.end).toISOString(),
    })),
  );
}
