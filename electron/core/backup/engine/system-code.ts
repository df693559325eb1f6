import type { FileHandle } from 'node:fs/promises';

import { AppError } from '#shared/kernel/app-error.ts';

/** The system's code of a failed file operation (`ENOSPC`…), or an empty text. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** What a failed file operation on this computer means to a backup; everything else is passed on as it is. */
export function computerError(error: unknown): unknown {
  // the proof restores into a scratch copy; to whoever waits for a backup it is this computer that is full
  if (error instanceof AppError && ['restore.diskFull', 'db.diskFull'].includes(error.code)) return new AppError('backup.computerFull', {}, error);
  const code = error instanceof AppError ? '' : codeOf(error);
  if (!/^E[A-Z]+$/.test(code)) return error;
  return new AppError(code === 'ENOSPC' || code === 'EDQUOT' ? 'backup.computerFull' : 'backup.computerDisk', {}, error);
}

/** What a failed restore of so many bytes means: no room is said as that, whoever met it; everything else is passed on. */
export function restoreError(error: unknown, bytes: number): unknown {
  const isFull = ['ENOSPC', 'EDQUOT', 'db.diskFull'].includes(codeOf(error));
  return isFull ? new AppError('restore.diskFull', { neededMb: Math.ceil(bytes / 1e6), freeMb: 0 }, error) : error;
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
