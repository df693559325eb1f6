import { existsSync, readdirSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { addPeople, type BackupClinic, fileAnchors, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { FaultyStore } from '#test/support/backup/faulty-store.ts';
import { MemoryStore } from '#test/support/backup/memory-store.ts';
import { databaseSha256, generationsOf, restoreFile } from '#test/support/backup/trial.ts';
import { MAY_MOUNT, mountSmallDisk, type SmallDisk } from '#test/support/small-disk.ts';

/** The place being full, and no room for a restore, are in test/adapters/backup/places.test.ts; here it is this computer's own disk. */
describe.skipIf(!MAY_MOUNT)('this computer’s own disk is full or sealed while a backup runs (design/backup.md G)', () => {
  let clinic: BackupClinic;
  let disk: SmallDisk;
  beforeAll(async () => {
    clinic = await startBackupClinic({ patients: 10, notes: 2 });
    await addPeople(clinic.db, { patients: 20, notes: 4, bodyBytes: 60_000 });
  });
  afterEach(() => disk.remove());
  afterAll(() => clinic.stop());

  const contextOn = (store: MemoryStore | FaultyStore) => clinic.context({ store, workFolder: disk.folder, anchors: fileAnchors(path.join(disk.folder, 'anchors.json')) });
  const place = () => MemoryStore.fromFolder(clinic.place);

  async function expectNextIsWhole(store: MemoryStore): Promise<void> {
    const { certificate } = await runBackup(contextOn(store));
    expect(certificate.outcome).toBe('ok');
    const [newest] = await generationsOf(clinic, store);
    if (newest === undefined) throw new Error('no backup');
    expect(await restoreFile(clinic, store, newest)).toEqual({ sha256: await databaseSha256(clinic), missingPages: [], badPacks: [], vaultIsWhole: true });
    expect(readdirSync(disk.folder, { recursive: true }).map(String).some(name => name.includes('scratch'))).toBe(false);
  }

  it.each([['full', 'backup.computerFull'], ['sealed', 'backup.computerDisk']] as const)('%s from the beginning: said as what it is, the place untouched, and the next run is whole', async (how, code) => {
    disk = mountSmallDisk(100);
    const store = place();
    const before = [...store.objects.keys()];
    if (how === 'full') disk.fill();
    else disk.seal();
    await expect(runBackup(contextOn(store))).rejects.toMatchObject({ code });
    expect([...store.objects.keys()]).toEqual(before);
    if (how === 'full') disk.makeRoom();
    else disk.unseal();
    await expectNextIsWhole(store);
  });

  it('full after the first pack, after the list of contents and during the proof: every one is said, and the next run is whole', async () => {
    for (const when of ['/packs/', '/vault/', '/snap/', 'proof'] as const) {
      disk = mountSmallDisk(100);
      const inner = place();
      const store = new FaultyStore(inner, {
        plan: call => {
          if (when === 'proof' ? call.op === 'get' && call.key.includes('/snap/') : call.op === 'put' && call.key.includes(when)) disk.fill();
          return 'none';
        },
      });
      const ended = await runBackup(contextOn(store)).then(() => 'ok', (error: { code?: string }) => error.code ?? String(error));
      // a proof that has no room for a scratch copy reads what it can instead
      expect(['ok', 'backup.computerFull'], when).toContain(ended);
      for (const one of await generationsOf(clinic, inner).catch(() => [])) expect((await restoreFile(clinic, inner, one)).sha256, when).toBe(one.manifest.fileSha256);
      disk.makeRoom();
      await expectNextIsWhole(inner);
      if (when !== 'proof') disk.remove();
    }
  });

  it('this computer’s bookkeeping lost, emptied or cut off in the middle: the next run is whole', async () => {
    disk = mountSmallDisk(100);
    const store = place();
    await runBackup(contextOn(store));
    const names = readdirSync(disk.folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
    expect(names.length).toBeGreaterThanOrEqual(3);
    for (const name of names) {
      for (const share of [0.5, 0]) {
        if (!existsSync(name)) continue; // a run gives the page list a new name
        truncateSync(name, Math.floor(statSync(name).size * share));
        await expectNextIsWhole(store);
      }
    }
  });
});
