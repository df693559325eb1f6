/** `npm run restore -- --from DIR (--kit FILE | --card) --to DIR [--generation N] [--machine M] [--list]`: restores a clinic from its backups. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from 'esbuild';

import { root } from './run.mjs';

const outfile = path.join(root, '.cache/restore.mjs');
await mkdir(path.dirname(outfile), { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ['build/scripts/restore/restore-cli.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  logLevel: 'error',
});
const { main } = await import(pathToFileURL(outfile).href);
process.exitCode = await main(process.argv.slice(2));
