import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

import { build } from 'vite';

// @types: a plain script of the build, typed here by what is used of it.
const { alone } = (await import(path.resolve(import.meta.dirname, '../../../build/scripts/alone.mjs'))) as { alone(name: string, limitMs: number, work: () => Promise<void>): Promise<void> };

const root = path.resolve(import.meta.dirname, '../../..');
const SOURCES = ['renderer', 'shared', 'build/vite'];

const newest = (folder: string): number =>
  Math.max(...readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => statSync(path.join(entry.parentPath, entry.name)).mtimeMs));

function madeAt(): number {
  try {
    return statSync(path.join(root, 'dist/gallery/index.html')).mtimeMs;
  } catch {
    return 0;
  }
}

/** Builds dist/gallery when a source is newer than it; it is no part of the product and so not of `npm run build`. */
export async function galleryBuilt(): Promise<void> {
  await alone('gallery-build', 120_000, async () => {
    if (madeAt() > Math.max(...SOURCES.map(newest))) return;
    await build({ configFile: path.join(root, 'build/vite/gallery.config.ts'), logLevel: 'error' });
  });
}
