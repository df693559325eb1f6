/**
 * `npm run bench -- [--json FILE] [--patients N] [--out DIR] [--only NAME,…] [--thin] [--strict]`: fills a clinic and
 * measures it against its floors (build/docs/speed.md). `npm run bench -- backup [--size 1gb|10gb] [--place folder,server]` measures one part, `-- pages` lists
 * which pages a clinic day changes, `-- agenda --patients 100000` (or `-- journal`)
 * from key to picture among a million visits. `--thin`: a tenth of
 * everything but patients, so that 100,000 of them need no 80 GB. Missed targets are named; only `--strict` fails for them.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { BACKUP_WORKER, bundleScript, runScript } from './bundle.mjs';
import { failWith, root } from './run.mjs';
import { setUp } from './setup.mjs';

const LIMIT_MS = 4 * 60 * 60_000;

/** A filled clinic is kept until what fills it, or what it is filled into, changes. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const folder of ['build/scripts/bench/fill', 'electron/core/db/migrations']) {
    const files = readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true }).filter(entry => entry.isFile());
    for (const file of files.map(entry => path.join(entry.parentPath, entry.name)).sort()) hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

async function main() {
  await setUp();
  const { buildAll, EXTERNAL } = await import('./build.mjs');
  await buildAll();
  const file = await bundleScript({ entry: 'build/scripts/bench/main.ts', outfile: 'dist/bench/bench.mjs', external: [...EXTERNAL, 'node-forge'], beside: BACKUP_WORKER });
  runScript(file, [...process.argv.slice(2), '--root', root, '--fingerprint', fingerprint()], { what: 'The measurement', limitMs: LIMIT_MS });
}

main().catch(failWith);
