import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type Database, openDatabase } from '#electron/core/db/database.ts';
import { migrate } from '#electron/core/db/migrate.ts';
import { MIGRATIONS } from '#electron/core/db/migrations/index.ts';
import { newestRun } from '#electron/core/repositories/backup-run.ts';
import { readBackupSetting } from '#electron/core/services/backup/backup-settings.ts';
import { KEY } from '#test/support/harness.ts';

const AT = '2026-11-22T08:00:00.000Z';
const REPOSITORY = '0b3c7a52-6a0e-4c53-9d0e-2f1a8f5f0a11';
let folder: string;
let db: Database;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'klinikbok-m24-'));
  db = await openDatabase({ file: join(folder, 'clinic.db'), mode: 'create', getKeyHex: () => KEY });
  await migrate(db, MIGRATIONS.filter(one => one.version < 24));
});
afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

describe('migration 0024: several places for backups', () => {
  it('the one place there was becomes the first, and keeps its schedule and its runs', async () => {
    const schedule = { nightly: true, nightlyAt: '03:30', dayEndAfter: null };
    const place = { path: 'D:\\Kopior\\Klinikbok', repositoryPath: 'D:\\Kopior\\Klinikbok', repositoryId: REPOSITORY };
    await db.write(async tx => {
      await tx.raw("INSERT INTO setting (key, value, changed_at) VALUES ('backup', ?, ?)", [JSON.stringify({ place, schedule }), AT]);
      await tx.raw("INSERT INTO backup_run (id, started_at, ended_at, run_trigger, outcome) VALUES ('r', ?, ?, 'nightly', 'ok')", [AT, AT]);
    });
    await migrate(db);
    const setting = await readBackupSetting(db.reader);
    expect(setting).toEqual({
      schedule, limits: { serverKilobytesPerSecond: null, serverHours: null, serversPausedUntil: null },
      targets: [{ id: REPOSITORY, name: 'Kopior/Klinikbok', repositoryId: REPOSITORY, addedAt: AT, absenceDays: null, retentionDays: 400, contents: null, expiry: null, place: { kind: 'folder', path: place.path, repositoryPath: place.repositoryPath } }],
    });
    expect(await newestRun(db.reader, REPOSITORY)).toMatchObject({ runId: 'r', outcome: 'ok' });
  });

  it('a clinic that had chosen no place has none', async () => {
    await migrate(db);
    expect((await readBackupSetting(db.reader)).targets).toEqual([]);
  });
});
