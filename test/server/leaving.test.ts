import { DeleteObjectCommand, GetBucketLifecycleConfigurationCommand, ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { S3Place } from '#electron/core/ports/backup-store.ts';
import { startLeavingClinic, type LeavingClinic } from '#test/support/backup/leaving-clinic.ts';
import { openServer, type TestServer } from '#test/support/rgw.ts';

describe('leaving a server, on a real Ceph store (G-18: as far as the lock allows, with the date when the rest goes)', () => {
  let server: TestServer;
  let clinic: LeavingClinic;
  let maria: Awaited<ReturnType<LeavingClinic['as']>>;
  const ownerOf = ({ accessKeyId, secretAccessKey }: S3Place) => ({ accessKeyId, secretAccessKey: secretAccessKey.reveal() });
  const remove = async (repositoryId: string, typedName: string, owner: ReturnType<typeof ownerOf> | null) => {
    await maria.leaving.remove({ repositoryId, typedName, keepsJournal: true, owner });
    await clinic.whenIdle();
    return maria.leaving.state({});
  };

  beforeAll(async () => {
    server = await openServer();
    clinic = await startLeavingClinic();
    maria = await clinic.as('administrator');
    await clinic.addFolder('Annan plats'); // proven: the servers are never the only copy here
  });
  afterAll(() => clinic.stop());

  it('deletes every version and every delete marker, also what an attacker hid; what others keep in the bucket stays', async () => {
    const bucket = await server.newBucket({ versioned: true });
    const { repositoryId } = await clinic.addServer('Server utan lås', bucket.place);
    const owner = server.client();
    await owner.send(new PutObjectCommand({ Bucket: bucket.bucket, Key: 'somebody-else/report.txt', Body: Buffer.from('not ours') }));
    await owner.send(new PutObjectCommand({ Bucket: bucket.bucket, Key: 'c1/VERSION', Body: Buffer.from('overwritten') }));
    await owner.send(new DeleteObjectCommand({ Bucket: bucket.bucket, Key: 'c1/VERSION' }));
    await expect(maria.leaving.survey({ repositoryId, owner: null })).rejects.toMatchObject({ detail: { code: 'leaving.ownerKeysMissing' } });
    await expect(remove(repositoryId, 'Server utan lås', { ...ownerOf(bucket.ownerPlace), secretAccessKey: 'wrong' })).rejects.toMatchObject({ detail: { code: 'server.secretWrong' } });
    expect(await clinic.used()).toContain('Server utan lås');
    const survey = await maria.leaving.survey({ repositoryId, owner: ownerOf(bucket.ownerPlace) });
    expect(survey).toMatchObject({ lockedObjects: 0, lastLockEndsAt: null });
    const { certificates, problem } = await remove(repositoryId, 'Server utan lås', ownerOf(bucket.ownerPlace));
    expect({ problem, newest: certificates[0] }).toMatchObject({ problem: null, newest: { complete: true, leftObjects: 0 } });
    const { Versions = [], DeleteMarkers = [] } = await owner.send(new ListObjectVersionsCommand({ Bucket: bucket.bucket }));
    expect([...Versions.map(one => one.Key), ...DeleteMarkers.map(one => one.Key)]).toEqual(['somebody-else/report.txt']);
    expect(await clinic.used()).toEqual(['Annan plats']);
  });

  it('leaves what the lock keeps, says until when, tells the server to delete it then, and keeps no key of the owner', async () => {
    const bucket = await server.newBucket({ lock: 30 });
    const { repositoryId } = await clinic.addServer('Låst server', bucket.place);
    const before = await maria.leaving.survey({ repositoryId, owner: ownerOf(bucket.ownerPlace) });
    expect(before.lockedObjects).toBe(before.objects);
    const { certificates, places, problem } = await remove(repositoryId, 'låst server', ownerOf(bucket.ownerPlace));
    expect({ problem, newest: certificates[0] }).toMatchObject({ problem: null, newest: { complete: false, leftObjects: before.objects } });
    const days = (Date.parse(certificates[0]?.restGoesAt ?? '') - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    expect(places.find(place => place.repositoryId === repositoryId)).toMatchObject({ left: { lockedObjects: before.objects } });
    const { Rules = [] } = await server.client().send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket.bucket }));
    expect(Rules.map(rule => rule.Filter?.Prefix)).toContain('c1/m/');
    const { files } = await maria.leaving.papers({ id: certificates[0]?.id ?? '', language: 'en' });
    expect(JSON.parse(Buffer.from(files[1]?.content ?? '', 'base64').toString())).toMatchObject({ outcome: { restBySchedule: true } });
    const kept = JSON.stringify([await clinic.db.reader.raw('SELECT * FROM setting'), await clinic.db.reader.raw('SELECT * FROM leaving_place'), await clinic.db.reader.raw('SELECT * FROM leaving_certificate')]);
    expect([kept.includes(server.owner.secret), kept.includes(server.owner.key)]).toEqual([false, false]);
    // The lock has not ended: trying again changes nothing and makes another certificate.
    expect((await remove(repositoryId, 'Låst server', ownerOf(bucket.ownerPlace))).certificates).toHaveLength(3);
    expect(clinic.reported).toEqual([]);
  });
});
