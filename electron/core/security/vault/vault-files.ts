import { open, mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';

import { AppError } from '#shared/kernel/app-error.ts';

/**
 * The file operations a vault update is made of, one durable step each, so that a test can cut the power after any
 * of them. Every operation that returns has reached the disk (security.md §3.1).
 */
export interface VaultFiles {
  /** The whole file, or null when it is not there. Refuses files above `limit` bytes with `vault.damaged`. */
  read(path: string, limit: number): Promise<Buffer | null>;
  /** Writes a new or replaced file and flushes it. Readable by this account only. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Makes names created or renamed in this folder durable. */
  syncFolder(path: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  list(path: string): Promise<readonly string[]>;
  remove(path: string): Promise<void>;
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** A write that failed becomes the sentence the user can act on; nothing was replaced when it is thrown. */
function explained(error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AppError('db.diskFull', {}, error);
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return new AppError('db.readOnly', {}, error);
  return new AppError('db.io', {}, error);
}

const explain = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AppError ? error : explained(error);
  }
};

async function readLimited(path: string, limit: number): Promise<Buffer | null> {
  try {
    if ((await stat(path)).size > limit) throw new AppError('vault.damaged', { part: 'size' });
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows has no folder handles to flush; NTFS journals the rename itself.
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The computer's own file system. */
export const vaultFiles: VaultFiles = {
  read: (path, limit) => explain(() => readLimited(path, limit)),
  write: (path, bytes) => explain(() => writeFlushed(path, bytes)),
  rename: (from, to) => explain(() => rename(from, to)),
  syncFolder: path => explain(() => syncFolder(path)),
  makeFolder: path => explain(async () => void (await mkdir(path, { recursive: true, mode: 0o700 }))),
  list: path => explain(async () => (await readdir(path).catch(error => (isMissing(error) ? [] : Promise.reject(error)))).sort()),
  remove: path => explain(() => rm(path, { force: true })),
};
