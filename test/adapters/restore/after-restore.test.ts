import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { nextNumber } from '#electron/core/repositories/money-document.ts';
import { leaveNote, settleRestored } from '#electron/core/services/restore/restored-note.ts';
import { distrustRestored } from '#electron/core/repositories/reminder.ts';
import { clinicPlace } from '#electron/core/clinic/clinic-place.ts';
import { SETTINGS, startMoneyClinic } from '../../contract/money/money-clinic.ts';

type MoneyClinic = Awaited<ReturnType<typeof startMoneyClinic>>;

describe('after a restore nothing that left the clinic is used twice (issue 5)', () => {
  let clinic: MoneyClinic;
  let folder: string;
  const note = (more: object = {}) => ({ generationId: 'm/4', createdAt: '2026-11-22T02:00:00.000Z', restoredAt: '2026-11-23T08:00:00.000Z', equal: true, logSeq: 1, keptAside: null, ...more });
  const settle = async (more: object = {}): Promise<void> => {
    const place = clinicPlace(path.join(folder, String(Math.random()).slice(2)));
    mkdirSync(place.clinicDir, { recursive: true });
    await leaveNote(place.clinicDir, note(more));
    expect(await settleRestored(place, { db: clinic.db, log: clinic.log }, clinic.clock)).toBe(true);
    expect(await settleRestored(place, { db: clinic.db, log: clinic.log }, clinic.clock)).toBe(false);
  };
  const next = (series: 'invoice' | 'receipt') => clinic.db.write(tx => nextNumber(tx, series, 1));
  /** A receipt for a visit of its own; its number. */
  const receipt = async (): Promise<number> => {
    await clinic.pay(await clinic.visit());
    const [row] = (await clinic.db.reader.raw("SELECT max(number) AS n FROM money_document WHERE series = 'receipt'")) as { n: number }[];
    return row?.n ?? 0;
  };
  const gaps = async () => (await clinic.db.reader.raw('SELECT series, first, last, reason FROM number_gap ORDER BY made_at, series, first')) as { series: string; first: number; last: number; reason: string }[];

  beforeAll(async () => {
    clinic = await startMoneyClinic();
    folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-after-'));
  });
  afterAll(async () => {
    await clinic.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('F-02: numbers that may be in somebody’s hand are passed over; the next paper begins after an even hundred, with the reason beside the gap', async () => {
    expect(await receipt()).toBe(1);
    await settle();
    expect(await receipt()).toBe(101);
    expect((await gaps()).filter(gap => gap.series !== 'payment' && gap.series !== 'visit')).toEqual([
      { series: 'invoice', first: SETTINGS.firstInvoiceNumber, last: 10_100, reason: 'restore m/4' }, { series: 'receipt', first: 2, last: 100, reason: 'restore m/4' },
    ]);
    expect(await next('invoice')).toBe(10_101);
  });

  it('where the replaced database could be read, exactly what it had given out is passed over and not one more', async () => {
    const before = await gaps();
    await settle({ restoredAt: '2026-11-24T08:00:00.000Z', numbers: { invoice: 10_107, receipt: 101, payment: 0, visit: 0, temporary: 3 } });
    expect(await next('invoice')).toBe(10_108);
    expect(await receipt()).toBe(102);
    expect((await gaps()).length).toBe(before.length + 1);
    const [temporary] = (await clinic.db.reader.raw("SELECT last FROM running_number WHERE name = 'temporary'")) as { last: number }[];
    expect(temporary?.last).toBe(3);
  });

  it('a program that ended before it could throw the word away writes no second row and passes over nothing more', async () => {
    const rows = async () => ((await clinic.db.reader.raw("SELECT count(*) AS n FROM audit_event WHERE action = 'RESTORE'")) as [{ n: number }])[0].n;
    const before = { rows: await rows(), gaps: await gaps() };
    await settle();
    expect({ rows: await rows(), gaps: await gaps() }).toEqual(before);
  });

  it('payment references of visits and numbers of payments go on after the gap as well', async () => {
    const [row] = (await clinic.db.reader.raw('SELECT (SELECT max(pay_ref) FROM visit_settlement) AS ref, (SELECT max(number) FROM money_payment) AS payment')) as { ref: number; payment: number }[];
    expect(row?.ref).toBeGreaterThan(100);
    expect(row?.payment).toBeGreaterThan(100);
  });

  it('raw SQL can neither give out a passed-over number nor call a used one unused, and the log says what was passed over', async () => {
    const insert = (sql: string) => clinic.db.write(tx => tx.raw(sql));
    await expect(insert("INSERT INTO number_gap VALUES ('x', 'receipt', 1, 2, 'r', 'now')")).rejects.toThrow('constraint');
    await expect(insert('DELETE FROM number_gap')).rejects.toThrow('constraint');
    const rows = (await clinic.db.reader.raw("SELECT action, object_id AS series, reason_text AS text FROM audit_event WHERE action IN ('RESTORE', 'SETTINGS') AND object_type IN ('backup', 'numberSeries') ORDER BY seq")) as { action: string; series: string; text: string }[];
    expect(rows[0]).toMatchObject({ action: 'RESTORE', series: 'm/4' });
    expect(rows).toContainEqual({ action: 'SETTINGS', series: 'invoice', text: '10001-10100' });
  });

  it('two persons who confirmed an older backup stand in the restored clinic’s log with the reason', async () => {
    await settle({ confirmation: { reason: 'rolledBack', persons: ['Maria Ek', 'Nils Al'], secondKey: 'card' }, lostPages: 3 });
    const rows = (await clinic.db.reader.raw("SELECT reason_code AS code, reason_text AS text FROM audit_event WHERE action = 'RESTORE' ORDER BY seq DESC LIMIT 1")) as { code: string; text: string }[];
    expect(rows).toEqual([{ code: 'restore.rolledBack', text: '2026-11-22T02:00:00.000Z -> 2026-11-23T08:00:00.000Z, log 1 (3 pages lost, 0 from other backups); Maria Ek + Nils Al, 2nd key card' }]);
  });

  it('C-11: the restore’s row in the log is what holds the reminders that may have gone out (ADR 0007)', async () => {
    await clinic.db.write(tx => tx.raw("INSERT INTO reminder_setting (id, content, changed_at) VALUES ('sms', '{}', '2026-11-22T01:00:00.000Z')"));
    expect(await clinic.db.write(tx => distrustRestored(tx, clinic.clock.now().toISOString()))).toBe(true);
    expect(await clinic.db.write(tx => distrustRestored(tx, clinic.clock.now().toISOString()))).toBe(false);
  });
});
