import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { type BackupClinic, startBackupClinic } from '#test/support/backup/backup-clinic.ts';

const LIMIT = 3_000_000;

const numbers = (count: number) => `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;

/** 12,000 patients with 80,000 notes and 300,000 log rows, keys as random as the product's: about 180 MB. */
const FILL = [
  `${numbers(12_000)} INSERT INTO patient SELECT lower(hex(randomblob(16))), 'Åsa Öberg ' || i, '070-1740605' FROM n`,
  `${numbers(80_000)} INSERT INTO note SELECT printf('%012x', i) || lower(hex(randomblob(10))), (SELECT id FROM patient WHERE rowid = 1 + abs(random() % 12000)) FROM n`,
  `INSERT INTO note_version SELECT printf('%012x', rowid) || lower(hex(randomblob(10))), id, hex(randomblob(600)) FROM note`,
  `${numbers(300_000)} INSERT INTO audit_event (hash, patient_id) SELECT lower(hex(randomblob(32))), (SELECT id FROM patient WHERE rowid = 1 + abs(random() % 12000)) FROM n`,
];

/** One day at the clinic (design/backup.md §D): 40 visits with a note each, 40 changed patients, 2,000 log rows, each its own commit. */
const DAY = [
  ...Array.from({ length: 40 }, (_, index) => [
    `INSERT INTO note SELECT printf('%012x', ${100_000 + index}) || lower(hex(randomblob(10))), (SELECT id FROM patient WHERE rowid = 1 + abs(random() % 12000))`,
    `INSERT INTO note_version SELECT printf('%012x', ${100_000 + index}) || lower(hex(randomblob(10))), (SELECT max(id) FROM note), hex(randomblob(600))`,
    `UPDATE patient SET phone = '070-${index}' WHERE rowid = ${1 + index * 290}`,
  ]).flat(),
  ...Array.from({ length: 2000 }, (_, index) => `INSERT INTO audit_event (hash, patient_id) SELECT lower(hex(randomblob(32))), (SELECT id FROM patient WHERE rowid = ${1 + (index % 120) * 97})`),
];

describe('a clinic day', () => {
  let clinic: BackupClinic;
  beforeAll(async () => {
    clinic = await startBackupClinic({ patients: 0, notes: 0 });
    for (const sql of FILL) await clinic.db.exclusive(connection => connection.exec(sql));
  });
  afterAll(() => clinic.stop());

  it('adds at most 3 MB to the place, list of contents included', async () => {
    const first = await runBackup(clinic.context());
    expect(first.generation.databaseBytes).toBeGreaterThan(150e6);
    for (const sql of DAY) await clinic.db.exclusive(connection => connection.exec(sql));
    const before = await clinic.context().store.list('m/');
    const day = await runBackup(clinic.context());
    const known = new Set(before.map(object => object.key));
    const added = (await clinic.context().store.list('m/')).filter(object => !known.has(object.key)).reduce((sum, object) => sum + object.size, 0);
    expect(added).toBeLessThan(LIMIT);
    expect(added).toBeGreaterThan(100_000);
    expect(day.generation.counts).toMatchObject({ notes: 80_040, log: 302_000 });
    expect(day.certificate).toMatchObject({ kind: 'full', outcome: 'ok' });
    process.stderr.write(`clinic day: database ${(day.generation.databaseBytes / 1e6).toFixed(0)} MB, added ${(added / 1e6).toFixed(2)} MB, proof ${day.certificate.durationMs} ms\n`);
  });
});
