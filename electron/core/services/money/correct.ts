import type { money } from '#shared/contract/money.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import type { MoneyDocument } from '#shared/domain/money/document.ts';
import { mirrored, type ChargeDraft } from '#shared/domain/money/line.ts';
import { cashAmount } from '#shared/domain/money/payment.ts';
import type { MoneySettings } from '#shared/domain/money/settings.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { isConstraint } from '../../db/storage-error.ts';
import { getDocument, insertDocument, nextNumber, type NewDocument } from '../../repositories/money-document.ts';
import { getPayment, insertPayment } from '../../repositories/money-payment.ts';
import { findCharges, findMoneyVisits, putSettlement, replaceCharges } from '../../repositories/money-visit.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { logDocument, requireContent } from './issue.ts';
import { requireRegisterReceipt, readMeter, receive, settledBy } from './receive.ts';
import { inStep, readSettings, type Step } from './step.ts';

type Handlers = AreaHandlers<typeof money, CallContext>;
type CreditInput = Parameters<Handlers['credit']>[1];

/** Money for what is issued already, and the only ways to correct it: mirror images (F-02, F-05). */
export function correctHandlers(deps: ServiceDeps): Pick<Handlers, 'registerPayment' | 'reversePayment' | 'credit'> {
  return {
    registerPayment: (ctx, input) => inStep(deps, ctx, step => registerPayment(step, input)),
    reversePayment: (ctx, input) => inStep(deps, ctx, step => reversePayment(step, input)),
    credit: (ctx, input) => inStep(deps, ctx, step => credit(step, input)),
  };
}

async function registerPayment(step: Step, { documentId, receivedOn, ...draft }: Parameters<Handlers['registerPayment']>[1]) {
  const { tx, today } = step;
  if (receivedOn > today) throw new AppError('money.dateInFuture');
  const settings = await readSettings(tx);
  requireRegisterReceipt(draft, settings);
  const document = await getDocument(tx, documentId, today);
  const { roundingMinor, settledMinor } = settledBy(document.balanceMinor, draft);
  const payment = await receive(step, { document, draft, roundingMinor, receivedOn });
  const { level } = await readMeter(tx, today, settings);
  return { paymentId: payment.id, number: payment.number, balanceMinor: document.balanceMinor - settledMinor, register: level };
}

async function reversePayment(step: Step, { paymentId, reason, registerReceipt }: Parameters<Handlers['reversePayment']>[1]) {
  const { tx, ctx, deps, change, today } = step;
  const payment = await getPayment(tx, paymentId);
  if (payment.kind === 'reversal' || payment.isReversed) throw new AppError('money.alreadyReversed');
  requireRegisterReceipt({ method: payment.method, registerReceipt }, await readSettings(tx));
  const document = await getDocument(tx, payment.documentId, today);
  const id = deps.newId();
  const number = await refusingRefund(() =>
    insertPayment(tx, {
      id, documentId: payment.documentId, kind: 'reversal', method: payment.method, amountMinor: -payment.amountMinor, roundingMinor: mirrorOf(payment.roundingMinor), receivedOn: today,
      registeredAt: change.at, registeredBy: ctx.userId, reversesId: payment.id, reason, reference: '', registerReceipt,
    }),
  );
  await ctx.log(tx, { action: 'REVERSAL', category: 'money', patientId: document.patientId, objectType: 'payment', objectId: id, reasonCode: payment.method, reasonText: reason });
  return { paymentId: id, number, balanceMinor: document.balanceMinor + payment.amountMinor + payment.roundingMinor };
}

/** Without the negative zero that the database would store as it is. */
const mirrorOf = (minor: number): number => (minor === 0 ? 0 : -minor);

/** A payment that has been given back already cannot be taken back once more. */
async function refusingRefund<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isConstraint(error, 'money_refund_fits')) throw new AppError('money.alreadyReversed');
    throw error;
  }
}

