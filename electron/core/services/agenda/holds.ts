import type { agenda } from '#shared/contract/agenda.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { HOLD_SECONDS } from '#shared/domain/agenda/hold.ts';
import { visitTimes, type Resource, type Service } from '#shared/domain/agenda/service.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import type { Reader, Writer } from '../../db/handles.ts';
import { findResources } from '../../repositories/resource.ts';
import { getService } from '../../repositories/service.ts';
import { dropHold, findHolds, putHold, toSlotHold, type LiveHold } from '../../repositories/slot-hold.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { activeResources } from './change.ts';
import { fillNeeds } from './places.ts';
import { resolveStart } from './when.ts';

type Handlers = AreaHandlers<typeof agenda, CallContext>;

/** Marking a slot while somebody books it. Only these answers go stale with a hold: the agenda itself has not changed. */
export function holdHandlers(deps: ServiceDeps): Pick<Handlers, 'hold' | 'releaseHold' | 'holds'> {
  const now = (): string => deps.clock.now().toISOString();
  return {
    hold: async (ctx, input) => {
      const { heldBy, isNews } = await deps.db.write(tx => hold({ deps, ctx, tx, now: now() }, input));
      if (isNews) deps.changed('agenda.holds');
      return { heldBy };
    },
    releaseHold: async (ctx, { id }) => {
      if (await deps.db.write(tx => dropHold(tx, { id, userId: ctx.userId }))) deps.changed('agenda.holds');
      return {};
    },
    holds: async (ctx, input) => (await findHolds(deps.db.reader, { ...input, now: now() })).map(one => toSlotHold(one, ctx.userId)),
  };
}

interface Holding {
  readonly deps: ServiceDeps;
  readonly ctx: CallContext;
  readonly tx: Writer;
  readonly now: string;
}

async function hold({ deps, ctx, tx, now }: Holding, input: Parameters<Handlers['hold']>[1]) {
  const service = await getService(tx, input.serviceId);
  const times = visitTimes(resolveStart(input.start, deps), { duration: input.durationMin ?? service.durationMin, before: service.bufferBeforeMin, after: service.bufferAfterMin });
  const all = await findResources(tx);
  const resources = await withNeeds(tx, { service, chosen: activeResources(input.resourceIds, all), times, userId: ctx.userId, now }, all);
  const other = await findOthersHold(tx, { resources, times, userId: ctx.userId, now });
  if (other) {
    const isNews = await dropHold(tx, { id: input.id, userId: ctx.userId });
    return { heldBy: { name: other.name, until: toLocal(other.expiresAt, deps.clinic.timeZone).time }, isNews };
  }
  const stretch = { id: input.id, userId: ctx.userId, sessionId: ctx.sessionId, resourceIds: resources.map(one => one.id), blockStart: times.blockStart, blockEnd: times.blockEnd };
  const isNews = await putHold(tx, { ...stretch, expiresAt: new Date(Date.parse(now) + HOLD_SECONDS * 1000).toISOString() }, now);
  return { heldBy: null, isNews };
}

interface Wish {
  readonly service: Service;
  readonly chosen: readonly Resource[];
  readonly times: ReturnType<typeof visitTimes>;
  readonly userId: string;
  readonly now: string;
}

/** The last free laser is kept too while somebody registers the patient it is for; booking says what is missing, a hold does not. */
async function withNeeds(tx: Writer, { service, chosen, times, userId, now }: Wish, all: readonly Resource[]): Promise<readonly Resource[]> {
  try {
    return await fillNeeds(tx, { service, chosen, preferred: [], times, exceptId: '', overbook: false, holds: { userId, now } }, all);
  } catch (error) {
    if (isAppError(error, 'agenda.resourceMissing')) return chosen;
    throw error;
  }
}

interface HoldCheck {
  readonly resources: readonly Resource[];
  readonly times: { readonly blockStart: string; readonly blockEnd: string };
  readonly userId: string;
  readonly now: string;
}

/** Somebody else's live hold of one of these resources. A person never stands in their own way, and one who takes several at once is not closed by one. */
export async function findOthersHold(db: Reader, { resources, times, userId, now }: HoldCheck): Promise<LiveHold | undefined> {
  const resourceIds = resources.filter(resource => resource.policy !== 'allow').map(resource => resource.id);
  const holds = await findHolds(db, { resourceIds, from: times.blockStart, to: times.blockEnd, now });
  return holds.find(one => one.userId !== userId);
}

/** Errors: agenda.held, naming who, what and until when. */
export async function refuseHeld(db: Reader, check: HoldCheck & { readonly timeZone: string }): Promise<void> {
  const held = await findOthersHold(db, check);
  if (!held) return;
  const resource = check.resources.find(one => one.id === held.resourceId)?.name ?? '';
  throw new AppError('agenda.held', { name: held.name, resource, until: toLocal(held.expiresAt, check.timeZone).time });
}
