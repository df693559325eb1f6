import { AppError } from '#shared/kernel/app-error.ts';

/** The system's code of a failed file operation (`ENOSPC`…), or an empty text. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** What a failed file operation on this computer means to a backup; everything else is passed on as it is. */
export function computerError(error: unknown): unknown {
  // the proof restores into a scratch copy; to whoever waits for a backup it is this computer that is full
  if (error instanceof AppError && error.code === 'restore.diskFull') return new AppError('backup.computerFull', {}, error);
  const code = error instanceof AppError ? '' : codeOf(error);
  if (!/^E[A-Z]+$/.test(code)) return error;
  return new AppError(code === 'ENOSPC' || code === 'EDQUOT' ? 'backup.computerFull' : 'backup.computerDisk', {}, error);
}
