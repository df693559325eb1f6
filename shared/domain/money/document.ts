import * as z from 'zod';

import { DOCUMENT_STATES } from './balance.ts';
import { LINE_KINDS } from './line.ts';
import { PAYMENT_KINDS, PAYMENT_METHODS } from './payment.ts';
import { VAT_CODES } from './vat.ts';

export const DOCUMENT_KINDS = ['receipt', 'invoice', 'credit'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** Receipts and invoices are numbered apart; a credit takes the next number of the series it credits (F-02). */
export const SERIES = ['receipt', 'invoice'] as const;
export type Series = (typeof SERIES)[number];

/** The clinic as it stood on paper that day. */
export const Seller = z.strictObject({
  name: z.string(),
  organisationNumber: z.string(),
  vatNumber: z.string(),
  fTax: z.boolean(),
  address: z.array(z.string()),
  phone: z.string(),
  bankgiro: z.string(),
  swish: z.string(),
  text: z.string(),
});
export type Seller = z.infer<typeof Seller>;

/** Who pays. No address of a protected identity (G-11). */
export const Buyer = z.strictObject({ name: z.string(), number: z.string(), address: z.array(z.string()), reference: z.string() });
export type Buyer = z.infer<typeof Buyer>;

export const DocumentLine = z.strictObject({
  position: z.int(),
  appointmentId: z.string().nullable(),
  patientId: z.string().nullable(),
  /** Calendar date of the visit. */
  suppliedOn: z.string(),
  kind: z.enum(LINE_KINDS),
  text: z.string(),
  /** Name or number of the patient where the payer asked for it; empty otherwise (F-04). */
  patientLabel: z.string(),
  quantityHundredths: z.int(),
  unitMinor: z.int(),
  discountMinor: z.int(),
  grossMinor: z.int(),
  vatCode: z.enum(VAT_CODES),
  vatRate: z.int(),
  vatMinor: z.int(),
  vatReasonNoteId: z.string().nullable(),
});
export type DocumentLine = z.infer<typeof DocumentLine>;

export const Payment = z.strictObject({
  id: z.string(),
  number: z.int(),
  kind: z.enum(PAYMENT_KINDS),
  method: z.enum(PAYMENT_METHODS),
  amountMinor: z.int(),
  roundingMinor: z.int(),
  receivedOn: z.string(),
  registeredAt: z.string(),
  reference: z.string(),
  registerReceipt: z.string(),
  reason: z.string(),
  /** The payment this one takes back. */
  reversesId: z.string().nullable(),
  isReversed: z.boolean(),
});
export type Payment = z.infer<typeof Payment>;

/** One row of a list of documents. Amounts in öre. */
export const DocumentSummary = z.strictObject({
  id: z.string(),
  kind: z.enum(DOCUMENT_KINDS),
  series: z.enum(SERIES),
  number: z.int(),
  issuedOn: z.string(),
  dueOn: z.string().nullable(),
  patientId: z.string().nullable(),
  payerId: z.string().nullable(),
  buyerName: z.string(),
  totalMinor: z.int(),
  /** What is still owed; of a credit always zero. */
  balanceMinor: z.int(),
  state: z.enum(DOCUMENT_STATES),
  ocr: z.string(),
});
export type DocumentSummary = z.infer<typeof DocumentSummary>;

/** Everything about an issued document, as it is printed. */
export const MoneyDocument = z.strictObject({
  ...DocumentSummary.shape,
  issuedAt: z.string(),
  vatMinor: z.int(),
  reason: z.string(),
  seller: Seller,
  buyer: Buyer,
  refersTo: z.strictObject({ id: z.string(), kind: z.enum(DOCUMENT_KINDS), number: z.int(), issuedOn: z.string() }).nullable(),
  creditedBy: z.array(z.strictObject({ id: z.string(), number: z.int(), issuedOn: z.string(), totalMinor: z.int() })),
  lines: z.array(DocumentLine),
  payments: z.array(Payment),
});
export type MoneyDocument = z.infer<typeof MoneyDocument>;
