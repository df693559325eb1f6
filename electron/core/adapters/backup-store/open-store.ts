import type { OpenStore } from '../../ports/backup-store.ts';
import { FolderStore } from './folder/folder-store.ts';
import { S3Store } from './s3/s3-store.ts';

/** The adapter that belongs to a place. */
export const openStore: OpenStore = place => (place.kind === 'folder' ? new FolderStore(place.path) : new S3Store(place));
