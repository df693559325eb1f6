import { existsSync } from 'node:fs';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { FolderStore } from '#electron/core/adapters/backup-store/folder/folder-store.ts';
import { S3Store } from '#electron/core/adapters/backup-store/s3/s3-store.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { addPeople, startBackupClinic } from '#test/support/backup/backup-clinic.ts';
import { type Act, flipBit, s3Error, shorten } from '#test/support/backup/fault-proxy.ts';
import { type BadLine, newestAt, repositoryAt, SHORT, startBadLine, through } from '#test/support/backup/server-clinic.ts';
import { drillAt, restoreAt } from '#test/support/backup/trial.ts';

const ALL = process.env['KLINIKBOK_FAULTS'] === 'all';
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
/** In minutes. */
const DAY = 24 * 60;
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
    ['ExpiredToken', 400, 'server.keyUnknown'],
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

  it('a key that is really revoked half-way: stops at once, and another key finishes the same series', async () => {
    const other = await server.newBucket();
    const behind = through(other.place, proxy.endpoint);
    const revoked = await repositoryAt(clinic, behind);
    let isRevoked = false;
    proxy.reset(async (request): Promise<Act> => {
      if (!isRevoked && request.method === 'PUT' && request.key.includes('/packs/')) {
        isRevoked = true;
        await server.removeUser(other.appendOnly.uid);
      }
      return 'pass';
    });
    await expect(runBackup(trial.context(revoked))).rejects.toMatchObject({ code: 'server.keyUnknown' });
    expect(isRevoked).toBe(true);
    proxy.reset();
    const renewed = new S3Store(through(other.ownerPlace, proxy.endpoint), SHORT);
    expect(await runBackup(trial.context(renewed))).toMatchObject({ generation: { seq: 1 }, certificate: { outcome: 'ok' } });
    expect(await newestAt(clinic, renewed)).toMatchObject({ restored: { sha256, missingPages: [] }, generations: { length: 1 } });
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
    proxy.reset();
    if (ALL) await runBackup(trial.context(store));
    for (const k of ALL ? upTo(proxy.requests.length) : [1, 6, 12]) {
      trial.remove();
      ({ place, store, trial } = await line.begin());
      proxy.reset(request => (request.n >= k ? 'stall' : 'pass'));
      const impatient = new S3Store(place, { connectMs: 300, silenceMs: 300, answerMs: 300, attempts: 2 });
      await expect(runBackup(trial.context(impatient)), `stalled at request ${k}`).rejects.toMatchObject({ code: 'server.timedOut' });
    }
    await expectNextIsWhole();
  });

  it('a server that stalls in a restore or a drill: given up after its limit and said so, nothing is left, and no backup is called bad', async () => {
    await runBackup(trial.context(store));
    const impatient = () => new S3Store(place, { connectMs: 300, silenceMs: 300, answerMs: 300, attempts: 1 });
    proxy.reset();
    await drillAt(clinic, store);
    for (const k of ALL ? upTo(proxy.requests.length) : [4]) {
      const stall = () => proxy.reset(request => (request.n >= k ? 'stall' : 'pass'));
      stall();
      await expect(restoreAt(clinic, impatient(), `stalled-${k}`), `stalled at request ${k}`).rejects.toMatchObject({ code: 'server.timedOut' });
      expect(existsSync(clinic.at(`stalled-${k}`))).toBe(false);
      stall();
      const findings = await drillAt(clinic, impatient());
      expect(findings, `stalled at request ${k}`).toMatchObject({ outcome: 'failed', errorCode: 'server.timedOut', scratchRemoved: true });
      expect(findings.lines.filter(line => line.outcome === 'failed' && line.check !== 'manifest')).toEqual([]);
    }
    proxy.reset();
    expect(await restoreAt(clinic, store, 'stalled-no-more')).toMatchObject({ equal: true });
  });

  it.each(ALL ? [20, -20, 3 * DAY, -3 * DAY] : [20, -20])('this computer’s clock %i minutes ahead: the backup is made, and the difference is known afterwards', async ahead => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ahead * 60_000 });
    proxy.reset();
    expect((await runBackup(trial.context(store))).certificate.outcome).toBe('ok');
    expect(Math.round(await store.clockBehindMs() / 60_000)).toBe(-ahead);
    vi.useRealTimers();
    expect((await newestAt(clinic, store)).restored.sha256).toBe(sha256);
  });

  it('a server that tells a date three days off in every answer: the backup is made or the clock is named, and the next run is whole', async () => {
    const date = new Date(Date.now() + 3 * DAY * 60_000).toUTCString();
    proxy.reset(() => ({ bend: answer => ({ ...answer, headers: { ...answer.headers, date } }) }));
    const ended = await runBackup(trial.context(store)).then(({ certificate }) => certificate.outcome, (error: { code?: string }) => error.code ?? String(error));
    expect(['ok', 'server.clockWrong']).toContain(ended);
    proxy.reset();
    store = new S3Store(place, SHORT);
    await expectNextIsWhole();
  });

  it('answers with a changed bit, or cut short and passed off as whole: never taken for a backup', async () => {
    for (const bent of [flipBit(0.7), shorten(0.5)]) {
      proxy.reset(request => (request.method === 'GET' && request.key.includes('/packs/') ? bent : 'pass'));
      await expect(runBackup(trial.context(store))).rejects.toMatchObject({ code: 'backup.verifyFailed' });
    }
    await expectNextIsWhole();
  });
});
