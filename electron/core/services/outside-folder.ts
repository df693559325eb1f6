import { randomBytes } from 'node:crypto';
import { open, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import { AppError, type ErrorCode, isAppError } from '#shared/kernel/app-error.ts';

/**
 * A folder outside the program that the clinic chose for files of ours is there and can be written to.
 * Errors: folder.missing, folder.readOnly, folder.insideData (the data folder is moved and restored as a whole).
 */
export async function requireFolder(folder: string, dataDir: string): Promise<void> {
  if (!path.isAbsolute(folder) || !(await stat(folder).catch(() => undefined))?.isDirectory()) throw new AppError('folder.missing', { path: folder });
  const real = async (name: string) => realpath(name).catch(() => path.resolve(name));
  const [inner, outer] = await Promise.all([real(folder), real(dataDir)]);
  if (inner === outer || inner.startsWith(outer + path.sep)) throw new AppError('folder.insideData', { path: folder });
  const probe = path.join(folder, `${randomBytes(8).toString('hex')}.part`);
  try {
    await (await open(probe, 'wx', 0o600)).close();
    await rm(probe, { force: true });
  } catch (cause) {
    throw new AppError('folder.readOnly', { path: folder }, cause);
  }
}

const CODES: Readonly<Record<string, ErrorCode>> = { ENOENT: 'folder.missing', ENOSPC: 'db.diskFull', EDQUOT: 'db.diskFull' };

/** Why a file could not be written, as a code that a screen has words for. */
export function fileProblem(error: unknown): ErrorCode {
  if (isAppError(error)) return error.code;
  return CODES[(error as { code?: string } | null)?.code ?? ''] ?? 'folder.readOnly';
}
