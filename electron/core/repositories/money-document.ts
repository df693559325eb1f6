import { stateOfDocument } from '#shared/domain/money/balance.ts';
import type { Buyer, DocumentKind, DocumentLine, DocumentSummary, MoneyDocument, Seller, Series } from '#shared/domain/money/document.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';
import { findPaymentsOf } from './money-payment.ts';

/** A document on its way into the books. `number` comes from `nextNumber` in the same transaction. */
export interface NewDocument {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly series: Series;
  readonly number: number;
  readonly refersTo: string | null;
  readonly issuedOn: string;
  readonly issuedAt: string;
  readonly issuedBy: string;
  readonly patientId: string | null;
  readonly payerId: string | null;
  readonly buyer: Buyer;
  readonly seller: Seller;
  readonly dueOn: string | null;
  readonly ocr: string;
  readonly reason: string;
  readonly totalMinor: number;
  readonly vatMinor: number;
  readonly lines: readonly DocumentLine[];
}

/** The number that the series takes next, after those passed over by a restore; `first` where it has none yet (F-02). Only valid inside the transaction that uses it. */
export async function nextNumber(tx: Writer, series: Series, first: number): Promise<number> {
  const [row] = (await tx.raw(
    'SELECT max(n) AS last FROM (SELECT max(number) AS n FROM money_document WHERE series = ? UNION ALL SELECT max(last) FROM number_gap WHERE series = ?)', [series, series],
  )) as { last: number | null }[];
  const last = row?.last ?? null;
  return last === null ? first : last + 1;
}

/** Issues it for good: nothing of it can be changed or removed afterwards, by raw SQL either. */
export async function insertDocument(tx: Writer, document: NewDocument): Promise<void> {
  const { lines, buyer, seller } = document;
  await tx('money_document').insert({
    id: document.id, kind: document.kind, series: document.series, number: document.number, refers_to: document.refersTo, issued_on: document.issuedOn, issued_at: document.issuedAt,
    issued_by: document.issuedBy, patient_id: document.patientId, payer_id: document.payerId, buyer: JSON.stringify(buyer), seller: JSON.stringify(seller), due_on: document.dueOn,
    ocr: document.ocr, reason: document.reason, line_count: lines.length, total_minor: document.totalMinor, vat_minor: document.vatMinor,
  });
  for (const line of lines) {
    await tx('money_document_line').insert({
      document_id: document.id, position: line.position, appointment_id: line.appointmentId, patient_id: line.patientId, supplied_on: line.suppliedOn, kind: line.kind, text: line.text,
      patient_label: line.patientLabel, quantity_hundredths: line.quantityHundredths, unit_minor: line.unitMinor, discount_minor: line.discountMinor, gross_minor: line.grossMinor,
      vat_code: line.vatCode, vat_rate: line.vatRate, vat_minor: line.vatMinor, vat_reason_note_id: line.vatReasonNoteId,
    });
  }
}

interface DocumentRow {
  id: string; kind: DocumentKind; series: Series; number: number; refers_to: string | null; issued_on: string; issued_at: string; patient_id: string | null; payer_id: string | null;
  buyer: string; seller: string; due_on: string | null; ocr: string; reason: string; total_minor: number; vat_minor: number;
  balance_minor: number | null; paid_minor: number | null; credited_minor: number | null;
}

const DOCUMENT = `SELECT d.*, b.balance_minor, b.paid_minor, b.credited_minor FROM money_document d LEFT JOIN money_balance b ON b.document_id = d.id`;

/** A credit settles nothing by itself: it lowers the document it refers to. */
function toSummary(row: DocumentRow, today: string): DocumentSummary {
  const settled = { totalMinor: row.total_minor, paidMinor: row.paid_minor ?? 0, creditedMinor: row.credited_minor ?? 0 };
  return {
    id: row.id, kind: row.kind, series: row.series, number: row.number, issuedOn: row.issued_on, dueOn: row.due_on, patientId: row.patient_id, payerId: row.payer_id,
    buyerName: (JSON.parse(row.buyer) as Buyer).name, totalMinor: row.total_minor, balanceMinor: row.balance_minor ?? 0,
    state: row.kind === 'credit' ? 'credited' : stateOfDocument(settled, row.due_on, today), ocr: row.ocr,
  };
}

/** The document as it stands. Errors: record.notFound. */
export async function getDocument(db: Reader, id: string, today: string): Promise<MoneyDocument> {
  const [row] = (await db.raw(`${DOCUMENT} WHERE d.id = ?`, [id])) as DocumentRow[];
  if (!row) throw new AppError('record.notFound');
  const [lines, payments, credits, [of]] = await Promise.all([
    findLines(db, id),
    findPaymentsOf(db, id),
    db.raw('SELECT id, number, issued_on AS "issuedOn", total_minor AS "totalMinor" FROM money_document WHERE refers_to = ? ORDER BY number', [id]) as unknown as Promise<MoneyDocument['creditedBy']>,
    db.raw('SELECT id, kind, number, issued_on AS "issuedOn" FROM money_document WHERE id = ?', [row.refers_to ?? '']) as unknown as Promise<NonNullable<MoneyDocument['refersTo']>[]>,
  ]);
  return {
    ...toSummary(row, today), issuedAt: row.issued_at, vatMinor: row.vat_minor, reason: row.reason, seller: JSON.parse(row.seller) as Seller, buyer: JSON.parse(row.buyer) as Buyer,
    refersTo: of ?? null, creditedBy: credits, lines, payments,
  };
}

