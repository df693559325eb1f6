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
  /** Asks the store to refuse deletion until then; a folder can promise nothing and does nothing. */
  extendLock(key: string, until: Date): Promise<void>;
  /** Bytes that can still be written, or null when the store cannot say. */
  freeBytes(): Promise<number | null>;
}

/** Reaches the store at a place: a folder's path now, later also the name of a configured bucket. */
export type OpenStore = (place: string) => BackupStore;
