import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { S3Store } from '#electron/core/adapters/backup-store/s3/s3-store.ts';
import { createRepository } from '#electron/core/backup/engine/repository.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { kitText } from '#electron/core/security/recovery-kit/kit.ts';
import { formatServerSheet } from '#shared/domain/backup/server-sheet.ts';
import { formatReceipt, receiptCode } from '#shared/domain/backup/receipt.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { addPeople, type BackupClinic, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { openServer, type TestBucket, type TestServer } from '#test/support/rgw.ts';

const script = path.resolve(import.meta.dirname, '../../build/scripts/restore.mjs');

describe('restore from a real server with the kit and the server sheet, on an empty machine (4C 10)', () => {
  let server: TestServer;
  let bucket: TestBucket;
  let clinic: BackupClinic;
  let results: Awaited<ReturnType<typeof runBackup>>[];
  const restore = (...args: string[]) => spawnSync('node', [script, '--server-sheet', clinic.at('server.txt'), '--kit', clinic.at('kit.txt'), ...args], { encoding: 'utf8', timeout: 120_000 });

  beforeAll(async () => {
    server = await openServer();
    bucket = await server.newBucket({ lock: 1 });
    clinic = await startBackupClinic({ patients: 20, notes: 3 });
    const store = new S3Store(bucket.place);
    const { repositoryId } = await createRepository(store, clinic.secrets.clinicId, new Date());
    const ctx = () => clinic.context({ store });
    results = [await runBackup(ctx())];
    await addPeople(clinic.db, { patients: 1, notes: 1 });
    results.push(await runBackup(ctx()));
    await store.put(`m/${'0'.repeat(16)}/snap/00000009-${'a'.repeat(32)}.age`, Buffer.from('rubbish under a newer name'));
    const { identity } = clinic.secrets.recovery;
    writeFileSync(clinic.at('kit.txt'), kitText({
      kitId: 'k', clinicId: clinic.secrets.clinicId, clinicName: 'Eken', createdAt: '', identity: new Redacted(identity), keyHex: new Redacted(clinic.secrets.keyHex), signerFingerprint: 'none', place: null,
    }).replace('# signing-key: none\n', ''));
    writeFileSync(clinic.at('server.txt'), formatServerSheet({ clinicId: clinic.secrets.clinicId, repositoryId, name: 'Server', createdAt: null, place: bucket.place }));
    const [, newest] = results;
    if (newest) writeFileSync(clinic.at('receipt.txt'), formatReceipt({ clinicName: 'Eken', repositoryId, placeName: 'Server', manifestSha256: newest.certificate.manifestSha256, generation: newest.generation }));
  }, 320_000);
  afterAll(() => clinic.stop());

  it('restores the newest and says that the receipt’s backup is here', () => {
    const done = restore('--receipt', clinic.at('receipt.txt'), '--to', clinic.at('data'));
    expect(done.stdout + done.stderr).toContain('is here');
    expect(done.stdout).toMatch(/^> .* generation 2 .*\n {2}.* generation 1 .*\nNOT ACCEPTED: machine 0{16} {2}generation 9: the backups are damaged\n/);
    expect(done.status, done.stderr).toBe(0);
    expect(existsSync(clinic.at('data/clinic/clinic.db'))).toBe(true);
    expect(done.stdout + done.stderr).not.toContain(bucket.appendOnly.secret);
  });

  it('restores any other generation the server has, with two names', () => {
    const older = ['--generation', '1', '--to', clinic.at('older')];
    expect(restore(...older)).toMatchObject({ status: 3, stderr: expect.stringContaining('a newer whole backup is here') as string });
    const done = restore(...older, '--confirmed-by', 'Maria Ek', '--confirmed-by', 'Nils Al');
    expect(done.status, done.stderr).toBe(0);
  });

  it('after everything was overwritten and hidden with the clinic’s own key, the versions behind are restored, byte for byte', async () => {
    const client = server.client(bucket.appendOnly);
    const keys = (await new S3Store(bucket.place).list('')).map(object => `${bucket.place.prefix}${object.key}`);
    for (const Key of keys) {
      await client.send(new PutObjectCommand({ Bucket: bucket.bucket, Key, Body: Buffer.from('ransom') }));
      await client.send(new DeleteObjectCommand({ Bucket: bucket.bucket, Key })).catch(() => undefined);
    }
    const done = restore('--to', clinic.at('after'));
    expect(done.status, done.stdout + done.stderr).toBe(0);
  });

  it('says in plain words when the key on the sheet is not known, and when a receipt names what is not here', () => {
    const [, newest] = results;
    const code = receiptCode({ generation: { ...(newest ?? fail()).generation, seq: 9 }, manifestSha256: 'ab'.repeat(32) });
    const listed = restore('--receipt', code, '--list');
    expect(listed.stdout).toContain('MISSING: generation 9 should be here (receipt)');
    const refused = restore('--receipt', code, '--to', clinic.at('refused'));
    expect(refused).toMatchObject({ status: 3, stderr: expect.stringContaining('TWO PERSONS must confirm') as string });
    const sheetOf = (over: object) => formatServerSheet({ clinicId: null, repositoryId: null, name: 'x', createdAt: null, place: { ...bucket.place, ...over } });
    const withSheet = (text: string) => {
      writeFileSync(clinic.at('server.txt'), text);
      return restore('--list').stderr;
    };
    expect(withSheet(sheetOf({ accessKeyId: 'unknown' }))).toContain('does not know the access key');
    expect(withSheet(sheetOf({}).replace(/secret-access-key: ./, 'secret-access-key: #'))).toContain('mistyped (line: check)');
  });
});

function fail(): never {
  throw new Error('no backup was made');
}
