import { cpSync, mkdirSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';

import { build } from 'esbuild';

import { createElectronFake, type FakeSetup, type FakeWorld } from './electron-fake.ts';
import { buildSmallProgram } from './small-program.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Bundles an Electron entry exactly as the product's build does (CommonJS, electron outside) into `folder`/dist/electron. */
export async function bundleEntry(folder: string, entry: string): Promise<string> {
  const outfile = path.join(folder, 'dist/electron', path.basename(entry).replace('.ts', '.cjs'));
  await build({ absWorkingDir: root, entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', external: ['electron'], logLevel: 'error', define: { 'import.meta.dirname': '__dirname' } });
  return outfile;
}

type Load = (request: string, ...rest: unknown[]) => unknown;

/** Loads a bundle with `require('electron')` answered by `module`. */
export function loadWithElectron(file: string, module: object): void {
  const internals = Module as unknown as { _load: Load };
  const original = internals._load;
  internals._load = (request, ...rest) => (request === 'electron' ? module : original.call(internals, request, ...rest));
  try {
    const require = createRequire(import.meta.url);
    delete require.cache[file];
    require(file);
  } finally {
    internals._load = original;
  }
}

/** Runs electron/main.ts, bundled, against the strict fake, with small real processes behind it. */
export async function runMain(folder: string, setup: Partial<FakeSetup> & { before?: (world: FakeWorld) => void } = {}): Promise<FakeWorld> {
  const dist = path.join(folder, 'dist');
  mkdirSync(dist, { recursive: true });
  const program = await buildSmallProgram(folder, 'document.body.append("page");');
  const file = await bundleEntry(folder, 'electron/main.ts');
  cpSync(program.pageFolder, path.join(dist, 'renderer'), { recursive: true });
  for (const [name, built] of Object.entries(program.entries)) cpSync(built, path.join(dist, 'electron', `${name}.cjs`));
  const { world, module } = createElectronFake({ userData: path.join(folder, 'user'), ...setup });
  setup.before?.(world);
  loadWithElectron(file, module);
  return world;
}
