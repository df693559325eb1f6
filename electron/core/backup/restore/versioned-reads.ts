import { createHash } from 'node:crypto';

import type { Manifest } from '#shared/domain/backup/manifest.ts';
import type { BackupStore, StoredObject } from '../../ports/backup-store.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Everything ever stored under a name, what is shown first, then from the oldest on. */
export async function* everyCopy(store: BackupStore, key: string): AsyncIterable<Buffer> {
  const shown = await store.get(key);
  if (shown !== undefined) yield shown;
  if (store.copies !== undefined) yield* store.copies(key);
}

/**
 * The store as a restore reads it: what somebody hid is listed, and where a backup's manifest knows an object's digest,
 * what was written over it is passed by for the copy that fits (design/backup.md G, ransomware). Writes nothing.
 */
export function versionedReads(store: BackupStore, manifests: readonly Manifest[] = []): BackupStore {
  const digests = new Map(manifests.flatMap(manifest => [...manifest.packs, ...(manifest.vault === null ? [] : [manifest.vault])].map(pack => [pack.key, pack.sha256] as const)));
  const refused = () => Promise.reject(new Error('a restore writes nothing to the place'));
  return {
    kind: store.kind,
    put: refused,
    extendLock: refused,
    freeBytes: () => store.freeBytes(),
    head: key => store.head(key),
    get: async key => {
      const shown = await store.get(key);
      const digest = digests.get(key);
      if (store.copies === undefined || (shown !== undefined && (digest === undefined || sha256(shown) === digest))) return shown;
      for await (const copy of store.copies(key)) if (digest === undefined || sha256(copy) === digest) return copy;
      return shown;
    },
    list: async prefix => {
      const shown = await store.list(prefix);
      const hidden = (await store.hidden?.(prefix)) ?? [];
      if (hidden.length === 0) return shown;
      const names = new Map<string, StoredObject>([...hidden, ...shown].map(object => [object.key, object]));
      return [...names.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    ...(store.copies === undefined ? {} : { copies: (key: string) => store.copies?.(key) ?? none() }),
  };
}

async function* none(): AsyncIterable<Buffer> {
  // a store without versions has nothing older
}
