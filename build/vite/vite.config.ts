import path from 'node:path';
import { defineConfig } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');
const from = (folder: string) => path.join(root, folder);

/** The page: no inline script, no remote file, fonts included, one nonce placeholder that the shell replaces at every load. */
export default defineConfig({
  root: from('renderer'),
  base: './',
  cacheDir: from('.cache/vite'),
  resolve: { alias: { '#shared': from('shared'), '#renderer': from('renderer') } },
  html: { cspNonce: '__CSP_NONCE__' },
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: from('dist/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    // data: URLs are refused by the CSP; every font and picture stays a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 4000,
    reportCompressedSize: false,
  },
});
