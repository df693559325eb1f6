import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { documentQuestion } from '#electron/core/repositories/money-document.ts';
import { TO_SETTLE_SQL } from '#electron/core/repositories/money-visit.ts';
import { ocrOf } from '#shared/domain/money/ocr.ts';

import { COMPANY, line, SETTINGS, startMoneyClinic, type MoneyClinic } from './money-clinic.ts';

const folder = process.env['KLINIKBOK_PDF_OUT'] ?? mkdtempSync(join(tmpdir(), 'klinikbok-money-'));
let clinic: MoneyClinic;
let insurer = '';
beforeAll(async () => {
  clinic = await startMoneyClinic();
  insurer = (await clinic.reception.money.savePayer({ id: null, version: 0, draft: { ...COMPANY, kind: 'insurer', name: 'Försäkring AB', showPatientName: true, showPatientNumber: true } })).id;
});
afterAll(async () => {
  if (!process.env['KLINIKBOK_PDF_OUT']) rmSync(folder, { recursive: true });
  expect(clinic.reported).toEqual([]);
  await clinic.stop();
});
const run = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: 'utf8', timeout: 30_000 });
const onDisk = (name: string, base64: string): string => {
  const file = join(folder, name);
  writeFileSync(file, Buffer.from(base64, 'base64'));
  return file;
};
const textOf = (file: string): string => run('pdftotext', '-layout', file, '-').replace(/\s+/g, ' ');
const refusal = (code: string) => ({ detail: { code } });
const unbilledOf = async (ids: readonly string[]) => (await clinic.reception.money.unbilled({ month: null })).filter(row => ids.includes(row.appointmentId));
const asked = (rows: readonly { readonly appointmentId: string; readonly version: number; readonly payerId: string | null }[]) => rows.map(({ appointmentId, version, payerId }) => ({ appointmentId, version, payerId }));

/** A done visit whose lines an organisation pays. */
async function visitFor(payerId: string) {
  const visit = await clinic.visit();
  const { version } = await clinic.open(visit);
  await clinic.reception.money.saveCharges({ appointmentId: visit.id, version, lines: [line({ payerId })] });
  return visit;
}

