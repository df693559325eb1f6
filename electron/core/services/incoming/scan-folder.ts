import { constants } from 'node:fs';
import { lstat, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

import { FILE_MAX_BYTES, FILE_MAX_MEGABYTES } from '#shared/domain/attachments/limits.ts';
import { AppError } from '#shared/kernel/app-error.ts';

const LIST_MAX = 300;

export interface SeenFile {
  readonly name: string;
  readonly size: number;
  readonly modifiedAt: string;
}

/** Ordinary, visible files of the folder, oldest first. Links, pipes, devices and folders are not files (security.md H39). */
export async function listFolder(folder: string): Promise<SeenFile[]> {
  const names = (await readdir(folder, { withFileTypes: true })).filter(entry => entry.isFile() && !entry.name.startsWith('.')).map(entry => entry.name);
  const seen = await Promise.all(names.slice(0, LIST_MAX).map(async name => {
    const at = await lstat(path.join(folder, name)).catch(() => undefined);
    return at?.isFile() ? { name, size: at.size, modifiedAt: new Date(at.mtimeMs).toISOString() } : undefined;
  }));
  return seen.filter(file => file !== undefined).sort((a, b) => (a.modifiedAt < b.modifiedAt ? -1 : 1));
}

/** A name in this folder and nowhere else. Errors: incoming.fileGone. */
function placeOf(folder: string, name: string): string {
  if (name !== path.basename(name) || name === '.' || name === '..' || /[/\\\0:]/.test(name)) throw new AppError('incoming.fileGone');
  return path.join(folder, name);
}

/**
 * One whole file. What stands in the folder and what was opened must be the same ordinary file, and it must not change while
 * it is read: a scanner may still be writing. Errors: incoming.fileGone, incoming.fileNotRegular, incoming.fileChanging,
 * attachment.tooLarge, attachment.empty.
 */
export async function readFromFolder(folder: string, name: string): Promise<Buffer> {
  const place = placeOf(folder, name);
  const seen = await lstat(place).catch(() => undefined);
  if (!seen) throw new AppError('incoming.fileGone');
  if (!seen.isFile()) throw new AppError('incoming.fileNotRegular');
  // Not blocking: opening a pipe that took the file's place would otherwise wait for ever.
  const handle = await open(place, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)).catch(() => undefined);
  if (!handle) throw new AppError('incoming.fileGone');
  try {
    return await readWhole(handle, seen);
  } finally {
    await handle.close();
  }
}

async function readWhole(handle: FileHandle, seen: { readonly ino: number; readonly dev: number }): Promise<Buffer> {
  const before = await handle.stat();
  if (!before.isFile()) throw new AppError('incoming.fileNotRegular');
  if (before.ino !== seen.ino || before.dev !== seen.dev) throw new AppError('incoming.fileChanging');
  if (before.size === 0) throw new AppError('attachment.empty');
  if (before.size > FILE_MAX_BYTES) throw new AppError('attachment.tooLarge', { megabytes: FILE_MAX_MEGABYTES });
  const bytes = Buffer.alloc(before.size + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < bytes.length; length += read) ({ bytesRead: read } = await handle.read(bytes, length, bytes.length - length, length));
  const after = await handle.stat();
  if (length !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) throw new AppError('incoming.fileChanging');
  return bytes.subarray(0, length);
}

/** Removes the file. Errors: folder.readOnly. */
export async function removeFromFolder(folder: string, name: string): Promise<void> {
  try {
    await rm(placeOf(folder, name));
  } catch (cause) {
    throw new AppError('folder.readOnly', { path: folder }, cause);
  }
}
