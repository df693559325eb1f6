import type { schedule } from '#shared/contract/schedule.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { toInstant } from '#shared/domain/agenda/zone.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findHours, deleteAbsence, insertAbsence, replaceHours } from '../../repositories/schedule.ts';
import { findResources, insertResource, updateResource } from '../../repositories/resource.ts';
import { insertService, updateService } from '../../repositories/service.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { inStep, type Step } from '../agenda/change.ts';

type Handlers = AreaHandlers<typeof schedule, CallContext>;
type Names = 'hours' | 'saveHours' | 'saveService' | 'saveResource' | 'saveAbsence' | 'removeAbsence';

/** What an administrator decides: who and what can be booked, for what, and when. */
export function settingsHandlers(deps: ServiceDeps): Pick<Handlers, Names> {
  return {
    hours: async (_ctx, { resourceId }) => (await findHours(deps.db.reader, [resourceId])).map(({ resourceId: _column, ...hours }) => hours),
    saveHours: (ctx, input) => inStep(deps, ctx, step => saveHours(step, input)),
    saveService: (ctx, input) => inStep(deps, ctx, step => saveService(step, input)),
    saveResource: (ctx, input) => inStep(deps, ctx, step => saveResource(step, input)),
    saveAbsence: (ctx, input) => inStep(deps, ctx, step => saveAbsence(step, input)),
    removeAbsence: (ctx, input) => inStep(deps, ctx, step => removeAbsence(step, input.id)),
  };
}

const logSetting = ({ ctx, tx }: Step, objectType: string, objectId: string, objectVersion: number): Promise<void> =>
  ctx.log(tx, { action: 'AGENDA_SETTINGS', category: 'system', objectType, objectId, objectVersion });

async function saveHours(step: Step, { resourceId, version, hours }: Parameters<Handlers['saveHours']>[1]) {
  const next = await updateResource(step.tx, { id: resourceId, version }, {}, step.change);
  await replaceHours(step.tx, resourceId, hours.map(rule => ({ ...rule, id: step.deps.newId() })), step.change);
  await logSetting(step, 'hours', resourceId, next);
  return { id: resourceId, version: next };
}

async function saveService(step: Step, { id, version, draft, resourceIds }: Parameters<Handlers['saveService']>[1]) {
  const known = new Set((await findResources(step.tx)).map(resource => resource.id));
  if (resourceIds.some(resourceId => !known.has(resourceId))) throw new AppError('record.notFound');
  const serviceId = id ?? step.deps.newId();
  let next = 1;
  if (id === null) await insertService(step.tx, { id: serviceId, draft, resourceIds }, step.change);
  else next = await updateService(step.tx, { id, version, draft, resourceIds }, step.change);
  await logSetting(step, 'service', serviceId, next);
  return { id: serviceId, version: next };
}

async function saveResource(step: Step, { id, version, ...fields }: Parameters<Handlers['saveResource']>[1]) {
  if ((fields.kind === 'practitioner') !== (fields.userId !== null)) throw new AppError('input.invalid', { field: 'userId' });
  const resourceId = id ?? step.deps.newId();
  let next = 1;
  if (id === null) await insertResource(step.tx, resourceId, fields, step.change);
  else next = await updateResource(step.tx, { id, version }, fields, step.change);
  await logSetting(step, 'resource', resourceId, next);
  return { id: resourceId, version: next };
}

async function saveAbsence(step: Step, input: Parameters<Handlers['saveAbsence']>[1]) {
  const { clinic, newId } = step.deps;
  if (input.resourceId !== null && !(await findResources(step.tx)).some(resource => resource.id === input.resourceId)) throw new AppError('record.notFound');
  const absence = {
    id: newId(), resourceId: input.resourceId, start: toInstant(input.from, clinic.timeZone), end: toInstant(input.to, clinic.timeZone), kind: input.kind, label: input.label,
  };
  await insertAbsence(step.tx, absence, step.change);
  await logSetting(step, 'absence', absence.id, 1);
  return { id: absence.id, version: 1 };
}

async function removeAbsence(step: Step, id: string) {
  if (!(await deleteAbsence(step.tx, id))) throw new AppError('record.notFound');
  await logSetting(step, 'absence', id, 2);
  return {};
}
