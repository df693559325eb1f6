import { open, rename } from 'node:fs/promises';
import path from 'node:path';

/** Makes names in a folder survive a power cut. Windows keeps them in NTFS's own journal and has no such call. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Replaces a file so that after a crash either the old or the new content is there, never a mixture. */
export async function writeDurably(file: string, bytes: Uint8Array | string): Promise<void> {
  const part = `${file}.part`;
  const handle = await open(part, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
  await syncFolder(path.dirname(file));
}
