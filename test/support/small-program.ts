import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { build } from 'esbuild';

import type { BuiltProgram } from '#electron/browser-shell/paths.ts';

const sources = path.resolve(import.meta.dirname, 'programs');
const root = path.resolve(import.meta.dirname, '../..');

/**
 * Builds the small stand-in processes of test/support/programs (a core, a card host and a worker that do what their
 * messages say, crash and hang included) and a page, into `folder`. The supervisor and shells under test are the real ones.
 */
export async function buildSmallProgram(folder: string, pageScript: string): Promise<BuiltProgram> {
  await build({
    absWorkingDir: root,
    entryPoints: ['core', 'card-host', 'import-worker'].map(name => path.join(sources, `${name}.ts`)),
    outdir: path.join(folder, 'processes'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  const pageFolder = path.join(folder, 'page');
  mkdirSync(pageFolder, { recursive: true });
  await build({ absWorkingDir: root, stdin: { contents: pageScript, resolveDir: root, loader: 'tsx' }, outfile: path.join(pageFolder, 'page.js'), bundle: true, format: 'esm', jsx: 'automatic', logLevel: 'error', define: { 'process.env.NODE_ENV': '"production"' } });
  const hasStyle = readdirSync(pageFolder).includes('page.css');
  const style = hasStyle ? '<link rel="stylesheet" href="/page.css">' : '';
  writeFileSync(path.join(pageFolder, 'index.html'), `<!doctype html><meta charset="utf-8"><meta property="csp-nonce" nonce="__CSP_NONCE__"><title>page</title>${style}<div id="root"></div><script type="module" src="/page.js"></script>`);
  const types: Record<string, string> = { 'page.js': 'text/javascript; charset=utf-8', 'page.css': 'text/css; charset=utf-8', 'index.html': 'text/html; charset=utf-8' };
  const files = Object.fromEntries(
    Object.entries(types).filter(([name]) => readdirSync(pageFolder).includes(name)).map(([name, type]) =>
      [`/${name}`, { file: name, type, sha256: createHash('sha256').update(readFileSync(path.join(pageFolder, name))).digest('hex') }]),
  );
  writeFileSync(path.join(pageFolder, 'manifest.json'), JSON.stringify({ index: '/index.html', files }));
  const entry = (name: string): string => path.join(folder, 'processes', `${name}.cjs`);
  return { pageFolder, entries: { 'core': entry('core'), 'card-host': entry('card-host'), 'import-worker': entry('import-worker') } };
}
