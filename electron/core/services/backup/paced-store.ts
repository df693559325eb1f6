import type { BackupStore, StoredObject } from '../../ports/backup-store.ts';

export interface Pace {
  /** Bytes per second, both ways together; null: as fast as it goes. */
  readonly bytesPerSecond: number | null;
  /** Asked before anything is sent; throws when nothing may be sent now. */
  readonly maySend: () => void;
  readonly monotonicMs: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Keeps a store from taking the clinic's whole line. Each object takes its time at the given rate, one after another
 * however many are asked for at once, so that the average holds from the first object on.
 */
export function pacedStore(store: BackupStore, { bytesPerSecond, maySend, monotonicMs, wait }: Pace): BackupStore {
  let freeAt = 0;
  const take = async (bytes: number): Promise<void> => {
    if (bytesPerSecond === null) return;
    const begin = Math.max(freeAt, monotonicMs());
    freeAt = begin + (bytes / bytesPerSecond) * 1000;
    const pause = begin - monotonicMs();
    if (pause > 0) await wait(pause);
  };
  return {
    kind: store.kind,
    put: async (key, bytes) => {
      maySend();
      await take(bytes.byteLength);
      maySend();
      await store.put(key, bytes);
    },
    get: async key => {
      const bytes = await store.get(key);
      await take(bytes?.byteLength ?? 0);
      return bytes;
    },
    head: (key): Promise<StoredObject | undefined> => store.head(key),
    list: prefix => store.list(prefix),
    extendLock: (key, until) => store.extendLock(key, until),
    freeBytes: () => store.freeBytes(),
    ...(store.copies === undefined ? {} : { copies: (key: string) => store.copies?.(key) ?? nothing() }),
    ...(store.hidden === undefined ? {} : { hidden: async (prefix: string) => (await store.hidden?.(prefix)) ?? [] }),
    ...(store.clockBehindMs === undefined ? {} : { clockBehindMs: async () => (await store.clockBehindMs?.()) ?? 0 }),
  };
}

async function* nothing(): AsyncIterable<Buffer> {
  // a store without copies has none
}
