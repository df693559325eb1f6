import type { AreaHandlers } from '#shared/contract/define.ts';
import type { desk } from '#shared/contract/desk.ts';
import { dateAt, rangeOfDay, startOfDay } from '#shared/domain/agenda/zone.ts';
import { NOTE_LIST_DAYS, type ListCount } from '#shared/domain/desk/work-lists.ts';
import type { CallContext } from '../../api/context.ts';
import { countWork, findWork, ofColumn, unfinishedBefore, unlinkedSince, withIds, type Source } from '../../repositories/desk-lists.ts';
import { findOwnColumn, findToday } from '../../repositories/desk-today.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { visitsToRebook } from './to-rebook.ts';
import { countUnsigned, countWithoutNote, followUp, inAll, visitsWithoutNote } from './without-note.ts';

type Handlers = AreaHandlers<typeof desk, CallContext>;
/** Somebody booked by name and not linked within this many days will not be. */
const UNLINKED_DAYS = 90;

/** The queue of today and what was left undone; reads only. */
export function createDeskService(deps: ServiceDeps): Handlers {
  const { reader } = deps.db;
  return {
    today: (ctx, input) => today(deps, ctx, input),
    counts: (ctx, input) => counts(deps, ctx, input.own),
    withoutNote: async ctx => {
      const resourceId = await findOwnColumn(reader, ctx.userId);
      if (resourceId === undefined) return [];
      const visits = await visitsWithoutNote(deps, { resourceId, userId: ctx.userId }, NOTE_LIST_DAYS);
      return findWork(reader, withIds(visits.map(visit => visit.id)));
    },
    unfinished: async (ctx, { own }) => findWork(reader, await limited(deps, ctx, unfinishedBefore(startOfToday(deps)), own)),
    unlinked: async (ctx, { own }) => findWork(reader, await limited(deps, ctx, unlinked(deps), own)),
    toRebook: async (ctx, { own }) => visitsToRebook(deps, own ? ((await findOwnColumn(reader, ctx.userId)) ?? '') : undefined),
    followUp: () => followUp(deps),
  };
}

const startOfToday = ({ clock, clinic }: ServiceDeps): string => startOfDay(dateAt(clock.now().getTime(), clinic.timeZone), clinic.timeZone);
const unlinked = ({ clock }: ServiceDeps): Source => unlinkedSince(new Date(clock.now().getTime() - UNLINKED_DAYS * 86_400_000).toISOString());

/** Of a list, what is the caller's own; nothing when they have no column. */
async function limited({ db }: ServiceDeps, ctx: CallContext, source: Source, own: boolean): Promise<Source> {
  return own ? ofColumn(source, (await findOwnColumn(db.reader, ctx.userId)) ?? '') : source;
}

async function today({ db, clinic }: ServiceDeps, ctx: CallContext, { day, own }: Parameters<Handlers['today']>[1]) {
  const range = rangeOfDay(day, clinic.timeZone);
  const column = await findOwnColumn(db.reader, ctx.userId);
  const visits = own && column === undefined ? [] : await findToday(db.reader, range, own ? column : undefined);
  return { hasColumn: column !== undefined, visits };
}

const NONE: ListCount = { count: 0, oldest: null };

async function counts(deps: ServiceDeps, ctx: CallContext, own: boolean) {
  const { reader } = deps.db;
  const resourceId = await findOwnColumn(reader, ctx.userId);
  return {
    // Nobody has been treated by somebody who cannot be booked: that is none, not unknown.
    withoutNote: ctx.may('journal.write') ? (resourceId === undefined ? NONE : await countWithoutNote(deps, { resourceId, userId: ctx.userId })) : null,
    unsigned: ctx.may('journal.write') ? await countUnsigned(deps, ctx.userId) : null,
    ...(ctx.may('agenda.write') ? await deskCounts(deps, ctx, own) : { unfinished: null, toRebook: null, unlinked: null }),
    followUp: ctx.may('staff.manage') ? inAll(await followUp(deps)) : null,
  };
}

/** The lists of those who book. */
async function deskCounts(deps: ServiceDeps, ctx: CallContext, own: boolean) {
  const { reader } = deps.db;
  const toRebook = await visitsToRebook(deps, own ? ((await findOwnColumn(reader, ctx.userId)) ?? '') : undefined);
  return {
    unfinished: await countWork(reader, await limited(deps, ctx, unfinishedBefore(startOfToday(deps)), own)),
    toRebook: { count: toRebook.length, oldest: toRebook[0]?.start ?? null },
    unlinked: await countWork(reader, await limited(deps, ctx, unlinked(deps), own)),
  };
}
