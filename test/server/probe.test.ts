import { DeleteBucketPolicyCommand, GetBucketLifecycleConfigurationCommand, GetBucketPolicyCommand, type LifecycleRule, ListObjectsV2Command, PutBucketLifecycleConfigurationCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';

import { readLifecycle } from '#electron/core/adapters/backup-store/s3/s3-lifecycle.ts';
import { probeServer } from '#electron/core/adapters/backup-store/s3/s3-probe.ts';
import type { S3Place } from '#electron/core/ports/backup-store.ts';
import { lifecycleRules } from '#shared/domain/backup/lifecycle.ts';
import { PROBE_CHECKS } from '#shared/domain/backup/probe.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { openServer, type TestServer } from '#test/support/rgw.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openServer();
}, 320_000);

async function outcomes(place: S3Place) {
  const report = await probeServer(place);
  return { isProtected: report.isProtected, ...Object.fromEntries(report.lines.map(line => [line.check, line.outcome])) };
}

const ALL_PROTECTED = {
  isProtected: true, versions: 'protected', lock: 'protected', deleteVersion: 'protected', delete: 'protected', overwrite: 'protected', shorten: 'protected',
  publish: 'protected', otherPrefix: 'protected', policy: 'protected', lifecycle: 'protected', wrongDigest: 'protected', expiry: 'protected', archive: 'protected',
};

describe('the program tries to destroy its own backup before it calls a server safe (4C 2, XM-41)', () => {
  it('a lock that nobody can take off and a key that can only add: every line protected', async () => {
    const bucket = await server.newBucket({ lock: 1 });
    expect(await outcomes(bucket.place)).toMatchObject(ALL_PROTECTED);
    const report = await probeServer(bucket.place);
    expect(report.lines.map(line => line.check)).toEqual([...PROBE_CHECKS]);
    expect(report.lines.find(line => line.check === 'lock')?.detail).toMatch(/^COMPLIANCE \d{4}-\d{2}-\d{2}T/);
  });

  it('the same bucket in the hands of its owner: can be changed, so never safe; and the probe itself changed nothing', async () => {
    const bucket = await server.newBucket({ lock: 1 });
    const owner = server.client();
    const before = await owner.send(new GetBucketPolicyCommand({ Bucket: bucket.bucket }));
    expect(await outcomes(bucket.ownerPlace)).toMatchObject({ isProtected: false, lock: 'protected', deleteVersion: 'protected', shorten: 'protected', delete: 'unprotected', publish: 'unprotected', otherPrefix: 'unprotected', policy: 'unprotected', lifecycle: 'unprotected' });
    expect((await owner.send(new GetBucketPolicyCommand({ Bucket: bucket.bucket }))).Policy).toBe(before.Policy);
    await expect(owner.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket.bucket }))).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' });
    expect((await owner.send(new ListObjectsV2Command({ Bucket: bucket.bucket, Prefix: 'klinikbok' }))).KeyCount).toBe(0);
  });

  it('a lock that can be taken off (GOVERNANCE), versions without a lock, neither: not protected, and it says which line', async () => {
    const [governed, versioned, plain] = await Promise.all([server.newBucket({ lock: 1, mode: 'GOVERNANCE' }), server.newBucket({ versioned: true }), server.newBucket()]);
    expect(await outcomes(governed.place)).toMatchObject({ ...ALL_PROTECTED, isProtected: false, lock: 'unprotected' });
    expect(await outcomes(versioned.place)).toMatchObject({ ...ALL_PROTECTED, isProtected: false, lock: 'unprotected' });
    expect(await outcomes(plain.place)).toMatchObject({ ...ALL_PROTECTED, isProtected: false, versions: 'unprotected', lock: 'unprotected', overwrite: 'unprotected' });
    expect(await outcomes(plain.ownerPlace)).toMatchObject({ isProtected: false, deleteVersion: 'unprotected', delete: 'unprotected' });
  });

  it('reads the bucket’s own rules: the ones for the provider are right; too short a time, or the archive with it, is not', async () => {
    const bucket = await server.newBucket({ lock: 1 });
    const owner = server.client();
    const set = (text: string) => owner.send(new PutBucketLifecycleConfigurationCommand({ Bucket: bucket.bucket, LifecycleConfiguration: JSON.parse(text) as { Rules: LifecycleRule[] } }));
    expect(await probeServer(bucket.place)).toMatchObject({ isProtected: true, serverDays: null });
    await set(lifecycleRules({ prefix: bucket.prefix, retentionDays: 400 }));
    expect(await probeServer(bucket.place)).toMatchObject({ isProtected: true, serverDays: 490 });
    const longer = await probeServer(bucket.place, 1000);
    expect({ isProtected: longer.isProtected, ...longer.lines.find(line => line.check === 'expiry') }).toEqual({ isProtected: false, check: 'expiry', outcome: 'unprotected', detail: 'Expiration 490' });
    await set(JSON.stringify({ Rules: [{ ID: 'all', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 500 } }] }));
    const all = await probeServer(bucket.place);
    expect({ isProtected: all.isProtected, ...all.lines.find(line => line.check === 'archive') }).toEqual({ isProtected: false, check: 'archive', outcome: 'unprotected', detail: 'archive/' });
    await owner.send(new DeleteBucketPolicyCommand({ Bucket: bucket.bucket }));
    const blind = await readLifecycle(server.client(bucket.appendOnly), bucket.bucket);
    expect(blind).toBeNull();
  });

  it('a place that cannot be used at all is an error and no report', async () => {
    const bucket = await server.newBucket();
    await expect(probeServer({ ...bucket.place, secretAccessKey: new Redacted('guess') })).rejects.toMatchObject({ code: 'server.secretWrong' });
    await expect(probeServer({ ...bucket.place, prefix: 'c2/' })).rejects.toMatchObject({ code: 'server.denied' });
  });
});
