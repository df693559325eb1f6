import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { S3Store } from '#electron/core/adapters/backup-store/s3/s3-store.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import type { S3Place } from '#electron/core/ports/backup-store.ts';
import { addPeople, type BackupClinic, openBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { buildChild } from '#test/support/backup/build-child.ts';
import { type FaultProxy, startFaultProxy } from '#test/support/backup/fault-proxy.ts';
import { newestAt, repositoryAt, SHORT, through } from '#test/support/backup/server-clinic.ts';
import { databaseSha256, drillAt, restoreAt } from '#test/support/backup/trial.ts';
import { openServer, type TestBucket } from '#test/support/rgw.ts';

const ALL = process.env['KLINIKBOK_FAULTS'] === 'all';
const CHILD_LIMIT_MS = 60_000;

describe('kill -9 at any request to a server (security.md §3.6: orphans, never a lying list of contents)', () => {
  let folder: string;
  let child: string;
  let bucket: TestBucket;
  let proxy: FaultProxy;
  let sha256: string;
  beforeAll(async () => {
    const server = await openServer();
    bucket = await server.newBucket({ versioned: true });
    proxy = await startFaultProxy(server.plainEndpoint);
    folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-server-kill-'));
    child = await buildChild('child-server');
    mkdirSync(path.join(folder, 'first'));
    const clinic = await openBackupClinic(path.join(folder, 'first'));
    await addPeople(clinic.db, { patients: 20, notes: 3 });
    sha256 = await databaseSha256(clinic);
    await clinic.stop();
  }, 320_000);
  afterAll(async () => {
    await proxy.stop();
    rmSync(folder, { recursive: true, force: true });
    rmSync(path.dirname(child), { recursive: true, force: true });
  });

  /** Runs the child; at the k-th request it is killed, before the server hears of it or after it has done it. 0: never. */
  async function run(where: string, place: S3Place, o: { k: number; after: boolean; work?: 'drill' | 'restore' }): Promise<NodeJS.Signals | null> {
    const started = spawn('node', [child, where, JSON.stringify({ ...place, secretAccessKey: place.secretAccessKey.reveal() }), o.work ?? 'backup'], { stdio: 'ignore' });
    proxy.reset(request => {
      if (request.n !== o.k) return 'pass';
      started.kill('SIGKILL');
      return o.after ? 'cutAfter' : 'cutBefore';
    });
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        started.kill('SIGKILL');
        reject(new Error(`the backup in another process did not end within ${CHILD_LIMIT_MS / 1000} s`));
      }, CHILD_LIMIT_MS);
      started.on('exit', (_code, signal) => {
        clearTimeout(limit);
        resolve(signal);
      });
    });
  }

  async function begin(name: string): Promise<{ where: string; place: S3Place }> {
    const where = path.join(folder, name);
    cpSync(path.join(folder, 'first'), where, { recursive: true });
    const place = through(bucket.place, proxy.endpoint, name);
    const clinic = await openBackupClinic(where);
    proxy.reset();
    await repositoryAt(clinic, place);
    await clinic.stop();
    return { where, place };
  }

  async function expectNextIsWhole(clinic: BackupClinic, store: S3Store, what: string): Promise<void> {
    const before = (await store.list('m/')).filter(object => object.key.includes('/snap/')).length;
    const { generation, certificate } = await runBackup(clinic.context({ store }));
    expect(certificate.outcome, what).toBe('ok');
    expect(generation.seq, `${what}: the series goes on`).toBe(before + 1);
    const { restored, generations } = await newestAt(clinic, store);
    expect(restored, what).toEqual({ sha256, missingPages: [], badPacks: [], vaultIsWhole: true });
    expect(generations, what).toHaveLength(before + 1);
  }

  it('whatever a killed run left at the server, the next one goes on in the same series and is proven', async () => {
    const normal = await begin('normal');
    expect(await run(normal.where, normal.place, { k: 0, after: false })).toBeNull();
    const requests = proxy.requests.length;
    const snapAt = proxy.requests.findIndex(request => request.method === 'PUT' && request.key.includes('/snap/')) + 1;
    expect(snapAt).toBeGreaterThan(5);
    const quick: [number, boolean][] = [[Math.floor(snapAt / 2), true], [snapAt, false], [snapAt, true]];
    const cases = ALL ? Array.from({ length: requests }, (_, at) => [[at + 1, false], [at + 1, true]] as [number, boolean][]).flat() : quick;
    for (const [k, after] of cases) {
      const what = `killed ${after ? 'after' : 'before'} request ${k}`;
      const { where, place } = await begin(`k${k}${after ? 'a' : 'b'}`);
      expect(await run(where, place, { k, after }), what).toBe('SIGKILL');
      await proxy.idle();
      proxy.reset();
      const clinic = await openBackupClinic(where);
      await expectNextIsWhole(clinic, new S3Store(place, SHORT), what);
      await clinic.stop();
      rmSync(where, { recursive: true, force: true });
    }
  }, 1_800_000);

  it.each(['drill', 'restore'] as const)('a killed %s leaves the backups as they were and nothing plain on this computer; the next one is whole', async work => {
    const { where, place } = await begin(work);
    const clinic = await openBackupClinic(where);
    const store = new S3Store(place, SHORT);
    await runBackup(clinic.context({ store }));
    const objects = await store.list('');
    proxy.reset();
    expect(await run(where, place, { k: 0, after: false, work })).toBeNull();
    const requests = proxy.requests.length;
    expect(requests).toBeGreaterThan(4);
    const left = { drill: path.join(where, 'work/drill/clinic.db'), restore: path.join(where, 'restored/clinic.db') }[work];
    for (let k = ALL ? 1 : requests; k <= requests; k += 1) {
      rmSync(path.join(where, 'restored'), { recursive: true, force: true });
      expect(await run(where, place, { k, after: true, work }), `killed after request ${k}`).toBe('SIGKILL');
      if (existsSync(left)) expect(readFileSync(left).includes('SQLite format 3'), `killed after request ${k}`).toBe(false);
      await proxy.idle();
      proxy.reset();
      if (work === 'drill') expect(await drillAt(clinic, store), `after request ${k}`).toMatchObject({ outcome: 'ok', scratchRemoved: true });
      else expect(await restoreAt(clinic, store, `again-${k}`), `after request ${k}`).toMatchObject({ equal: true, found: { fileSha256: sha256 } });
    }
    expect(await store.list('')).toEqual(objects);
    await clinic.stop();
  }, 600_000);
});