describe('4A 8: a month of invoices', () => {
  it('F-12 makes one invoice for each payer among the chosen visits, with one line a visit, and empties the list', async () => {
    const [company, patient] = [(await clinic.reception.money.savePayer({ id: null, version: 0, draft: COMPANY })).id, await clinic.addPatient('Östlund')];
    const visits = [await visitFor(company), await visitFor(company), await clinic.visit({ patientId: patient }), await clinic.visit({ patientId: patient }), await clinic.visit()];
    const rows = await unbilledOf(visits.map(visit => visit.id));
    const made = await clinic.reception.money.invoiceVisits({ visits: asked([...rows].reverse()) });
    expect(made.map(one => [one.buyerName, one.visits, one.totalMinor])).toEqual([[COMPANY.name, 2, 160_000], ['Åsa Östlund', 2, 170_000], ['Åsa Karlsson', 1, 85_000]]);
    expect(await unbilledOf(visits.map(visit => visit.id))).toEqual([]);
    const numbers = made.map(one => one.number);
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    const document = await clinic.reception.money.document({ id: made[0]?.id ?? '', patientId: null });
    expect(document).toMatchObject({ ocr: ocrOf(document.number), dueOn: '2026-12-13', payerId: company });
    expect(document.lines.map(one => one.patientLabel)).toEqual(['', '']);
    await expect(clinic.reception.money.invoiceVisits({ visits: asked(rows) })).rejects.toMatchObject(refusal('money.alreadySettled'));
  });

  it('all or none: one payer without an address stops the whole month, and no number is spent', async () => {
    const incomplete = await clinic.reception.money.savePayer({ id: null, version: 0, draft: { ...COMPANY, name: 'Utan adress AB', street: '', postCode: '', city: '' } });
    const visits = [await visitFor(insurer), await visitFor(incomplete.id)];
    const before = await clinic.rows('SELECT max(number) AS n FROM money_document');
    await expect(clinic.reception.money.invoiceVisits({ visits: asked(await unbilledOf(visits.map(visit => visit.id))) })).rejects.toMatchObject(refusal('money.payerIncomplete'));
    expect(await clinic.rows('SELECT max(number) AS n FROM money_document')).toEqual(before);
    expect(await unbilledOf(visits.map(visit => visit.id))).toHaveLength(2);
  });

  it('a visit somebody changed since the list was shown is not invoiced behind their back', async () => {
    const visit = await clinic.visit();
    const rows = await unbilledOf([visit.id]);
    await clinic.anna.money.saveCharges({ appointmentId: visit.id, version: rows[0]?.version ?? 0, lines: [line({ unitMinor: 1_000 })] });
    await expect(clinic.reception.money.invoiceVisits({ visits: asked(rows) })).rejects.toMatchObject(refusal('record.changedMeanwhile'));
  });

  it('filters by month in the clinic’s own time, and by payer', async () => {
    const late = await clinic.visit({ day: '2027-02-01' });
    expect((await clinic.reception.money.unbilled({ month: '2027-02', payer: 'patient' })).map(row => row.appointmentId)).toContain(late.id);
    expect(await clinic.reception.money.unbilled({ month: '2027-01' })).toEqual([]);
    expect((await clinic.reception.money.unbilled({ month: '2027-02', payer: insurer })).map(row => row.appointmentId)).toEqual([]);
  });

  it('finds documents by number and by OCR, and the ones that are late', async () => {
    const visit = await clinic.visit();
    const { document } = await clinic.pay(visit, null);
    const number = document?.number ?? 0;
    const find = async (text: string) => (await clinic.reception.money.documents({ text })).map(one => [one.kind, one.number]);
    expect(await find(String(number))).toEqual([['invoice', number]]);
    expect(await find(ocrOf(number))).toEqual([['invoice', number]]);
    expect(await find('Karlsson')).toEqual([]);
    clinic.clock.advance(40 * 86_400_000);
    const overdue = await clinic.reception.money.documents({ filter: 'overdue', limit: 200 });
    expect(overdue.map(one => one.id)).toContain(document?.id);
    expect(new Set(overdue.map(one => one.state))).toEqual(new Set(['overdue']));
    expect((await clinic.reception.money.counts({})).overdue).toBe(overdue.length);
    const [first, second] = await clinic.reception.money.documents({ limit: 2 });
    expect((await clinic.reception.money.documents({ after: first?.id ?? null, limit: 1 })).map(one => one.id)).toEqual([second?.id]);
    clinic.clock.advance(-40 * 86_400_000);
  });

  it('every list is answered by an index, not by reading everything', async () => {
    const plan = async (sql: string, bindings: readonly (string | number)[]) => (await clinic.rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, bindings)).map(row => row.detail).join(' | ');
    expect(await plan(TO_SETTLE_SQL, ['', 'z', 10])).toContain('visit_to_settle');
    const base = { filter: 'all', patientId: null, payerId: null, text: '', after: null, limit: 50 } as const;
    expect(await plan(...question(base))).toContain('money_document_by_time');
    expect(await plan(...question({ ...base, after: 'x' }))).toContain('money_document_by_time');
    expect(await plan(...question({ ...base, filter: 'overdue' }))).toContain('money_balance_open');
    expect(await plan(...question({ ...base, patientId: 'x' }))).toContain('money_document_of_patient');
    expect(await plan(...question({ ...base, payerId: 'x' }))).toContain('money_document_of_payer');
    expect(await plan(...question({ ...base, text: '10001' }))).not.toContain('SCAN d USING INDEX money_document_by_time');
  });
});
const question = (asking: Parameters<typeof documentQuestion>[0]): [string, readonly (string | number)[]] => {
  const { sql, bindings } = documentQuestion(asking, '2026-11-23');
  return [sql, bindings];
};

