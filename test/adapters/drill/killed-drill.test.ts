import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { removeScratch, scratchFolderOf } from '#electron/core/backup/drill/scratch.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { addPeople, openBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { buildChild } from '#test/support/backup/build-child.ts';

/** Every step in the long run (`KILLS=all`); every second otherwise. */
const EVERY = process.env['KILLS'] === 'all' ? 1 : 2;
let folder: string;
let child: string;
const work = () => path.join(folder, 'work');

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-kill-drill-'));
  child = await buildChild('child-drill');
  const clinic = await openBackupClinic(folder);
  await addPeople(clinic.db, { patients: 30, notes: 3 });
  await runBackup(clinic.context());
  await clinic.stop();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(path.dirname(child), { recursive: true, force: true });
});

it('kill -9 in the middle of a drill: what is left is encrypted, the next start removes it, and the next drill is good', async () => {
  const run = (n: number) => spawnSync('node', [child, folder, String(n)], { encoding: 'utf8', timeout: 60_000 });
  const [steps, outcome] = run(0).stdout.trim().split(' ');
  expect(outcome).toBe('ok');
  expect(Number(steps)).toBeGreaterThan(3);
  let left = 0;
  for (let n = 2; n <= Number(steps); n += EVERY) {
    expect(run(n).signal).toBe('SIGKILL');
    const scratch = scratchFolderOf(work());
    for (const name of existsSync(scratch) ? readdirSync(scratch) : []) {
      left += 1;
      expect(readFileSync(path.join(scratch, name)).includes('SQLite format 3')).toBe(false);
    }
    expect(await removeScratch(work())).toBe(true);
    expect(existsSync(scratch)).toBe(false);
  }
  expect(left).toBeGreaterThan(0);
  expect(run(0).stdout).toContain('ok');
}, 300_000);
