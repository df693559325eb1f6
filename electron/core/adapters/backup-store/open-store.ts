import { AppError } from '#shared/kernel/app-error.ts';
import type { OpenStore } from '../../ports/backup-store.ts';
import { FolderStore } from './folder/folder-store.ts';

/** The adapter that belongs to a place. */
export const openStore: OpenStore = place => {
  if (place.kind === 'folder') return new FolderStore(place.path);
  throw new AppError('backup.placeMissing', { path: place.endpoint });
};
