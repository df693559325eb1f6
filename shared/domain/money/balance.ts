export interface Settled {
  readonly totalMinor: number;
  /** Sum of credit notes, zero or below. */
  readonly creditedMinor: number;
  /** Sum of payments less refunds, roundings included. */
  readonly paidMinor: number;
}

/** What is still owed; below zero: what the clinic owes back (F-05: balance equals sum). */
export const balanceOf = ({ totalMinor, creditedMinor, paidMinor }: Settled): number => totalMinor + creditedMinor - paidMinor;

export const DOCUMENT_STATES = ['unpaid', 'part', 'paid', 'overdue', 'credited', 'refundDue'] as const;
export type DocumentState = (typeof DOCUMENT_STATES)[number];

/** How a receipt or an invoice stands. `dueOn` and `today` are calendar dates; the due day itself is not late. */
export function stateOfDocument(settled: Settled, dueOn: string | null, today: string): DocumentState {
  const balance = balanceOf(settled);
  if (balance < 0) return 'refundDue';
  if (balance === 0) return settled.totalMinor + settled.creditedMinor === 0 ? 'credited' : 'paid';
  if (dueOn !== null && dueOn < today) return 'overdue';
  return settled.paidMinor > 0 ? 'part' : 'unpaid';
}

/**
 * How a visit stands with money, for those who show visits: `none` nothing to settle, `open` something is not charged yet,
 * `proposedFee` a late cancellation or no-show that may be charged (C-07), `waived` nothing to pay by decision.
 */
export const VISIT_MONEY_STATES = ['none', 'open', 'proposedFee', 'waived', 'unpaid', 'part', 'paid', 'overdue', 'credited', 'refundDue'] as const;
export type VisitMoneyState = (typeof VISIT_MONEY_STATES)[number];

const WORST: readonly DocumentState[] = ['overdue', 'refundDue', 'part', 'unpaid', 'paid', 'credited'];

/** One word for a visit out of what its documents say; the one that needs most attention wins. */
export const worstOf = (states: readonly DocumentState[]): DocumentState | undefined => WORST.find(state => states.includes(state));
