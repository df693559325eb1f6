export const PAYMENT_METHODS = ['card', 'swish', 'cash', 'bankgiro'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** Methods that count as cash sales (0.7, SFL 39 ch.): card and Swish as well as notes and coins. */
export const CASH_LIKE: readonly PaymentMethod[] = ['card', 'swish', 'cash'];

/** A payment, money given back, or the mirror of a payment that was registered wrongly. Nothing is ever changed. */
export const PAYMENT_KINDS = ['payment', 'refund', 'reversal'] as const;

/** What is handed over in cash for a sum in öre: whole kronor, half up (lag 1970:1029). */
export const cashAmount = (minor: number): number => Math.sign(minor) * Math.round(Math.abs(minor) / 100) * 100;

/** What is asked for with this method: the sum, in cash rounded to whole kronor. */
export const amountToPay = (minor: number, method: PaymentMethod): number => (method === 'cash' ? cashAmount(minor) : minor);

/**
 * The öre a cash payment of a whole debt leaves or adds: 99,60 kr is settled with 100 kr and a rounding of −0,40 kr.
 * A part payment is never rounded. Amount + rounding is what the debt shrinks by.
 */
export const roundingOf = (owedMinor: number, amountMinor: number, method: PaymentMethod): number =>
  method === 'cash' && amountMinor === cashAmount(owedMinor) && Math.abs(owedMinor - amountMinor) < 100 ? owedMinor - amountMinor : 0;
