import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { newDeviceKey } from '#electron/core/security/vault/device-key.ts';
import { saveDeviceKey } from '#electron/core/repositories/device-key.ts';
import { KEY } from '#test/support/harness.ts';

import { startLogClinic } from './log-clinic.ts';

type Clinic = Awaited<ReturnType<typeof startLogClinic>>;
const ROOT = path.resolve(import.meta.dirname, '../../..');

let c: Clinic;
let data: string;
beforeEach(async () => {
  c = await startLogClinic();
  await c.db.write(tx => saveDeviceKey(tx, newDeviceKey('clinic', new Date('2026-11-22T08:00:00.000Z'))));
  await c.fill(40);
  data = mkdtempSync(path.join(tmpdir(), 'klinikbok-verify-'));
  writeFileSync(path.join(data, 'key'), `${KEY}\n`);
});
afterEach(() => c.stop());

/** Copies the clinic's file as a data folder and runs the command on it. */
async function run(...more: string[]): Promise<{ code: number; text: string }> {
  mkdirSync(path.join(data, 'clinic'), { recursive: true });
  await c.db.exclusive(connection => connection.all('PRAGMA wal_checkpoint(TRUNCATE)'));
  cpSync(c.file, path.join(data, 'clinic', 'clinic.db'));
  const args = [path.join(ROOT, 'build/scripts/verify-log.mjs'), '--data', data, '--key-file', path.join(data, 'key'), ...more];
  try {
    return { code: 0, text: execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe', timeout: 60_000 }) };
  } catch (error) {
    const failed = error as { status: number; stdout: string };
    return { code: failed.status, text: failed.stdout };
  }
}

it('npm run verify-log accepts a whole log, and one row removed with raw SQL is named (A-05)', async () => {
  const good = await run();
  expect(good).toMatchObject({ code: 0, text: expect.stringContaining('in order: 40 rows') as string });
  await c.tamper('DELETE FROM audit_event WHERE seq = 17');
  expect(await run()).toMatchObject({ code: 1, text: expect.stringContaining('row 17: removed') as string });
});

it('a tail cut off is named through an anchor given by hand, as from a printed receipt (A-05)', async () => {
  const { hash } = (await c.db.reader('audit_event').where({ seq: 40 }).first()) as { hash: string };
  await c.tamper('DELETE FROM audit_event WHERE seq > 30', 'UPDATE audit_day SET last_seq = 30');
  expect((await run()).code).toBe(0);
  expect(await run('--anchor', `40:${hash}`)).toMatchObject({ code: 1, text: expect.stringContaining('row 31: truncated') as string });
});

it('a wrong key opens nothing and says so', async () => {
  writeFileSync(path.join(data, 'key'), 'cd'.repeat(32));
  expect(await run()).toMatchObject({ code: 2, text: expect.stringContaining('db.keyWrong') as string });
});
