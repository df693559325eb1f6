import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { FolderStore } from '#electron/core/adapters/backup-store/folder/folder-store.ts';
import { rebuild } from '#electron/core/backup/engine/rebuild.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { finishExchange } from '#electron/core/backup/restore/adopt.ts';
import { openGenerations } from '#electron/core/backup/restore/generations.ts';
import { addPeople, openBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { buildChild } from '#test/support/backup/build-child.ts';

/** Every step in the long run (`KILLS=all`); every fourth otherwise. */
const EVERY = process.env['KILLS'] === 'all' ? 1 : 4;

describe('kill -9 at any point (security.md §3.6: orphans, never a lying manifest)', () => {
  let folder: string;
  let child: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-kill-'));
    child = await buildChild('child-backup');
    const clinic = await openBackupClinic(path.join(mkdtempDir(folder, 'first')));
    await addPeople(clinic.db, { patients: 30, notes: 3 });
    await runBackup(clinic.context());
    await addPeople(clinic.db, { patients: 3, notes: 2 });
    await clinic.stop();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    rmSync(path.dirname(child), { recursive: true, force: true });
  });

  const run = (where: string, n: number) => spawnSync('node', [child, where, String(n)], { encoding: 'utf8', timeout: 60_000 });

  /** Whatever manifests are in the place, each gives back exactly the file it describes. */
  async function everyManifestIsTrue(where: string, identity: string): Promise<number> {
    const store = new FolderStore(path.join(where, 'place'));
    const generations = await openGenerations({ store, identities: [identity], fingerprint: null });
    for (const { manifest } of generations) {
      const target = path.join(where, 'check.db');
      const built = await rebuild({ store, manifest, identities: [identity], target, onProgress: () => undefined });
      rmSync(target);
      expect(built.fileSha256).toBe(manifest.fileSha256);
      expect(built.missingPages).toEqual([]);
    }
    return generations.length;
  }

  it('a killed run leaves every earlier backup whole, and the next one goes on and is proven', async () => {
    const first = path.join(folder, 'first');
    const trial = path.join(folder, 'trial');
    cpSync(first, trial, { recursive: true });
    const steps = Number(run(trial, 0).stdout);
    expect(steps).toBeGreaterThan(20);
    let killed = 0;
    for (let n = 1; n <= steps; n += EVERY) {
      rmSync(trial, { recursive: true, force: true });
      cpSync(first, trial, { recursive: true });
      const ended = run(trial, n);
      expect(ended.signal, `step ${n}: ${ended.stderr}`).toBe('SIGKILL');
      killed += 1;
      const clinic = await openBackupClinic(trial);
      const before = await everyManifestIsTrue(trial, clinic.secrets.recovery.identity);
      const { generation, certificate } = await runBackup(clinic.context());
      expect(generation.seq, `after step ${n}`).toBe(before + 1);
      expect(certificate).toMatchObject({ kind: 'full', outcome: 'ok' });
      expect(generation.counts.patients).toBe(33);
      expect(readdirSync(path.join(trial, 'place/m'))).toHaveLength(1);
      await clinic.stop();
    }
    expect(killed).toBeGreaterThanOrEqual(Math.floor(steps / EVERY));
  }, 240_000);

  it('a killed first backup is resumed: what was sent is not sent again', async () => {
    const where = mkdtempDir(folder, 'big');
    const clinic = await openBackupClinic(where);
    await addPeople(clinic.db, { patients: 60, notes: 8, bodyBytes: 50_000 });
    await clinic.stop();
    // the first line of the journal says where it began, each other one which pack is safely in the place
    const noted = () => {
      const journal = readdirSync(path.join(where, 'work'), { recursive: true }).map(String).find(name => name.endsWith('journal'));
      return journal === undefined ? 0 : readFileSync(path.join(where, 'work', journal), 'utf8').split('\n').length - 2;
    };
    for (let n = 14; n < 160 && noted() < 1; n += 4) expect(run(where, n).signal).toBe('SIGKILL');
    expect(noted()).toBeGreaterThanOrEqual(1);
    const again = await openBackupClinic(where);
    const { generation } = await runBackup(again.context());
    expect(generation.seq).toBe(1);
    expect(generation.uploadedBytes).toBeLessThan(generation.databaseBytes - 3 * 1024 * 1024);
    await again.stop();
  });

  it('an exchange of folders killed at any step is finished at the next start, with old and new both there', async () => {
    const exchange = await buildChild('child-exchange');
    const fill = (dataDir: string) => {
      rmSync(dataDir, { recursive: true, force: true });
      for (const [name, word] of [['clinic', 'old'], ['restore-1', 'new']] as const) {
        mkdirSync(path.join(dataDir, name), { recursive: true });
        writeFileSync(path.join(dataDir, name, 'clinic.db'), word);
      }
    };
    const dataDir = path.join(folder, 'data');
    fill(dataDir);
    const steps = Number(spawnSync('node', [exchange, dataDir, '0'], { encoding: 'utf8', timeout: 60_000 }).stdout);
    expect(steps).toBeGreaterThanOrEqual(6);
    for (let n = 1; n <= steps; n += 1) {
      fill(dataDir);
      expect(spawnSync('node', [exchange, dataDir, String(n)], { timeout: 60_000 }).signal).toBe('SIGKILL');
      const kept = await finishExchange({ dataDir, clinicDir: path.join(dataDir, 'clinic') }, async after => writeFileSync(path.join(dataDir, 'machine.json'), JSON.stringify(after)));
      const began = kept !== undefined || existsSync(path.join(dataDir, 'old-1'));
      expect(readFileSync(path.join(dataDir, 'clinic/clinic.db'), 'utf8'), `step ${n}`).toBe(began ? 'new' : 'old');
      expect(readFileSync(path.join(dataDir, began ? 'old-1' : 'restore-1', 'clinic.db'), 'utf8')).toBe(began ? 'old' : 'new');
      if (began) expect(JSON.parse(readFileSync(path.join(dataDir, 'machine.json'), 'utf8'))).toEqual({ word: 'settled' });
      expect(await finishExchange({ dataDir, clinicDir: path.join(dataDir, 'clinic') }, async () => undefined)).toBeUndefined();
    }
    rmSync(path.dirname(exchange), { recursive: true, force: true });
  });
});

function mkdtempDir(folder: string, name: string): string {
  const made = path.join(folder, name);
  mkdirSync(made);
  return made;
}
