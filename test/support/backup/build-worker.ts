import path from 'node:path';

import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../../..');

/** Bundles the thread of the backup engine as `npm run build` does; returns its file. */
export async function buildWorker(folder: string, name: string): Promise<string> {
  const outfile = path.join(folder, name);
  await build({ absWorkingDir: root, entryPoints: ['electron/core/backup/engine/work/worker.ts'], outfile, bundle: true, platform: 'node', target: 'node20', format: 'cjs', logLevel: 'error' });
  return outfile;
}
