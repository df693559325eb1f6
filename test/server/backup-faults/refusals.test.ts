import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { FolderStore } from '#electron/core/adapters/backup-store/folder/folder-store.ts';
import { S3Store } from '#electron/core/adapters/backup-store/s3/s3-store.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { addPeople, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { flipBit, s3Error, shorten } from '#test/support/backup/fault-proxy.ts';
import { type BadLine, newestAt, repositoryAt, SHORT, startBadLine, through } from '#test/support/backup/server-clinic.ts';

/** Requests already on their way when the first refusal comes. */
const IN_FLIGHT = 4;

describe('a server that refuses in the middle of a backup (design/backup.md G)', () => {
  let line: BadLine;
  let { server, proxy, clinic, sha256 } = {} as BadLine;
  let { place, store, trial } = {} as Awaited<ReturnType<BadLine['begin']>>;
  beforeAll(async () => {
    line = await startBadLine();
    ({ server, proxy, clinic, sha256 } = line);
  }, 320_000);
  afterAll(() => line.stop());
  beforeEach(async () => {
    ({ place, store, trial } = await line.begin());
  });
  afterEach(() => {
    vi.useRealTimers();
    trial.remove();
  });

  const expectNextIsWhole = async (): Promise<void> => {
    proxy.reset();
    expect((await runBackup(trial.context(store))).certificate.outcome).toBe('ok');
    expect((await newestAt(clinic, store)).restored).toEqual({ sha256, missingPages: [], badPacks: [], vaultIsWhole: true });
  };

  it.each([
    ['InvalidAccessKeyId', 403, 'server.keyUnknown'], ['SignatureDoesNotMatch', 403, 'server.secretWrong'], ['AccessDenied', 403, 'server.denied'], ['QuotaExceeded', 403, 'server.full'],
  ])('%s half-way: stops at once with its own sentence, asks no more, and goes on when it is mended', async (name, status, code) => {
    let refusedAt = 0;
    proxy.reset(request => {
      if (refusedAt === 0 && request.method === 'PUT' && request.key.includes('/packs/')) refusedAt = request.n;
      return refusedAt > 0 ? { answer: s3Error(status, name) } : 'pass';
    });
    await expect(runBackup(trial.context(store))).rejects.toMatchObject({ code });
    expect(proxy.requests.length - refusedAt, 'no storm of attempts').toBeLessThanOrEqual(IN_FLIGHT);
    await expectNextIsWhole();
  });

  it('a key that is really revoked: stops with the right sentence, and the folder beside it gets its backup', async () => {
    const other = await server.newBucket();
    const place = through(other.place, proxy.endpoint);
    const revoked = await repositoryAt(clinic, place);
    await server.removeUser(other.appendOnly.uid);
    await expect(runBackup(trial.context(new S3Store(place, SHORT)))).rejects.toMatchObject({ code: 'server.keyUnknown' });
    await expect(runBackup(trial.context(revoked))).rejects.toMatchObject({ code: 'server.keyUnknown' });
    expect((await runBackup(trial.context(new FolderStore(clinic.place)))).certificate.outcome).toBe('ok');
  });

  it('a quota that is really used up: what was sent stays, and the next run sends the rest when there is room', async () => {
    const big = await startBackupClinic({ patients: 5, notes: 1 });
    try {
      await addPeople(big.db, { patients: 60, notes: 6, bodyBytes: 60_000 });
      const other = await server.newBucket({ versioned: true });
      const place = through(other.place, proxy.endpoint);
      await repositoryAt(big, place);
      await server.setBucketQuota(other.bucket, 12 * 1024 * 1024);
      const full = new S3Store(place, SHORT);
      await expect(runBackup(big.context({ store: full }))).rejects.toMatchObject({ code: 'server.full' });
      const before = (await full.list('m/')).filter(object => object.key.includes('/packs/'));
      expect((await full.list('m/')).some(object => object.key.includes('/snap/'))).toBe(false);
      await server.setBucketQuota(other.bucket, null);
      const { generation, certificate } = await runBackup(big.context({ store: full }));
      expect(certificate.outcome).toBe('ok');
      expect(generation.uploadedBytes).toBeLessThanOrEqual(generation.databaseBytes * 1.05 - before.reduce((sum, pack) => sum + pack.size, 0));
    } finally {
      await big.stop();
    }
  }, 120_000);

  it('a server that takes requests and never answers: given up after its limit, said so, and the next run finishes', async () => {
    for (const k of [1, 6, 12]) {
      proxy.reset(request => (request.n >= k ? 'stall' : 'pass'));
      const impatient = new S3Store(place, { connectMs: 300, silenceMs: 300, answerMs: 300, attempts: 2 });
      await expect(runBackup(trial.context(impatient)), `stalled at request ${k}`).rejects.toMatchObject({ code: 'server.timedOut' });
    }
    await expectNextIsWhole();
  });

  it('this computer’s clock twenty minutes ahead: the backup is made, and the difference is known afterwards', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 20 * 60_000 });
    proxy.reset();
    expect((await runBackup(trial.context(store))).certificate.outcome).toBe('ok');
    expect(Math.round(await store.clockBehindMs() / 60_000)).toBe(-20);
    vi.useRealTimers();
    expect((await newestAt(clinic, store)).restored.sha256).toBe(sha256);
  });

  it('answers with a changed bit, or cut short and passed off as whole: never taken for a backup', async () => {
    for (const bent of [flipBit(0.7), shorten(0.5)]) {
      proxy.reset(request => (request.method === 'GET' && request.key.includes('/packs/') ? bent : 'pass'));
      await expect(runBackup(trial.context(store))).rejects.toMatchObject({ code: 'backup.verifyFailed' });
    }
    await expectNextIsWhole();
  });
});
