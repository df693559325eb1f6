import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { FolderStore } from '#electron/core/adapters/backup-store/folder/folder-store.ts';
import { openStore } from '#electron/core/adapters/backup-store/open-store.ts';
import { newestGeneration } from '#electron/core/backup/drill/newest-generation.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { computerError, restoreError } from '#electron/core/backup/engine/system-code.ts';
import { CREW_BUNDLE, openCrew } from '#electron/core/backup/engine/work/crew.ts';
import { findGenerations, type OpenedGeneration } from '#electron/core/backup/restore/generations.ts';
import type { SpareBackup } from '#electron/core/backup/restore/salvage.ts';
import { stageRestore } from '#electron/core/backup/restore/stage.ts';
import { placeProblem } from '#electron/core/services/backup/backup-place.ts';
import { inspectDatabase } from '#electron/core/services/backup/database-source.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { addPeople, type BackupClinic, fileAnchors, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { buildWorker } from '#test/support/backup/build-worker.ts';
import { BAD_SPOT, FailingDisk } from '#test/support/backup/failing-disk.ts';
import { FaultyStore } from '#test/support/backup/faulty-store.ts';
import { beginTrial, drillAt, generationsOf } from '#test/support/backup/trial.ts';

const isPack = (key: string): boolean => key.includes('/packs/');

