import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { kitGroups } from '#electron/core/security/recovery-kit/kit.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { addPeople, type BackupClinic, startBackupClinic } from '#test/support/backup/backup-clinic.ts';

const script = path.resolve(import.meta.dirname, '../../../build/scripts/restore.mjs');
const restore = (args: readonly string[], input = '') => spawnSync('node', [script, ...args], { encoding: 'utf8', input, timeout: 120_000 });

describe('npm run restore, for a technician', () => {
  let clinic: BackupClinic;
  let codes: string;
  let expected: string;
  beforeAll(async () => {
    clinic = await startBackupClinic({ patients: 40, notes: 3 });
    await runBackup(clinic.context());
    await addPeople(clinic.db, { patients: 2, notes: 1 });
    await runBackup(clinic.context());
    codes = kitGroups({ identity: new Redacted(clinic.secrets.recovery.identity), keyHex: new Redacted(clinic.secrets.keyHex) }).join(' ').toLowerCase();
    await clinic.db.snapshot(async ({ file }) => void (expected = createHash('sha256').update(readFileSync(file)).digest('hex')));
  });
  afterAll(() => clinic.stop());

  it('shows what there is, and restores the newest into a folder the program can be started with', () => {
    const listed = restore(['--from', clinic.place, '--kit', '-', '--list'], codes);
    expect(listed.stderr).toBe('');
    expect(listed.stdout.trim().split('\n')).toHaveLength(2);
    expect(listed.stdout).toMatch(/^> .* generation 2 .* patients 42 /);
    writeFileSync(clinic.at('codes.txt'), codes);
    const done = restore(['--from', clinic.place, '--kit', clinic.at('codes.txt'), '--to', clinic.at('data')]);
    expect(done.status, done.stderr).toBe(0);
    const file = clinic.at('data/clinic/clinic.db');
    expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(expected);
    expect(readdirSync(clinic.at('data')).sort()).toEqual(['clinic', 'machine.json']);
    expect(done.stdout + done.stderr).not.toContain(clinic.secrets.keyHex);
  });

  it('restores an older one when asked, and refuses a folder that is not empty', () => {
    expect(restore(['--from', clinic.place, '--kit', '-', '--to', clinic.at('older'), '--generation', '1', '--confirmed-by', 'Maria Ek', '--confirmed-by', 'Nils Al'], codes)).toMatchObject({ status: 0 });
    const again = restore(['--from', clinic.place, '--kit', '-', '--to', clinic.at('older')], codes);
    expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining('not empty') as string });
    expect(restore(['--from', clinic.place, '--kit', '-', '--to', clinic.at('none'), '--generation', '9'], codes).status).toBe(1);
    expect(existsSync(clinic.at('none'))).toBe(false);
  });

  it('three at once: two into one folder, one of which is refused in words, and one into another', async () => {
    writeFileSync(clinic.at('codes.txt'), codes);
    const start = (to: string) => new Promise<{ code: number | null; said: string }>((resolve, reject) => {
      const child = spawn('node', [script, '--from', clinic.place, '--kit', clinic.at('codes.txt'), '--to', clinic.at(to)], { timeout: 120_000 });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (said += String(text)));
      child.on('error', reject);
      child.on('close', code => resolve({ code, said }));
    });
    const [one, two, three] = await Promise.all(['shared', 'shared', 'own'].map(start));
    expect([one?.code, two?.code].sort(), `${one?.said}${two?.said}`).toEqual([0, 1]);
    expect(one?.code === 1 ? one.said : two?.said).toMatch(/not empty|another program is using/);
    expect(three).toMatchObject({ code: 0 });
    for (const name of ['shared', 'own']) {
      expect(createHash('sha256').update(readFileSync(clinic.at(`${name}/clinic/clinic.db`))).digest('hex')).toBe(expected);
      expect(readdirSync(clinic.at(name)).sort()).toEqual(['clinic', 'machine.json']);
    }
  });

  it('says what is wrong with a wrong kit, a wrong folder and wrong words', () => {
    expect(restore(['--from', clinic.place, '--kit', '-', '--list'], codes.replace(/^..../, 'zzzz')).stderr).toContain('mistyped');
    mkdirSync(clinic.at('nothing'), { recursive: true });
    expect(restore(['--from', clinic.at('nothing'), '--kit', '-', '--list'], codes).stderr).toContain('no backups');
    expect(restore(['--form', 'x']).stderr).toContain('npm run restore');
  });

  it('restores what there is of a backup with a lost pack, and lists the pages', () => {
    const packs = readdirSync(clinic.place, { recursive: true }).map(String).filter(name => name.includes('packs/'));
    for (const name of packs.slice(1)) rmSync(path.join(clinic.place, name));
    const partial = restore(['--from', clinic.place, '--kit', '-', '--to', clinic.at('partial'), '--generation', '2'], codes);
    expect(partial.status).toBe(2);
    expect(partial.stdout).toMatch(/DAMAGED: \d+ pages missing \(\d/);
  });
});
