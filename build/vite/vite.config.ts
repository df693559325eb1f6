import path from 'node:path';
import { defineConfig } from 'vite';

import { compileAhead } from './compile-ahead.ts';
import { pdfFrame } from './pdf-frame.ts';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Builds the page into dist/renderer. Nothing is inlined (CSP: `script-src 'self'`, `font-src 'self'`), and
 * `__CSP_NONCE__` in index.html is replaced by whoever serves the page, with a fresh value for each answer.
 */
export default defineConfig({
  root: path.join(root, 'renderer'),
  base: './',
  publicDir: false,
  html: { cspNonce: '__CSP_NONCE__' },
  plugins: [pdfFrame(), compileAhead()],
  build: {
    outDir: path.join(root, 'dist/renderer'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    target: 'chrome120',
    sourcemap: false,
    chunkSizeWarningLimit: 2500,
    rolldownOptions: {
      // our modules do nothing when they are loaded but define: the gate takes along only what it uses of the kit
      treeshake: { moduleSideEffects: [{ test: /renderer.(ui|parts|commands|client).*\.tsx?$/, sideEffects: false }] },
      // "use client" in Mantine's files means nothing outside server rendering
      onLog: (level, log, next) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : next(level, log)),
    },
  },
  // Whatever NODE_ENV the caller has (vitest sets `test`): the page is always built for production.
  oxc: { jsx: { runtime: 'automatic', development: false } },
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
});
