import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openStore } from '#electron/core/adapters/backup-store/open-store.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { stageRestore } from '#electron/core/backup/restore/stage.ts';
import { inspectDatabase } from '#electron/core/services/backup/database-source.ts';
import { openSource, storeFor } from '#electron/core/services/restore/opened-source.ts';
import { describeRepository, findRepository } from '#electron/core/services/restore/restore-place.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { type BackupClinic, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { databaseSha256 } from '#test/support/backup/trial.ts';

describe('VERSION, the one unsigned file of a repository, is lost or damaged', () => {
  let clinic: BackupClinic;
  beforeAll(async () => {
    clinic = await startBackupClinic({ patients: 10, notes: 2 });
    await runBackup(clinic.context());
  });
  afterAll(() => clinic.stop());

  it.each([['gone', null], ['empty', ''], ['cut off', '{"format":"klinikbok-ba'], ['of a stranger', 'hello']])('%s: a restore with the kit is whole all the same, and knows whose it is', async (name, content) => {
    const folder = clinic.at(`place ${name}`);
    cpSync(clinic.place, folder, { recursive: true });
    if (content === null) rmSync(path.join(folder, 'VERSION'));
    else writeFileSync(path.join(folder, 'VERSION'), content);
    const found = await findRepository({ kind: 'folder', path: folder }, openStore);
    expect(await describeRepository(found)).toMatchObject({ generations: 1, clinicId: '' });
    const keys = { identity: new Redacted(clinic.secrets.recovery.identity), keyHex: new Redacted(clinic.secrets.keyHex), signerFingerprint: null, card: null };
    const source = await openSource(found, keys);
    const [newest] = source.generations;
    if (newest === undefined) throw new Error('no backup');
    expect(source.found.version).toMatchObject({ clinicId: clinic.secrets.clinicId, repositoryId: newest.manifest.repositoryId });
    const comparison = await stageRestore({
      store: storeFor(source, newest), manifest: newest.manifest, identities: [clinic.secrets.recovery.identity], keyHex: keys.keyHex,
      folder: clinic.at(`restored ${name}`), inspect: inspectDatabase, onProgress: () => undefined,
    });
    expect(comparison).toMatchObject({ equal: true, found: { fileSha256: await databaseSha256(clinic) } });
  });

  it('a folder with nothing of ours is still no place of backups', async () => {
    const folder = clinic.at('strange');
    cpSync(clinic.at('work'), folder, { recursive: true });
    await expect(findRepository({ kind: 'folder', path: folder }, openStore)).rejects.toMatchObject({ code: 'restore.noBackups' });
  });
});
