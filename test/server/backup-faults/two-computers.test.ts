import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { S3Store } from '#electron/core/adapters/backup-store/s3/s3-store.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { addPeople, type BackupClinic, openBackupClinic, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { repositoryAt } from '#test/support/backup/server-clinic.ts';
import { databaseSha256, generationsOf, restoreFile } from '#test/support/backup/trial.ts';
import { openServer } from '#test/support/rgw.ts';

/** The server's own locks are not to be trusted (design/backup.md, decision 4); the turns they can take are in test/adapters/backup-faults/fork.test.ts. */
describe('two computers with one database and one key at a real server (FL-25)', () => {
  let one: BackupClinic;
  let two: BackupClinic;
  let store: S3Store;
  beforeAll(async () => {
    const server = await openServer();
    one = await startBackupClinic({ patients: 10, notes: 2 });
    store = await repositoryAt(one, (await server.newBucket({ lock: 1 })).place);
    await runBackup(one.context({ store }));
    await databaseSha256(one); // everything is in the main file
    const folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-backup-two-'));
    cpSync(one.folder, folder, { recursive: true, filter: name => !/clinic\.db-(wal|shm)$/.test(name) });
    two = await openBackupClinic(folder);
  }, 320_000);
  afterAll(async () => {
    await two.stop();
    rmSync(two.folder, { recursive: true, force: true });
    await one.stop();
  });

  it('both at the same moment, twice: neither overwrites the other, the heads are told apart, and every backup of both is whole', async () => {
    const shas: string[] = [];
    for (const round of [1, 2]) {
      for (const clinic of [one, two]) await addPeople(clinic.db, { patients: 1, notes: clinic === two ? 3 : round });
      await Promise.all([one, two].map(clinic => runBackup(clinic.context({ store }))));
      shas.push(...(await Promise.all([one, two].map(databaseSha256))));
    }
    const generations = await generationsOf(one, store);
    expect(new Set(generations.map(each => each.manifest.machineId)).size).toBe(2);
    expect(generations.map(each => each.manifest.fileSha256)).toEqual(expect.arrayContaining(shas));
    for (const each of generations) expect(await restoreFile(one, store, each)).toEqual({ sha256: each.manifest.fileSha256, missingPages: [], badPacks: [], vaultIsWhole: true });
  });
});
