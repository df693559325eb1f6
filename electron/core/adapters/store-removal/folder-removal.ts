import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';

import type { RemovalSurvey } from '#shared/domain/leaving/leaving.ts';
import type { StoreRemoval } from '../../ports/store-removal.ts';
import { codeOf, placeError } from '../backup-store/folder/folder-errors.ts';

/** What a repository has at its top; anything else in the folder is not ours and stays (build/docs/backup-format.md). */
const OURS = ['m', 'tools', 'archive', 'files', 'VERSION'];

interface Found {
  readonly file: string;
  readonly size: number;
}

async function filesBelow(entry: string): Promise<Found[]> {
  const info = await stat(entry).catch(() => undefined);
  if (info === undefined) return [];
  if (info.isFile()) return [{ file: entry, size: info.size }];
  const below = await Promise.all((await readdir(entry)).map(name => filesBelow(path.join(entry, name))));
  return below.flat();
}

const surveyOf = (found: readonly Found[]): RemovalSurvey => ({
  objects: found.length, bytes: found.reduce((sum, { size }) => sum + size, 0), lockedObjects: 0, lockedBytes: 0, lastLockEndsAt: null,
});

/** Deletes a repository in a folder, on a disk or a share. VERSION goes last: until then the place is still known as ours. */
export function folderRemoval(root: string): StoreRemoval {
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      await stat(root);
      return await work();
    } catch (error) {
      throw placeError(error, root);
    }
  };
  const all = async (): Promise<Found[]> => (await Promise.all(OURS.map(name => filesBelow(path.join(root, name))))).flat();
  return {
    survey: () => guard(async () => surveyOf(await all())),
    remove: onProgress => guard(async () => {
      const found = await all();
      for (const [done, { file }] of found.entries()) {
        await rm(file, { force: true });
        onProgress(done + 1, found.length);
      }
      for (const name of OURS) await rm(path.join(root, name), { recursive: true, force: true });
      // the folder itself goes when nothing of somebody else's is in it
      await rmdir(root).catch((error: unknown) => {
        if (!['ENOTEMPTY', 'EEXIST', 'EBUSY', 'EACCES', 'EPERM'].includes(codeOf(error))) throw error;
      });
      const left = surveyOf(await all());
      return { removedObjects: found.length - left.objects, removedBytes: surveyOf(found).bytes - left.bytes, left, restBySchedule: false };
    }),
  };
}
