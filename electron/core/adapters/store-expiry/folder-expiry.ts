import { stat, unlink } from 'node:fs/promises';
import path from 'node:path';

import type { OpenExpiry, StoreExpiry } from '../../ports/store-expiry.ts';
import { codeOf, placeError } from '../backup-store/folder/folder-errors.ts';
import { syncFolder } from '../backup-store/folder/sync-folder.ts';

/** All that may ever expire. Everything else in a repository stays until somebody leaves (build/docs/backup-format.md §12). */
const MAY_EXPIRE = /^m\/[0-9a-f]{16}\/(?:(?:packs|vault|snap)\/[0-9a-f-]{32,41}\.age|keys\/[A-Za-z0-9-]+\.(?:age|p7m))$/;

/** Removes expired objects from a repository in a folder. Throws before anything is removed when one name is none that may expire. */
export function folderExpiry(root: string): StoreExpiry {
  return {
    remove: async keys => {
      const wrong = keys.find(key => !MAY_EXPIRE.test(key));
      if (wrong !== undefined) throw new Error('a repository key that never expires');
      try {
        await stat(root);
        const folders = new Set<string>();
        for (const key of keys) {
          const file = path.join(root, ...key.split('/'));
          await unlink(file).then(() => folders.add(path.dirname(file)), (error: unknown) => {
            if (codeOf(error) !== 'ENOENT') throw error;
          });
        }
        for (const folder of folders) await syncFolder(folder);
      } catch (error) {
        throw placeError(error, root);
      }
    },
  };
}

/** What may expire by our hand: in folders and on disks. */
export const openExpiry: OpenExpiry = place => (place.kind === 'folder' ? folderExpiry(place.path) : null);
