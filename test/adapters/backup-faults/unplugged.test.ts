import { cpSync, existsSync, readdirSync } from 'node:fs';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { FolderStore } from '#electron/core/adapters/backup-store/folder/folder-store.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { addPeople, type BackupClinic, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { FaultyStore } from '#test/support/backup/faulty-store.ts';
import { beginTrial, drillAt, restoreAt } from '#test/support/backup/trial.ts';
import { MAY_MOUNT, mountSmallDisk, type SmallDisk } from '#test/support/small-disk.ts';

/** Every call in the long run (`npm run test:faults`); every fourth of a backup otherwise. */
const ALL = process.env['KLINIKBOK_FAULTS'] === 'all';

/** A mount point stays behind, empty: every object is "not there", and yet none of them is lost; and nothing may be written there. */
describe.skipIf(!MAY_MOUNT)('the disk with the backups is pulled out in the middle (design/backup.md G)', () => {
  let clinic: BackupClinic;
  let disk: SmallDisk;
  beforeAll(async () => {
    clinic = await startBackupClinic({ patients: 60, notes: 10 }); // large beside a change, so that no new base falls due
    await runBackup(clinic.context());
    await addPeople(clinic.db, { patients: 1, notes: 1 });
    await runBackup(clinic.context());
    disk = mountSmallDisk(30);
    await addPeople(clinic.db, { patients: 1, notes: 1 });
  });
  beforeEach(() => {
    disk.empty();
    cpSync(clinic.place, disk.folder, { recursive: true });
  });
  afterAll(async () => {
    disk.remove();
    await clinic.stop();
  });

  /** The place until its n-th call; 0: never. */
  const pulledAt = (n: number) => new FaultyStore(new FolderStore(disk.folder), {
    plan: call => {
      if (call.n === n) disk.pullOut();
      return 'none';
    },
  });

  function plugIn(): void {
    expect(readdirSync(disk.folder), 'nothing was written where the disk had been').toEqual([]);
    disk.plugIn();
  }

  it('a restore says that the disk is gone, whichever object it was asking for, and not that the backup is damaged', async () => {
    const whole = pulledAt(0);
    expect(await restoreAt(clinic, whole, 'restore-0')).toMatchObject({ equal: true });
    expect(whole.calls.length).toBeGreaterThan(2);
    for (let n = 2; n <= whole.calls.length; n += 1) {
      await expect(restoreAt(clinic, pulledAt(n), `restore-${n}`), `pulled out at call ${n}`).rejects.toMatchObject({ code: 'backup.placeMissing' });
      expect(existsSync(clinic.at(`restore-${n}`))).toBe(false);
      plugIn();
    }
  });

  it('a drill says so too and finds nothing wrong with the backups', async () => {
    const whole = pulledAt(0);
    expect(await drillAt(clinic, whole)).toMatchObject({ outcome: 'ok' });
    for (let n = 2; n <= whole.calls.length; n += 1) {
      const findings = await drillAt(clinic, pulledAt(n));
      expect(findings, `pulled out at call ${n}`).toMatchObject({ outcome: 'failed', errorCode: 'backup.placeMissing', scratchRemoved: true });
      expect(findings.lines.filter(line => line.outcome === 'failed' && line.check !== 'manifest'), `pulled out at call ${n}`).toEqual([]);
      plugIn();
    }
  });

  it('a backup says so, also during its proof, and goes on when the disk is back: nothing that was stored is sent again', async () => {
    const begin = () => {
      disk.empty();
      cpSync(clinic.place, disk.folder, { recursive: true });
      return beginTrial(clinic);
    };
    const measure = begin();
    const whole = pulledAt(0);
    await runBackup(measure.context(whole));
    measure.remove();
    for (let n = 2; n <= whole.calls.length; n += ALL ? 1 : 4) {
      const trial = begin();
      await expect(runBackup(trial.context(pulledAt(n))), `pulled out at call ${n}`).rejects.toMatchObject({ code: 'backup.placeMissing' });
      plugIn();
      const { generation, certificate } = await runBackup(trial.context(new FolderStore(disk.folder)));
      expect(certificate.outcome).toBe('ok');
      expect(generation.uploadedBytes, `pulled out at call ${n}`).toBeLessThan(generation.databaseBytes);
      expect(readdirSync(`${disk.folder}/m`), `pulled out at call ${n}: the series goes on`).toHaveLength(1);
      trial.remove();
    }
  });
});
