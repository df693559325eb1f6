/** `npm run demo`: sets up what is missing, then does the main job in front of you. `-- --headless`, `-- --out DIR`. */
import path from 'node:path';
import { parseArgs } from 'node:util';

import { bundleScript, runScript } from './bundle.mjs';
import { failWith, root } from './run.mjs';
import { setUp } from './setup.mjs';

const LIMIT_MS = 15 * 60_000;

async function main() {
  const { values } = parseArgs({ options: { headless: { type: 'boolean', default: false }, out: { type: 'string', default: 'demo-output' }, language: { type: 'string', default: 'sv' } } });
  await setUp();
  const { buildAll, EXTERNAL } = await import('./build.mjs');
  await buildAll();
  const file = await bundleScript({ entry: 'build/scripts/demo/main.ts', outfile: 'dist/demo/demo.mjs', external: [...EXTERNAL, 'node-forge'] });
  const headless = values.headless || (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY);
  if (headless && !values.headless) console.log('No display here: the demo runs without a window.');
  const args = ['--out', path.resolve(values.out), '--root', root, '--language', values.language, ...(headless ? ['--headless'] : [])];
  runScript(file, args, { what: 'The demo', limitMs: LIMIT_MS });
}

main().catch(failWith);
