/** `npm run demo`: sets up what is missing, then does the main job in front of you. `-- --headless`, `-- --out DIR`. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { failWith, root } from './run.mjs';
import { setUp } from './setup.mjs';

const LIMIT_MS = 15 * 60_000;

async function main() {
  const { values } = parseArgs({ options: { headless: { type: 'boolean', default: false }, out: { type: 'string', default: 'demo-output' }, language: { type: 'string', default: 'sv' } } });
  await setUp();
  const { buildAll, EXTERNAL } = await import('./build.mjs');
  await buildAll();
  const { build } = await import('esbuild');
  const outfile = path.join(root, 'dist/demo/demo.mjs');
  await build({
    absWorkingDir: root, entryPoints: ['build/scripts/demo/main.ts'], outfile, bundle: true, platform: 'node', target: 'node20', format: 'esm', logLevel: 'warning',
    external: [...EXTERNAL, 'node-forge'],
    banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
  });
  const headless = values.headless || (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY);
  if (headless && !values.headless) console.log('No display here: the demo runs without a window.');
  const args = [outfile, '--out', path.resolve(values.out), '--root', root, '--language', values.language, ...(headless ? ['--headless'] : [])];
  const child = spawn(process.execPath, args, { stdio: 'inherit', cwd: root });
  const timer = setTimeout(() => {
    console.error(`The demo did not end within ${LIMIT_MS / 60_000} minutes and was stopped.`);
    child.kill('SIGKILL');
  }, LIMIT_MS);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', code => {
    clearTimeout(timer);
    process.exit(code ?? 1);
  });
}

main().catch(failWith);
