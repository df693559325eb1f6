import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { addPeople, type BackupClinic, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { MemoryStore } from '#test/support/backup/memory-store.ts';
import { generationsOf } from '#test/support/backup/trial.ts';

const DAY_MS = 86_400_000;

describe('what a server is spared and what it is sent again', () => {
  let clinic: BackupClinic;
  let store: MemoryStore;
  const began = Date.now();
  const run = async (day: number) => {
    await addPeople(clinic.db, { patients: 1, notes: 1 });
    const { certificate, generation } = await runBackup(clinic.context({ store, now: () => new Date(began + day * DAY_MS) }));
    const [newest] = await generationsOf(clinic, store, null);
    return { kind: certificate.kind, isBase: generation.uploadedBytes > generation.databaseBytes / 2, vault: newest?.manifest.vault?.key, bytesRead: certificate.bytesRead, size: generation.databaseBytes };
  };
  beforeAll(async () => {
    clinic = await startBackupClinic({ patients: 40, notes: 5 });
    const version = await clinic.context().store.get('VERSION');
    if (version === undefined) throw new Error('no repository');
    store = new MemoryStore([['VERSION', version]], 's3');
  });
  afterAll(() => clinic.stop());

  it('it is proven whole at first and then once a month; on other nights by what was sent, all names and sizes, and a sample', async () => {
    const nights = [await run(0), await run(1), await run(27), await run(29), await run(30)];
    expect(nights.map(night => night.kind)).toEqual(['full', 'light', 'light', 'full', 'light']);
    expect(nights[0]?.bytesRead).toBeGreaterThan(nights[0]?.size ?? 0);
  });

  it('with every new base the vault goes again, so that expiry by age never takes it from under a backup that is kept', async () => {
    const [before, base, after] = [await run(59), await run(62), await run(63)];
    expect([before.isBase, base.isBase, after.isBase]).toEqual([false, true, false]);
    expect(base.vault).not.toBe(before.vault);
    expect(after.vault).toBe(base.vault);
  });
});
