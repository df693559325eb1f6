import type { Payment } from '#shared/domain/money/document.ts';
import { CASH_LIKE } from '#shared/domain/money/payment.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';

export interface NewPayment extends Omit<Payment, 'number' | 'isReversed'> {
  readonly documentId: string;
  readonly registeredBy: string;
}

/** Writes it down for good and returns its number, the next one of all payments. Errors: the database's 'money_refund_fits'. */
export async function insertPayment(tx: Writer, payment: NewPayment): Promise<number> {
  const [row] = (await tx.raw("SELECT 1 + max(coalesce((SELECT max(number) FROM money_payment), 0), coalesce((SELECT max(last) FROM number_gap WHERE series = 'payment'), 0)) AS number")) as { number: number }[];
  const number = row?.number ?? 1;
  await tx('money_payment').insert({
    id: payment.id, number, document_id: payment.documentId, kind: payment.kind, method: payment.method, amount_minor: payment.amountMinor, rounding_minor: payment.roundingMinor,
    received_on: payment.receivedOn, registered_at: payment.registeredAt, registered_by: payment.registeredBy, reverses_id: payment.reversesId, reason: payment.reason,
    reference: payment.reference, register_receipt: payment.registerReceipt,
  });
  return number;
}

interface PaymentRow {
  id: string; number: number; document_id: string; kind: Payment['kind']; method: Payment['method']; amount_minor: number; rounding_minor: number; received_on: string; registered_at: string;
  reverses_id: string | null; reason: string; reference: string; register_receipt: string; is_reversed: number;
}

const PAYMENT = 'SELECT p.*, EXISTS (SELECT 1 FROM money_payment r WHERE r.reverses_id = p.id) AS is_reversed FROM money_payment p';

const toPayment = (row: PaymentRow): Payment => ({
  id: row.id, number: row.number, kind: row.kind, method: row.method, amountMinor: row.amount_minor, roundingMinor: row.rounding_minor, receivedOn: row.received_on,
  registeredAt: row.registered_at, reference: row.reference, registerReceipt: row.register_receipt, reason: row.reason, reversesId: row.reverses_id, isReversed: row.is_reversed === 1,
});

/** A document's payments, refunds and reversals, oldest first. */
export const findPaymentsOf = async (db: Reader, documentId: string): Promise<Payment[]> =>
  ((await db.raw(`${PAYMENT} WHERE p.document_id = ? ORDER BY p.number`, [documentId])) as PaymentRow[]).map(toPayment);

/** The payment and its document. Errors: record.notFound. */
export async function getPayment(db: Reader, id: string): Promise<Payment & { readonly documentId: string }> {
  const [row] = (await db.raw(`${PAYMENT} WHERE p.id = ?`, [id])) as PaymentRow[];
  if (!row) throw new AppError('record.notFound');
  return { ...toPayment(row), documentId: row.document_id };
}

/** Cash, card and Swish of these days, both included, in öre; refunds taken off (F-08). */
export async function sumCashLike(db: Reader, from: string, to: string): Promise<number> {
  const [row] = (await db.raw('SELECT coalesce(sum(amount_minor), 0) AS total FROM money_payment_day WHERE received_on >= ? AND received_on <= ? AND method IN (SELECT value FROM json_each(?))', [
    from, to, JSON.stringify(CASH_LIKE),
  ])) as { total: number }[];
  return row?.total ?? 0;
}
