import { closeSync, copyFileSync, openSync, readSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { inspectDatabase } from '#electron/core/services/backup/database-source.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { type BackupClinic, startBackupClinic } from '#test/support/backup/backup-clinic.ts';

/**
 * A clinic with photographs is soon beyond 4 GiB, where SQLCipher's own check calls every page damaged
 * (sqlcipher/sqlcipher#604). The long run is beyond it, and beyond the lock page at 1 GiB; otherwise the file is small.
 */
const MEGABYTES = process.env['KLINIKBOK_FAULTS'] === 'all' ? 4_400 : 24;
const PHOTOGRAPH = 8;

let clinic: BackupClinic;
beforeAll(async () => {
  clinic = await startBackupClinic({ patients: 5, notes: 3 });
  await clinic.db.write(tx => tx.raw('CREATE TABLE photograph (bytes BLOB NOT NULL) STRICT'));
  for (let done = 0; done < MEGABYTES; done += PHOTOGRAPH) await clinic.db.write(tx => tx.raw('INSERT INTO photograph VALUES (randomblob(?))', [PHOTOGRAPH * 1_000_000]));
}, 600_000);
afterAll(() => clinic.stop());

const flip = (file: string, at: number): void => {
  const handle = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  readSync(handle, byte, 0, 1, at);
  writeSync(handle, Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, at);
  closeSync(handle);
};

it('a large clinic gets its proof, and each page that is not what it was is counted, wherever it lies', async () => {
  const restored: Awaited<ReturnType<typeof inspectDatabase>>[] = [];
  const context = clinic.context();
  const inspect = async (file: string, keyHex: Redacted<string>) => {
    const sound = await context.inspect(file, keyHex);
    const { size } = statSync(file);
    expect(size).toBeGreaterThan(MEGABYTES * 1_000_000);
    for (const at of [100, size / 2, size - 1]) flip(file, Math.floor(at));
    truncateSync(file, size + 10);
    restored.push(await inspectDatabase(file, keyHex));
    return sound;
  };
  const { certificate } = await runBackup({ ...context, inspect });
  expect(certificate).toMatchObject({ kind: 'full', outcome: 'ok', counts: { patients: 5 } });
  expect(restored).toHaveLength(1);
  // Three pages, and the piece at the end that is no page.
  expect(restored[0]).toMatchObject({ damagedPages: 4 });
  expect(restored[0]?.structureProblems).toBeGreaterThan(0);
}, 900_000);

it('a file of another key has not one right page, and none at all is damaged too', async () => {
  const file = clinic.at('other.db');
  await clinic.db.snapshot(async snapshot => copyFileSync(snapshot.file, file));
  const pages = statSync(file).size / 4096;
  const lockPages = pages > 2 ** 30 / 4096 ? 1 : 0; // empty in every database
  expect((await inspectDatabase(file, new Redacted('ab'.repeat(32)))).damagedPages).toBe(pages - lockPages);
  rmSync(file);
  expect((await inspectDatabase(file, new Redacted('ab'.repeat(32)))).damagedPages).toBe(1);
});
