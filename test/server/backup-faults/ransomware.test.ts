import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';

import {
  DeleteObjectCommand, DeleteObjectsCommand, GetBucketPolicyCommand, ListObjectVersionsCommand, PutBucketLifecycleConfigurationCommand, PutBucketPolicyCommand, PutBucketVersioningCommand, PutObjectAclCommand,
  PutObjectCommand, PutObjectLegalHoldCommand, PutObjectLockConfigurationCommand, PutObjectRetentionCommand, type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { S3Store } from '#electron/core/adapters/backup-store/s3/s3-store.ts';
import { keyFingerprint, openManifest, sealManifest } from '#electron/core/backup/engine/manifest-file.ts';
import { newSnapKey } from '#electron/core/backup/engine/repository.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { versionedReads } from '#electron/core/backup/restore/versioned-reads.ts';
import { addPeople, type BackupClinic, signerOf, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { repositoryAt } from '#test/support/backup/server-clinic.ts';
import { databaseSha256, generationsOf, restoreFile } from '#test/support/backup/trial.ts';
import { openServer, type TestBucket } from '#test/support/rgw.ts';

const DAY_MS = 86_400_000;

/**
 * Somebody holds this computer: the append-only key, the clinic's public age key, the database key of today. What they can
 * do to the backups is add; the day a week ago must come back byte for byte, on another computer, with the kit.
 */
describe('ransomware with the clinic’s own key (SG-04, FL-23; design/backup.md G)', () => {
  let clinic: BackupClinic;
  let bucket: TestBucket;
  let thief: S3Client;
  let sha256: string;
  let weekAgo: string;
  let keys: string[];
  let fingerprint: string;
  beforeAll(async () => {
    const server = await openServer();
    bucket = await server.newBucket({ lock: 30 });
    thief = server.client(bucket.appendOnly);
    clinic = await startBackupClinic({ patients: 10, notes: 2 });
    fingerprint = keyFingerprint(signerOf(clinic.secrets.signingKey).publicKeyDer);
    const store = await repositoryAt(clinic, bucket.place);
    const day = (back: number) => () => new Date(Date.now() - back * DAY_MS);
    sha256 = await databaseSha256(clinic);
    weekAgo = (await runBackup(clinic.context({ store, now: day(7) }))).generation.id;
    await addPeople(clinic.db, { patients: 3, notes: 1 });
    await runBackup(clinic.context({ store, now: day(1) }));
    keys = (await store.list('')).map(object => object.key);
  }, 320_000);
  afterAll(async () => {
    thief.destroy();
    await clinic.stop();
  });

  const name = (key: string) => ({ Bucket: bucket.bucket, Key: `${bucket.prefix}${key}` });
  const outcome = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: { name?: string }) => error.name ?? 'refused');

  async function expectWeekAgo(): Promise<void> {
    const fresh = new S3Store(bucket.place);
    const reading = versionedReads(fresh);
    const generations = await generationsOf(clinic, reading, fingerprint);
    const wanted = generations.find(({ manifest }) => `${manifest.machineId}/${manifest.seq}` === weekAgo);
    if (wanted === undefined) throw new Error('the backup of a week ago is not offered');
    expect(await restoreFile(clinic, versionedReads(fresh, generations.map(one => one.manifest)), wanted)).toEqual({ sha256, missingPages: [], badPacks: [], vaultIsWhole: true });
    expect(generations).toHaveLength(2);
  }

  it('the program’s own store cannot be talked into replacing anything', async () => {
    const store = new S3Store(bucket.place);
    for (const key of keys) await expect(store.put(key, Buffer.from('encrypted by somebody else'))).rejects.toMatchObject({ code: 'backup.placeDamaged' });
    await expectWeekAgo();
  });

  it('deleting, many at once, by version, shortening, publishing, changing the rules: all refused', async () => {
    const { Versions = [] } = await thief.send(new ListObjectVersionsCommand({ Bucket: bucket.bucket, Prefix: `${bucket.prefix}m/` })).catch(() => ({ Versions: [] }));
    const some = keys.slice(0, 6);
    const everyone = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${bucket.bucket}/*` }] };
    const soon = new Date(Date.now() + 60_000);
    const attempts: Record<string, Promise<string>[]> = {
      'delete': some.map(key => outcome(thief.send(new DeleteObjectCommand(name(key))))),
      'delete a version': Versions.slice(0, 6).map(one => outcome(thief.send(new DeleteObjectCommand({ Bucket: bucket.bucket, Key: one.Key ?? '', VersionId: one.VersionId ?? '' })))),
      'delete a version past the lock': Versions.slice(0, 3).map(one => outcome(thief.send(new DeleteObjectCommand({ Bucket: bucket.bucket, Key: one.Key ?? '', VersionId: one.VersionId ?? '', BypassGovernanceRetention: true })))),
      'delete many': [outcome(thief.send(new DeleteObjectsCommand({ Bucket: bucket.bucket, Delete: { Objects: some.map(key => ({ Key: `${bucket.prefix}${key}` })) } })).then(answer => {
        if ((answer.Errors ?? []).length < some.length) return;
        throw Object.assign(new Error(), { name: 'AccessDenied' });
      }))],
      'shorten': some.map(key => outcome(thief.send(new PutObjectRetentionCommand({ ...name(key), Retention: { Mode: 'COMPLIANCE', RetainUntilDate: soon } })))),
      'another mode': some.slice(0, 2).map(key => outcome(thief.send(new PutObjectRetentionCommand({ ...name(key), BypassGovernanceRetention: true, Retention: { Mode: 'GOVERNANCE', RetainUntilDate: soon } })))),
      'publish': some.map(key => outcome(thief.send(new PutObjectAclCommand({ ...name(key), ACL: 'public-read' })))),
      'legal hold': some.slice(0, 2).map(key => outcome(thief.send(new PutObjectLegalHoldCommand({ ...name(key), LegalHold: { Status: 'ON' } })))),
      'policy': [outcome(thief.send(new PutBucketPolicyCommand({ Bucket: bucket.bucket, Policy: JSON.stringify(everyone) }))), outcome(thief.send(new GetBucketPolicyCommand({ Bucket: bucket.bucket })))],
      'versions off': [outcome(thief.send(new PutBucketVersioningCommand({ Bucket: bucket.bucket, VersioningConfiguration: { Status: 'Suspended' } })))],
      'default lock off': [outcome(thief.send(new PutObjectLockConfigurationCommand({ Bucket: bucket.bucket, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } })))],
      'expiry': [outcome(thief.send(new PutBucketLifecycleConfigurationCommand({ Bucket: bucket.bucket, LifecycleConfiguration: { Rules: [{ ID: 'all', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } }] } })))],
      'outside the prefix': [outcome(thief.send(new PutObjectCommand({ Bucket: bucket.bucket, Key: 'elsewhere', Body: Buffer.from('x') })))],
    };
    for (const [what, results] of Object.entries(attempts)) for (const result of await Promise.all(results)) expect(result, what).not.toBe('done');
    await expectWeekAgo();
  });

  it('every object overwritten with rubbish: what lay there first is read, a week ago comes back', async () => {
    for (const key of keys) await thief.send(new PutObjectCommand({ ...name(key), Body: randomBytes(64 + createHash('md5').update(key).digest().readUInt8(0)) }));
    await expectWeekAgo();
    expect((await new S3Store(bucket.place).get('VERSION'))?.toString().startsWith('{"format"')).toBe(false);
  });

  it('newer backups forged, old ones replayed under newer names, a hundred years of lock on rubbish: nothing else is offered', async () => {
    const reading = versionedReads(new S3Store(bucket.place));
    const [real] = await generationsOf(clinic, reading, fingerprint);
    if (real === undefined) throw new Error('no backup');
    const forger = signerOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    for (const seq of [3, 4, 99_999_999]) {
      const { file } = await sealManifest({ ...real.manifest, seq, createdAt: '2099-01-01T00:00:00.000Z' }, forger, [clinic.secrets.recovery.recipient]);
      await thief.send(new PutObjectCommand({ ...name(newSnapKey(real.manifest.machineId, seq)), Body: file }));
      await thief.send(new PutObjectCommand({ ...name(newSnapKey(real.manifest.machineId, seq)), Body: randomBytes(2000) }));
    }
    const hundredYears = new Date(Date.now() + 36_500 * DAY_MS);
    await outcome(thief.send(new PutObjectCommand({ ...name('rubbish'), Body: randomBytes(1000), ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: hundredYears })));
    const oldest = (await generationsOf(clinic, reading, fingerprint)).at(-1);
    const oldKey = keys.find(key => key.includes('/snap/00000001-')) ?? '';
    for await (const copy of new S3Store(bucket.place).copies(oldKey)) {
      if ((await openManifest(copy, [clinic.secrets.recovery.identity], null).catch(() => undefined))?.sha256 !== oldest?.sha256) continue;
      await thief.send(new PutObjectCommand({ ...name(newSnapKey(real.manifest.machineId, 50)), Body: copy }));
    }
    await expectWeekAgo();
  });

  it('with a card, where no paper tells whose signature counts: the first signer’s backups, not the forged ones', async () => {
    const generations = await generationsOf(clinic, versionedReads(new S3Store(bucket.place)), null);
    expect(new Set(generations.map(one => one.signerFingerprint))).toEqual(new Set([fingerprint]));
  });

  it('the next backup on the attacked place says that it is damaged, and changes nothing there', async () => {
    await expect(runBackup(clinic.context({ store: new S3Store(bucket.place) }))).rejects.toMatchObject({ code: 'backup.placeDamaged' });
    await expectWeekAgo();
  });

  it('even the bucket’s owner cannot remove a locked version; a delete marker only hides, and a restore still reads behind it', async () => {
    const server = await openServer();
    const owner = server.client();
    for (const key of keys) await owner.send(new DeleteObjectCommand(name(key)));
    const { Versions = [] } = await owner.send(new ListObjectVersionsCommand({ Bucket: bucket.bucket, Prefix: bucket.prefix }));
    const removed: string[] = [];
    for (const one of Versions.filter(version => version.Key !== `${bucket.prefix}rubbish`)) {
      const ended = await outcome(owner.send(new DeleteObjectCommand({ Bucket: bucket.bucket, Key: one.Key ?? '', VersionId: one.VersionId ?? '', BypassGovernanceRetention: true })));
      if (ended === 'done') removed.push(`${one.Key} ${one.VersionId} ${one.Size}`);
    }
    expect(Versions.length).toBeGreaterThan(keys.length);
    expect(removed).toEqual([]);
    owner.destroy();
    await expectWeekAgo();
  });

  it('the key may not touch a lock at all, for a lock so long that the server’s calendar wraps has ended', async () => {
    // Ceph before 18.2.2 keeps lock dates as seconds in 32 bits (tracker.ceph.com/issues/63537): what ends after 2106 ended long ago.
    const { Versions = [] } = await thief.send(new ListObjectVersionsCommand({ Bucket: bucket.bucket, Prefix: bucket.prefix }));
    const wrapped = new Date(Date.now() + 36_500 * DAY_MS);
    expect(Versions.length).toBeGreaterThan(keys.length);
    for (const one of Versions) {
      const version = { Bucket: bucket.bucket, Key: one.Key ?? '', VersionId: one.VersionId ?? '' };
      expect(await outcome(thief.send(new PutObjectRetentionCommand({ ...version, Retention: { Mode: 'COMPLIANCE', RetainUntilDate: wrapped } })))).not.toBe('done');
      expect(await outcome(thief.send(new DeleteObjectCommand(version)))).not.toBe('done');
    }
    await expectWeekAgo();
  });
});