async function credit(step: Step, input: CreditInput) {
  const { tx, today } = step;
  const original = await getDocument(tx, input.documentId, today);
  if (original.kind === 'credit' || original.creditedBy.length > 0) throw new AppError('money.alreadyCredited');
  const settings = await readSettings(tx);
  if (input.refund) requireRegisterReceipt(input.refund, settings);
  const document = await creditOf(step, original, { reason: input.reason, settings });
  requireContent({ ...document, isOrganisation: original.payerId !== null, refersToNumber: original.number });
  await insertDocument(tx, document);
  await logDocument(step, document, [...new Set(original.lines.flatMap(line => line.patientId ?? []))]);
  const refundedMinor = input.refund === null ? 0 : await giveBack(step, original, input.refund);
  if (input.chargeAgain) await openAgain(step, original);
  return { id: document.id, number: document.number, refundedMinor };
}

/** Every line the other way; seller and buyer as they stood on the original. */
async function creditOf({ tx, deps, ctx, change, today }: Step, original: MoneyDocument, { reason, settings }: { readonly reason: string; readonly settings: MoneySettings }): Promise<NewDocument> {
  return {
    id: deps.newId(), kind: 'credit', series: original.series, number: await nextNumber(tx, original.series, settings.firstInvoiceNumber), refersTo: original.id, issuedOn: today, issuedAt: change.at,
    issuedBy: ctx.userId, patientId: original.patientId, payerId: original.payerId, buyer: original.buyer, seller: original.seller, dueOn: null, ocr: original.ocr, reason,
    totalMinor: mirrorOf(original.totalMinor), vatMinor: mirrorOf(original.vatMinor),
    lines: original.lines.map(line => ({ ...mirrored(line), discountMinor: mirrorOf(line.discountMinor), vatMinor: mirrorOf(line.vatMinor), grossMinor: mirrorOf(line.grossMinor) })),
  };
}

/** What was paid goes back, in cash rounded as cash is. Returns what is handed over, öre. */
async function giveBack({ tx, ctx, deps, change, today }: Step, original: MoneyDocument, refund: NonNullable<CreditInput['refund']>): Promise<number> {
  const paidMinor = original.totalMinor - original.balanceMinor;
  if (paidMinor <= 0) return 0;
  const amountMinor = refund.method === 'cash' ? cashAmount(paidMinor) : paidMinor;
  const id = deps.newId();
  await insertPayment(tx, {
    id, documentId: original.id, kind: 'refund', method: refund.method, amountMinor: -amountMinor, roundingMinor: mirrorOf(paidMinor - amountMinor), receivedOn: today, registeredAt: change.at,
    registeredBy: ctx.userId, reversesId: null, reason: '', reference: refund.reference, registerReceipt: refund.registerReceipt,
  });
  await ctx.log(tx, { action: 'REVERSAL', category: 'money', patientId: original.patientId, objectType: 'payment', objectId: id, reasonCode: 'refund' });
  return amountMinor;
}

/** The credited lines wait for a new document, beside what waits already. */
async function openAgain({ tx, deps, change }: Step, original: MoneyDocument): Promise<void> {
  const ids = [...new Set(original.lines.flatMap(line => line.appointmentId ?? []))];
  const waiting = await findCharges(tx, ids);
  for (const visit of await findMoneyVisits(tx, ids)) {
    const again: ChargeDraft[] = original.lines.filter(line => line.appointmentId === visit.id).map(line => ({
      kind: line.kind, text: line.text, quantityHundredths: line.quantityHundredths, unitMinor: line.unitMinor, discountMinor: line.discountMinor, vatCode: line.vatCode,
      vatReasonNoteId: line.vatReasonNoteId, payerId: original.payerId,
    }));
    const kept = waiting.filter(line => line.appointmentId === visit.id).map(({ appointmentId: _visit, ...draft }) => draft);
    await replaceCharges(tx, { appointmentId: visit.id, drafts: [...kept, ...again].map(draft => ({ ...draft, id: deps.newId() })) }, change);
    await putSettlement(tx, { id: visit.id, version: visit.version, state: 'open' }, change);
  }
}
