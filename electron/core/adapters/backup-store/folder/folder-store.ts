import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, stat, statfs, unlink } from 'node:fs/promises';
import path from 'node:path';

import { AppError } from '#shared/kernel/app-error.ts';
import type { BackupStore, StoredObject } from '../../../ports/backup-store.ts';
import { codeOf, placeError } from './folder-errors.ts';
import { syncFolder } from './sync-folder.ts';

const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/** Nothing for what is not there; every other failure stays one. */
function absent(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}

async function walk(folder: string, prefix: string, found: StoredObject[]): Promise<void> {
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  for (const entry of entries) {
    const key = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) await walk(path.join(folder, entry.name), key, found);
    else if (entry.isFile() && !entry.name.endsWith('.part')) {
      // gone since it was listed: another computer lets old backups expire, which is no missing place
      const info = await stat(path.join(folder, entry.name)).catch(absent);
      if (info !== undefined) found.push({ key, size: info.size, modifiedAt: info.mtime });
    }
  }
}

/** Backups in a folder, on a NAS or a USB disk: `.part`, fsync, rename, fsync of the folder. */
export class FolderStore implements BackupStore {
  readonly kind = 'folder';
  readonly #root: string;
  readonly #madeFolders = new Set<string>();
  /** The file system that the first call found at the root. */
  #device: number | undefined;

  /** `root` is the repository itself; it must exist, because an unplugged disk must not look like an empty place. */
  constructor(root: string) {
    this.#root = root;
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const target = this.#path(key);
    const part = path.join(path.dirname(target), `${randomBytes(8).toString('hex')}.part`);
    await this.#guard(async () => {
      await this.#requireRoot();
      const existing = await this.get(key);
      if (existing !== undefined) {
        if (!existing.equals(bytes)) throw new AppError('backup.placeDamaged', { path: this.#root });
        return;
      }
      await this.#makeFolder(path.dirname(target));
      try {
        await this.#write(part, bytes);
        await rename(part, target);
      } catch (error) {
        await unlink(part).catch(() => undefined);
        throw error;
      }
      await syncFolder(path.dirname(target));
    });
  }

  async get(key: string): Promise<Buffer | undefined> {
    return this.#guard(async () => {
      await this.#requireRoot();
      return (await readFile(this.#path(key)).catch(absent)) ?? this.#nothing();
    });
  }

  async head(key: string): Promise<StoredObject | undefined> {
    return this.#guard(async () => {
      await this.#requireRoot();
      const info = await stat(this.#path(key)).catch(absent);
      return info === undefined ? this.#nothing() : { key, size: info.size, modifiedAt: info.mtime };
    });
  }

  async list(prefix: string): Promise<readonly StoredObject[]> {
    return this.#guard(async () => {
      await this.#requireRoot();
      const cut = prefix.lastIndexOf('/');
      const folder = cut === -1 ? '' : prefix.slice(0, cut);
      const found: StoredObject[] = [];
      await walk(folder === '' ? this.#root : this.#path(folder), folder, found);
      await this.#requireRoot(); // a disk pulled out in the middle would be a short list
      return found.filter(one => one.key.startsWith(prefix)).sort((a, b) => (a.key < b.key ? -1 : 1));
    });
  }

  async extendLock(): Promise<void> {
    // a folder cannot refuse deletion; the port's contract allows it to promise nothing
  }

  async freeBytes(): Promise<number | null> {
    return this.#guard(async () => {
      const info = await statfs(this.#root);
      return info.bavail * info.bsize;
    });
  }

  /**
   * A disk that was pulled out leaves its empty mount point behind, on another file system: nothing may be written there,
   * and what it does not have is not lost.
   */
  async #requireRoot(): Promise<void> {
    const { dev } = await stat(this.#root);
    this.#device ??= dev;
    if (dev !== this.#device) throw new AppError('backup.placeMissing', { path: this.#root });
  }

  /** For what was not found: only a place that is still there can say so. */
  async #nothing(): Promise<undefined> {
    await this.#requireRoot();
  }

  #path(key: string): string {
    if (!KEY.test(key)) throw new Error('a repository key with an unexpected shape');
    return path.join(this.#root, ...key.split('/'));
  }

  async #makeFolder(folder: string): Promise<void> {
    if (this.#madeFolders.has(folder)) return;
    // one level at a time: a recursive mkdir on a read-only disk answers "missing", which would tell the user the wrong thing
    if (folder !== this.#root) await this.#makeFolder(path.dirname(folder));
    try {
      await mkdir(folder);
      await syncFolder(path.dirname(folder));
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    this.#madeFolders.add(folder);
  }

  async #write(file: string, bytes: Uint8Array): Promise<void> {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw placeError(error, this.#root);
    }
  }
}
