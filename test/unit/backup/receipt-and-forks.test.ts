import { describe, expect, it } from 'vitest';

import type { OpenedGeneration } from '#electron/core/backup/restore/generations.ts';
import { expectedByAnchor, expectedByOtherPlace, expectedByReceipt } from '#electron/core/backup/restore/expectation.ts';
import { headsOf, isForked } from '#electron/core/backup/restore/heads.ts';
import { backupReceiptPdf } from '#electron/core/pdf/backup-receipt.ts';
import { lastToPassOver } from '#shared/domain/backup/numbers.ts';
import { formatReceipt, parseReceipt, receiptCode } from '#shared/domain/backup/receipt.ts';

const A = '0a1b2c3d4e5f6071';
const B = '77aa66bb55cc44dd';
const day = (n: number): string => `2026-11-${String(n).padStart(2, '0')}T02:00:00.000Z`;
const counts = { patients: 2, notes: 3, versions: 4, log: 5 };
/** A backup as judged here: only these fields are looked at. */
const made = (machineId: string, seq: number, at: string, log = seq * 10): OpenedGeneration =>
  ({ manifest: { machineId, seq, createdAt: at, counts, logHead: { seq: log, hash: 'h' } }, sha256: `${machineId.slice(0, 8)}${String(seq).padStart(56, '0')}`, signerFingerprint: 's', missingPacks: 0 }) as unknown as OpenedGeneration;
const SERIES = [made(A, 3, day(3)), made(A, 2, day(2)), made(A, 1, day(1))];
const receiptOf = (one: OpenedGeneration, repositoryId = 'repo') => ({
  clinicName: 'Eken', repositoryId, placeName: 'USB', manifestSha256: one.sha256,
  generation: { id: '', machineId: one.manifest.machineId, seq: one.manifest.seq, createdAt: one.manifest.createdAt, databaseBytes: 1, uploadedBytes: 1, counts, logHead: one.manifest.logHead, appVersion: '', schemaVersion: 1 },
});

describe('a receipt on paper (security.md §3.6)', () => {
  const [newest = made(A, 3, day(3))] = SERIES;
  it.each(['3-0A1B-2C3D', '3 0a1b 2c3d', '3-oa1b2c3d', ' 3 – 0A1B – 2C3D '])('is read as typed: %s', typed => {
    expect(receiptCode(receiptOf(newest))).toBe('3-0A1B-2C3D');
    expect(parseReceipt(typed)).toMatchObject({ seq: 3, digest: '0a1b2c3d' });
  });

  it.each(['', '3', '3-0A1B-2C3', '3-0A1B-2C3G', '0-0A1B-2C3D', '# klinikbok-receipt/1\n# generation: x/1'])('is refused when it is none: %j', typed => {
    expect(parseReceipt(typed)).toBeUndefined();
  });

  it('tells that its backup is here, gone, or replaced, by code and by QR text', () => {
    for (const text of [receiptCode(receiptOf(newest)), formatReceipt(receiptOf(newest))]) {
      const receipt = parseReceipt(text) ?? expect.fail('not read');
      expect(expectedByReceipt(receipt, 'repo', SERIES)).toMatchObject({ verdict: 'here', seq: 3 });
      expect(expectedByReceipt(receipt, 'repo', SERIES.slice(1)).verdict).toBe('gone');
      expect(expectedByReceipt(receipt, 'repo', [{ ...newest, sha256: 'ff'.repeat(32) }]).verdict).toBe('replaced');
    }
  });

  it('of another place is compared by the log, which all places share', () => {
    const receipt = parseReceipt(formatReceipt(receiptOf(newest, 'usb'))) ?? expect.fail('not read');
    expect(expectedByReceipt(receipt, 'server', [made(B, 1, day(4), 31)]).verdict).toBe('here');
    expect(expectedByReceipt(receipt, 'server', [made(B, 1, day(2), 29)]).verdict).toBe('gone');
  });

  it('is a PDF that holds its code', async () => {
    const pdf = await backupReceiptPdf(receiptOf(newest), 'Europe/Stockholm');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(5_000);
  });
});

describe('what should be here, and two newest states', () => {
  it('this computer remembers: present, gone, replaced', () => {
    const anchor = { repositoryId: 'repo', machineId: A, seq: 3, manifestSha256: SERIES[0]?.sha256 ?? '', createdAt: day(3) };
    expect(expectedByAnchor(anchor, SERIES)?.verdict).toBe('here');
    expect(expectedByAnchor(anchor, SERIES.slice(1))?.verdict).toBe('gone');
    expect(expectedByAnchor({ ...anchor, manifestSha256: '00' }, SERIES)?.verdict).toBe('replaced');
    expect(expectedByAnchor(undefined, SERIES)).toBeNull();
  });

  it('the other place has newer ones, or it has not', () => {
    expect(expectedByOtherPlace([made(B, 9, day(9), 99)], SERIES)).toMatchObject({ by: 'otherPlace', seq: 9, verdict: 'gone' });
    expect(expectedByOtherPlace([made(B, 9, day(9), 30)], SERIES)).toBeNull();
  });

  it('a series that begins after the other ended is an ordinary restore; one that goes on beside it is a fork, and so is one number twice', () => {
    expect(isForked([...SERIES, made(B, 1, day(4)), made(B, 2, day(5))])).toBe(false);
    expect(isForked([...SERIES, made(B, 1, day(2)), made(B, 2, day(5))])).toBe(true);
    expect(isForked([...SERIES, { ...made(A, 3, day(3)), sha256: 'ff' }])).toBe(true);
    expect(headsOf([...SERIES, made(B, 1, day(4))]).map(head => [head.machineId, head.newest.manifest.seq, head.generations])).toEqual([[B, 1, 1], [A, 3, 3]]);
  });

  it('F-02: passes over at least fifty numbers to an even hundred, more where the clinic is busy or long away, and exactly where it is known', () => {
    const base = { last: 10_001, known: null, recent: 0, backupAt: day(1), restoredAt: day(2) };
    expect(lastToPassOver(base)).toBe(10_100);
    expect(lastToPassOver({ ...base, last: 10_060 })).toBe(10_200);
    expect(lastToPassOver({ ...base, recent: 900, restoredAt: day(11) })).toBe(10_400);
    expect(lastToPassOver({ ...base, known: 10_003 })).toBe(10_003);
    expect(lastToPassOver({ ...base, known: 9_000 })).toBe(10_001);
  });
});
