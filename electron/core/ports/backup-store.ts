import type { ServerTarget } from '#shared/domain/backup/target.ts';

export interface StoredObject {
  /** Path inside the repository with forward slashes, e.g. `m/0a…/packs/9f….age`. */
  readonly key: string;
  readonly size: number;
  /** When the store says it was written; only shown, never trusted for order. */
  readonly modifiedAt: Date;
}

/**
 * Where backups lie. Five calls, so that a folder, a USB disk and an S3 bucket are interchangeable. Names are written
 * once: nothing in a repository is ever replaced or deleted through this port. Failures are AppErrors `backup.place…`.
 */
export interface BackupStore {
  readonly kind: 'folder' | 's3';
  /** Stores durably; when it returns, the bytes survive a power cut. Refuses a key that holds other bytes. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** The whole object, or undefined when there is none. */
  get(key: string): Promise<Buffer | undefined>;
  head(key: string): Promise<StoredObject | undefined>;
  /** Everything whose key begins with the prefix, sorted by key. */
  list(prefix: string): Promise<readonly StoredObject[]>;
  /** Asks the store to refuse deletion until then; a folder can promise nothing and does nothing. For the owner's key: the clinic's own may touch no lock. */
  extendLock(key: string, until: Date): Promise<void>;
  /** Bytes that can still be written, or null when the store cannot say. */
  freeBytes(): Promise<number | null>;
  /**
   * Everything the store still keeps under this name, oldest first: what lay there before somebody overwrote it or put a
   * delete marker on it. Absent where a store keeps no versions. What it gives is checked by digest like any other read.
   */
  copies?(key: string): AsyncIterable<Buffer>;
  /** Names below the prefix that `list` no longer shows but `copies` still reads. */
  hidden?(prefix: string): Promise<readonly StoredObject[]>;
  /** Milliseconds this computer's clock is behind the store's (negative: ahead), as far as the store has objected; else 0. */
  clockBehindMs?(): Promise<number>;
}

/** System codes by which a disk, or the file system on it, says that it fails: no word about what lies there. */
export const DISK_FAULTS: readonly string[] = ['EIO', 'EREMOTEIO', 'EUCLEAN', 'EBADMSG'];

/** A folder on this computer, a NAS or a USB disk. */
export interface FolderPlace {
  readonly kind: 'folder';
  readonly path: string;
}

/** A bucket, or a part of one, at an S3-compatible server. */
export type S3Place = ServerTarget;

export type StorePlace = FolderPlace | S3Place;

/** Reaches the store at a place; nothing is asked of it before the first call. */
export type OpenStore = (place: StorePlace) => BackupStore;
