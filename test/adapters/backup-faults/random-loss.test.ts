import { readFileSync, rmSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { findGenerations, type OpenedGeneration } from '#electron/core/backup/restore/generations.ts';
import { stageRestore } from '#electron/core/backup/restore/stage.ts';
import { inspectDatabase } from '#electron/core/services/backup/database-source.ts';
import { isAppError } from '#shared/kernel/app-error.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { addPeople, type BackupClinic, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { pagesIn } from '#test/support/backup/damage-report.ts';
import { MemoryStore } from '#test/support/backup/memory-store.ts';
import { seeded } from '#test/support/backup/repository-mutations.ts';
import { generationsOf } from '#test/support/backup/trial.ts';

/** 200 in the long run (`npm run test:faults`). */
const DRILLS = Number(process.env['KLINIKBOK_DRILLS'] ?? 10);
const SEED = Number(process.env['KLINIKBOK_SEED'] ?? 20_261_122);
const BACKUPS = 6;

describe('objects lost at random: a full restore, or an exact list of what is missing (issue: 200 drills)', () => {
  let clinic: BackupClinic;
  let place: MemoryStore;
  let all: readonly OpenedGeneration[];
  /** The database file as it was at each backup, by its SHA-256. */
  const files = new Map<string, Buffer>();
  beforeAll(async () => {
    clinic = await startBackupClinic({ patients: 10, notes: 2 });
    for (let count = 1; count <= BACKUPS; count += 1) {
      const bytes = await clinic.db.snapshot(async ({ file }) => readFileSync(file));
      const { generation } = await runBackup(clinic.context());
      files.set(`${generation.seq}`, bytes);
      await addPeople(clinic.db, { patients: 2, notes: 1 });
    }
    place = MemoryStore.fromFolder(clinic.place);
    all = await generationsOf(clinic, place);
  });
  afterAll(() => clinic.stop());

  const restore = async (store: MemoryStore, one: OpenedGeneration, spares: readonly OpenedGeneration[]) => {
    const folder = clinic.at('restore-drill');
    rmSync(folder, { recursive: true, force: true });
    const comparison = await stageRestore({
      store, manifest: one.manifest, identities: [clinic.secrets.recovery.identity], keyHex: new Redacted(clinic.secrets.keyHex), folder, inspect: inspectDatabase,
      spares: spares.filter(other => other !== one).map(({ manifest }) => ({ store, manifest })), onProgress: () => undefined,
    });
    const bytes = readFileSync(`${folder}/clinic.db`);
    rmSync(folder, { recursive: true, force: true });
    return { comparison, bytes };
  };

  /** Pages whose bytes are not those of the database that was backed up. */
  function wrongPages(one: OpenedGeneration, bytes: Buffer): number[] {
    const { pageSize, pages, seq } = one.manifest;
    const truth = files.get(String(seq)) ?? Buffer.alloc(0);
    return Array.from({ length: pages }, (_, at) => at + 1).filter(page => !bytes.subarray((page - 1) * pageSize, page * pageSize).equals(truth.subarray((page - 1) * pageSize, page * pageSize)));
  }

  it('nothing lost: every backup is exact', async () => {
    for (const one of all) {
      const { comparison, bytes } = await restore(place, one, []);
      expect(comparison).toMatchObject({ equal: true, missingPageCount: 0, borrowedPageCount: 0 });
      expect(wrongPages(one, bytes)).toEqual([]);
    }
  });

  it(`${DRILLS} drills, seed ${SEED}: every page that is not listed as missing or borrowed is exactly as it was`, async () => {
    const draw = seeded(SEED);
    const seen = { exact: 0, partial: 0, none: 0 };
    for (let drill = 0; drill < DRILLS; drill += 1) {
      const store = new MemoryStore(place.objects);
      const share = 1 + draw(100);
      const lost = new Set([...place.objects.keys()].filter(() => draw(100) < share));
      for (const key of lost) store.objects.delete(key);
      const left = await findGenerations({ store, identities: [clinic.secrets.recovery.identity], fingerprint: null }).then(found => found.generations, error => {
        expect(isAppError(error) && error.code).toBe('restore.noBackups');
        return [];
      });
      expect(left.length, `drill ${drill}`).toBe([...place.objects.keys()].filter(key => key.includes('/snap/') && !lost.has(key)).length);
      const [newest] = left;
      if (newest === undefined) {
        seen.none += 1;
        continue;
      }
      const missing = pagesIn(newest, lost);
      expect(newest.missingPacks > 0, `drill ${drill}`).toBe(missing.length > 0 || lost.has(newest.manifest.vault?.key ?? ''));
      const alone = await restore(store, newest, []);
      expect(alone.comparison, `drill ${drill}`).toMatchObject({ missingPages: missing, missingPageCount: missing.length, vaultMissing: lost.has(newest.manifest.vault?.key ?? '') });
      expect(wrongPages(newest, alone.bytes), `drill ${drill}`).toEqual(missing);
      expect(alone.comparison.equal).toBe(missing.length === 0 && !alone.comparison.vaultMissing);
      seen[alone.comparison.equal ? 'exact' : 'partial'] += 1;
      const helped = await restore(store, newest, left);
      const listed = helped.comparison.missingPageCount + helped.comparison.borrowedPageCount;
      expect(listed, `drill ${drill}`).toBe(missing.length);
      expect(wrongPages(newest, helped.bytes).length, `drill ${drill}`).toBeLessThanOrEqual(listed);
      expect(wrongPages(newest, helped.bytes).every(page => missing.includes(page)), `drill ${drill}`).toBe(true);
      const isReadable = left.some(one => !pagesIn(one, lost).includes(1)); // without page 1 no other page can be checked
      for (const page of isReadable ? helped.comparison.missingPages : []) expect(left.every(one => pagesIn(one, lost).includes(page) || page > one.manifest.pages), `drill ${drill}, page ${page} was somewhere`).toBe(true);
    }
    expect(seen.partial).toBeGreaterThan(0);
    process.stdout.write(`${DRILLS} drills: ${seen.exact} exact, ${seen.partial} with an exact list, ${seen.none} with nothing left\n`);
  }, 1_800_000);
});
