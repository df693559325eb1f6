import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { FolderStore } from '#electron/core/adapters/backup-store/folder/folder-store.ts';
import { openStore } from '#electron/core/adapters/backup-store/open-store.ts';
import { createRepository } from '#electron/core/backup/engine/repository.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { stageRestore } from '#electron/core/backup/restore/stage.ts';
import { openGenerations } from '#electron/core/backup/restore/generations.ts';
import { inspectPlace, preparePlace } from '#electron/core/services/backup/backup-place.ts';
import { inspectDatabase } from '#electron/core/services/backup/database-source.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { addPeople, type BackupClinic, startBackupClinic } from '#test/support/backup/backup-clinic.ts';

/** Root may mount; elsewhere these cases are skipped and say so. */
function canMount(): boolean {
  const ok = process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0;
  if (!ok) process.stderr.write('places.test: no right to mount here, disk-full and read-only cases skipped\n');
  return ok;
}
const MOUNTS = canMount();

describe('places that refuse (issue: bad input and faults)', () => {
  let clinic: BackupClinic;
  const mounted: string[] = [];
  beforeEach(async () => {
    clinic = await startBackupClinic({ patients: 30, notes: 4 });
  });
  afterEach(async () => {
    for (const folder of mounted.splice(0)) execFileSync('umount', ['-l', folder]);
    await clinic.stop();
  });
  const at = (name: string) => clinic.at(name);
  const mount = (name: string, options: string): string => {
    mkdirSync(at(name), { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', at(name)]);
    mounted.push(at(name));
    return at(name);
  };
  const repository = async (folder: string) => {
    const store = new FolderStore(folder);
    await createRepository(store, clinic.secrets.clinicId, new Date());
    return store;
  };

  it('gone: an unplugged disk is missing, also when its empty mount point is still there', async () => {
    await runBackup(clinic.context());
    rmSync(clinic.place, { recursive: true });
    await expect(runBackup(clinic.context())).rejects.toMatchObject({ code: 'backup.placeMissing' });
    mkdirSync(clinic.place);
    await expect(runBackup(clinic.context())).rejects.toMatchObject({ code: 'backup.placeMissing' });
    expect(readdirSync(clinic.place)).toEqual([]);
  });

  it('another clinic: refused, nothing written', async () => {
    const other = new FolderStore(at('other'));
    mkdirSync(at('other'));
    await createRepository(other, 'another clinic', new Date());
    const before = readdirSync(at('other'), { recursive: true });
    await expect(runBackup(clinic.context({ store: other }))).rejects.toMatchObject({ code: 'backup.placeForeign' });
    expect(readdirSync(at('other'), { recursive: true })).toEqual(before);
  });

  it('damaged VERSION: refused', async () => {
    writeFileSync(path.join(clinic.place, 'VERSION'), '{"format":"klinikbok-backup/1"');
    await expect(runBackup(clinic.context())).rejects.toMatchObject({ code: 'backup.placeDamaged' });
  });

  it('rolled back: an older copy of the place is refused with both numbers, and so is a swapped newest list of contents', async () => {
    await runBackup(clinic.context());
    cpSync(clinic.place, at('older'), { recursive: true });
    await addPeople(clinic.db, { patients: 1, notes: 1 });
    await runBackup(clinic.context());
    await expect(runBackup(clinic.context({ store: new FolderStore(at('older')) }))).rejects.toMatchObject({ code: 'backup.placeRolledBack', params: { found: 1, expected: 2 } });
    const snaps = path.join(clinic.place, 'm', readdirSync(path.join(clinic.place, 'm'))[0] ?? '', 'snap');
    const [first = '', second = ''] = readdirSync(snaps).sort();
    writeFileSync(path.join(snaps, second), readFileSync(path.join(snaps, first)));
    await expect(runBackup(clinic.context())).rejects.toMatchObject({ code: 'backup.placeDamaged' });
  });

  it('the database rolled back under us: not backed up over the newer one', async () => {
    await runBackup(clinic.context());
    const source = clinic.context().source;
    const older = { snapshot: <T>(work: (s: Parameters<Parameters<typeof source.snapshot>[0]>[0]) => Promise<T>) => source.snapshot(s => work({ ...s, facts: async () => ({ ...(await s.facts()), logHead: { seq: 1, hash: 'x' } }) })) };
    await expect(runBackup(clinic.context({ source: older }))).rejects.toMatchObject({ code: 'db.rolledBack' });
  });

  it('an older copy of this computer’s own files begins a new series instead of a second backup with the same number', async () => {
    await runBackup(clinic.context());
    cpSync(at('work'), at('work-older'), { recursive: true });
    const anchors = readFileSync(at('anchors.json'));
    await runBackup(clinic.context());
    await runBackup(clinic.context());
    rmSync(at('work'), { recursive: true });
    cpSync(at('work-older'), at('work'), { recursive: true });
    writeFileSync(at('anchors.json'), anchors);
    const { generation } = await runBackup(clinic.context());
    expect(generation.seq).toBe(1);
    expect(readdirSync(path.join(clinic.place, 'm'))).toHaveLength(2);
  });

  it('a page that is rotten on this disk never replaces the good copy in the place', async () => {
    await runBackup(clinic.context());
    const before = readdirSync(clinic.place, { recursive: true }).length;
    const source = clinic.context().source;
    const rotten = {
      snapshot: <T>(work: (s: Parameters<Parameters<typeof source.snapshot>[0]>[0]) => Promise<T>) =>
        source.snapshot(async s => {
          const bytes = readFileSync(s.file);
          bytes[4096 * 4 - 10] = (bytes[4096 * 4 - 10] ?? 0) ^ 1; // inside the page's HMAC, so that it also looks changed
          bytes[4096 * 4 - 64] = (bytes[4096 * 4 - 64] ?? 0) ^ 1;
          writeFileSync(at('rotten.db'), bytes);
          return work({ ...s, file: at('rotten.db') });
        }),
    };
    await expect(runBackup(clinic.context({ source: rotten }))).rejects.toMatchObject({ code: 'db.corrupt', params: { page: 4 } });
    expect(readdirSync(clinic.place, { recursive: true })).toHaveLength(before);
  });

  it.skipIf(!MOUNTS)('full: what was sent stays, nothing half written is left, and it goes on when there is room again', async () => {
    await addPeople(clinic.db, { patients: 120, notes: 4, bodyBytes: 60_000 });
    const folder = mount('small', 'size=20m');
    const store = await repository(folder);
    await expect(runBackup(clinic.context({ store }))).rejects.toMatchObject({ code: 'backup.placeFull' });
    const names = readdirSync(folder, { recursive: true }).map(String);
    expect(names.some(name => name.endsWith('.part'))).toBe(false);
    expect(names.some(name => name.includes('snap/'))).toBe(false);
    expect(names.filter(name => /packs\/.*\.age$/.test(name)).length).toBeGreaterThan(0);
    execFileSync('mount', ['-o', 'remount,size=120m', folder]);
    const { generation, certificate } = await runBackup(clinic.context({ store }));
    expect(certificate.outcome).toBe('ok');
    expect(generation.uploadedBytes).toBeLessThan(generation.databaseBytes);
  });

  it.skipIf(!MOUNTS)('read-only: refused at choosing and at running', async () => {
    const folder = mount('sealed', 'size=4m');
    const store = await repository(folder);
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    await expect(runBackup(clinic.context({ store }))).rejects.toMatchObject({ code: 'backup.placeReadOnly' });
    expect(await inspectPlace(folder, { clinicId: clinic.secrets.clinicId, dataDir: at('data'), openStore })).toMatchObject({ state: 'readOnly' });
  });

  it.skipIf(!MOUNTS)('no room to restore: refused before anything is written; filled meanwhile: nothing is left behind', async () => {
    await addPeople(clinic.db, { patients: 40, notes: 4, bodyBytes: 60_000 });
    await runBackup(clinic.context());
    const [newest] = await openGenerations({ store: new FolderStore(clinic.place), identities: [clinic.secrets.recovery.identity], fingerprint: null });
    if (newest === undefined) throw new Error('no backup');
    const request = (folder: string) => ({
      store: new FolderStore(clinic.place), manifest: newest.manifest, identities: [clinic.secrets.recovery.identity], keyHex: new Redacted(clinic.secrets.keyHex),
      folder, inspect: inspectDatabase, onProgress: () => undefined,
    });
    const small = mount('tight', 'size=10m');
    await expect(stageRestore(request(path.join(small, 'restore-1')))).rejects.toMatchObject({ code: 'restore.diskFull' });
    expect(readdirSync(small)).toEqual([]);
    const enough = mount('enough', 'size=120m');
    const filling = { ...request(path.join(enough, 'restore-2')), onProgress: () => execFileSync('mount', ['-o', 'remount,size=8m', enough]) };
    await stageRestore(filling).then(() => undefined, error => expect(error).toMatchObject({ code: 'restore.diskFull' }));
    expect(await stageRestore(request(at('restore-3')))).toMatchObject({ equal: true });
  });

  it('a lost pack: the rest is restored, the missing pages are listed, and the comparison says that it is not equal', async () => {
    await addPeople(clinic.db, { patients: 40, notes: 4, bodyBytes: 60_000 });
    await runBackup(clinic.context());
    const [newest] = await openGenerations({ store: new FolderStore(clinic.place), identities: [clinic.secrets.recovery.identity], fingerprint: null });
    const lost = newest?.manifest.packs[1];
    rmSync(path.join(clinic.place, lost?.key ?? ''));
    if (newest === undefined) throw new Error('no backup');
    const comparison = await stageRestore({
      store: new FolderStore(clinic.place), manifest: newest.manifest, identities: [clinic.secrets.recovery.identity], keyHex: new Redacted(clinic.secrets.keyHex),
      folder: at('partial'), inspect: inspectDatabase, onProgress: () => undefined,
    });
    expect(comparison).toMatchObject({ equal: false, missingPageCount: lost?.pages });
    expect(comparison.missingPages.length).toBe(Math.min(1000, lost?.pages ?? 0));
  });

  it('names every kind of folder before it is chosen, and leaves nothing in it', async () => {
    const owner = { clinicId: clinic.secrets.clinicId, dataDir: at('data'), openStore };
    mkdirSync(at('data/inner'), { recursive: true });
    mkdirSync(at('empty'));
    mkdirSync(at('used'));
    writeFileSync(at('used/photo.jpg'), 'x');
    mkdirSync(at('strange'));
    await createRepository(new FolderStore(at('strange')), 'another clinic', new Date());
    const state = async (folder: string) => (await inspectPlace(folder, owner)).state;
    expect(await state(at('empty'))).toBe('empty');
    expect(await state(at('used'))).toBe('occupied');
    expect(await state(at('strange'))).toBe('foreign');
    expect(await state(at('nowhere'))).toBe('missing');
    expect(await state('relative/path')).toBe('missing');
    expect(await state(at('data/inner'))).toBe('insideData');
    expect(await state(clinic.place)).toBe('ours');
    expect(readdirSync(at('empty'))).toEqual([]);
    const { report } = await preparePlace(at('used'), owner, new Date());
    expect(report.repositoryPath).toBe(at('used/Klinikbok-backup'));
    expect(await inspectPlace(at('used'), owner)).toMatchObject({ state: 'ours', generations: 0 });
    await expect(preparePlace(at('data/inner'), owner, new Date())).rejects.toMatchObject({ code: 'backup.placeInsideData' });
    chmodSync(at('empty'), 0o700);
  });
});
