import type { schedule } from '#shared/contract/schedule.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { overlappingHours, workingSpans, type ClockSpan } from '#shared/domain/agenda/schedule.ts';
import type { Resource } from '#shared/domain/agenda/service.ts';
import { dateAt } from '#shared/domain/agenda/zone.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findResources, updateResource } from '../../repositories/resource.ts';
import { deleteException, findExceptions, findHours, putException, replaceHours } from '../../repositories/schedule.ts';
import { inStep, type Step } from '../agenda/change.ts';
import { findHolidays } from '../agenda/closures.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { farAhead, withAffected } from './affected.ts';
import { logSetting } from './settings.ts';

type Handlers = AreaHandlers<typeof schedule, CallContext>;
type Names = 'hours' | 'saveHours' | 'exceptions' | 'saveException' | 'removeException';

/** When somebody works: the week, every n-th week, and single days that differ. Booked visits never move by it (C-04). */
export function hoursHandlers(deps: ServiceDeps): Pick<Handlers, Names> {
  const { reader } = deps.db;
  return {
    hours: async (_ctx, { resourceId }) => (await findHours(reader, [resourceId])).map(({ resourceId: _column, ...hours }) => hours),
    exceptions: async (_ctx, { resourceId, from }) =>
      (await findExceptions(reader, { resourceIds: [resourceId], from, to: '9999-12-31' })).map(({ resourceId: _column, ...day }) => day),
    saveHours: (ctx, input) => inStep(deps, ctx, step => saveHours(step, input)),
    saveException: (ctx, input) => inStep(deps, ctx, step => saveException(step, input)),
    removeException: (ctx, input) => inStep(deps, ctx, step => removeException(step, input)),
  };
}

/** Errors: record.notFound. */
export async function requireResource({ tx }: Step, id: string): Promise<Resource> {
  const resource = (await findResources(tx)).find(one => one.id === id);
  if (!resource) throw new AppError('record.notFound');
  return resource;
}

const textOf = (span: ClockSpan): string => `${span.start}–${span.end}`;

async function saveHours(step: Step, { resourceId, version, hours }: Parameters<Handlers['saveHours']>[1]) {
  const clash = overlappingHours(hours);
  if (clash) throw new AppError('schedule.hoursOverlap', { a: textOf(clash[0]), b: textOf(clash[1]), weekday: clash[0].weekday });
  const resource = await requireResource(step, resourceId);
  const today = dateAt(Date.parse(step.change.at), step.deps.clinic.timeZone);
  const { result, affected } = await withAffected(step, { resources: [resource], from: today, to: farAhead(today) }, async () => {
    const next = await updateResource(step.tx, { id: resourceId, version }, {}, step.change);
    await replaceHours(step.tx, resourceId, hours.map(rule => ({ ...rule, id: step.deps.newId() })), step.change);
    await logSetting(step, { type: 'hours', id: resourceId, version: next });
    return next;
  });
  return { id: resourceId, version: result, affected };
}

async function saveException(step: Step, { resourceId, day }: Parameters<Handlers['saveException']>[1]) {
  const { deps, tx, change } = step;
  const resource = await requireResource(step, resourceId);
  refuseLostTime(day.date, day.spans, deps.clinic.timeZone);
  const days = { from: day.date, to: day.date };
  const { result, affected } = await withAffected(step, { resources: [resource], ...days }, async () => {
    const saved = await putException(tx, { ...day, id: deps.newId(), resourceId }, change);
    await logSetting(step, { type: 'hoursException', id: saved.id, version: saved.version });
    return saved;
  });
  const closedBy = day.spans.length > 0 ? ((await findHolidays(tx, days, deps.clinic)).find(one => one.closed) ?? null) : null;
  return { ...result, affected, closedBy };
}

/** Hours that lie in the hour the clocks jump over would be no hours at all (C-05). */
function refuseLostTime(date: string, spans: readonly ClockSpan[], timeZone: string): void {
  for (const span of spans)
    if (workingSpans([], { from: date, to: date, exceptions: [{ date, spans: [span], label: '' }] }, timeZone).length === 0) throw new AppError('agenda.timeInvalid', { date, time: span.start });
}

async function removeException(step: Step, { resourceId, date }: Parameters<Handlers['removeException']>[1]) {
  const resource = await requireResource(step, resourceId);
  const { affected } = await withAffected(step, { resources: [resource], from: date, to: date }, async () => {
    if (!(await deleteException(step.tx, resourceId, date))) throw new AppError('record.notFound');
    await logSetting(step, { type: 'hoursException', id: resourceId, version: 0 });
  });
  return { affected };
}
