import type { schedule } from '#shared/contract/schedule.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findResources, insertResource, updateResource } from '../../repositories/resource.ts';
import { insertService, updateService } from '../../repositories/service.ts';
import { inStep, type Step } from '../agenda/change.ts';
import type { ServiceDeps } from '../service-deps.ts';

type Handlers = AreaHandlers<typeof schedule, CallContext>;
type Names = 'saveService' | 'saveResource';

/** Who and what can be booked, and for what. */
export function settingsHandlers(deps: ServiceDeps): Pick<Handlers, Names> {
  return {
    saveService: (ctx, input) => inStep(deps, ctx, step => saveService(step, input)),
    saveResource: (ctx, input) => inStep(deps, ctx, step => saveResource(step, input)),
  };
}

/** One row in the access log for a change of the schedule. */
export const logSetting = ({ ctx, tx }: Step, changed: { readonly type: string; readonly id: string; readonly version: number }): Promise<void> =>
  ctx.log(tx, { action: 'AGENDA_SETTINGS', category: 'system', objectType: changed.type, objectId: changed.id, objectVersion: changed.version });

async function saveService(step: Step, { id, version, draft, resourceIds }: Parameters<Handlers['saveService']>[1]) {
  const known = new Set((await findResources(step.tx)).map(resource => resource.id));
  if (resourceIds.some(resourceId => !known.has(resourceId))) throw new AppError('record.notFound');
  const serviceId = id ?? step.deps.newId();
  let next = 1;
  if (id === null) await insertService(step.tx, { id: serviceId, draft, resourceIds }, step.change);
  else next = await updateService(step.tx, { id, version, draft, resourceIds }, step.change);
  await logSetting(step, { type: 'service', id: serviceId, version: next });
  return { id: serviceId, version: next };
}

async function saveResource(step: Step, { id, version, ...fields }: Parameters<Handlers['saveResource']>[1]) {
  if ((fields.kind === 'practitioner') !== (fields.userId !== null)) throw new AppError('input.invalid', { field: 'userId' });
  const resourceId = id ?? step.deps.newId();
  let next = 1;
  if (id === null) await insertResource(step.tx, resourceId, fields, step.change);
  else next = await updateResource(step.tx, { id, version }, fields, step.change);
  await logSetting(step, { type: 'resource', id: resourceId, version: next });
  return { id: resourceId, version: next };
}
