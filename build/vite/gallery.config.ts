import path from 'node:path';
import { mergeConfig, defineConfig } from 'vite';

import page from './vite.config.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Every component of the design system on one page, for screenshots and accessibility tests: `npx vite build -c build/vite/gallery.config.ts`. */
export default mergeConfig(page, defineConfig({ root: path.join(root, 'build/vite/gallery'), build: { outDir: path.join(root, 'dist/gallery') } }));
