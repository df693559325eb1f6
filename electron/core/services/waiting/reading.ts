import type { AreaHandlers } from '#shared/contract/define.ts';
import type { waiting } from '#shared/contract/waiting.ts';
import type { CallContext } from '../../api/context.ts';
import { getGroup } from '../../repositories/group-visit.ts';
import { findOpenOffers } from '../../repositories/waiting-offer.ts';
import { countWaiting, findWaiting, findWishesOfPatient } from '../../repositories/waiting-wish.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { freeStretches } from './free-stretches.ts';
import { fitsFor, freedTimes, lineOf } from './matching.ts';
import { timesFor } from './times-for.ts';

type Handlers = AreaHandlers<typeof waiting, CallContext>;

/** What the desk looks at. */
export function readingHandlers(deps: ServiceDeps): Pick<Handlers, 'list' | 'ofPatient' | 'counts' | 'freed' | 'matchesFor' | 'timesFor'> {
  const { reader } = deps.db;
  const { country } = deps.clinic;
  return {
    list: (_ctx, { limit }) => findWaiting(reader, country, limit),
    ofPatient: (_ctx, { patientId }) => findWishesOfPatient(reader, country, patientId),
    counts: () => counts(deps),
    freed: () => freedTimes(deps),
    matchesFor: (_ctx, slot) => matchesFor(deps, slot),
    timesFor: (ctx, input) => timesFor(deps, ctx, input),
  };
}

async function counts(deps: ServiceDeps) {
  const from = deps.clock.now().toISOString();
  const [waitingNow, freed, open] = await Promise.all([countWaiting(deps.db.reader), freedTimes(deps), findOpenOffers(deps.db.reader, { from, to: '9999' })]);
  return { waiting: waitingNow, freed: freed.length, asked: open.length };
}

async function matchesFor(deps: ServiceDeps, slot: Parameters<Handlers['matchesFor']>[1]) {
  const line = await lineOf(deps, (db, limit) => findWaiting(db, deps.clinic.country, limit));
  if (slot.groupId !== null) {
    const { host } = await getGroup(deps.db.reader, slot.groupId);
    return line.wishes.filter(wish => wish.groupId === host.id).map(wish => ({ wish, start: host.start, end: host.end }));
  }
  return fitsFor(line, await freeStretches(deps, [slot]));
}
