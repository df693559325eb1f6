import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openStore } from '#electron/core/adapters/backup-store/open-store.ts';
import { formatServerSheet } from '#shared/domain/backup/server-sheet.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { openCleanRoom, type CleanRoom } from '#test/support/backup/clean-room.ts';
import { startSignedClinic, type SignedClinic, type Truth } from '#test/support/backup/signed-clinic.ts';
import { rowsSaid } from '#test/support/backup/technician.ts';
import { openServer, type TestBucket, type TestServer } from '#test/support/rgw.ts';

const TOOLS = '/media/tools';

describe('kit, server sheet and stock python restore from a real Ceph store, in a room with nothing of ours', () => {
  let server: TestServer;
  let clinic: SignedClinic;
  let truth: Truth;
  let bucket: TestBucket;
  let room: CleanRoom;
  const sheetOf = (place = bucket.place) => formatServerSheet({ clinicId: null, repositoryId: null, name: 'Server', createdAt: null, place });
  const restore = (more: string, sheet = sheetOf()) => {
    room.write('server.txt', sheet);
    return room.run(`python3 ${TOOLS}/restore.py --server server.txt --kit kit.txt ${more}`);
  };

  beforeAll(async () => {
    server = await openServer();
    bucket = await server.newBucket({ lock: 1 });
    clinic = await startSignedClinic();
    await clinic.backUp(openStore(bucket.place));
    truth = await clinic.truth();
    room = openCleanRoom({ [TOOLS]: path.resolve(import.meta.dirname, '../../build/scripts/restore-tools') });
    room.write('kit.txt', clinic.kit);
  });
  afterAll(async () => {
    room.stop();
    await clinic.stop();
  });

  it('gives plain SQLite with every row, every signature and every attachment', () => {
    expect(restore('--list').stdout).toMatch(/^20.* generation 1 .*\n$/);
    expect(restore('--out restored')).toMatchObject({ status: 0, stdout: 'OK: restored/clinic.db is exactly the file that was backed up\n' });
    const checked = room.run(`cd ${TOOLS}\npython3 sqlcipher-to-sqlite.py ~/restored/clinic.db ~/plain.sqlite --kit ~/kit.txt\npython3 check_contents.py ~/plain.sqlite --manifest ~/restored/manifest.json\npython3 verify_note.py --database ~/plain.sqlite`);
    expect({ status: checked.status, stderr: checked.stderr }).toEqual({ status: 0, stderr: '' });
    expect(rowsSaid(checked.stdout)).toEqual(truth.rows);
    expect(checked.stdout).toMatch(new RegExp(` versions, ${truth.signatures} signatures hold, .* 0 wrong\n$`));
  });

  it('reads the oldest version where somebody overwrote or hid what was backed up', async () => {
    const owner = server.client();
    const names = (await openStore(bucket.place).list('m/')).map(one => `${bucket.prefix}${one.key}`);
    const [pack = ''] = names.filter(name => name.includes('/packs/'));
    const [snap = ''] = names.filter(name => name.includes('/snap/'));
    await owner.send(new PutObjectCommand({ Bucket: bucket.bucket, Key: pack, Body: Buffer.from('ransom') }));
    await owner.send(new DeleteObjectCommand({ Bucket: bucket.bucket, Key: snap }));
    const answer = restore('--out rescued');
    expect(answer).toMatchObject({ status: 0, stdout: expect.stringContaining('is exactly the file that was backed up') });
    expect(readFileSync(room.at('/home/technician/rescued/clinic.db')).equals(readFileSync(room.at('/home/technician/restored/clinic.db')))).toBe(true);
  });

  it('says in words what is wrong with the sheet, the keys or the server', () => {
    const { place } = bucket;
    const said = (sheet: string) => restore('--list', sheet).stderr;
    expect(said(sheetOf().replace(/bucket: ./, 'bucket: x'))).toContain('the server sheet is mistyped: the lines do not fit the eight digits after "# check:"');
    expect(said(sheetOf().replace(/# bucket.*\n/, ''))).toContain('no line "# bucket: ..."');
    expect(said(sheetOf({ ...place, secretAccessKey: new Redacted('wrong') }))).toContain('the secret key is not the right one');
    expect(said(sheetOf({ ...place, accessKeyId: 'NOBODY' }))).toContain('does not know this access key');
    expect(said(sheetOf({ ...place, bucket: 'no-such-bucket' }))).toContain('no bucket of this name');
    expect(said(sheetOf({ ...place, authority: null }))).toContain('the server cannot be trusted');
  });
});