/** A disk that is dying answers EIO. That is a word about the disk, never about the backups on it (design/backup.md G). */
describe.skipIf(process.platform !== 'linux')('a disk that gives read and write errors', () => {
  let clinic: BackupClinic;
  let disk: FailingDisk;
  let newest: OpenedGeneration;
  beforeAll(async () => {
    clinic = await startBackupClinic({ patients: 30, notes: 5 }); // large beside a change, so that no new base falls due
    await runBackup(clinic.context());
    await addPeople(clinic.db, { patients: 1, notes: 1 });
    await runBackup(clinic.context());
    disk = new FailingDisk(clinic.place, clinic.at('spots'));
    const [first] = await generationsOf(clinic, disk);
    if (first === undefined) throw new Error('no backup');
    newest = first;
    await addPeople(clinic.db, { patients: 1, notes: 1 });
  });
  afterAll(() => clinic.stop());

  const failing = async <T>(isBad: (key: string) => boolean, work: () => Promise<T>): Promise<T> => {
    disk.isBad = isBad;
    return work().finally(() => (disk.isBad = () => false));
  };
  const restore = async (spares: readonly SpareBackup[] = []) => {
    const folder = clinic.at('restored');
    try {
      return await stageRestore({
        store: disk, manifest: newest.manifest, identities: [clinic.secrets.recovery.identity], keyHex: new Redacted(clinic.secrets.keyHex), folder, inspect: inspectDatabase, spares,
        onProgress: () => undefined,
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  it('a place whose VERSION cannot be read is told as a disk that fails, not as damaged backups', async () => {
    const repositoryPath = clinic.at('other');
    mkdirSync(`${repositoryPath}/m`, { recursive: true });
    symlinkSync(BAD_SPOT, `${repositoryPath}/VERSION`);
    const owner = { clinicId: clinic.secrets.clinicId, dataDir: clinic.at('data'), openStore };
    expect(await placeProblem({ repositoryPath, repositoryId: 'any' }, owner)).toMatchObject({ problem: 'backup.placeFailing' });
  });

  it('the computer’s own disk, at reading the database: said as that, nothing is written to the place, and the next run goes on in the series', async () => {
    const trial = beginTrial(clinic);
    const place = clinic.at('place-2');
    cpSync(clinic.place, place, { recursive: true, preserveTimestamps: true });
    const store = new FolderStore(place);
    const before = await store.list('');
    const { source } = clinic.context();
    const unreadable = { snapshot: <T>(work: Parameters<typeof source.snapshot<T>>[0]) => source.snapshot(still => work({ ...still, file: BAD_SPOT })) };
    await expect(runBackup(trial.context(store, { source: unreadable }))).rejects.toMatchObject({ code: 'backup.computerDisk' });
    expect(await store.list('')).toEqual(before);
    expect(await runBackup(trial.context(store))).toMatchObject({ generation: { seq: 3 }, certificate: { outcome: 'ok' } });
    trial.remove();
  });

  it('also where a thread reads it, where SQLite does and in a restore', async () => {
    const crew = openCrew({ bundle: await buildWorker(clinic.folder, CREW_BUNDLE) });
    const hash = crew.follow(BAD_SPOT, 4096);
    hash.advance(4096);
    const error: unknown = await hash.done.then(() => undefined, (failure: unknown) => failure);
    await crew.close();
    expect([computerError(error), restoreError(error, 1)]).toMatchObject([{ code: 'backup.computerDisk' }, { code: 'restore.computerDisk' }]);
    const ofSqlite = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_READ' });
    expect([computerError(ofSqlite), restoreError(ofSqlite, 1)]).toMatchObject([{ code: 'backup.computerDisk' }, { code: 'restore.computerDisk' }]);
  });

  it('the place’s disk at reading back in the proof: the disk is named, nothing is forgotten, and the next run sends next to nothing', async () => {
    const trial = beginTrial(clinic);
    const place = clinic.at('place-3');
    cpSync(clinic.place, place, { recursive: true, preserveTimestamps: true });
    const proving = new FailingDisk(place, clinic.at('spots-3'));
    let isStored = false;
    proving.isBad = key => isStored && isPack(key);
    const store = new FaultyStore(proving, {
      plan: ({ op, key }) => {
        isStored ||= op === 'get' && key.includes('/00000003-');
        return 'none';
      },
    });
    await expect(runBackup(trial.context(store))).rejects.toMatchObject({ code: 'backup.placeFailing' });
    const { generation, certificate } = await runBackup(trial.context(new FolderStore(place)));
    expect([generation.seq, certificate.outcome]).toEqual([4, 'ok']);
    expect(generation.uploadedBytes).toBeLessThan(generation.databaseBytes / 2);
    trial.remove();
    for (const name of ['place-3', 'spots-3']) rmSync(clinic.at(name), { recursive: true });
  });

  it('the place’s disk at writing: the disk is named, and the next run is whole', async () => {
    const trial = beginTrial(clinic);
    const place = clinic.at('place-4');
    cpSync(clinic.place, place, { recursive: true, preserveTimestamps: true });
    const store = new FaultyStore(new FolderStore(place), { code: 'backup.placeFailing', plan: ({ op, key }) => (op === 'put' && isPack(key) ? 'cut' : 'none') });
    await expect(runBackup(trial.context(store))).rejects.toMatchObject({ code: 'backup.placeFailing' });
    expect(await runBackup(trial.context(new FolderStore(place)))).toMatchObject({ generation: { seq: 3 }, certificate: { outcome: 'ok' } });
    trial.remove();
    rmSync(place, { recursive: true });
  });

  it('a restore goes round a bad spot: its pages come from another backup or are listed, and it is told that the disk failed', async () => {
    const spot = newest.manifest.packs[0];
    const alone = await failing(key => key === spot?.key, () => restore());
    expect(alone).toMatchObject({ equal: false, unreadablePacks: 1 });
    expect(alone.missingPageCount).toBeGreaterThan(0);
    expect(alone.missingPageCount).toBeLessThanOrEqual(spot?.pages ?? 0);
    const helped = await failing(key => key === spot?.key, () => restore([{ store: new FolderStore(clinic.place), manifest: newest.manifest }]));
    expect(helped).toMatchObject({ equal: true, unreadablePacks: 1, missingPageCount: 0, borrowedPageCount: alone.missingPageCount });
    expect(await failing(key => key.includes('/vault/'), () => restore())).toMatchObject({ equal: false, vaultMissing: true, missingPageCount: 0 });
  });

  it('a disk that gives nothing back, or nothing any more, ends a restore in words and leaves nothing behind', async () => {
    await expect(failing(isPack, () => restore())).rejects.toMatchObject({ code: 'backup.placeFailing' });
    const last = newest.manifest.packs.at(-1)?.key;
    await expect(failing(key => key === last || key === 'VERSION', () => restore())).rejects.toMatchObject({ code: 'backup.placeFailing' });
    expect(existsSync(clinic.at('restored'))).toBe(false);
  });

  it('a list of contents on a bad spot hides its own backup and no other', async () => {
    const request = { store: disk, identities: [clinic.secrets.recovery.identity], fingerprint: null };
    const found = await failing(key => key.includes('/00000002-'), () => findGenerations(request));
    expect(found.generations.map(one => one.manifest.seq)).toEqual([1]);
    expect(found.unread).toMatchObject([{ seq: 2, reason: 'backup.placeFailing' }]);
  });

  it('a drill finds nothing wrong with the backups, and the newest one on a bad spot is no rollback', async () => {
    const findings = await failing(key => key === newest.manifest.packs[0]?.key, () => drillAt(clinic, disk));
    expect(findings).toMatchObject({ outcome: 'failed', errorCode: 'backup.placeFailing', scratchRemoved: true });
    expect(findings.lines.filter(line => line.outcome === 'failed')).toEqual([]);
    const anchor = await fileAnchors(clinic.at('anchors.json')).read(newest.manifest.repositoryId);
    const looking = failing(key => key.includes('/00000002-'), () => newestGeneration({ store: disk, identities: [clinic.secrets.own.identity], fingerprint: null, clinicId: null, anchor: anchor ?? null }));
    await expect(looking).rejects.toMatchObject({ code: 'backup.placeFailing' });
  });
});
