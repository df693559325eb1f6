import * as z from 'zod';

import { APPOINTMENT_STATUSES } from '../domain/agenda/status.ts';
import { CalendarDate } from '../domain/agenda/zone.ts';
import { VISIT_MONEY_STATES } from '../domain/money/balance.ts';
import { DocumentSummary, DOCUMENT_KINDS, MoneyDocument } from '../domain/money/document.ts';
import { ChargeDraft, MAX_LINES, MAX_MINOR } from '../domain/money/line.ts';
import { PAYMENT_METHODS } from '../domain/money/payment.ts';
import { REGISTER_LEVELS, RegisterMeter } from '../domain/money/register-limit.ts';
import { MoneySettings, Payer, PayerDraft } from '../domain/money/settings.ts';
import { Id } from './common.ts';
import { command, query } from './define.ts';

const Language = z.enum(['sv', 'en']);
const Reason = z.string().trim().min(1).max(200);
const Pdf = z.strictObject({ pdf: z.string(), pages: z.int(), /** Without patient data: kvitto-12.pdf */ fileName: z.string() });

const LINE_ERRORS = ['record.notFound', 'money.nothingToCharge', 'money.vatReason', 'money.clinicalText'] as const;
const ISSUE_ERRORS = [...LINE_ERRORS, 'record.changedMeanwhile', 'money.alreadySettled', 'money.settingsMissing', 'money.patientMissing', 'money.payerIncomplete'] as const;
const PAY_ERRORS = ['money.tooMuch', 'money.registerReceipt', 'money.dateInFuture'] as const;

const PaymentDraft = z.strictObject({
  method: z.enum(PAYMENT_METHODS),
  /** What came in, öre. */
  amountMinor: z.int().min(1).max(MAX_MINOR),
  /** The terminal's or the bank's own number. */
  reference: z.string().trim().max(60).default(''),
  /** The declared register's receipt number (F-08); asked for when the clinic has one. */
  registerReceipt: z.string().trim().max(40).default(''),
});

/** A visit with something to settle. Amounts in öre, as its lines say or as its service costs. */
const VisitToSettle = z.strictObject({
  appointmentId: z.string(),
  /** Of the visit's settlement; 0: none yet. Sent back when it is charged. */
  version: z.int(),
  patientId: z.string().nullable(),
  name: z.string(),
  isProtected: z.boolean(),
  start: z.string(),
  status: z.enum(APPOINTMENT_STATUSES),
  service: z.string(),
  /** Null: the patient pays. A visit whose lines have several payers comes once for each. */
  payerId: z.string().nullable(),
  payerName: z.string(),
  amountMinor: z.int(),
  /** A fee that may be charged, and need not be (C-07). */
  isFee: z.boolean(),
});

const VisitLines = z.strictObject({ appointmentId: Id, version: z.int().min(0), lines: z.array(ChargeDraft).max(MAX_LINES) });

/** A paper of what is issued already, in the language of the page. */
const paper = <Shape extends z.ZodRawShape>(of: Shape) =>
  command({
    permission: 'money.read',
    input: z.strictObject({ ...of, language: Language }),
    output: Pdf,
    errors: ['record.notFound'],
    audit: { action: 'PRINT', category: 'money' },
  });

