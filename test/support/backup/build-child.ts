import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { build } from 'esbuild';

import { CREW_BUNDLE } from '#electron/core/backup/engine/work/crew.ts';
import { buildWorker } from './build-worker.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/**
 * Bundles one program of test/support/backup so that plain Node can run it as a process of its own, with the engine's
 * threads beside it as in the real program; returns its file, which lies in a folder of its own.
 */
export async function buildChild(name: string): Promise<string> {
  const folder = path.join(root, 'node_modules/.cache/klinikbok-test', `${name}-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.mjs`);
  await buildWorker(folder, CREW_BUNDLE);
  await build({ absWorkingDir: root, entryPoints: [path.join(import.meta.dirname, `${name}.ts`)], outfile: file, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' });
  return file;
}
