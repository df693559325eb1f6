import { open } from 'node:fs/promises';

import { codeOf } from './folder-errors.ts';

/** Makes a rename, a new name or a removal in a folder survive a power cut; Windows has no such call and needs none for NTFS metadata. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // network file systems may refuse fsync on a folder; the file's own fsync is all they offer
    if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EBADF'].includes(codeOf(error))) throw error;
  } finally {
    await handle.close();
  }
}
