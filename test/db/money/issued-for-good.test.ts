import { fork, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startMoneyClinic, type MoneyClinic } from '#test/contract/money/money-clinic.ts';
import { KEY } from '#test/support/harness.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const WRITERS = 4;
const EACH = 25;

let clinic: MoneyClinic;
let program: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  clinic = await startMoneyClinic();
  // Beside the sources, so that the native drivers are found where they are installed.
  program = join(ROOT, 'node_modules/.cache', `money-writer-${process.pid}.mjs`);
  await build({
    absWorkingDir: ROOT, entryPoints: [join(import.meta.dirname, 'issuing-process.ts')], outfile: program, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error',
    alias: { '#shared': join(ROOT, 'shared'), '#electron': join(ROOT, 'electron') },
  });
});
afterAll(async () => {
  for (const child of children) child.kill();
  rmSync(program, { force: true });
  await clinic.stop();
});

/** The child's next message, or how it ended; fails naming what was waited for after the limit. */
function next(child: ChildProcess, what: string): Promise<unknown> {
  return new Promise((done, reject) => {
    const limit = setTimeout(() => reject(new Error(`waited 40 s for ${what}`)), 40_000);
    const end = (answer: unknown) => (clearTimeout(limit), done(answer));
    child.once('message', end);
    child.once('exit', (_code, signal) => end({ signal }));
  });
}
async function startWriter(writer: number, job: { readonly invoices: number; readonly dieIn: number }): Promise<ChildProcess> {
  const child = fork(program, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  children.push(child);
  child.send({ file: clinic.file, keyHex: KEY, writer, ...job });
  expect(await next(child, 'a writer to open the file')).toEqual({ ready: true });
  return child;
}
const series = async () => (await clinic.rows<{ number: number }>(`SELECT number FROM money_document WHERE series = 'invoice' ORDER BY number`)).map(row => row.number);
const unbroken = (numbers: readonly number[]) => expect(numbers).toEqual(numbers.map((_, index) => 10_001 + index));

describe('F-02 the number series', () => {
  it('has no gap and no double after 100 invoices by four programs at once', async () => {
    const writers = await Promise.all(Array.from({ length: WRITERS }, (_, index) => startWriter(index, { invoices: EACH, dieIn: -1 })));
    const answers = writers.map(writer => next(writer, 'a writer to finish') as Promise<{ numbers: number[] }>);
    for (const writer of writers) writer.send('go');
    const given = (await Promise.all(answers)).flatMap(answer => answer.numbers);
    expect(new Set(given).size).toBe(WRITERS * EACH);
    unbroken(await series());
    expect(await series()).toHaveLength(WRITERS * EACH);
  });

  it('has no gap and no double after 100 invoices at once through the program’s own door', async () => {
    const patientId = await clinic.addPatient();
    const visits: Awaited<ReturnType<typeof clinic.visit>>[] = [];
    for (let one = 0; one < 100; one += 1) visits.push(await clinic.visit({ patientId }));
    const before = (await series()).length;
    await Promise.all(visits.map(visit => clinic.pay(visit, null)));
    expect((await series()).length).toBe(before + 100);
    unbroken(await series());
  });

  it('gives the number of an invoice that a power cut interrupted to the next one', async () => {
    const before = await series();
    const child = await startWriter(9, { invoices: 3, dieIn: 1 });
    const ended = next(child, 'the writer to be killed');
    child.send('go');
    expect(await ended).toEqual({ signal: 'SIGKILL' });
    expect(await series()).toHaveLength(before.length + 1);
    await clinic.pay(await clinic.visit(), null);
    expect(await series()).toHaveLength(before.length + 2);
    unbroken(await series());
  });
});

describe('F-02 what is issued stays, by raw SQL too', () => {
  const write = (sql: string) => clinic.db.write(async tx => void (await tx.raw(sql)));
  beforeAll(async () => {
    await clinic.pay(await clinic.visit(), { method: 'card', amountMinor: 10_000 });
    await clinic.pay(await clinic.visit());
  });

  it.each(['money_document', 'money_document_line', 'money_payment'])('%s takes no change, no removal and no replacement', async table => {
    await expect(write(`UPDATE ${table} SET rowid_or_any = 1`.replace('rowid_or_any', table === 'money_document_line' ? 'text' : 'reason'))).rejects.toMatchObject({ rule: expect.stringContaining('append-only') });
    await expect(write(`DELETE FROM ${table}`)).rejects.toMatchObject({ rule: expect.stringContaining('append-only') });
    await expect(write(`INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`)).rejects.toMatchObject({ rule: expect.stringContaining('append-only') });
  });

  it('no line slips into a finished document, and no document differs from its lines', async () => {
    await expect(write(`INSERT INTO money_document_line SELECT document_id, position + 1, appointment_id, patient_id, supplied_on, kind, text, patient_label, quantity_hundredths, unit_minor, discount_minor,
      gross_minor, vat_code, vat_rate, vat_minor, vat_reason_note_id FROM money_document_line LIMIT 1`)).rejects.toMatchObject({ rule: expect.stringContaining('append-only') });
    const copy = (total: number) => `INSERT INTO money_document SELECT 'copy', kind, series, (SELECT max(number) + 1 FROM money_document WHERE series = 'invoice'), refers_to, issued_on, issued_at, issued_by, patient_id,
      payer_id, buyer, seller, due_on, ocr, reason, line_count, ${total}, vat_minor FROM money_document WHERE id = '0-0'`;
    const line = `INSERT INTO money_document_line SELECT 'copy', position, appointment_id, patient_id, supplied_on, kind, text, patient_label, quantity_hundredths, unit_minor, discount_minor, gross_minor, vat_code,
      vat_rate, vat_minor, vat_reason_note_id FROM money_document_line WHERE document_id = '0-0'`;
    await expect(clinic.db.write(async tx => { await tx.raw(copy(101)); await tx.raw(line); })).rejects.toMatchObject({ rule: expect.stringContaining('differs from its lines') });
  });

  it('no number is skipped, no credit exceeds its document, no reversal differs from its payment, no refund exceeds what was paid', async () => {
    const row = (columns: string) => `INSERT INTO money_document SELECT 'x', ${columns}, issued_on, issued_at, issued_by, patient_id, payer_id, buyer, seller, due_on, ocr, reason, line_count`;
    await expect(write(`${row(`kind, series, 99999, refers_to`)}, total_minor, vat_minor FROM money_document WHERE id = '0-0'`)).rejects.toMatchObject({ rule: expect.stringContaining('not the next number') });
    await expect(write(`${row(`'credit', series, (SELECT max(number) + 1 FROM money_document WHERE series = 'invoice'), id`)}, -total_minor - 1, 0 FROM money_document WHERE id = '0-0'`)).rejects.toMatchObject({ rule: expect.stringContaining('money_credit_fits') });
    const pay = (kind: string, amount: string, reverses: string) => `INSERT INTO money_payment SELECT 'y', (SELECT max(number) + 1 FROM money_payment), document_id, '${kind}', method, ${amount}, 0, received_on, registered_at,
      registered_by, ${reverses}, '', '', '' FROM money_payment WHERE number = 1`;
    await expect(write(pay('reversal', '-amount_minor + 1', 'id'))).rejects.toMatchObject({ rule: expect.stringContaining('money_reversal_mirrors') });
    await expect(write(pay('refund', '-amount_minor - 1', 'NULL'))).rejects.toMatchObject({ rule: expect.stringContaining('money_refund_fits') });
  });

  it('F-05 what the program keeps as balance is what the rows add up to', async () => {
    expect(await clinic.rows(`SELECT b.document_id FROM money_balance b JOIN money_document d ON d.id = b.document_id
      WHERE b.balance_minor <> d.total_minor + (SELECT coalesce(sum(c.total_minor), 0) FROM money_document c WHERE c.refers_to = d.id) - (SELECT coalesce(sum(p.amount_minor + p.rounding_minor), 0) FROM money_payment p WHERE p.document_id = d.id)`)).toEqual([]);
    expect(await clinic.rows('SELECT count(*) AS n FROM money_balance')).toEqual(await clinic.rows(`SELECT count(*) AS n FROM money_document WHERE kind <> 'credit'`));
  });
});
