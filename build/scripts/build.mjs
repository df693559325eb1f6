/** Makes dist/: one file for each process and the page. Does nothing when no input has changed since the last run. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { alone } from './alone.mjs';
import { root } from './run.mjs';

const dist = path.join(root, 'dist');
const stamp = path.join(dist, '.inputs');

/** Loaded from node_modules at run time: native modules, what Electron brings itself, and drivers knex never uses here. */
export const EXTERNAL = [
  'electron', '@journeyapps/sqlcipher', 'better-sqlite3-multiple-ciphers', 'pkcs11js', 'playwright-core', 'playwright', 'pdfkit',
  'better-sqlite3', 'mariadb', 'mysql', 'mysql2', 'oracledb', 'pg', 'pg-native', 'pg-query-stream', 'sqlite3', 'tedious',
];

const ENTRIES = [
  { from: 'electron/main.ts', to: 'electron/main.cjs', format: 'cjs' },
  { from: 'electron/preload.ts', to: 'electron/preload.cjs', format: 'cjs' },
  { from: 'electron/core/main.ts', to: 'electron/core.cjs', format: 'cjs' },
  { from: 'electron/core/backup/engine/work/worker.ts', to: 'electron/backup-worker.cjs', format: 'cjs' },
  { from: 'electron/card-host/main.ts', to: 'electron/card-host.cjs', format: 'cjs' },
  { from: 'electron/import-worker/main.ts', to: 'electron/import-worker.cjs', format: 'cjs' },
  { from: 'electron/browser-shell/main.ts', to: 'electron/browser-shell.mjs', format: 'esm' },
];

async function filesUnder(folder) {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries.filter(e => e.isFile()).map(e => path.relative(root, path.join(e.parentPath ?? e.path, e.name)));
}

/** One digest over everything the build reads: sources by size and time of change, the lock file by content. */
async function inputDigest() {
  const folders = await Promise.all(['shared', 'electron', 'renderer', 'build/vite'].map(filesUnder));
  const files = [...folders.flat(), 'build/scripts/build.mjs', 'package.json', 'package-lock.json', 'tsconfig.json'].sort();
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = await stat(path.join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

async function bundleProcesses() {
  const { build } = await import('esbuild');
  const missing = ENTRIES.filter(e => !existsSync(path.join(root, e.from)));
  for (const entry of missing) console.log(`build: ${entry.from} does not exist yet; ${entry.to} was not made`);
  const results = await Promise.allSettled(
    ENTRIES.filter(e => !missing.includes(e)).map(entry =>
      build({
        absWorkingDir: root,
        entryPoints: [entry.from],
        outfile: path.join('dist', entry.to),
        bundle: true,
        platform: 'node',
        target: 'node20',
        format: entry.format,
        external: EXTERNAL,
        // Paths of the computer that built it have no business in a clinic's program.
        sourcemap: 'linked',
        sourcesContent: false,
        sourceRoot: '',
        legalComments: 'none',
        logLevel: 'warning',
        loader: { '.sql': 'text', '.pem': 'text', '.ttf': 'binary', '.woff': 'binary', '.icc': 'binary' },
        define: { 'process.env.NODE_ENV': '"production"', ...(entry.format === 'cjs' ? { 'import.meta.dirname': '__dirname', 'import.meta.url': '__importMetaUrl' } : {}) },
        banner:
          entry.format === 'cjs'
            ? entry.to.endsWith('preload.cjs')
              ? {}
              : { js: 'const __importMetaUrl = require("node:url").pathToFileURL(__filename).href;' }
            : { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
      }),
    ),
  );
  return { missing: missing.map(e => e.from), failed: results.filter(r => r.status === 'rejected').length };
}

async function buildPage() {
  if (!existsSync(path.join(root, 'renderer/main.tsx'))) {
    console.log('build: renderer/main.tsx does not exist yet; the page was not made');
    return ['renderer/main.tsx'];
  }
  // A test runner that starts this has its own NODE_ENV, with which the page would be made for development.
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  await build({ mode: 'production', configFile: path.join(root, 'build/vite/vite.config.ts'), logLevel: 'warn' });
  await writePageManifest(path.join(dist, 'renderer'));
  return [];
}

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.woff2': 'font/woff2', '.svg': 'image/svg+xml', '.png': 'image/png', '.json': 'application/json', '.ico': 'image/x-icon' };

/** The list of files a shell may serve, with type and SHA-256. What is not listed does not exist for the page. */
async function writePageManifest(folder) {
  const files = {};
  for (const entry of (await readdir(folder, { recursive: true, withFileTypes: true })).filter(e => e.isFile())) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const type = TYPES[path.extname(file)];
    if (!type || entry.name === 'manifest.json') continue;
    const name = path.relative(folder, file).split(path.sep).join('/');
    files[`/${name}`] = { file: name, type, sha256: createHash('sha256').update(await readFile(file)).digest('hex') };
  }
  const ordered = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFile(path.join(folder, 'manifest.json'), `${JSON.stringify({ index: '/index.html', files: ordered }, null, 1)}\n`);
}

/** Builds what is out of date. Returns the entries that do not exist yet. */
export async function buildAll({ force = false } = {}) {
  return alone('build', 180_000, async () => {
    const digest = await inputDigest();
    if (!force && (await readFile(stamp, 'utf8').catch(() => '')) === digest) return [];
    const started = Date.now();
    await rm(stamp, { force: true });
    await mkdir(dist, { recursive: true });
    const bundles = await bundleProcesses();
    const missing = [...bundles.missing, ...(await buildPage())];
    if (bundles.failed > 0) throw new Error(`${bundles.failed} of the process bundles could not be made (see above)`);
    if (missing.length === 0) await writeFile(stamp, digest);
    console.log(`build: dist/ made in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    return missing;
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  buildAll({ force: process.argv.includes('--force') }).catch(error => {
    console.error(`build: ${error.message}`);
    process.exitCode = 1;
  });
}