describe('on paper', () => {
  it('F-03, F-06, F-07 the invoice says who, what, when, VAT, exemption, account and OCR, in PDF/A', async () => {
    const visit = await clinic.visit();
    const { version } = await clinic.open(visit);
    const lines = [line({ text: 'Återbesök' }), line({ kind: 'item', text: 'Tejp', unitMinor: 12_500, vatCode: 'standard', discountMinor: 2_500 })];
    const { document } = await clinic.reception.money.settle({ appointmentId: visit.id, version, lines, payment: { method: 'card', amountMinor: 30_000 } });
    const print = await clinic.reception.money.print({ documentId: document?.id ?? '', language: 'sv' });
    expect(print.fileName).toBe(`faktura-${document?.number}.pdf`);
    const file = onDisk('faktura.pdf', print.pdf);
    expect(run('qpdf', '--check', file)).toContain('No syntax or stream encoding errors');
    const text = textOf(file);
    for (const words of [
      'Provkliniken AB', 'Org.nr 556036-0793', 'Momsreg.nr SE556036079301', 'Godkänd för F-skatt', 'Faktura', String(document?.number), '2026-11-23', '2026-12-23', 'Åsa Karlsson', 'Hemgatan 9', 'Återbesök',
      'Tejp', '25 %', 'Momsfritt 800,00 kr: sjukvård, undantag från skatteplikt enligt 10 kap. 6 § mervärdesskattelagen (2023:200)', 'Moms 25 % på 80,00 kr: 20,00 kr', 'Summa: 900,00 kr',
      'Betalt 2026-11-23, kort', 'Att betala 600,00 kr', 'Bankgiro 5805-6201', `OCR-nummer ${ocrOf(document?.number ?? 0)}`, '1237856901',
    ]) expect(text).toContain(words);
  });

  it('F-08 the receipt is called Kvitto, never kassakvitto, with number, payment and seller', async () => {
    const visit = await clinic.visit();
    const paid = await clinic.pay(visit, { method: 'cash', amountMinor: 85_000 });
    const text = textOf(onDisk('kvitto.pdf', (await clinic.reception.money.print({ documentId: paid.document?.id ?? '', language: 'sv' })).pdf));
    for (const words of ['Kvitto', 'Återbesök', 'Summa: 850,00 kr', 'Betalt 2026-11-23, kontant', 'Betalt i sin helhet']) expect(text).toContain(words);
    expect(text.toLowerCase()).not.toContain('kassakvitto');
    const own = textOf(onDisk('betalning.pdf', (await clinic.reception.money.printPayment({ paymentId: paid.paymentId ?? '', language: 'en' })).pdf));
    expect(own).toContain('Receipt for payment');
  });

  it('F-04 an organisation sees the patient’s name only where it asked for it; G-11 no address of a protected identity', async () => {
    const shown = await visitFor(insurer);
    const [invoice] = await clinic.reception.money.invoiceVisits({ visits: asked(await unbilledOf([shown.id])) });
    expect(textOf(onDisk('forsakring.pdf', (await clinic.reception.money.print({ documentId: invoice?.id ?? '', language: 'sv' })).pdf))).toContain('Åsa Karlsson');
    const hidden = await clinic.visit({ patientId: await clinic.addPatient('Hemlig', 'protected') });
    const { document } = await clinic.pay(hidden, null);
    const text = textOf(onDisk('skyddad.pdf', (await clinic.reception.money.print({ documentId: document?.id ?? '', language: 'sv' })).pdf));
    expect(text).toContain('Åsa Hemlig');
    expect(text).not.toContain('Hemgatan');
  });

  it('F-02 the credit invoice refers to its invoice and says why; the log knows who got what on paper', async () => {
    const visit = await clinic.visit();
    const { document } = await clinic.pay(visit, null);
    const credit = await clinic.reception.money.credit({ documentId: document?.id ?? '', reason: 'Fel mottagare', refund: null, chargeAgain: false });
    const text = textOf(onDisk('kreditfaktura.pdf', (await clinic.reception.money.print({ documentId: credit.id, language: 'sv' })).pdf));
    for (const words of ['Kreditfaktura', `faktura ${document?.number}, 2026-11-23`, 'Fel mottagare', '−850,00']) expect(text).toContain(words);
    expect(await clinic.rows(`SELECT action, object_type FROM audit_event WHERE patient_id = ? AND action IN ('REVERSAL', 'PRINT') ORDER BY seq`, [visit.patientId ?? ''])).toEqual([{ action: 'REVERSAL', object_type: 'credit' }, { action: 'PRINT', object_type: 'credit' }]);
  });

  it('a long invoice goes over pages, its head repeated, its box whole', async () => {
    await clinic.admin.money.saveSettings({ settings: { ...SETTINGS, invoiceText: 'Vid betalning efter förfallodagen debiteras dröjsmålsränta enligt räntelagen.' } });
    const visit = await clinic.visit();
    const { version } = await clinic.open(visit);
    const lines = Array.from({ length: 40 }, (_, index) => line({ kind: 'item', text: `Rehabiliteringsbehandling med läkemedelsöverkänslighetsanpassad utrustning nummer ${index + 1}` }));
    const { document } = await clinic.reception.money.settle({ appointmentId: visit.id, version, lines, payment: null });
    const { pdf, pages } = await clinic.reception.money.print({ documentId: document?.id ?? '', language: 'sv' });
    const text = textOf(onDisk('lang.pdf', pdf));
    expect(pages).toBeGreaterThan(1);
    for (const words of ['nummer 40', `Sida ${pages} av ${pages}`, 'dröjsmålsränta', 'Att betala 32']) expect(text).toContain(words);
    await clinic.admin.money.saveSettings({ settings: SETTINGS });
  });
});
