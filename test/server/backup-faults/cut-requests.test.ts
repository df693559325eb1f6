import { existsSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { S3Store } from '#electron/core/adapters/backup-store/s3/s3-store.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { isAppError } from '#shared/kernel/app-error.ts';
import { type Act, s3Error } from '#test/support/backup/fault-proxy.ts';
import { type BadLine, newestAt, SHORT, startBadLine } from '#test/support/backup/server-clinic.ts';
import { restoreAt } from '#test/support/backup/trial.ts';

/** Every fault at every request in the long run (`npm run test:faults`); a few otherwise. */
const ALL = process.env['KLINIKBOK_FAULTS'] === 'all';

/** Faults that one request can meet and a program must get over by itself. */
const PASSING: Readonly<Record<string, Act>> = {
  'cut before': 'cutBefore', 'cut half-way': 'cutBody', 'answer lost': 'cutAfter', 'answer cut': 'cutAnswer', 'delivered twice': 'duplicate',
  'server busy': { answer: s3Error(503, 'SlowDown') }, 'server failing': { answer: s3Error(500, 'InternalError') },
};

describe('a real object store behind a bad line, for all requests of a backup (design/backup.md G)', () => {
  let line: BadLine;
  let { clinic, proxy, sha256 } = {} as BadLine;
  beforeAll(async () => {
    line = await startBadLine();
    ({ clinic, proxy, sha256 } = line);
  }, 320_000);
  afterAll(() => line.stop());

  /** Requests of a first backup when nothing goes wrong. */
  async function measure(): Promise<number> {
    const { store, trial } = await line.begin();
    proxy.reset();
    await runBackup(trial.context(store));
    trial.remove();
    return proxy.requests.length;
  }

  async function expectOneWholeBackup(store: S3Store, where: string, packs: { atMost: number }, backups = 1): Promise<void> {
    proxy.reset();
    const { newest, restored, generations } = await newestAt(clinic, store);
    expect(restored, where).toEqual({ sha256, missingPages: [], badPacks: [], vaultIsWhole: true });
    expect(generations, where).toHaveLength(backups);
    expect((await store.list('m/')).filter(object => object.key.includes('/packs/')).length, where).toBeLessThanOrEqual(newest.manifest.packs.length + packs.atMost);
  }

  it('any one request cut, lost, doubled or refused for a moment: the run gets over it, and nothing is stored or counted twice', async () => {
    const requests = await measure();
    expect(requests).toBeGreaterThan(10);
    const kinds = Object.entries(PASSING);
    const at = Array.from({ length: requests }, (_, index) => index + 1);
    const cases = ALL ? at.flatMap(k => kinds.map(kind => [k, kind] as const)) : kinds.map((kind, index) => [1 + ((index * 5 + 2) % requests), kind] as const);
    for (const [k, [name, act]] of cases) {
      const { store, trial } = await line.begin();
      proxy.reset(request => (request.n === k ? act : 'pass'));
      const { certificate } = await runBackup(trial.context(store)).catch((error: unknown) => {
        throw new Error(`${name} at request ${k} (${JSON.stringify(proxy.requests[k - 1])}): ${isAppError(error) ? `${error.code} ${String(error.cause)}` : String(error)}`);
      });
      expect(certificate.outcome).toBe('ok');
      await expectOneWholeBackup(store, `${name} at request ${k}`, { atMost: 0 });
      trial.remove();
    }
  }, 1_800_000);

  it('the line goes dead at request k and comes back later: the next run finishes, with what was sent before', async () => {
    const requests = await measure();
    for (let k = 2; k <= requests; k += ALL ? 1 : 8) {
      const { place, store, trial } = await line.begin();
      proxy.reset(request => (request.n >= k ? 'cutBefore' : 'pass'));
      await expect(runBackup(trial.context(new S3Store(place, { ...SHORT, attempts: 1 }))), `dead at request ${k}`).rejects.toMatchObject({ code: 'server.unreachable' });
      proxy.reset();
      // cut during the proof: that backup is there already and the next run is one more
      const before = (await store.list('m/')).filter(object => object.key.includes('/snap/')).length;
      expect((await runBackup(trial.context(store))).certificate.outcome, `dead at request ${k}`).toBe('ok');
      await expectOneWholeBackup(store, `dead at request ${k}`, { atMost: 4 }, before + 1);
      trial.remove();
    }
  }, 1_800_000);

  it('a restore over a bad line: any one request cut is got over; a dead line ends it in words and leaves nothing behind', async () => {
    const { place, store, trial } = await line.begin();
    await runBackup(trial.context(store));
    const restore = (attempts: number, name: string) => restoreAt(clinic, new S3Store(place, { ...SHORT, attempts }), name);
    proxy.reset();
    expect(await restore(3, 'restored-0')).toMatchObject({ equal: true });
    const requests = proxy.requests.length;
    for (let k = 1; k <= requests; k += 1) {
      for (const act of ALL ? (['cutBefore', 'cutAfter', 'cutAnswer'] as const) : (['cutAnswer'] as const)) {
        proxy.reset(request => (request.n === k ? act : 'pass'));
        expect(await restore(3, `restored-${k}-${act}`), `${act} at request ${k}`).toMatchObject({ equal: true });
      }
      proxy.reset(request => (request.n >= k ? 'cutBefore' : 'pass'));
      await expect(restore(1, `restored-${k}-dead`)).rejects.toMatchObject({ code: 'server.unreachable' });
      expect(existsSync(clinic.at(`restored-${k}-dead`))).toBe(false);
    }
    trial.remove();
  }, 600_000);
});
