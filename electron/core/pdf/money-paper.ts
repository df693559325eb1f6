import type { MoneyDocument, Payment } from '#shared/domain/money/document.ts';
import { vatSums } from '#shared/domain/money/line.ts';
import { COLOURS, openPrintDocument, type FinishedPrint, type PrintDocument } from './document.ts';
import { printLetterhead, type Letterhead } from './letterhead.ts';
import { printPayBox } from './money-pay-box.ts';
import { paperText, type PaperText } from './money-text.ts';
import type { PrintLanguage } from './print-text.ts';
import { printTable, type TableRow } from './table.ts';

export interface MoneyPaper {
  readonly language: PrintLanguage;
  readonly document: MoneyDocument;
}

/** The receipt, invoice or credit on A4 (F-03). Never called a cash register receipt (F-08); nothing clinical (F-04). */
export async function renderMoneyPaper({ language, document }: MoneyPaper): Promise<FinishedPrint> {
  const text = paperText(language);
  const doc = open(document, titleOf(document, text), { language, text, number: String(document.number) });
  printLetterhead(doc, headOf(document, text, titleOf(document, text)));
  printLines(doc, document, text);
  printSums(doc, document, text);
  printPayments(doc, document, text);
  if (document.kind === 'invoice' && document.balanceMinor > 0) printPayBox(doc, document, text);
  if (document.seller.text !== '' && document.kind === 'invoice') doc.paragraph(document.seller.text, { size: 9, colour: COLOURS.muted });
  return doc.finish();
}

/** A receipt for one payment on an invoice, or for money given back. */
export async function renderPaymentReceipt({ language, document, payment }: MoneyPaper & { readonly payment: Payment }): Promise<FinishedPrint> {
  const text = paperText(language);
  const { t } = text;
  const title = t(payment.amountMinor > 0 ? 'paymentReceipt' : 'refundReceipt');
  const doc = open(document, title, { language, text, number: String(payment.number) });
  const head = headOf(document, text, title);
  printLetterhead(doc, {
    ...head, recipient: null,
    facts: [[t('number'), String(payment.number)], [t('issuedOn'), payment.receivedOn], [t('patient'), document.buyer.name], [t('paymentFor'), t('refersToValue', { kind: document.kind, number: document.number, date: document.issuedOn })]],
  });
  printTable(doc, { columns: [{ label: t('text'), share: 6 }, { label: t('amount'), share: 2, align: 'right' }], rows: [paymentRow(payment, text), ...leftRow(document, text)] });
  if (payment.registerReceipt !== '') doc.paragraph(t('registerReceipt', { number: payment.registerReceipt }), { size: 9 });
  return doc.finish();
}

function open(document: MoneyDocument, title: string, { language, text, number }: { readonly language: PrintLanguage; readonly text: PaperText; readonly number: string }): PrintDocument {
  return openPrintDocument({
    title: `${title} ${number}`, author: document.seller.name, language, createdAt: new Date(document.issuedAt),
    frame: {
      bareFirstPage: true, head: [`${title} ${number}`, document.seller.name], foot: text.t('foot', { title, number, clinic: document.seller.name }),
      pageOf: (page, pages) => text.t('pageOf', { page, pages }),
    },
  });
}

function titleOf({ kind, series }: MoneyDocument, { t }: PaperText): string {
  if (kind === 'credit') return t(series === 'invoice' ? 'creditInvoice' : 'creditReceipt');
  return t(kind);
}

function headOf(document: MoneyDocument, text: PaperText, title: string): Letterhead {
  const { buyer, series, seller } = document;
  return {
    sender: { name: seller.name, lines: senderOf(document, text) }, recipient: series === 'receipt' ? null : { name: buyer.name, lines: buyer.address }, title, facts: factsOf(document, text),
  };
}

function senderOf({ seller, kind }: MoneyDocument, { t }: PaperText): string[] {
  return [
    ...seller.address, seller.phone && t('phone', { phone: seller.phone }), seller.organisationNumber && t('organisationNumber', { number: seller.organisationNumber }),
    seller.vatNumber && t('vatNumber', { number: seller.vatNumber }), seller.fTax && kind === 'invoice' ? t('fTax') : '',
  ].filter(line => line !== '');
}

