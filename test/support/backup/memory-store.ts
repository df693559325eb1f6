import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { BackupStore, StoredObject } from '#electron/core/ports/backup-store.ts';

/** A place in memory, for damaging it thousands of times; behaves as the folder store does, also when it is called a server. */
export class MemoryStore implements BackupStore {
  readonly kind: BackupStore['kind'];
  readonly objects: Map<string, Buffer>;

  constructor(objects: Iterable<[string, Buffer]> = [], kind: BackupStore['kind'] = 'folder') {
    this.kind = kind;
    this.objects = new Map(objects);
  }

  static fromFolder(folder: string): MemoryStore {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
    return new MemoryStore(files.map(entry => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file)];
    }));
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    this.objects.set(key, Buffer.from(bytes));
  }

  async get(key: string): Promise<Buffer | undefined> {
    return this.objects.get(key);
  }

  async head(key: string): Promise<StoredObject | undefined> {
    const bytes = this.objects.get(key);
    return bytes === undefined ? undefined : { key, size: bytes.length, modifiedAt: new Date(0) };
  }

  async list(prefix: string): Promise<readonly StoredObject[]> {
    const keys = [...this.objects.keys()].filter(key => key.startsWith(prefix)).sort();
    return keys.map(key => ({ key, size: this.objects.get(key)?.length ?? 0, modifiedAt: new Date(0) }));
  }

  async extendLock(): Promise<void> {
    // nothing to lock
  }

  async freeBytes(): Promise<number | null> {
    return null;
  }
}
