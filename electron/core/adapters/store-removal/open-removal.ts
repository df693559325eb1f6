import type { OpenRemoval } from '../../ports/store-removal.ts';
import { folderRemoval } from './folder-removal.ts';
import { s3Removal } from './s3-removal.ts';

/** The way to delete that belongs to a place. */
export const openRemoval: OpenRemoval = place => (place.kind === 'folder' ? folderRemoval(place.path) : s3Removal(place));