function factsOf(document: MoneyDocument, { t }: PaperText): (readonly [label: string, value: string])[] {
  const { buyer, refersTo } = document;
  const facts: (readonly [label: string, value: string])[] = [
    [t('number'), String(document.number)],
    [t('issuedOn'), document.issuedOn],
    [t('dueOn'), document.dueOn ?? ''],
    [t('refersTo'), refersTo === null ? '' : t('refersToValue', { kind: refersTo.kind, number: refersTo.number, date: refersTo.issuedOn })],
    [t('reason'), document.reason],
    [t('patient'), document.series === 'receipt' ? buyer.name : ''],
    [t('customerNumber'), buyer.number],
    [t('reference'), buyer.reference],
  ];
  return facts.filter(([, value]) => value !== '');
}

const quantity = (hundredths: number, language: string): string => new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(hundredths / 100);

function printLines(doc: PrintDocument, { lines }: MoneyDocument, { t, amount }: PaperText): void {
  const hasDiscount = lines.some(line => line.discountMinor !== 0);
  const rows = lines.map((line): TableRow => ({
    cells: [
      line.suppliedOn, [line.text, line.patientLabel].filter(Boolean).join('\n'), quantity(line.quantityHundredths, 'sv-SE'), amount(line.unitMinor),
      ...(hasDiscount ? [line.discountMinor === 0 ? '' : amount(line.discountMinor)] : []), t('rate', { rate: line.vatRate }), amount(line.grossMinor),
    ],
  }));
  printTable(doc, {
    columns: [
      { label: t('date'), share: 2.2 }, { label: t('text'), share: 5.6 }, { label: t('quantity'), share: 1.3, align: 'right' }, { label: t('price'), share: 2, align: 'right' },
      ...(hasDiscount ? [{ label: t('discount'), share: 1.8, align: 'right' as const }] : []), { label: t('vat'), share: 1.3, align: 'right' }, { label: t('amount'), share: 2.2, align: 'right' },
    ],
    rows,
  });
}

/** Total, then VAT by rate with the reason where there is none (F-03). */
function printSums(doc: PrintDocument, document: MoneyDocument, { t, amount, kronor }: PaperText): void {
  doc.keepTogether(90);
  doc.paragraph(`${t('total')}: ${kronor(document.totalMinor)}`, { size: 13, font: 'bold', gapAfter: 2 });
  for (const sum of vatSums(document.lines)) {
    const net = amount(sum.netMinor);
    const words = sum.vatCode === 'exempt' ? t('exempt', { net }) : sum.vatCode === 'outside' ? t('outside', { net }) : `${t('vatRow', { rate: sum.ratePercent, net })}: ${kronor(sum.vatMinor)}`;
    doc.paragraph(words, { size: 9, colour: COLOURS.muted, gapAfter: 1 });
  }
  doc.gap(10);
}

const paymentRow = (payment: Payment, { t, amount }: PaperText): TableRow => ({
  cells: [t('paid', { kind: payment.kind, date: payment.receivedOn, method: payment.method, reference: payment.reference || 'none' }), amount(payment.amountMinor)], struck: payment.isReversed,
});

const leftRow = (document: MoneyDocument, { t, amount }: PaperText): TableRow[] => [
  document.balanceMinor === 0 ? { cells: [t('paidWhole'), amount(0)], strong: true } : { cells: [t(document.balanceMinor > 0 ? 'left' : 'toReceive'), amount(Math.abs(document.balanceMinor))], strong: true },
];

function printPayments(doc: PrintDocument, document: MoneyDocument, text: PaperText): void {
  if (document.payments.length === 0) return;
  const { t, amount } = text;
  const rounding = document.payments.reduce((sum, payment) => sum + payment.roundingMinor, 0);
  printTable(doc, {
    columns: [{ label: t('text'), share: 6 }, { label: t('amount'), share: 2, align: 'right' }],
    rows: [...document.payments.map(payment => paymentRow(payment, text)), ...(rounding === 0 ? [] : [{ cells: [t('rounding'), amount(rounding)] }]), ...leftRow(document, text)],
  });
  const receipts = document.payments.map(payment => payment.registerReceipt).filter(number => number !== '');
  if (receipts.length > 0) doc.paragraph(t('registerReceipt', { number: receipts.join(', ') }), { size: 9 });
}
