import type { RequestLimits } from '#electron/core/adapters/backup-store/s3/s3-client.ts';
import { S3Store } from '#electron/core/adapters/backup-store/s3/s3-store.ts';
import { createRepository } from '#electron/core/backup/engine/repository.ts';
import { versionedReads } from '#electron/core/backup/restore/versioned-reads.ts';
import type { BackupStore, S3Place } from '#electron/core/ports/backup-store.ts';
import { openServer, type TestBucket, type TestServer } from '../rgw.ts';
import { type BackupClinic, startBackupClinic } from './backup-clinic.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { beginTrial, databaseSha256, generationsOf, restoreFile, type Trial } from './trial.ts';

/** Waits of a test: the other end is on this computer, but the computer may be busy; few attempts, so that a refusal is told soon. */
export const SHORT: RequestLimits = { connectMs: 10_000, silenceMs: 20_000, answerMs: 40_000, attempts: 3 };

/** The same bucket seen through a proxy (plain, on loopback), in a folder of its own below what the key may touch. */
export const through = (place: S3Place, endpoint: string, folder = ''): S3Place =>
  ({ ...place, endpoint, authority: null, prefix: `${place.prefix}${folder === '' ? '' : `${folder}/`}` });

/** A new repository of the clinic at this place. */
export async function repositoryAt(clinic: BackupClinic, place: S3Place, limits: RequestLimits = SHORT): Promise<S3Store> {
  const store = new S3Store(place, limits);
  await createRepository(store, clinic.secrets.clinicId, new Date());
  return store;
}

/** The newest backup at a place, restored with the kit's key by somebody who reads all versions. */
export async function newestAt(clinic: BackupClinic, store: BackupStore, fingerprint: string | null = null) {
  const generations = await generationsOf(clinic, versionedReads(store), fingerprint);
  const [newest] = generations;
  if (newest === undefined) throw new Error('no backup at the server');
  const restored = await restoreFile(clinic, versionedReads(store, generations.map(one => one.manifest)), newest);
  return { newest, restored, generations };
}

/** A clinic and a real server with a proxy between them. */
export interface BadLine {
  readonly server: TestServer;
  readonly bucket: TestBucket;
  readonly proxy: FaultProxy;
  readonly clinic: BackupClinic;
  /** Of the clinic's database, which nobody changes. */
  readonly sha256: string;
  /** A new repository behind the proxy, which lets everything through again, and a computer that has backed up nothing there. */
  begin(): Promise<{ readonly place: S3Place; readonly store: S3Store; readonly trial: Trial }>;
  stop(): Promise<void>;
}

export async function startBadLine(): Promise<BadLine> {
  const server = await openServer();
  const bucket = await server.newBucket({ versioned: true });
  const proxy = await startFaultProxy(server.plainEndpoint);
  const clinic = await startBackupClinic({ patients: 12, notes: 3 });
  let folders = 0;
  return {
    server, bucket, proxy, clinic, sha256: await databaseSha256(clinic),
    begin: async () => {
      proxy.reset();
      folders += 1;
      const place = through(bucket.place, proxy.endpoint, `t${folders}`);
      return { place, store: await repositoryAt(clinic, place), trial: beginTrial(clinic, `trial-${folders}`) };
    },
    stop: async () => {
      await proxy.stop();
      await clinic.stop();
    },
  };
}
