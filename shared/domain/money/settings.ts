import * as z from 'zod';

import { meetsLuhn } from '../identifiers/luhn.ts';
import { isSwishNumber } from './swish.ts';

const digitsOf = (text: string): string => text.replace(/[\s-]/g, '');

/** Bankgiro number: seven or eight digits, the last a check digit modulo 10. */
export const isBankgiro = (text: string): boolean => /^\d{7,8}$/.test(digitsOf(text)) && meetsLuhn(digitsOf(text));

/** `5805-6201`, `123-4567`: as it is written on paper. */
export const bankgiroText = (text: string): string => digitsOf(text).replace(/^(\d{3,4})(\d{4})$/, '$1-$2');

/** Swedish VAT number: SE, ten digits with a right check digit, and two more (01 for nearly everybody). */
export const isVatNumber = (text: string): boolean => /^SE\d{12}$/.test(text) && meetsLuhn(text.slice(2, 12));

const orNothing = (isRight: (text: string) => boolean) => z.string().trim().max(30).refine(text => text === '' || isRight(text));

/** What the clinic decides about money. Empty texts: not filled in yet. */
export const MoneySettings = z.strictObject({
  /** Seller's name and address on paper; the organisation number is the clinic's own. */
  legalName: z.string().trim().max(120),
  street: z.string().trim().max(120),
  postCode: z.string().trim().max(12),
  city: z.string().trim().max(80),
  phone: z.string().trim().max(40),
  vatNumber: orNothing(isVatNumber),
  /** Approved for F-tax; printed on invoices (SFF). */
  fTax: z.boolean(),
  bankgiro: orNothing(isBankgiro),
  swish: orNothing(isSwishNumber),
  termsDays: z.int().min(0).max(90),
  /** Words at the foot of invoices. */
  invoiceText: z.string().trim().max(300),
  /** The first invoice number of all; without meaning once an invoice exists (F-02). */
  firstInvoiceNumber: z.int().min(1).max(90_000_000),
  /** The patient's own number on the patient's own invoice and receipt (F-04). */
  showNumberToPatient: z.boolean(),
  /** F-08: the clinic has a declared cash register and writes down its receipt number with each payment. */
  hasDeclaredRegister: z.boolean(),
});
export type MoneySettings = z.infer<typeof MoneySettings>;

export const DEFAULT_MONEY_SETTINGS: MoneySettings = {
  legalName: '', street: '', postCode: '', city: '', phone: '', vatNumber: '', fTax: false, bankgiro: '', swish: '', termsDays: 30, invoiceText: '', firstInvoiceNumber: 1001,
  showNumberToPatient: false, hasDeclaredRegister: false,
};

export const PAYER_KINDS = ['company', 'insurer', 'region'] as const;

/** An organisation that pays for patients (F-12). Name and number of the patient stand on its invoices only when it asked for them (F-04). */
export const PayerDraft = z.strictObject({
  kind: z.enum(PAYER_KINDS),
  name: z.string().trim().min(1).max(120),
  organisationNumber: z.string().trim().max(20).refine(text => text === '' || (/^\d{10}$/.test(digitsOf(text)) && meetsLuhn(digitsOf(text)))),
  street: z.string().trim().max(120),
  postCode: z.string().trim().max(12),
  city: z.string().trim().max(80),
  /** "Er referens", an agreement or an order number. */
  reference: z.string().trim().max(80),
  /** Null: the clinic's own terms. */
  termsDays: z.int().min(0).max(90).nullable(),
  showPatientName: z.boolean(),
  showPatientNumber: z.boolean(),
  active: z.boolean(),
});
export type PayerDraft = z.infer<typeof PayerDraft>;

export const Payer = z.strictObject({ ...PayerDraft.shape, id: z.string(), version: z.int() });
export type Payer = z.infer<typeof Payer>;
