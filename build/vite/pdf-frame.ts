import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { build } from 'esbuild';
import type { Plugin } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');
const dist = path.join(root, 'node_modules/pdfjs-dist');

const HTML = `<!doctype html>
<html><head><meta charset="utf-8"><title>PDF</title><link rel="stylesheet" href="./pdf-frame.css"></head><body><script src="./pdf-frame.js"></script></body></html>
`;

async function bundle(entry: string, define: Readonly<Record<string, string>> = {}): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root, entryPoints: [entry], bundle: true, write: false, format: 'iife', platform: 'browser', target: 'chrome130', minify: true, legalComments: 'none', logLevel: 'error',
    logOverride: { 'empty-import-meta': 'silent' }, define: { ...define },
  });
  return outputFiles[0]?.text ?? '';
}

const base64 = async (name: string): Promise<string> => JSON.stringify((await readFile(path.join(dist, 'wasm', name))).toString('base64'));

/**
 * The frame that draws PDFs (ADR 0011): one document, one style sheet, one classic script with parser and decoders inside. The
 * frame has an opaque origin and no connection, so that a module script or anything loaded later could never reach it.
 */
export function pdfFrame(): Plugin {
  return {
    name: 'pdf-frame',
    apply: 'build',
    async generateBundle() {
      const worker = await bundle(path.join(dist, 'build/pdf.worker.mjs'));
      const script = await bundle('renderer/pdf-frame/main.ts', {
        PDF_WORKER_SOURCE: JSON.stringify(worker), OPENJPEG_WASM: await base64('openjpeg.wasm'), JBIG2_WASM: await base64('jbig2.wasm'),
      });
      this.emitFile({ type: 'asset', fileName: 'pdf-frame.js', source: script });
      this.emitFile({ type: 'asset', fileName: 'pdf-frame.css', source: await readFile(path.join(root, 'renderer/pdf-frame/frame.css'), 'utf8') });
      this.emitFile({ type: 'asset', fileName: 'pdf-frame.html', source: HTML });
    },
  };
}
