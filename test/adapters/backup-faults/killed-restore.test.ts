import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { clinicPlace } from '#electron/core/clinic/clinic-place.ts';
import { finishRestore } from '#electron/core/services/restore/settle-restore.ts';
import { addPeople, type ClinicSecrets, openBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { buildChild } from '#test/support/backup/build-child.ts';
import { restoreWithKit } from '#test/support/backup/restore-wizard.ts';
import { databaseSha256 } from '#test/support/backup/trial.ts';

/** Every step on both computers in the long run (`KILLS=all`); every twelfth on one of them otherwise. */
const EVERY = process.env['KILLS'] === 'all' ? 1 : 12;
const COMPUTERS: readonly (readonly [string, boolean])[] = [['a computer with a clinic on it', true], ['an empty computer', false]];

describe('kill -9 at any step of a restore, from the first look at the place to the exchange of the folders', () => {
  let folder: string;
  let child: string;
  let sha256: string;
  let secrets: ClinicSecrets;
  const at = (name: string) => path.join(folder, name);
  const run = (n: number) => spawnSync('node', [child, folder, String(n)], { encoding: 'utf8', timeout: 60_000 });
  const digest = () => createHash('sha256').update(readFileSync(at('data/clinic/clinic.db'))).digest('hex');
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-kill-restore-'));
    child = await buildChild('child-restore');
    const clinic = await openBackupClinic(folder);
    await addPeople(clinic.db, { patients: 30, notes: 3 });
    await runBackup(clinic.context());
    sha256 = await databaseSha256(clinic);
    ({ secrets } = clinic);
    await clinic.stop();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    rmSync(path.dirname(child), { recursive: true, force: true });
  });

  /** A computer with another clinic on it, or none. */
  function begin(o: { occupied: boolean }): void {
    rmSync(at('data'), { recursive: true, force: true });
    mkdirSync(at('data'));
    if (!o.occupied) return;
    mkdirSync(at('data/clinic'));
    writeFileSync(at('data/clinic/clinic.db'), 'what was here before');
  }

  it.each(COMPUTERS.slice(0, EVERY === 1 ? 2 : 1))('on %s: the next start finds the old state or the whole restored one, and a new restore is whole', async (_what, occupied) => {
    begin({ occupied });
    const [steps = '0', ended] = run(0).stdout.trim().split(' ');
    expect(ended).toBe('adopted');
    expect(Number(steps)).toBeGreaterThan(10);
    const seen = { before: 0, after: 0 };
    for (let n = 1; n <= Number(steps); n += EVERY) {
      begin({ occupied });
      expect(run(n).signal, `step ${n}`).toBe('SIGKILL');
      await finishRestore(clinicPlace(at('data'))); // as every start of the program
      const isRestored = existsSync(at('data/clinic')) && digest() === sha256;
      if (isRestored) {
        seen.after += 1;
        expect(readdirSync(at('data')).filter(name => name.startsWith('old-')), `step ${n}: what was there is kept`).toHaveLength(occupied ? 1 : 0);
      } else {
        seen.before += 1;
        expect(existsSync(at('data/clinic')), `step ${n}`).toBe(occupied);
        if (occupied) expect(readFileSync(at('data/clinic/clinic.db'), 'utf8')).toBe('what was here before');
        expect(await restoreWithKit({ dataDir: at('data'), place: at('place'), secrets }), `after step ${n}`).toMatchObject({ step: 'adopted' });
        expect(digest()).toBe(sha256);
      }
      expect(readdirSync(at('data')).filter(name => /^restore-|^exchange/.test(name)), `step ${n}: nothing half done is left`).toEqual([]);
      expect(readFileSync(at('data/clinic/vault/head.json'), 'utf8'), `step ${n}`).toBe('{"format":"pm-vault/1"}');
    }
    expect(seen.before).toBeGreaterThan(0);
    if (EVERY === 1) expect(seen.after).toBeGreaterThan(0);
    process.stdout.write(`killed at ${seen.before + seen.after} steps of ${steps}: ${seen.after} already restored, ${seen.before} as before\n`);
  }, 600_000);
});