export const money = {
  /** Everything for charging one visit. Without stored lines the service's price, or the fee for staying away, is proposed. */
  visit: query({
    permission: 'money.read',
    input: z.strictObject({ appointmentId: Id, patientId: Id.nullable() }),
    output: z.strictObject({
      appointmentId: z.string(),
      version: z.int(),
      name: z.string(),
      patientId: z.string().nullable(),
      start: z.string(),
      status: z.enum(APPOINTMENT_STATUSES),
      state: z.enum(VISIT_MONEY_STATES),
      lines: z.array(ChargeDraft),
      isProposal: z.boolean(),
      /** The service is aesthetic: an exempt line needs its signed note (F-01). */
      isAesthetic: z.boolean(),
      /** Reference for a payment before there is a document; empty until the patient has come. */
      deskReference: z.string(),
      documents: z.array(DocumentSummary),
    }),
    errors: ['record.notFound'],
    audit: { action: 'MONEY_READ', category: 'money', object: 'appointmentId', patient: 'patientId' },
  }),
  /** How visits stand with money, for those who show visits: agenda, queue, lists. Visits without anything are left out. */
  stateOf: query({
    permission: 'money.read',
    input: z.strictObject({ appointmentIds: z.array(Id).max(1000) }),
    output: z.array(z.strictObject({ appointmentId: z.string(), state: z.enum(VISIT_MONEY_STATES), balanceMinor: z.int() })),
    audit: { none: 'one word for each visit the caller has been shown already; no name and no amount but what is owed' },
  }),
  /** Visits of these days that came or are done with nothing charged, and fees that may be charged; "not checked out". Both days included. */
  unsettled: query({
    permission: 'money.read',
    input: z.strictObject({ from: CalendarDate, to: CalendarDate }),
    output: z.array(VisitToSettle),
    audit: { action: 'MONEY_READ', category: 'money' },
  }),
  /** Done visits with nothing charged, oldest first, at most 2,000; `month` 2026-11 or null for all; `payer`: everybody, the patients, or one. */
  unbilled: query({
    permission: 'money.read',
    input: z.strictObject({ month: z.string().regex(/^\d{4}-\d{2}$/).nullable(), payer: z.union([z.literal('all'), z.literal('patient'), Id]).default('all') }),
    output: z.array(VisitToSettle),
    audit: { action: 'MONEY_READ', category: 'money' },
  }),
  /** How many visits wait; no names, for start pages. */
  counts: query({
    permission: 'money.read',
    input: z.strictObject({}),
    output: z.strictObject({ unbilled: z.int(), fees: z.int(), overdue: z.int() }),
    audit: { none: 'three counts, nothing about a person' },
  }),
  /** Keeps lines for later, e.g. what the practitioner used. An empty list goes back to the proposal. */
  saveCharges: command({
    permission: 'money.write',
    input: VisitLines,
    output: z.strictObject({ version: z.int() }),
    errors: [...LINE_ERRORS, 'record.changedMeanwhile', 'money.alreadySettled'],
    audit: { action: 'CHARGE', category: 'money' },
  }),
  /** Nothing shall be paid for this visit, and why; or no fee for staying away. */
  waive: command({
    permission: 'money.write',
    input: z.strictObject({ appointmentId: Id, version: z.int().min(0), reason: Reason }),
    output: z.strictObject({ version: z.int() }),
    errors: ['record.notFound', 'record.changedMeanwhile', 'money.alreadySettled', 'money.nothingToCharge'],
    audit: { action: 'CHARGE', category: 'money' },
  }),
  /**
   * Charges a visit at the desk. Paid whole: a receipt. Paid in part or not at all: an invoice for the whole and the payment on
   * it. Lines of other payers stay for their monthly invoice; with nothing else, `document` is null.
   */
  settle: command({
    permission: 'money.write',
    input: z.strictObject({ ...VisitLines.shape, payment: PaymentDraft.nullable() }),
    output: z.strictObject({
      document: z.strictObject({ id: z.string(), kind: z.enum(DOCUMENT_KINDS), number: z.int(), balanceMinor: z.int() }).nullable(),
      paymentId: z.string().nullable(),
      /** Where the clinic stands against the cash register limit after this (F-08). */
      register: z.enum(REGISTER_LEVELS),
    }),
    errors: [...ISSUE_ERRORS, ...PAY_ERRORS],
    audit: { action: 'CHARGE', category: 'money' },
  }),
  /** One invoice for each payer among these visits (F-12), all or none. */
  invoiceVisits: command({
    permission: 'money.write',
    input: z.strictObject({ visits: z.array(z.strictObject({ appointmentId: Id, version: z.int().min(0), payerId: Id.nullable() })).min(1).max(2000) }),
    output: z.array(z.strictObject({ id: z.string(), number: z.int(), buyerName: z.string(), totalMinor: z.int(), visits: z.int() })),
    errors: [...ISSUE_ERRORS],
    audit: { action: 'INVOICE', category: 'money' },
  }),
  /** Receipts, invoices and credits, newest first, in pages; `after` is the last one of the page before. `text`: a number or an OCR. */
  documents: query({
    permission: 'money.read',
    input: z.strictObject({
      filter: z.enum(['all', 'open', 'overdue']).default('all'),
      patientId: Id.nullable().default(null),
      payerId: Id.nullable().default(null),
      text: z.string().trim().max(30).default(''),
      after: Id.nullable().default(null),
      limit: z.int().min(1).max(200).default(100),
    }),
    output: z.array(DocumentSummary),
    audit: { action: 'MONEY_READ', category: 'money', patient: 'patientId' },
  }),
  /** One document; `patientId` as the list showed it. */
  document: query({
    permission: 'money.read',
    input: z.strictObject({ id: Id, patientId: Id.nullable() }),
    output: MoneyDocument,
    errors: ['record.notFound'],
    audit: { action: 'MONEY_READ', category: 'money', object: 'id', patient: 'patientId' },
  }),
  /** Money that came in for an invoice. `receivedOn`: the day it reached the clinic. */
  registerPayment: command({
    permission: 'money.write',
    input: z.strictObject({ documentId: Id, receivedOn: CalendarDate, ...PaymentDraft.shape }),
    output: z.strictObject({ paymentId: z.string(), number: z.int(), balanceMinor: z.int(), register: z.enum(REGISTER_LEVELS) }),
    errors: ['record.notFound', ...PAY_ERRORS],
    audit: { action: 'PAYMENT', category: 'money' },
  }),
  /** Takes a wrongly registered payment or refund back with its mirror image. */
  reversePayment: command({
    permission: 'money.write',
    input: z.strictObject({ paymentId: Id, reason: Reason, registerReceipt: PaymentDraft.shape.registerReceipt }),
    output: z.strictObject({ paymentId: z.string(), number: z.int(), balanceMinor: z.int() }),
    errors: ['record.notFound', 'money.alreadyReversed', 'money.tooMuch', 'money.registerReceipt'],
    audit: { action: 'REVERSAL', category: 'money' },
  }),
  /**
   * Credits a whole document; what was paid is given back with `refund`, or stays as owed to the payer when it is null.
   * `chargeAgain`: its visits can be charged anew.
   */
  credit: command({
    permission: 'money.write',
    input: z.strictObject({ documentId: Id, reason: Reason, refund: PaymentDraft.omit({ amountMinor: true }).nullable(), chargeAgain: z.boolean() }),
    output: z.strictObject({ id: z.string(), number: z.int(), refundedMinor: z.int() }),
    errors: ['record.notFound', 'money.alreadyCredited', 'money.registerReceipt', 'money.settingsMissing'],
    audit: { action: 'REVERSAL', category: 'money' },
  }),
  /** The receipt, invoice or credit as a PDF. */
  print: paper({ documentId: Id }),
  /** A receipt for one payment, for a payer who pays an invoice at the desk, or a proof of money given back. */
  printPayment: paper({ paymentId: Id }),
  /** The clinic against the cash register limit today (F-08). */
  register: query({
    permission: 'money.read',
    input: z.strictObject({}),
    output: RegisterMeter,
    audit: { none: 'a sum over twelve months, nothing about a person' },
  }),
  settings: query({
    permission: 'money.read',
    input: z.strictObject({}),
    output: z.strictObject({ settings: MoneySettings, organisationNumber: z.string(), /** False while no invoice has been issued: the first number can still be chosen. */ hasInvoices: z.boolean() }),
    audit: { none: "the clinic's own terms" },
  }),
  saveSettings: command({
    permission: 'money.configure',
    input: z.strictObject({ settings: MoneySettings }),
    output: z.strictObject({}),
    audit: { action: 'SETTINGS', category: 'money' },
  }),
  payers: query({
    permission: 'money.read',
    input: z.strictObject({ includeInactive: z.boolean().default(false) }),
    output: z.array(Payer),
    audit: { none: 'organisations that pay, nothing about a patient' },
  }),
  savePayer: command({
    permission: 'money.write',
    input: z.strictObject({ id: Id.nullable(), version: z.int().min(0), draft: PayerDraft }),
    output: z.strictObject({ id: z.string(), version: z.int() }),
    errors: ['record.notFound', 'record.changedMeanwhile'],
    audit: { action: 'SETTINGS', category: 'money' },
  }),
} as const;
