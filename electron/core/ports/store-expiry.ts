import type { StorePlace } from './backup-store.ts';

/**
 * Removing what has expired from a place (design/backup.md, retention). Kept apart from BackupStore on purpose: what is
 * given a store to write to cannot delete. Touches lists of contents, packs, vaults and key files below `m/` only, and
 * refuses every other name, `archive/`, `tools/` and VERSION among them. Failures are AppErrors `backup.place…`.
 */
export interface StoreExpiry {
  /** Removes them one after the other; when it returns, they stay away after a power cut. What is gone already is no failure. */
  remove(keys: readonly string[]): Promise<void>;
}

/** Null for a server: there the clinic's key cannot delete, and the server's own rule does it. */
export type OpenExpiry = (place: StorePlace) => StoreExpiry | null;
