import { mkdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';

const NAME = 'drill';

/** Where drills restore to. What is written there is the database as SQLCipher encrypted it, never plain. */
export const scratchFolderOf = (workFolder: string): string => path.join(workFolder, NAME);

/** An empty scratch folder; what an earlier drill left is removed first. */
export async function openScratch(workFolder: string): Promise<string> {
  const folder = scratchFolderOf(workFolder);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Removes the scratch copy, of this drill or of one that was killed. True when nothing is left. */
export async function removeScratch(workFolder: string): Promise<boolean> {
  const folder = scratchFolderOf(workFolder);
  await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined); // told by what is left
  return !existsSync(folder);
}
