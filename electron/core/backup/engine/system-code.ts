import type { FileHandle } from 'node:fs/promises';

import { AppError } from '#shared/kernel/app-error.ts';

/** The system's code of a failed file operation (`ENOSPC`…), or an empty text. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const FULL: readonly string[] = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'db.diskFull'];
/** A failed file operation, or SQLite's word for one. Never that of a store: those speak AppErrors of their own. */
const isOfDisk = (code: string): boolean => /^E[A-Z]+$|^SQLITE_(?:IOERR|CANTOPEN)|^db\.io$/.test(code);

/** What a failed file operation on this computer means to a backup; everything else is passed on as it is. */
export function computerError(error: unknown): unknown {
  // the proof restores into a scratch copy; to whoever waits for a backup it is this computer's disk all the same
  const code = codeOf(error);
  if (FULL.includes(code) || code === 'restore.diskFull') return new AppError('backup.computerFull', {}, error);
  return isOfDisk(code) || code === 'restore.computerDisk' ? new AppError('backup.computerDisk', {}, error) : error;
}

/** What a failed restore of so many bytes means: no room, or a disk of this computer that fails, is said as that, whoever met it; everything else is passed on. */
export function restoreError(error: unknown, bytes: number): unknown {
  const code = codeOf(error);
  if (FULL.includes(code)) return new AppError('restore.diskFull', { neededMb: Math.ceil(bytes / 1e6), freeMb: 0 }, error);
  return isOfDisk(code) ? new AppError('restore.computerDisk', {}, error) : error;
}

/**
 * Writes all of `bytes` at `position`. One write may end early without an error, as on a disk with room for a part of it;
 * the rest is then asked for again, and the system says why it cannot.
 */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
