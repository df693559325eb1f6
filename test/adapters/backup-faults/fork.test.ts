import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { addPeople, type BackupClinic, openBackupClinic, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { MemoryStore } from '#test/support/backup/memory-store.ts';
import { databaseSha256, generationsOf, restoreFile } from '#test/support/backup/trial.ts';

describe('two computers with one database write to one place (FL-25; design/backup.md G, two machines)', () => {
  let one: BackupClinic;
  let two: BackupClinic;
  let store: MemoryStore;
  beforeEach(async () => {
    one = await startBackupClinic({ patients: 10, notes: 2 });
    store = MemoryStore.fromFolder(one.place);
    await runBackup(one.context({ store }));
  });
  afterEach(async () => {
    await two.stop();
    rmSync(two.folder, { recursive: true, force: true });
    await one.stop();
  });

  /** The disk copied as it is: database, secrets, bookkeeping, anchors. */
  async function copyComputer(): Promise<void> {
    await databaseSha256(one); // everything is in the main file
    const folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-backup-two-'));
    cpSync(one.folder, folder, { recursive: true, filter: name => !/clinic\.db-(wal|shm)$/.test(name) });
    two = await openBackupClinic(folder);
  }

  async function expectBothHeads(): Promise<void> {
    const generations = await generationsOf(one, store);
    const heads = [...new Set(generations.map(each => each.manifest.machineId))];
    expect(heads).toHaveLength(2);
    for (const clinic of [one, two]) {
      const sha256 = await databaseSha256(clinic);
      const newest = generations.find(each => each.manifest.fileSha256 === sha256);
      if (newest === undefined) throw new Error('a head is missing');
      expect(await restoreFile(one, store, newest)).toEqual({ sha256, missingPages: [], badPacks: [], vaultIsWhole: true });
    }
    for (const each of generations) expect((await restoreFile(one, store, each)).sha256).toBe(each.manifest.fileSha256);
  }

  it('the copy begins a series of its own at its first backup: two heads, both whole', async () => {
    await copyComputer();
    await addPeople(one.db, { patients: 1, notes: 1 });
    const first = await runBackup(one.context({ store }));
    await addPeople(two.db, { patients: 3, notes: 3 });
    const second = await runBackup(two.context({ store }));
    expect(second.generation.machineId).not.toBe(first.generation.machineId);
    await expectBothHeads();
  });

  it('also when they take turns for long, and when the copy was first', async () => {
    await copyComputer();
    for (const clinic of [two, one, two, one, one, two]) {
      await addPeople(clinic.db, { patients: 1, notes: clinic === two ? 3 : 1 });
      expect((await runBackup(clinic.context({ store }))).certificate.outcome).toBe('ok');
    }
    await expectBothHeads();
  });

  it('both at the same moment: neither loses its backup, and the next ones are told apart', async () => {
    await copyComputer();
    for (const clinic of [one, two]) await addPeople(clinic.db, { patients: 2, notes: clinic === two ? 3 : 1 });
    await Promise.all([one, two].map(clinic => runBackup(clinic.context({ store }))));
    for (const clinic of [one, two]) {
      await addPeople(clinic.db, { patients: 1, notes: 1 });
      await runBackup(clinic.context({ store }));
    }
    await expectBothHeads();
  });

  it('a copy whose bookkeeping was lost begins a series of its own too', async () => {
    await copyComputer();
    await addPeople(two.db, { patients: 1, notes: 1 });
    const state = two.at('work');
    cpSync(state, `${state}-kept`, { recursive: true });
    const [folder = ''] = readdirSync(state);
    writeFileSync(`${state}/${folder}/state.json`, '{"format":"klinikbok-backup-st');
    await runBackup(two.context({ store }));
    await addPeople(one.db, { patients: 1, notes: 2 });
    await runBackup(one.context({ store }));
    await expectBothHeads();
  });
});
