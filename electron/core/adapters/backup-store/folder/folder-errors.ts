import { AppError, type ErrorCode } from '#shared/kernel/app-error.ts';
import { DISK_FAULTS } from '../../../ports/backup-store.ts';

const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'backup.placeFull', EDQUOT: 'backup.placeFull', EFBIG: 'backup.placeFull',
  EROFS: 'backup.placeReadOnly', EACCES: 'backup.placeReadOnly', EPERM: 'backup.placeReadOnly',
  ENOENT: 'backup.placeMissing', ENOTDIR: 'backup.placeMissing', ENODEV: 'backup.placeMissing', ENXIO: 'backup.placeMissing',
  ESTALE: 'backup.placeMissing', EHOSTDOWN: 'backup.placeMissing', ENETUNREACH: 'backup.placeMissing', ETIMEDOUT: 'backup.placeMissing', ENOTCONN: 'backup.placeMissing',
  ...Object.fromEntries(DISK_FAULTS.map(code => [code, 'backup.placeFailing' as const])),
  EISDIR: 'backup.placeDamaged', ELOOP: 'backup.placeDamaged',
};

/** The system's code of a failed file operation, or an empty text. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** What a failed file operation in the backup folder means to the user; unknown failures are passed on as they are. */
export function placeError(error: unknown, path: string): unknown {
  if (error instanceof AppError) return error;
  const code = CODES[codeOf(error)];
  return code === undefined ? error : new AppError(code, { path }, error);
}
