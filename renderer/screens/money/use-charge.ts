import { useState } from 'react';

import { lineGross, sumOf, type ChargeDraft } from '#shared/domain/money/line.ts';
import { amountToPay, CASH_LIKE, type PaymentMethod } from '#shared/domain/money/payment.ts';

import type { InputOf, OutputOf } from '#renderer/client/index.ts';

import { toMinor } from '#renderer/parts/use-kronor.ts';

export type VisitCharge = OutputOf<'money', 'visit'>;
export const PAY_METHODS = ['card', 'swish', 'cash', 'bankgiro', 'invoice'] as const;
export type PayMethod = (typeof PAY_METHODS)[number];

/** What was used last in this window: most patients of a clinic pay the same way. */
let lastMethod: PayMethod = 'card';

export interface Charge {
  readonly lines: readonly ChargeDraft[];
  readonly setLines: (lines: readonly ChargeDraft[]) => void;
  readonly method: PayMethod;
  readonly setMethod: (method: PayMethod) => void;
  /** Kronor as typed; null shows the whole sum. */
  readonly typed: number | null;
  readonly setTyped: (kronor: number | null) => void;
  readonly reference: string;
  readonly setReference: (text: string) => void;
  readonly registerReceipt: string;
  readonly setRegisterReceipt: (text: string) => void;
  /** What the patient owes, and what is asked for with this method (cash in whole kronor), öre. */
  readonly owedMinor: number;
  readonly askedMinor: number;
  readonly amountMinor: number;
  /** What is left after this payment, to be invoiced. */
  readonly leftMinor: number;
  readonly others: readonly { readonly payerId: string; readonly sumMinor: number }[];
  readonly needsRegisterReceipt: boolean;
  readonly toInput: () => InputOf<'money', 'settle'>;
}

/** Everything that is decided before a visit is charged. */
export function useCharge(visit: VisitCharge, hasRegister: boolean): Charge {
  // What was shown when the dialog opened: a change by somebody else meanwhile is refused by core, and nothing typed here is lost.
  const [version] = useState(visit.version);
  const [lines, setLines] = useState<readonly ChargeDraft[]>(visit.lines);
  const [method, chooseMethod] = useState<PayMethod>(lastMethod);
  const [typed, setTyped] = useState<number | null>(null);
  const [reference, setReference] = useState('');
  const [registerReceipt, setRegisterReceipt] = useState('');
  const owedMinor = sumOf(lines.filter(line => line.payerId === null));
  const askedMinor = method === 'invoice' ? 0 : amountToPay(owedMinor, method);
  const amountMinor = method === 'invoice' ? 0 : typed === null ? askedMinor : toMinor(typed);
  const setMethod = (next: PayMethod): void => {
    lastMethod = next;
    chooseMethod(next);
  };
  return {
    lines, setLines, method, setMethod, typed, setTyped, reference, setReference, registerReceipt, setRegisterReceipt, owedMinor, askedMinor, amountMinor,
    leftMinor: amountMinor === askedMinor && method !== 'invoice' ? 0 : owedMinor - amountMinor, others: otherPayers(lines),
    needsRegisterReceipt: hasRegister && method !== 'invoice' && CASH_LIKE.includes(method),
    toInput: () => ({
      appointmentId: visit.appointmentId, version, lines: [...lines],
      payment: method === 'invoice' || amountMinor === 0 ? null : { method: method satisfies PaymentMethod, amountMinor, reference, registerReceipt },
    }),
  };
}

function otherPayers(lines: readonly ChargeDraft[]): { readonly payerId: string; readonly sumMinor: number }[] {
  const sums = new Map<string, number>();
  for (const line of lines) if (line.payerId !== null) sums.set(line.payerId, (sums.get(line.payerId) ?? 0) + lineGross(line));
  return [...sums].map(([payerId, sumMinor]) => ({ payerId, sumMinor }));
}
