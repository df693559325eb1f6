/** `npm start`: the application for daily use. Electron where its binary is installed, else the browser shell. `--demo`, `--data DIR`, `--headless`. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { failWith, root } from './run.mjs';
import { setUp } from './setup.mjs';

/** Path of Electron's binary, or null: the npm package comes without it. */
function electronBinary() {
  const folder = path.join(root, 'node_modules/electron');
  const note = path.join(folder, 'path.txt');
  if (!existsSync(note)) return null;
  const file = path.join(folder, 'dist', readFileSync(note, 'utf8'));
  return existsSync(file) ? file : null;
}

async function main() {
  const args = process.argv.slice(2);
  await setUp();
  const { buildAll } = await import('./build.mjs');
  await buildAll();
  const electron = args.some(a => ['--demo', '--data', '--headless'].includes(a)) ? null : electronBinary();
  if (!electron) console.log('Electron’s binary is not installed (or not wanted here): opening Klinikbok in Chromium, the browser shell.');
  const [command, parameters] = electron ? [electron, [root]] : [process.execPath, [path.join(root, 'dist/electron/browser-shell.mjs'), ...args]];
  const child = spawn(command, parameters, { stdio: 'inherit', cwd: root });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', code => process.exit(code ?? 1));
}

main().catch(failWith);
