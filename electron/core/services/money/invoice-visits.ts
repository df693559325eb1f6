import type { money } from '#shared/contract/money.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import { sumOf } from '#shared/domain/money/line.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { findPayers } from '../../repositories/money-payer.ts';
import { findMoneyVisits, putSettlement, replaceCharges } from '../../repositories/money-visit.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { chargesOf, requireChargeable, type VisitCharges } from './charges.ts';
import { issue, type IssuedLine } from './issue.ts';
import { inStep, readSettings, type Step } from './step.ts';

type Handlers = AreaHandlers<typeof money, CallContext>;
type Asked = Parameters<Handlers['invoiceVisits']>[1]['visits'];

/** A month's invoices in one step: one for each payer, all of them or none (F-12). */
export const invoiceVisits = (deps: ServiceDeps): Handlers['invoiceVisits'] => (ctx, { visits }) => inStep(deps, ctx, step => invoiceAll(step, onceEach(visits)));

/** The same row sent twice is invoiced once. */
const onceEach = (asked: Asked): Asked => [...new Map(asked.map(one => [`${one.appointmentId} ${one.payerId ?? ''}`, one])).values()];

async function invoiceAll(step: Step, asked: Asked): Promise<Awaited<ReturnType<Handlers['invoiceVisits']>>> {
  const { tx } = step;
  const [settings, payers] = [await readSettings(tx), await findPayers(tx)];
  const charges = await unchangedVisits(step, asked);
  for (const one of charges) await requireChargeable(tx, one, payers);
  const made: Awaited<ReturnType<Handlers['invoiceVisits']>> = [];
  for (const lines of groupsOf(asked, charges)) {
    const payer = payers.find(one => one.id === lines[0]?.draft.payerId) ?? null;
    const document = await issue(step, { kind: 'invoice', payer, lines, settings });
    made.push({ id: document.id, number: document.number, buyerName: document.buyer.name, totalMinor: document.totalMinor, visits: new Set(lines.map(line => line.visit.id)).size });
  }
  for (const one of charges) await closeVisit(step, one, asked);
  return made;
}

/** Errors: record.changedMeanwhile when a visit was charged or changed since the list was shown. */
async function unchangedVisits(step: Step, asked: Asked): Promise<VisitCharges[]> {
  const visits = await findMoneyVisits(step.tx, [...new Set(asked.map(one => one.appointmentId))]);
  const charges = await chargesOf(step.tx, visits);
  for (const { appointmentId, version, payerId } of asked) {
    const found = charges.find(one => one.visit.id === appointmentId);
    if (!found) throw new AppError('record.notFound');
    if (found.visit.state === 'billed') throw new AppError('money.alreadySettled');
    if (found.visit.version !== version || !found.lines.some(line => line.payerId === payerId)) throw new AppError('record.changedMeanwhile');
  }
  return charges;
}

/** The lines of each invoice, in the order of the visits: organisations by payer, patients by patient. */
function groupsOf(asked: Asked, charges: readonly VisitCharges[]): IssuedLine[][] {
  const groups = new Map<string, IssuedLine[]>();
  const inOrder = [...asked].sort((a, b) => (startOf(a.appointmentId, charges) < startOf(b.appointmentId, charges) ? -1 : 1));
  for (const { appointmentId, payerId } of inOrder) {
    const found = charges.find(one => one.visit.id === appointmentId);
    if (!found) continue;
    const key = payerId ?? `patient ${found.visit.patientId ?? appointmentId}`;
    const lines = found.lines.filter(line => line.payerId === payerId).map(draft => ({ visit: found.visit, draft }));
    groups.set(key, [...(groups.get(key) ?? []), ...lines]);
  }
  for (const lines of groups.values()) if (sumOf(lines.map(line => line.draft)) === 0) throw new AppError('money.nothingToCharge');
  return [...groups.values()];
}

const startOf = (id: string, charges: readonly VisitCharges[]): string => charges.find(one => one.visit.id === id)?.visit.start ?? '';

/** What other payers still owe stays open; else the visit is charged. */
async function closeVisit({ tx, deps, change }: Step, { visit, lines }: VisitCharges, asked: Asked): Promise<void> {
  const issued = new Set(asked.filter(one => one.appointmentId === visit.id).map(one => one.payerId));
  const left = lines.filter(line => !issued.has(line.payerId));
  await replaceCharges(tx, { appointmentId: visit.id, drafts: left.map(line => ({ ...line, id: deps.newId() })) }, change);
  await putSettlement(tx, { id: visit.id, version: visit.version, state: left.length > 0 ? 'open' : 'billed' }, change);
}
