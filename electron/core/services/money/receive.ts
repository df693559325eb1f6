import type { MoneyDocument } from '#shared/domain/money/document.ts';
import { amountToPay, CASH_LIKE, roundingOf, type PaymentMethod } from '#shared/domain/money/payment.ts';
import { registerMeter, twelveMonthsBack, type RegisterMeter } from '#shared/domain/money/register-limit.ts';
import type { MoneySettings } from '#shared/domain/money/settings.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader } from '../../db/handles.ts';
import { insertPayment, sumCashLike } from '../../repositories/money-payment.ts';
import type { Step } from './step.ts';

export interface ReceivedDraft {
  readonly method: PaymentMethod;
  readonly amountMinor: number;
  readonly reference: string;
  readonly registerReceipt: string;
}

/** With a declared register, each payment at the desk names its receipt there (F-08). Errors: money.registerReceipt. */
export function requireRegisterReceipt(draft: Pick<ReceivedDraft, 'method' | 'registerReceipt'>, settings: MoneySettings): void {
  if (settings.hasDeclaredRegister && CASH_LIKE.includes(draft.method) && draft.registerReceipt === '') throw new AppError('money.registerReceipt');
}

/** Kronor for a sentence: 1250,50. */
const kronor = (minor: number): string => `${Math.trunc(minor / 100)},${String(minor % 100).padStart(2, '0')}`;

/** How much a payment takes off a debt, its cash rounding included. Errors: money.tooMuch. */
export function settledBy(owedMinor: number, { amountMinor, method }: Pick<ReceivedDraft, 'amountMinor' | 'method'>): { readonly roundingMinor: number; readonly settledMinor: number } {
  if (amountMinor > amountToPay(owedMinor, method)) throw new AppError('money.tooMuch', { left: kronor(Math.max(0, owedMinor)) });
  const roundingMinor = roundingOf(owedMinor, amountMinor, method);
  return { roundingMinor, settledMinor: amountMinor + roundingMinor };
}

interface Receiving {
  readonly document: Pick<MoneyDocument, 'id' | 'patientId'>;
  readonly draft: ReceivedDraft;
  readonly roundingMinor: number;
  readonly receivedOn: string;
}

/** Writes the payment and its log row. */
export async function receive({ tx, deps, ctx, change }: Step, { document, draft, roundingMinor, receivedOn }: Receiving): Promise<{ readonly id: string; readonly number: number }> {
  const id = deps.newId();
  const number = await insertPayment(tx, {
    id, documentId: document.id, kind: 'payment', method: draft.method, amountMinor: draft.amountMinor, roundingMinor, receivedOn, registeredAt: change.at, registeredBy: ctx.userId,
    reversesId: null, reason: '', reference: draft.reference, registerReceipt: draft.registerReceipt,
  });
  await ctx.log(tx, { action: 'PAYMENT', category: 'money', patientId: document.patientId, objectType: 'payment', objectId: id, reasonCode: draft.method });
  return { id, number };
}

/** The clinic against the cash register limit (F-08), from one small row a day and method. */
export async function readMeter(db: Reader, today: string, settings: MoneySettings): Promise<RegisterMeter> {
  const sumMinor = await sumCashLike(db, twelveMonthsBack(today), today);
  return registerMeter({ sumMinor, today, declared: settings.hasDeclaredRegister });
}
