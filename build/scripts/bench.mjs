/**
 * `npm run bench -- [--json FILE] [--patients N] [--out DIR] [--only NAME,…] [--thin] [--strict]`: fills a clinic and
 * measures it against its floors (build/docs/speed.md). `npm run bench -- backup` measures one part. `--thin`: a tenth of
 * everything but patients, so that 100,000 of them need no 80 GB. Missed targets are named; only `--strict` fails for them.
 */
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { failWith, root } from './run.mjs';
import { setUp } from './setup.mjs';

const LIMIT_MS = 4 * 60 * 60_000;

/** A filled clinic is kept until what fills it, or what it is filled into, changes. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const folder of ['build/scripts/bench/fill', 'electron/core/db/migrations']) {
    for (const name of readdirSync(path.join(root, folder)).sort()) hash.update(readFileSync(path.join(root, folder, name)));
  }
  return hash.digest('hex');
}

async function main() {
  await setUp();
  const { buildAll, EXTERNAL } = await import('./build.mjs');
  await buildAll();
  const { build } = await import('esbuild');
  const outfile = path.join(root, 'dist/bench/bench.mjs');
  await build({
    absWorkingDir: root, entryPoints: ['build/scripts/bench/main.ts'], outfile, bundle: true, platform: 'node', target: 'node20', format: 'esm', logLevel: 'warning',
    external: [...EXTERNAL, 'node-forge'],
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
  });
  const args = [outfile, ...process.argv.slice(2), '--root', root, '--fingerprint', fingerprint()];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  const timer = setTimeout(() => {
    console.error(`The measurements did not end within ${LIMIT_MS / 3_600_000} hours and were stopped.`);
    child.kill('SIGKILL');
  }, LIMIT_MS);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    clearTimeout(timer);
    if (signal) console.error(`The measurements were ended by ${signal}.`);
    process.exit(code ?? 1);
  });
}

main().catch(failWith);
