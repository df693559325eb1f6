import type { AreaHandlers } from '#shared/contract/define.ts';
import type { waiting } from '#shared/contract/waiting.ts';
import { nextWanted, suits } from '#shared/domain/waiting/match.ts';
import type { WaitingWish } from '#shared/domain/waiting/wish.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findResources } from '../../repositories/resource.ts';
import { getService } from '../../repositories/service.ts';
import { getWish } from '../../repositories/waiting-wish.ts';
import { nextFree } from '../agenda/next-free.ts';
import type { ServiceDeps } from '../service-deps.ts';

type Handlers = AreaHandlers<typeof waiting, CallContext>;
type Offer = Awaited<ReturnType<Handlers['timesFor']>>[number];

/** A wish for one evening a week needs some rounds; one that cannot be met must end. */
const ROUNDS = 40;

/** The next free times in the agenda that suit a wish. Errors: record.notFound, agenda.practitionerGone. */
export async function timesFor(deps: ServiceDeps, ctx: CallContext, { id, count }: Parameters<Handlers['timesFor']>[1]): Promise<Offer[]> {
  const { clinic, clock, db } = deps;
  const { wish } = await getWish(db.reader, clinic.country, id);
  if (wish.groupId !== null) return [];
  const resourceIds = await practitionersFor(deps, wish);
  const found: Offer[] = [];
  let from = nextWanted(wish, clock.now().toISOString(), clinic.timeZone);
  for (let round = 0; from !== undefined && found.length < count && round < ROUNDS; round += 1) {
    const offers = await nextFree(deps, ctx, { serviceId: wish.serviceId, resourceIds, from, count });
    const wrong = offers.findIndex(offer => !suits(wish, offer, clinic.timeZone));
    const right = (wrong === -1 ? offers : offers.slice(0, wrong)).filter(offer => wish.visitStart === null || offer.start < wish.visitStart);
    found.push(...right);
    const next = offers[wrong];
    if (next === undefined) break;
    from = nextWanted(wish, new Date(Date.parse(next.start) + 60_000).toISOString(), clinic.timeZone);
  }
  return found.slice(0, count);
}

/** Whom the wish names, else whom the service names, else everybody. */
async function practitionersFor({ db }: ServiceDeps, wish: WaitingWish): Promise<string[]> {
  const service = await getService(db.reader, wish.serviceId);
  const active = (await findResources(db.reader)).filter(one => one.kind === 'practitioner' && one.active).map(one => one.id);
  for (const named of [wish.resourceIds, service.resourceIds]) {
    const there = named.filter(id => active.includes(id));
    if (there.length > 0) return there;
  }
  if (active.length === 0) throw new AppError('agenda.practitionerGone', { resource: service.name });
  return active;
}
