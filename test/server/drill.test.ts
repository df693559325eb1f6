import { DeleteObjectsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openStore } from '#electron/core/adapters/backup-store/open-store.ts';
import { S3Store } from '#electron/core/adapters/backup-store/s3/s3-store.ts';
import type { S3Place } from '#electron/core/ports/backup-store.ts';
import { formatServerSheet } from '#shared/domain/backup/server-sheet.ts';
import type { BackupTarget } from '#shared/domain/backup/target.ts';
import { type DrillCertificate, drillSpeed } from '#shared/domain/drill/drill.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { type Administrator, certificateOf, type DrillClinic, fillClinic, startDrillClinic, stopDrilledClinic } from '#test/support/backup/drill-clinic.ts';
import { SHORT } from '#test/support/backup/server-clinic.ts';
import { openServer, type TestBucket, type TestServer } from '#test/support/rgw.ts';

const pack = (certificate: DrillCertificate) => certificate.lines.find(line => line.check === 'packs');

describe('a restore on trial from a real server (J-20, XM-80, XM-81)', () => {
  let server: TestServer;
  let bucket: TestBucket;
  let clinic: DrillClinic;
  let admin: Administrator;
  let target: BackupTarget;
  beforeAll(async () => {
    server = await openServer();
    bucket = await server.newBucket({ versioned: true });
    clinic = await startDrillClinic(place => (place.kind === 's3' ? new S3Store(place, SHORT) : openStore(place)));
    admin = await clinic.as('administrator');
    await fillClinic(clinic, 1);
    target = await clinic.addServer('Ceph i Lund', bucket.place);
    await clinic.backUp(target);
  }, 320_000);
  afterAll(() => stopDrilledClinic(clinic));

  /** A drill of the same backups, reached in this way. */
  const held = async (place: S3Place = bucket.place): Promise<DrillCertificate> => {
    clinic.targets.splice(0, 1, { ...target, place });
    await admin.drill.run({ targetId: target.id });
    return certificateOf(clinic, admin);
  };
  const sheetOf = (place: S3Place) => ({ kind: 'server' as const, sheet: formatServerSheet({ clinicId: null, repositoryId: null, name: 'x', createdAt: null, place }) });

  it('everything comes from the server, and the certificate names it, how long it took and at what speed, without its key', async () => {
    const certificate = await held();
    expect(certificate.lines.filter(line => line.outcome !== 'ok')).toEqual([]);
    expect(certificate).toMatchObject({ outcome: 'ok', place: { name: 'Ceph i Lund', kind: 's3', where: `${bucket.place.endpoint}/${bucket.bucket}/c1/` }, generation: { counts: { patients: 1 } } });
    expect(certificate.bytesRead).toBeGreaterThan(50_000);
    expect(drillSpeed(certificate)).toBeGreaterThan(0);
    expect(JSON.stringify(certificate)).not.toContain(bucket.appendOnly.secret);
  });

  it('with the paper kit and the server sheet alone; a sheet whose key the server does not know, and an incomplete one, are refused before anything is restored', async () => {
    await admin.drill.runWithKit({ kit: clinic.kit, place: sheetOf(bucket.place) });
    expect(await certificateOf(clinic, admin)).toMatchObject({ outcome: 'ok', keys: 'kit', place: { name: 'Ceph i Lund' } });
    await expect(admin.drill.runWithKit({ kit: clinic.kit, place: sheetOf({ ...bucket.place, accessKeyId: 'UNKNOWN' }) })).rejects.toMatchObject({ detail: { code: 'server.keyUnknown' } });
    await expect(admin.drill.runWithKit({ kit: clinic.kit, place: sheetOf({ ...bucket.place, secretAccessKey: new Redacted('wrong') }) })).rejects.toMatchObject({ detail: { code: 'server.secretWrong' } });
    await expect(admin.drill.runWithKit({ kit: clinic.kit, place: { kind: 'server', sheet: '# bucket: b' } })).rejects.toMatchObject({ detail: { code: 'restore.serverSheetWrong' } });
  });

  it('a server that is not there, and one that is not who it says, each leave a failed certificate with the reason', async () => {
    expect(await held({ ...bucket.place, endpoint: 'https://localhost:9' })).toMatchObject({ outcome: 'failed', errorCode: 'server.unreachable', generation: null, bytesRead: 0 });
    expect(await held({ ...bucket.place, authority: null })).toMatchObject({ outcome: 'failed', errorCode: 'server.untrusted' });
    expect((await admin.drill.status({})).failed).toMatchObject({ errorCode: 'server.untrusted', place: { name: 'Ceph i Lund' } });
    expect(await held()).toMatchObject({ outcome: 'ok' });
    expect((await admin.drill.status({})).failed).toBeNull();
  });

  it('a server that lost a part of the backup fails, and the certificate says how many parts; a revoked key too', async () => {
    const owner = server.client();
    const { Versions = [] } = await owner.send(new ListObjectVersionsCommand({ Bucket: bucket.bucket, Prefix: 'c1/m/' }));
    const [lost] = Versions.filter(one => one.Key?.includes('/packs/'));
    await owner.send(new DeleteObjectsCommand({ Bucket: bucket.bucket, Delete: { Objects: [{ Key: lost?.Key, VersionId: lost?.VersionId }] } }));
    const failed = await held();
    expect(failed).toMatchObject({ outcome: 'failed', errorCode: 'backup.placeDamaged', generation: { counts: { patients: 1 } }, scratchRemoved: true });
    expect(pack(failed)).toMatchObject({ outcome: 'failed', wrong: 1 });
    await server.removeUser(bucket.appendOnly.uid);
    expect(await held()).toMatchObject({ outcome: 'failed', errorCode: 'server.keyUnknown', generation: null });
  });
});
