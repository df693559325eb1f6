import { existsSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { stageRestore } from '#electron/core/backup/restore/stage.ts';
import { inspectDatabase } from '#electron/core/services/backup/database-source.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { addPeople, type BackupClinic, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { type Fault, FaultyStore } from '#test/support/backup/faulty-store.ts';
import { MemoryStore } from '#test/support/backup/memory-store.ts';
import { beginTrial, databaseSha256, generationsOf, restoreFile } from '#test/support/backup/trial.ts';

/** Every request in the long run (`npm run test:faults`); every fifth otherwise. */
const EVERY = process.env['KLINIKBOK_FAULTS'] === 'all' ? 1 : 5;
/** Packs that may be on their way at once when the cable is pulled out. */
const IN_FLIGHT = 4;

describe('the connection is cut at request k of a backup, for all k (design/backup.md G, network loss and lost answers)', () => {
  let clinic: BackupClinic;
  let before: MemoryStore;
  let sha256: string;
  beforeAll(async () => {
    clinic = await startBackupClinic({ patients: 12, notes: 3 });
    await addPeople(clinic.db, { patients: 30, notes: 3, bodyBytes: 60_000 });
    await runBackup(clinic.context());
    before = MemoryStore.fromFolder(clinic.place);
    await addPeople(clinic.db, { patients: 20, notes: 3, bodyBytes: 60_000 });
    sha256 = await databaseSha256(clinic);
  });
  afterAll(() => clinic.stop());

  const packBytes = (store: MemoryStore) => [...store.objects].reduce((sum, [key, bytes]) => (key.includes('/packs/') ? sum + bytes.length : sum), 0);
  const largestPack = (store: MemoryStore) => Math.max(...[...store.objects].map(([key, bytes]) => (key.includes('/packs/') ? bytes.length : 0)));

  /** A run without faults, as measure: how many requests it makes and how many bytes it adds. */
  async function measure() {
    const trial = beginTrial(clinic);
    const inner = new MemoryStore(before.objects);
    const store = new FaultyStore(inner, { kind: 's3' });
    await runBackup(trial.context(store));
    trial.remove();
    return { requests: store.calls.length, bytes: packBytes(inner) - packBytes(before), pack: largestPack(inner) };
  }

  async function cutAt(k: number, fault: Fault, normal: { bytes: number; pack: number }): Promise<void> {
    const trial = beginTrial(clinic);
    const inner = new MemoryStore(before.objects);
    const broken = new FaultyStore(inner, { kind: 's3', plan: call => (call.n === k ? fault : 'none') });
    const where = `${fault} at request ${k}`;
    await expect(runBackup(trial.context(broken)), `${where}: ${JSON.stringify(broken.calls.at(-1))}`).rejects.toMatchObject({ code: 'backup.placeMissing' });
    for (const generation of await generationsOf(clinic, inner)) {
      expect(await restoreFile(clinic, inner, generation), where).toMatchObject({ sha256: generation.manifest.fileSha256, missingPages: [], vaultIsWhole: true });
    }
    const { generation, certificate } = await runBackup(trial.context(new FaultyStore(inner, { kind: 's3' })));
    expect(certificate.outcome).toBe('ok');
    const generations = await generationsOf(clinic, inner);
    const newest = generations[0];
    if (newest === undefined) throw new Error(where);
    expect(`${newest.manifest.machineId}/${newest.manifest.seq}`, where).toBe(generation.id);
    expect(generations.map(one => one.manifest.machineId).every(id => id === newest.manifest.machineId), `${where}: the series goes on`).toBe(true);
    expect(await restoreFile(clinic, inner, newest), where).toEqual({ sha256, missingPages: [], badPacks: [], vaultIsWhole: true });
    expect(packBytes(inner) - packBytes(before), `${where}: nothing is sent twice but what was on its way`).toBeLessThanOrEqual(normal.bytes + IN_FLIGHT * normal.pack);
    trial.remove();
  }

  for (const fault of ['cut', 'lost', 'dead'] as const) {
    it(`J-18: ${fault}: the next run finishes, the restore is byte-identical, only what was on its way is sent again`, async () => {
      const normal = await measure();
      expect(normal.requests).toBeGreaterThan(10);
      const offset = { cut: 1, lost: 2, dead: 3 }[fault];
      let tried = 0;
      for (let k = EVERY === 1 ? 1 : offset; k <= normal.requests; k += EVERY) {
        await cutAt(k, fault, normal);
        tried += 1;
      }
      expect(tried).toBe(Math.floor((normal.requests - (EVERY === 1 ? 1 : offset)) / EVERY) + 1);
    }, 600_000);
  }

  it('a restore that is cut at any request leaves nothing behind, says why, and is whole the next time', async () => {
    const trial = beginTrial(clinic);
    const inner = new MemoryStore(before.objects);
    await runBackup(trial.context(inner));
    const [newest] = await generationsOf(clinic, inner);
    if (newest === undefined) throw new Error('no backup');
    const restore = (store: FaultyStore, name: string) => stageRestore({
      store, manifest: newest.manifest, identities: [clinic.secrets.recovery.identity], keyHex: new Redacted(clinic.secrets.keyHex),
      folder: clinic.at(name), inspect: inspectDatabase, onProgress: () => undefined,
    });
    const whole = new FaultyStore(inner);
    expect(await restore(whole, 'restore-0')).toMatchObject({ equal: true });
    expect(whole.calls.length).toBeGreaterThan(1);
    for (let k = 1; k <= whole.calls.length; k += 1) {
      await expect(restore(new FaultyStore(inner, { plan: call => (call.n === k ? 'cut' : 'none') }), `restore-${k}`), `request ${k}`).rejects.toMatchObject({ code: 'backup.placeMissing' });
      expect(existsSync(clinic.at(`restore-${k}`)), `request ${k}`).toBe(false);
    }
    expect(await restore(new FaultyStore(inner), 'restore-again')).toMatchObject({ equal: true, found: { fileSha256: sha256 } });
    trial.remove();
  });
});
