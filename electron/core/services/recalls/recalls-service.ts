import type { AreaHandlers } from '#shared/contract/define.ts';
import type { recalls } from '#shared/contract/recalls.ts';
import type { RecallRow } from '#shared/domain/recalls/recall.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { isConstraint } from '../../db/storage-error.ts';
import { findBookedPatient } from '../../repositories/appointment-patient.ts';
import { countDue, findDue, findRecallsOfPatient, getRecallAt, insertRecall, updateRecall } from '../../repositories/recall.ts';
import { findRules } from '../../repositories/recall-rule.ts';
import { getService } from '../../repositories/service.ts';
import { inStep, type Step } from '../agenda/change.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { letters } from './letters.ts';
import { saveRule } from './rules.ts';

type Handlers = AreaHandlers<typeof recalls, CallContext>;

/** Recalls (C-12). That they close when the patient books, and come again after the visit, is the database's doing. */
export function createRecallsService(deps: ServiceDeps): Handlers {
  const { reader } = deps.db;
  const { country } = deps.clinic;
  return {
    due: (_ctx, input) => findDue(reader, country, input),
    counts: (_ctx, { until }) => countDue(reader, until),
    ofPatient: (_ctx, { patientId }) => findRecallsOfPatient(reader, country, patientId),
    rules: () => findRules(reader),
    add: (ctx, input) => inStep(deps, ctx, step => add(step, input)),
    change: (ctx, input) => inStep(deps, ctx, step => change(step, input)),
    call: (ctx, input) => inStep(deps, ctx, step => call(step, input)),
    settle: (ctx, input) => inStep(deps, ctx, step => settle(step, input)),
    letters: (ctx, input) => letters(deps, ctx, input),
    saveRule: (ctx, input) => inStep(deps, ctx, step => saveRule(step, input)),
  };
}

/** One row in the access log about a recall. */
export const logRecall = ({ ctx, tx }: Step, row: Pick<RecallRow, 'id' | 'patientId' | 'version'>, reasonCode: string): Promise<void> =>
  ctx.log(tx, { action: 'RECALL', category: 'appointment', patientId: row.patientId, objectType: 'recall', objectId: row.id, objectVersion: row.version, reasonCode });

async function add(step: Step, { draft }: Parameters<Handlers['add']>[1]) {
  if (!(await findBookedPatient(step.tx, draft.patientId))) throw new AppError('patients.notFound');
  if (draft.serviceId !== null) await getService(step.tx, draft.serviceId);
  const id = step.deps.newId();
  try {
    await insertRecall(step.tx, id, draft, step.change);
  } catch (error) {
    throw isConstraint(error, 'recall_once') ? new AppError('recalls.alreadyOpen') : error;
  }
  await logRecall(step, { id, patientId: draft.patientId, version: 1 }, 'added');
  return { id, version: 1 };
}

async function change(step: Step, { id, version, ...patch }: Parameters<Handlers['change']>[1]) {
  const row = await getRecallAt(step.tx, step.deps.clinic.country, { id, version });
  const next = await updateRecall(step.tx, row, patch, step.change);
  await logRecall(step, { ...row, version: next }, 'changed');
  return { id, version: next };
}

async function call(step: Step, { rows, channel }: Parameters<Handlers['call']>[1]) {
  for (const at of rows) {
    const row = await getRecallAt(step.tx, step.deps.clinic.country, at);
    const version = await updateRecall(step.tx, row, { calledBy: channel }, step.change);
    await logRecall(step, { ...row, version }, `called ${channel}`);
  }
  return { called: rows.length };
}

async function settle(step: Step, { id, version, as }: Parameters<Handlers['settle']>[1]) {
  const row = await getRecallAt(step.tx, step.deps.clinic.country, { id, version });
  const next = await updateRecall(step.tx, row, { status: as }, step.change);
  await logRecall(step, { ...row, version: next }, as);
  return { id, version: next };
}
