import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import type { JobProgress } from '#shared/domain/backup/backup.ts';
import { addPeople, type BackupClinic, startBackupClinic } from '#test/support/backup/backup-clinic.ts';

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);

describe('a backup to a folder (J-20)', () => {
  let clinic: BackupClinic;
  afterEach(() => clinic.stop());

  it('is proven by a whole restore and says what it found', async () => {
    clinic = await startBackupClinic();
    const seen: JobProgress[] = [];
    const { generation, certificate } = await runBackup(clinic.context({ onProgress: progress => seen.push(progress) }));
    expect(generation).toMatchObject({ seq: 1, counts: { patients: 20, notes: 100, versions: 100, log: 120 }, schemaVersion: 5 });
    expect(generation.logHead.seq).toBe(120);
    expect(certificate).toMatchObject({ kind: 'full', outcome: 'ok', counts: generation.counts, logHead: generation.logHead });
    expect(new Set(seen.map(progress => progress.phase))).toEqual(new Set(['preparing', 'copying', 'finishing', 'verifying', 'checking', 'done']));
    expect(seen.every(progress => progress.done <= progress.total)).toBe(true);
  });

  it('sends only what a small change touched, while people go on writing', async () => {
    clinic = await startBackupClinic({ patients: 2000, notes: 5 });
    const first = await runBackup(clinic.context());
    expect(first.generation.uploadedBytes).toBeGreaterThan(10e6);
    await addPeople(clinic.db, { patients: 5, notes: 1 });
    const before = bytesIn(clinic.place);
    let writing = true;
    const writer = (async () => {
      for (let round = 0; writing && round < 200; round += 1) await addPeople(clinic.db, { patients: 1, notes: 0 });
    })();
    const second = await runBackup(clinic.context());
    writing = false;
    await writer;
    expect(second.generation.seq).toBe(2);
    expect(second.generation.counts.patients).toBeGreaterThanOrEqual(2005);
    expect(bytesIn(clinic.place) - before).toBeLessThan(600_000);
    const third = await runBackup(clinic.context());
    expect(third.generation.counts.patients).toBeGreaterThan(2005);
  });

  it('sends a few hundred bytes of pages when nothing changed: only the manifest', async () => {
    clinic = await startBackupClinic();
    await runBackup(clinic.context());
    const { generation } = await runBackup(clinic.context());
    expect(generation.uploadedBytes).toBe(0);
    expect(generation.seq).toBe(2);
  });

  it('writes nothing that can be read without a key: no name, number or key in any file of the place or of our bookkeeping', async () => {
    clinic = await startBackupClinic();
    await runBackup(clinic.context());
    const key = Buffer.from(clinic.secrets.keyHex, 'hex');
    for (const folder of [clinic.place, clinic.at('work')]) {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).filter(one => one.isFile())) {
        const bytes = readFileSync(path.join(entry.parentPath, entry.name));
        for (const canary of [Buffer.from('Öberg'), Buffer.from('070-1740605'), Buffer.from('Näckrosens'), Buffer.from(clinic.secrets.keyHex), key, Buffer.from('AGE-SECRET-KEY')]) {
          expect(bytes.includes(canary), `${entry.name} holds a secret`).toBe(false);
        }
      }
    }
  });
});
