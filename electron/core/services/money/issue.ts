import { addDays } from '#shared/domain/agenda/zone.ts';
import type { Buyer, DocumentLine, Seller } from '#shared/domain/money/document.ts';
import { contentFaults, type ContentFault, type PaperContent } from '#shared/domain/money/invoice-content.ts';
import { amountsOf, type ChargeDraft } from '#shared/domain/money/line.ts';
import { deskReference, ocrOf } from '#shared/domain/money/ocr.ts';
import { bankgiroText, type MoneySettings, type Payer } from '#shared/domain/money/settings.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { insertDocument, nextNumber, type NewDocument } from '../../repositories/money-document.ts';
import { clinicOrganisationNumber, findPayingPatients, type PayingPatient } from '../../repositories/money-party.ts';
import type { MoneyVisit } from '../../repositories/money-visit.ts';
import { suppliedOn } from './charges.ts';
import type { Step } from './step.ts';

const FIRST_RECEIPT = 1;

export interface IssuedLine {
  readonly visit: MoneyVisit;
  readonly draft: ChargeDraft;
}

export interface IssueOrder {
  readonly kind: 'receipt' | 'invoice';
  /** Null: the patient of the lines pays, who is the same for all of them. */
  readonly payer: Payer | null;
  readonly lines: readonly IssuedLine[];
  readonly settings: MoneySettings;
}

/**
 * Issues a receipt or an invoice: takes the next number, freezes seller, buyer and lines, refuses what the law does not let
 * pass (F-02, F-03, F-04), and logs it once for each patient on it.
 * Errors: money.settingsMissing, money.payerIncomplete, money.patientMissing, money.clinicalText.
 */
export async function issue(step: Step, order: IssueOrder): Promise<NewDocument> {
  const { tx } = step;
  const { kind, payer, settings, lines } = order;
  const patientIds = [...new Set(lines.flatMap(({ visit }) => visit.patientId ?? []))];
  const people = await findPayingPatients(tx, patientIds);
  const [first] = lines;
  if (!first) throw new Error('a document without lines');
  if (kind === 'invoice' && payer === null && first.visit.patientId === null) throw new AppError('money.patientMissing');
  const number = await nextNumber(tx, kind, kind === 'invoice' ? settings.firstInvoiceNumber : FIRST_RECEIPT);
  const seller = sellerOf(settings, await clinicOrganisationNumber(tx), step.deps.clinic.name);
  const document: NewDocument = {
    ...framedBy(step, order), number, seller, patientId: payer === null ? first.visit.patientId : null, payerId: payer?.id ?? null,
    buyer: payer === null ? patientBuyer(first.visit, people, settings) : payerBuyer(payer), ocr: kind === 'invoice' ? ocrOf(number) : deskOcr(first.visit),
    ...addedUp(lines.map((line, index) => toLine(line, index + 1, { payer, people }))),
  };
  requireContent({ ...document, isOrganisation: payer !== null, refersToNumber: null });
  await insertDocument(tx, document);
  await logDocument(step, document, patientIds);
  return document;
}

const framedBy = ({ deps, ctx, change, today }: Step, { kind, payer, settings }: IssueOrder) => ({
  id: deps.newId(), kind, series: kind, refersTo: null, reason: '', issuedOn: today, issuedAt: change.at, issuedBy: ctx.userId,
  dueOn: kind === 'invoice' ? addDays(today, payer?.termsDays ?? settings.termsDays) : null,
});

const addedUp = (lines: readonly DocumentLine[]) => ({
  lines, totalMinor: lines.reduce((sum, line) => sum + line.grossMinor, 0), vatMinor: lines.reduce((sum, line) => sum + line.vatMinor, 0),
});

const deskOcr = (visit: MoneyVisit): string => (visit.payRef === null ? '' : deskReference(visit.payRef));

