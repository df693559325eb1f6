import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { FolderStore } from '#electron/core/adapters/backup-store/folder/folder-store.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { addPeople, type BackupClinic, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { certificateOf, startDrilledClinic, stopDrilledClinic } from '#test/support/backup/drill-clinic.ts';
import { startTargetsClinic } from '#test/support/backup/targets-clinic.ts';
import { databaseSha256, drillAt, restoreAt } from '#test/support/backup/trial.ts';

/** Two programs in one data folder are refused (test/unit/supervisor/instance-lock.test.ts, test/adapters/backup/command-line.test.ts). */
describe('several things at once at one place', () => {
  let clinic: BackupClinic;
  beforeAll(async () => {
    clinic = await startBackupClinic({ patients: 20, notes: 5 });
    await runBackup(clinic.context());
    await addPeople(clinic.db, { patients: 2, notes: 2 });
  });
  afterAll(() => clinic.stop());

  it('a backup, two restores on other computers and a drill do not disturb each other', async () => {
    const [{ generation, certificate }, one, two, drill] = await Promise.all([
      runBackup(clinic.context()), restoreAt(clinic, new FolderStore(clinic.place), 'one'), restoreAt(clinic, new FolderStore(clinic.place), 'two'), drillAt(clinic, new FolderStore(clinic.place)),
    ]);
    expect({ seq: generation.seq, outcome: certificate.outcome, drill: drill.outcome }).toEqual({ seq: 2, outcome: 'ok', drill: 'ok' });
    for (const restored of [one, two]) expect(restored).toMatchObject({ equal: true });
    expect(await restoreAt(clinic, new FolderStore(clinic.place), 'newest')).toMatchObject({ equal: true, found: { fileSha256: await databaseSha256(clinic) } });
  });

  it('two windows ask for a drill at one moment, or during a backup: one is told what is running, and the other’s drill is good', async () => {
    const { clinic: drilled, admin } = await startDrilledClinic(1);
    try {
      const both = await Promise.allSettled([admin.drill.run({ targetId: null }), admin.drill.run({ targetId: null })]);
      expect(both.filter(one => one.status === 'rejected')).toMatchObject([{ reason: { detail: { code: 'drill.running' } } }]);
      expect(await certificateOf(drilled, admin)).toMatchObject({ outcome: 'ok' });
      drilled.busy.backup = true;
      await expect(admin.drill.run({ targetId: null })).rejects.toMatchObject({ detail: { code: 'backup.running' } });
    } finally {
      await stopDrilledClinic(drilled);
    }
  });

  it('two windows ask for a backup at one moment: one is told that it is running, and one backup is made', async () => {
    const desk = await startTargetsClinic();
    try {
      const maria = await desk.as('administrator');
      await maria.backup.addFolder({ path: desk.folder('NAS'), name: 'NAS', absenceDays: null });
      const both = await Promise.allSettled([maria.backup.run({}), maria.backup.run({})]);
      expect(both.filter(one => one.status === 'rejected')).toMatchObject([{ reason: { detail: { code: 'backup.running' } } }]);
      await desk.service.whenIdle();
      expect(await maria.backup.status({})).toMatchObject({ generations: 1, running: null, attempt: { outcome: 'ok' } });
    } finally {
      await desk.stop();
    }
  });
});