interface LineRow {
  position: number; appointment_id: string | null; patient_id: string | null; supplied_on: string; kind: DocumentLine['kind']; text: string; patient_label: string; quantity_hundredths: number;
  unit_minor: number; discount_minor: number; gross_minor: number; vat_code: DocumentLine['vatCode']; vat_rate: number; vat_minor: number; vat_reason_note_id: string | null;
}

async function findLines(db: Reader, documentId: string): Promise<DocumentLine[]> {
  const rows = (await db.raw('SELECT * FROM money_document_line WHERE document_id = ? ORDER BY position', [documentId])) as LineRow[];
  return rows.map(row => ({
    position: row.position, appointmentId: row.appointment_id, patientId: row.patient_id, suppliedOn: row.supplied_on, kind: row.kind, text: row.text, patientLabel: row.patient_label,
    quantityHundredths: row.quantity_hundredths, unitMinor: row.unit_minor, discountMinor: row.discount_minor, grossMinor: row.gross_minor, vatCode: row.vat_code, vatRate: row.vat_rate,
    vatMinor: row.vat_minor, vatReasonNoteId: row.vat_reason_note_id,
  }));
}

export interface DocumentQuestion {
  readonly filter: 'all' | 'open' | 'overdue';
  readonly patientId: string | null;
  readonly payerId: string | null;
  readonly text: string;
  readonly after: string | null;
  readonly limit: number;
}

/** A page of documents, newest first, each question by an index of its own. */
export async function findDocuments(db: Reader, asked: DocumentQuestion, today: string): Promise<DocumentSummary[]> {
  const { sql, bindings } = documentQuestion(asked, today);
  return ((await db.raw(sql, [...bindings])) as DocumentRow[]).map(row => toSummary(row, today));
}

/** The SQL of a page of documents, for asking and for looking at its plan. */
export function documentQuestion(asked: DocumentQuestion, today: string): { readonly sql: string; readonly bindings: readonly (string | number)[] } {
  const isOpen = asked.filter !== 'all';
  const from = isOpen ? `money_balance b CROSS JOIN money_document d ON d.id = b.document_id` : `money_document d LEFT JOIN money_balance b ON b.document_id = d.id`;
  const at = isOpen ? '(b.issued_at, b.document_id)' : '(d.issued_at, d.id)';
  const parts: [text: string, ...bindings: (string | number)[]][] = [
    ...(isOpen ? [['b.balance_minor <> 0'] as [string]] : []),
    ...(asked.filter === 'overdue' ? [['b.due_on < ?', today] as [string, string]] : []),
    ...(asked.patientId === null ? [] : [['d.patient_id = ?', asked.patientId] as [string, string]]),
    ...(asked.payerId === null ? [] : [['d.payer_id = ?', asked.payerId] as [string, string]]),
    ...(asked.after === null ? [] : [[`${at} < (SELECT x.issued_at, x.id FROM money_document x WHERE x.id = ?)`, asked.after] as [string, string]]),
    ...textPart(asked.text),
  ];
  const where = parts.length === 0 ? '' : `WHERE ${parts.map(([text]) => text).join(' AND ')}`;
  const order = isOpen ? 'b.issued_at DESC, b.document_id DESC' : 'd.issued_at DESC, d.id DESC';
  return { sql: `SELECT d.*, b.balance_minor, b.paid_minor, b.credited_minor FROM ${from} ${where} ORDER BY ${order} LIMIT ?`, bindings: [...parts.flatMap(([, ...bindings]) => bindings), asked.limit] };
}

/** A number as it stands on paper, or the OCR made of it; anything else finds nothing. */
function textPart(text: string): [string, ...number[]][] {
  if (text === '') return [];
  const digits = text.replace(/\s/g, '');
  if (!/^\d{1,15}$/.test(digits)) return [['0']];
  const inOcr = digits.length > 2 ? Number(digits.slice(0, -2)) : -1;
  return [[`d.id IN (SELECT id FROM money_document WHERE series IN ('receipt', 'invoice') AND number IN (?, ?))`, Number(digits), inOcr]];
}

/** The documents that charged these visits, credits left out, with the visit each one belongs to. */
export async function findDocumentsOfVisits(db: Reader, appointmentIds: readonly string[], today: string): Promise<(DocumentSummary & { readonly appointmentId: string })[]> {
  const rows = (await db.raw(
    `SELECT DISTINCT l.appointment_id AS visit_id, d.*, b.balance_minor, b.paid_minor, b.credited_minor
     FROM json_each(?) asked CROSS JOIN money_document_line l ON l.appointment_id = asked.value
     CROSS JOIN money_document d ON d.id = l.document_id CROSS JOIN money_balance b ON b.document_id = d.id ORDER BY d.issued_at, d.id`,
    [JSON.stringify(appointmentIds)],
  )) as (DocumentRow & { visit_id: string })[];
  return rows.map(row => ({ ...toSummary(row, today), appointmentId: row.visit_id }));
}

/** How many invoices and receipts are past their due day with something left to pay. */
export async function countOverdue(db: Reader, today: string): Promise<number> {
  const [row] = (await db.raw('SELECT count(*) AS n FROM money_balance WHERE balance_minor <> 0 AND balance_minor > 0 AND due_on < ?', [today])) as { n: number }[];
  return row?.n ?? 0;
}

/** True once the series has a first document: then its numbers can no longer be chosen. */
export async function hasDocuments(db: Reader, series: Series): Promise<boolean> {
  return ((await db.raw('SELECT 1 FROM money_document WHERE series = ? LIMIT 1', [series])) as unknown[]).length > 0;
}