/** One log row for each patient on the document, so that each finds it in the own log; one in all when there is none. */
export async function logDocument({ ctx, tx }: Step, document: NewDocument, patientIds: readonly string[]): Promise<void> {
  const action = document.kind === 'credit' ? 'REVERSAL' : document.kind === 'invoice' ? 'INVOICE' : 'CHARGE';
  for (const patientId of patientIds.length > 0 ? patientIds : [null]) {
    await ctx.log(tx, { action, category: 'money', patientId, objectType: document.kind, objectId: document.id, reasonCode: document.kind, reasonText: String(document.number) });
  }
}

/** The seller as on paper today. */
export function sellerOf(settings: MoneySettings, organisationNumber: string, clinicName: string): Seller {
  const place = `${settings.postCode} ${settings.city}`.trim();
  return {
    name: settings.legalName || clinicName, organisationNumber: organisationNumber.replace(/^(\d{6})(\d{4})$/, '$1-$2'), vatNumber: settings.vatNumber, fTax: settings.fTax,
    address: settings.street === '' || place === '' ? [] : [settings.street, place], phone: settings.phone, bankgiro: settings.bankgiro === '' ? '' : bankgiroText(settings.bankgiro),
    swish: settings.swish.replace(/[\s-]/g, ''), text: settings.invoiceText,
  };
}

const payerBuyer = (payer: Payer): Buyer => {
  const place = `${payer.postCode} ${payer.city}`.trim();
  return { name: payer.name, number: payer.organisationNumber.replace(/^(\d{6})(\d{4})$/, '$1-$2'), address: place === '' ? [] : [payer.street, place].filter(line => line !== ''), reference: payer.reference };
};

function patientBuyer(visit: MoneyVisit, people: ReadonlyMap<string, PayingPatient>, settings: MoneySettings): Buyer {
  const person = visit.patientId === null ? undefined : people.get(visit.patientId);
  if (!person) return { name: visit.name, number: '', address: [], reference: '' };
  return { name: person.name, number: settings.showNumberToPatient ? person.number : '', address: [...person.address], reference: '' };
}

/** F-04: an organisation sees the patient's name and number only where it asked for them; the patient's own paper needs neither on each line. */
function toLine({ visit, draft }: IssuedLine, position: number, { payer, people }: { readonly payer: Payer | null; readonly people: ReadonlyMap<string, PayingPatient> }): DocumentLine {
  const person = visit.patientId === null ? undefined : people.get(visit.patientId);
  const label = payer === null || !person ? [] : [payer.showPatientName ? person.name : '', payer.showPatientNumber ? person.number : ''];
  return {
    position, appointmentId: visit.id, patientId: visit.patientId, suppliedOn: suppliedOn(visit), kind: draft.kind, text: draft.text, patientLabel: label.filter(part => part !== '').join(', '),
    quantityHundredths: draft.quantityHundredths, unitMinor: draft.unitMinor, discountMinor: draft.discountMinor, vatCode: draft.vatCode, vatReasonNoteId: draft.vatReasonNoteId, ...amountsOf(draft),
  };
}

const FIELD: Partial<Record<ContentFault, string>> = {
  'seller.address': 'address', 'seller.vatNumber': 'vatNumber', 'seller.account': 'account', 'seller.organisationNumber': 'organisationNumber', 'seller.name': 'name',
};

/** Errors: money.settingsMissing for what an administrator fills in, money.payerIncomplete, money.clinicalText. Anything else is our mistake. */
export function requireContent(paper: PaperContent): void {
  const faults = contentFaults(paper);
  const setting = faults.find(fault => FIELD[fault] !== undefined);
  if (setting) throw new AppError('money.settingsMissing', { field: FIELD[setting] ?? '' });
  if (faults.includes('buyer.address')) throw new AppError('money.payerIncomplete', { payer: paper.buyer.name });
  if (faults.includes('line.clinical')) throw new AppError('money.clinicalText');
  if (faults.length > 0) throw new Error(`a document would lack ${faults.join(', ')}`);
}
