import type { money } from '#shared/contract/money.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { sumOf, type ChargeDraft } from '#shared/domain/money/line.ts';
import type { MoneySettings } from '#shared/domain/money/settings.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findPayers } from '../../repositories/money-payer.ts';
import { getMoneyVisit, putSettlement, replaceCharges, type MoneyVisit } from '../../repositories/money-visit.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { requireChargeable } from './charges.ts';
import { issue } from './issue.ts';
import { readMeter, receive, requireRegisterReceipt, settledBy } from './receive.ts';
import { inStep, readSettings, type Step } from './step.ts';

type Handlers = AreaHandlers<typeof money, CallContext>;
type SettleInput = Parameters<Handlers['settle']>[1];

/** One visit at the desk: lines kept, paid, invoiced, or nothing to pay. */
export function settleHandlers(deps: ServiceDeps): Pick<Handlers, 'saveCharges' | 'waive' | 'settle'> {
  return {
    saveCharges: (ctx, input) => inStep(deps, ctx, step => saveCharges(step, input)),
    waive: (ctx, input) => inStep(deps, ctx, step => waive(step, input)),
    settle: (ctx, input) => inStep(deps, ctx, step => settle(step, input)),
  };
}

/** The visit at exactly this version, not charged yet. Errors: record.notFound, record.changedMeanwhile, money.alreadySettled; money.nothingToCharge for a group's block. */
async function openVisit(step: Step, at: { readonly appointmentId: string; readonly version: number }): Promise<MoneyVisit> {
  const visit = await getMoneyVisit(step.tx, at.appointmentId);
  if (visit.isGroup) throw new AppError('money.nothingToCharge');
  if (visit.state === 'billed') throw new AppError('money.alreadySettled');
  if (visit.version !== at.version) throw new AppError('record.changedMeanwhile');
  return visit;
}

const keepLines = ({ tx, deps, change }: Step, visit: MoneyVisit, lines: readonly ChargeDraft[]): Promise<void> =>
  replaceCharges(tx, { appointmentId: visit.id, drafts: lines.map(line => ({ ...line, id: deps.newId() })) }, change);

const logCharge = ({ ctx, tx }: Step, visit: MoneyVisit, reasonCode: string, reasonText?: string): Promise<void> =>
  ctx.log(tx, { action: 'CHARGE', category: 'money', patientId: visit.patientId, objectType: 'appointment', objectId: visit.id, reasonCode, ...(reasonText === undefined ? {} : { reasonText }) });

async function saveCharges(step: Step, input: Parameters<Handlers['saveCharges']>[1]) {
  const visit = await openVisit(step, input);
  await requireChargeable(step.tx, { visit, lines: input.lines }, await findPayers(step.tx));
  await keepLines(step, visit, input.lines);
  const version = await putSettlement(step.tx, { id: visit.id, version: visit.version, state: input.lines.length > 0 ? 'open' : stateWithoutLines(visit) }, step.change);
  await logCharge(step, visit, 'chargeLines');
  return { version };
}

const stateWithoutLines = (visit: MoneyVisit): 'open' | 'free' | 'proposed' => {
  if (visit.status === 'noShow' || visit.status === 'cancelledLate') return 'proposed';
  return visit.service.priceMinor === 0 ? 'free' : 'open';
};

async function waive(step: Step, input: Parameters<Handlers['waive']>[1]) {
  const visit = await openVisit(step, input);
  await keepLines(step, visit, []);
  const version = await putSettlement(step.tx, { id: visit.id, version: visit.version, state: 'waived', reason: input.reason }, step.change);
  await logCharge(step, visit, 'waived', input.reason);
  return { version };
}

async function settle(step: Step, input: SettleInput): Promise<Awaited<ReturnType<Handlers['settle']>>> {
  const { tx, today } = step;
  const [settings, payers, visit] = [await readSettings(tx), await findPayers(tx), await openVisit(step, input)];
  await requireChargeable(tx, { visit, lines: input.lines }, payers);
  const own = input.lines.filter(line => line.payerId === null && sumOf([line]) > 0);
  const others = input.lines.filter(line => line.payerId !== null);
  if (own.length === 0 && (others.length === 0 || input.payment !== null)) throw new AppError('money.nothingToCharge');
  const charged = own.length === 0 ? null : await chargePatient(step, { visit, lines: own, payment: input.payment, settings });
  await keepLines(step, visit, others);
  await putSettlement(tx, { id: visit.id, version: visit.version, state: others.length > 0 ? 'open' : 'billed' }, step.change);
  // The document's own log row says the rest.
  if (charged === null) await logCharge(step, visit, 'chargeLines');
  const { level } = await readMeter(tx, today, settings);
  return { document: charged?.document ?? null, paymentId: charged?.paymentId ?? null, register: level };
}

interface PatientCharge {
  readonly visit: MoneyVisit;
  readonly lines: readonly ChargeDraft[];
  readonly payment: SettleInput['payment'];
  readonly settings: MoneySettings;
}

/** A receipt when it is paid whole, else an invoice for the whole with the payment on it. */
async function chargePatient(step: Step, { visit, lines, payment, settings }: PatientCharge) {
  const total = sumOf(lines);
  const { roundingMinor, settledMinor } = payment === null ? { roundingMinor: 0, settledMinor: 0 } : settledBy(total, payment);
  if (payment) requireRegisterReceipt(payment, settings);
  const kind = settledMinor === total ? 'receipt' : 'invoice';
  const document = await issue(step, { kind, payer: null, lines: lines.map(draft => ({ visit, draft })), settings });
  const received = payment === null ? null : await receive(step, { document, draft: payment, roundingMinor, receivedOn: step.today });
  return { document: { id: document.id, kind: document.kind, number: document.number, balanceMinor: total - settledMinor }, paymentId: received?.id ?? null };
}
