import type { agenda } from '#shared/contract/agenda.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { findFreeTimes } from '#shared/domain/agenda/free-times.ts';
import { crowdedSpans, overlaps, type Span } from '#shared/domain/agenda/interval.ts';
import type { Resource, Service } from '#shared/domain/agenda/service.ts';
import { addDays, dateAt } from '#shared/domain/agenda/zone.ts';
import type { CallContext } from '../../api/context.ts';
import { findBusy } from '../../repositories/appointment-range.ts';
import { findHolds } from '../../repositories/slot-hold.ts';
import { findResources } from '../../repositories/resource.ts';
import { getService } from '../../repositories/service.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { activeResources } from './change.ts';
import { candidatesFor, openTime } from './places.ts';

type Handlers = AreaHandlers<typeof agenda, CallContext>;
type Input = Parameters<Handlers['nextFree']>[1];
type Offer = Awaited<ReturnType<Handlers['nextFree']>>[number];

/** Visits may begin at each of these minutes after the beginning of a working span. */
const STEP_MIN = 5;
/** Looked at in pieces, because the first free time is nearly always near. */
const PIECES_DAYS = [7, 28, 90, 365];

/** The first free times per column; what somebody else is booking right now is not free. Looks one year ahead at the most. Errors: record.notFound, agenda.practitionerGone. */
export async function nextFree(deps: ServiceDeps, ctx: Pick<CallContext, 'userId'>, input: Input): Promise<Offer[]> {
  const { reader } = deps.db;
  const service = await getService(reader, input.serviceId);
  const all = await findResources(reader);
  const columns = activeResources(input.resourceIds, all);
  const offers: Offer[] = [];
  let missing = columns;
  for (const days of PIECES_DAYS) {
    const search = await prepare(deps, { service, all, days, from: input.from, columns: missing, durationMin: input.durationMin ?? service.durationMin, userId: ctx.userId });
    const found = missing.map(column => ({ column, spans: search(column, input.count) }));
    const isLast = days === PIECES_DAYS.at(-1);
    for (const { column, spans } of found.filter(one => isLast || one.spans.length >= input.count))
      offers.push(...spans.map(span => ({ resourceId: column.id, start: new Date(span.start).toISOString(), end: new Date(span.end).toISOString() })));
    missing = found.filter(one => one.spans.length < input.count).map(one => one.column);
    if (missing.length === 0) break;
  }
  return offers.sort((a, b) => (a.start < b.start ? -1 : 1));
}

interface Period {
  readonly service: Service;
  readonly all: readonly Resource[];
  readonly columns: readonly Resource[];
  readonly from: string;
  readonly days: number;
  readonly durationMin: number;
  readonly userId: string;
}

/** Loads one period's hours and blocks once; the answer searches in memory. */
async function prepare({ db, clinic, clock }: ServiceDeps, { service, all, columns, from, days, durationMin, userId }: Period): Promise<(column: Resource, count: number) => Span[]> {
  const first = dateAt(Date.parse(from), clinic.timeZone);
  const to = addDays(first, days);
  const needed = service.needs.map(kind => candidatesFor(service, kind, all));
  const open = await openTime(db.reader, columns, { from: first, to, timeZone: clinic.timeZone, country: clinic.country });
  const resources = [...new Set([...columns, ...needed.flat()])];
  const range = { resourceIds: resources.map(resource => resource.id), from, to: `${addDays(to, 2)}T00:00:00.000Z` };
  const held = (await findHolds(db.reader, { ...range, now: clock.now().toISOString() })).filter(hold => hold.userId !== userId);
  const blocks = [...(await findBusy(db.reader, range)), ...held.map(hold => ({ resourceId: hold.resourceId, start: Date.parse(hold.start), end: Date.parse(hold.end) }))];
  const busyOf = takenTime(blocks, resources);
  const hasRoom = (visit: Span): boolean => {
    const block = { start: visit.start - service.bufferBeforeMin * 60_000, end: visit.end + service.bufferAfterMin * 60_000 };
    return needed.every(candidates => candidates.some(one => !(busyOf.get(one.id) ?? []).some(busy => overlaps(busy, block))));
  };
  return (column, count) =>
    findFreeTimes({
      working: open.get(column.id) ?? [], busy: busyOf.get(column.id) ?? [], fromMs: Date.parse(from), durationMin,
      bufferBeforeMin: service.bufferBeforeMin, bufferAfterMin: service.bufferAfterMin, stepMin: STEP_MIN, count, isPossible: hasRoom,
    });
}

/** When each resource can take nobody more: from the first visit on, or, where several are allowed at once, while it is full. */
function takenTime(blocks: readonly (Span & { readonly resourceId: string })[], resources: readonly Resource[]): ReadonlyMap<string, readonly Span[]> {
  const map = new Map<string, Span[]>();
  for (const block of blocks) {
    const list = map.get(block.resourceId);
    if (list) list.push(block);
    else map.set(block.resourceId, [block]);
  }
  return new Map(resources.map(({ id, policy, capacity }) => [id, policy === 'allow' ? crowdedSpans(map.get(id) ?? [], capacity) : (map.get(id) ?? [])]));
}
