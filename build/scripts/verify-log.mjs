/** `npm run verify-log -- --data DIR (--key-file FILE | --kit FILE)`: checks the access log of a data folder. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from 'esbuild';

import { root } from './run.mjs';

const outfile = path.join(root, '.cache/verify-log.mjs');
await mkdir(path.dirname(outfile), { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ['build/scripts/verify-log/verify-data.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  logLevel: 'error',
});
const { main } = await import(pathToFileURL(outfile).href);
await main();
