import type * as z from 'zod';

import type { recalls } from '#shared/contract/recalls.ts';
import { insertForEarlierVisits, insertRule, updateRule } from '../../repositories/recall-rule.ts';
import { getService } from '../../repositories/service.ts';
import type { Step } from '../agenda/change.ts';

/** Saves the interval of a service, and puts earlier patients on the list when that is asked for. Errors: record.notFound, record.changedMeanwhile. */
export async function saveRule(step: Step, input: z.output<typeof recalls.saveRule.input>) {
  const { ctx, tx, change, deps } = step;
  await getService(tx, input.serviceId);
  const rule = { id: input.id ?? deps.newId(), serviceId: input.serviceId, months: input.months, active: input.active };
  let version = 1;
  if (input.id === null) await insertRule(tx, rule, change);
  else version = await updateRule(tx, { ...rule, version: input.version }, change);
  const period = { from: monthsBefore(change.at, input.includeEarlier), to: change.at };
  const added = input.active && input.includeEarlier > 0 ? await insertForEarlierVisits(tx, { rule, ...period, newId: deps.newId }, change) : 0;
  await ctx.log(tx, { action: 'AGENDA_SETTINGS', category: 'system', objectType: 'recall_rule', objectId: rule.id, objectVersion: version, count: added });
  return { id: rule.id, version, added };
}

function monthsBefore(instant: string, months: number): string {
  const day = new Date(instant);
  day.setUTCMonth(day.getUTCMonth() - months);
  return day.toISOString();
}
