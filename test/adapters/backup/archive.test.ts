import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { openGenerations } from '#electron/core/backup/restore/generations.ts';
import { type BackupClinic, startBackupClinic } from '#test/support/backup/backup-clinic.ts';

const DAY_MS = 86_400_000;

describe('the monthly archive (design/backup.md, retention)', () => {
  let clinic: BackupClinic;
  afterEach(() => clinic.stop());

  const parts = (): string[] => readdirSync(clinic.place, { recursive: true }).map(String).filter(name => /^archive.*part-\d{5}\.age$/.test(name)).sort();

  it('is made once a month and gives the whole database with cat and age alone', async () => {
    clinic = await startBackupClinic();
    const from = Date.now();
    const runOn = (day: number) => runBackup(clinic.context({ now: () => new Date(from + day * DAY_MS) }));
    await runOn(0);
    await runOn(20);
    expect(parts()).toEqual([]);
    await runOn(29);
    await runOn(40);
    const [first = ''] = parts();
    expect(parts()).toHaveLength(1);
    writeFileSync(clinic.at('kit.txt'), `# kit\n${clinic.secrets.recovery.identity}\n`);
    const plain = execFileSync('sh', ['-c', 'sha256sum -c --quiet SHA256SUMS && cat part-*.age | age -d -i "$1"', 'sh', clinic.at('kit.txt')], { cwd: path.dirname(path.join(clinic.place, first)), maxBuffer: 1 << 28 });
    const generations = await openGenerations({ store: clinic.context().store, identities: [clinic.secrets.own.identity], fingerprint: null });
    const described = generations.find(one => one.manifest.seq === 3)?.manifest.fileSha256;
    expect(createHash('sha256').update(plain).digest('hex')).toBe(described);
    expect(readFileSync(path.join(clinic.place, first)).includes(Buffer.from('Öberg'))).toBe(false);
  });
});
