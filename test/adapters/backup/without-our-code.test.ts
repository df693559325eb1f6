import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import SqliteMultipleCiphers from 'better-sqlite3-multiple-ciphers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { keyFingerprint } from '#electron/core/backup/engine/manifest-file.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { addPeople, type BackupClinic, signerOf, startBackupClinic } from '#test/support/backup/backup-clinic.ts';

const tools = path.resolve(import.meta.dirname, '../../../build/scripts/restore-tools');
const python = (script: string, ...args: string[]) => spawnSync('python3', [path.join(tools, script), ...args], { encoding: 'utf8', timeout: 60_000 });
const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

function countPlain(file: string): Record<string, number> {
  const db = new SqliteMultipleCiphers(file, { readonly: true });
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const count = (table: string) => (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
    return { patients: count('patient'), notes: count('note'), versions: count('note_version'), log: count('audit_event') };
  } finally {
    db.close();
  }
}

describe('restore with paper kit, age, python3 and openssl only (product.md decision 8)', () => {
  let clinic: BackupClinic;
  let kit: string;
  let expected: string;

  beforeAll(async () => {
    clinic = await startBackupClinic({ patients: 300, notes: 4 });
    await runBackup(clinic.context());
    await addPeople(clinic.db, { patients: 7, notes: 1 });
    const { generation } = await runBackup(clinic.context());
    expect(generation.counts.patients).toBe(307);
    await clinic.db.snapshot(async ({ file }) => void (expected = sha256(file)));
    const { secrets } = clinic;
    kit = clinic.at('kit.txt');
    const fingerprint = keyFingerprint(signerOf(secrets.signingKey).publicKeyDer);
    writeFileSync(kit, `# klinikbok-kit/1\n# database-key: ${secrets.keyHex}\n# signing-key: ${fingerprint}\n${secrets.recovery.identity}\n`);
  });
  afterAll(() => clinic.stop());

  it('gives back the very file, and every row of it as plain SQLite', () => {
    const out = clinic.at('restored');
    const restored = python('restore.py', '--repo', clinic.place, '--kit', kit, '--out', out);
    expect(restored.status, restored.stderr).toBe(0);
    expect(sha256(path.join(out, 'clinic.db'))).toBe(expected);
    expect(readFileSync(path.join(out, 'vault/e/a.p7m'))).toEqual(Buffer.from([1, 2, 3]));
    const plain = clinic.at('plain.sqlite');
    expect(python('sqlcipher-to-sqlite.py', path.join(out, 'clinic.db'), plain, '--kit', kit).stdout).toContain('OK: every page checked');
    expect(countPlain(plain)).toEqual({ patients: 307, notes: 1207, versions: 1207, log: 1514 });
    const again = clinic.at('plain-node.sqlite');
    expect(execFileSync('node', [path.join(tools, 'restore.mjs'), clinic.place, kit, clinic.at('by-node')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })).toContain('is exactly the file that was backed up');
    execFileSync('node', [path.join(tools, 'sqlcipher-to-sqlite.mjs'), path.join(clinic.at('by-node'), 'clinic.db'), again, kit]);
    expect(sha256(again)).toBe(sha256(plain));
  });

  it('restores the older generation when asked to', () => {
    const out = clinic.at('older');
    expect(python('restore.py', '--repo', clinic.place, '--kit', kit, '--out', out, '--generation', '1').status).toBe(0);
    const plain = clinic.at('older.sqlite');
    python('sqlcipher-to-sqlite.py', path.join(out, 'clinic.db'), plain, '--kit', kit);
    expect(countPlain(plain)['patients']).toBe(300);
  });

  it('says which pages are wrong when the file is damaged, and refuses a wrong key', () => {
    const file = clinic.at('damaged.db');
    const bytes = readFileSync(path.join(clinic.at('restored'), 'clinic.db'));
    bytes[4096 * 5 + 100] = (bytes[4096 * 5 + 100] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const damaged = python('sqlcipher-to-sqlite.py', file, clinic.at('damaged.sqlite'), '--kit', kit);
    expect(damaged.status).not.toBe(0);
    expect(damaged.stderr).toContain('1 pages are wrong and were written as zeros: 6');
    const otherKit = clinic.at('other-kit.txt');
    writeFileSync(otherKit, readFileSync(kit, 'utf8').replace(/database-key: (..)/, (_, two: string) => `database-key: ${two === '00' ? '11' : '00'}`));
    expect(python('sqlcipher-to-sqlite.py', file, clinic.at('x.sqlite'), '--kit', otherKit).stderr).toContain('page 1 does not fit the key');
  });

  it('refuses a kit of another clinic, and a list of contents signed by another key', () => {
    const other = clinic.at('foreign-kit.txt');
    writeFileSync(other, readFileSync(kit, 'utf8').replace(/AGE-SECRET-KEY-1\w+/, clinic.secrets.own.identity).replace(/signing-key: \w+/, `signing-key: ${'0'.repeat(64)}`));
    const refused = python('restore.py', '--repo', clinic.place, '--kit', other, '--list');
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('was signed by another key than the one in the kit');
  });
});
