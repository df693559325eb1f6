import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../../..');

/** Bundles one program of test/support/backup so that plain Node can run it as a process of its own; returns its file. */
export async function buildChild(name: string): Promise<string> {
  const folder = path.join(root, 'node_modules/.cache/klinikbok-test');
  mkdirSync(folder, { recursive: true });
  const outfile = path.join(folder, `${name}-${process.pid}.mjs`);
  await build({ absWorkingDir: root, entryPoints: [path.join(import.meta.dirname, `${name}.ts`)], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' });
  return outfile;
}
