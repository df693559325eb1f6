/**
 * Builds the native modules from source, each in a copy under .cache/natives, and puts the finished file in its place in
 * one rename, so that a running program never sees half a module. Finished files are kept for the next `npm ci`.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { root, run, StepFailed } from './run.mjs';

const cache = path.join(root, '.cache/natives');
const staticFolder = path.join(cache, 'static-libcrypto');
const STATIC_LIBCRYPTO = ['/usr/lib/x86_64-linux-gnu/libcrypto.a', '/usr/lib/aarch64-linux-gnu/libcrypto.a', '/usr/lib64/libcrypto.a', '/usr/lib/libcrypto.a'];

/** design/storage.md A3: no symbol of SQLite or OpenSSL may be taken over by, or given to, another library in the process. */
const HARDENED = {
  CFLAGS: '-DSQLITE_DQS=0 -DSQLITE_ENABLE_STAT4 -DSQLITE_LIKE_DOESNT_MATCH_BLOBS -fvisibility=hidden',
  LDFLAGS: `-Wl,-Bsymbolic -Wl,--exclude-libs,ALL -Wl,-z,relro,-z,now -L${staticFolder}`,
};

const MODULES = [
  { name: 'better-sqlite3-multiple-ciphers', file: 'build/Release/better_sqlite3.node', env: {} },
  { name: '@journeyapps/sqlcipher', file: 'build/Release/node_sqlite3.node', env: process.platform === 'linux' ? HARDENED : {} },
  { name: 'pkcs11js', file: 'build/Release/pkcs11.node', env: {} },
].filter(({ name }) => process.platform !== 'win32' || name !== '@journeyapps/sqlcipher');

/** Which build a finished file is: version, flags and machine. */
function identity({ name, env }) {
  const { version } = JSON.parse(readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8'));
  const { LDFLAGS = '', CFLAGS = '' } = env;
  const flags = createHash('sha256').update(`${CFLAGS} ${LDFLAGS.replace(staticFolder, '')} ${process.platform} ${process.arch} node${process.versions.modules}`).digest('hex').slice(0, 12);
  return `${name.replace('/', '+')}-${version}-${flags}.node`;
}

function headersEnv() {
  const beside = path.resolve(process.execPath, '../..');
  const folder = [beside, '/usr'].find(candidate => existsSync(path.join(candidate, 'include/node/node_api.h')));
  return folder ? { npm_config_nodedir: folder } : {};
}

function linkStaticLibcrypto() {
  const library = STATIC_LIBCRYPTO.find(existsSync);
  if (!library) {
    console.error('The static OpenSSL library is missing (Debian: libssl-dev).');
    throw new StepFailed('native modules');
  }
  mkdirSync(staticFolder, { recursive: true });
  const link = path.join(staticFolder, 'libcrypto.a');
  rmSync(link, { force: true });
  symlinkSync(library, link);
}

async function compile(module) {
  const work = path.join(cache, module.name.replace('/', '+'));
  rmSync(work, { recursive: true, force: true });
  cpSync(path.join(root, 'node_modules', module.name), work, { recursive: true, filter: source => !source.includes(`${module.name}/build`) });
  const manifestFile = path.join(work, 'package.json');
  // npm puts its own node-gyp on the path of a script; the package's own install script may download a finished binary.
  writeFileSync(manifestFile, JSON.stringify({ ...JSON.parse(readFileSync(manifestFile, 'utf8')), scripts: { native: 'node-gyp rebuild --release' } }));
  const result = await run('npm', ['run', '--silent', 'native'], { cwd: work, limitMs: 900_000, env: { ...process.env, ...headersEnv(), ...module.env } });
  if (result.code !== 0) {
    console.error(result.output.slice(-8_000));
    throw new StepFailed(`building ${module.name}`);
  }
  renameSync(path.join(work, module.file), path.join(cache, identity(module)));
  rmSync(work, { recursive: true, force: true });
  console.log(`Native modules: ${module.name} built (${(result.ms / 1000).toFixed(0)} s)`);
}

function marker(module) {
  return path.join(root, 'node_modules', module.name, 'build/.klinikbok');
}

function isInPlace(module) {
  return existsSync(path.join(root, 'node_modules', module.name, module.file)) && existsSync(marker(module)) && readFileSync(marker(module), 'utf8') === identity(module);
}

function putInPlace(module) {
  const target = path.join(root, 'node_modules', module.name, module.file);
  mkdirSync(path.dirname(target), { recursive: true });
  copyFileSync(path.join(cache, identity(module)), `${target}.new`);
  renameSync(`${target}.new`, target);
  writeFileSync(marker(module), identity(module));
}

/** Builds what is missing (two at a time at most) and puts it in place. */
export async function buildNatives() {
  const wanted = MODULES.filter(module => !isInPlace(module));
  if (wanted.length === 0) return;
  mkdirSync(cache, { recursive: true });
  const toBuild = wanted.filter(module => !existsSync(path.join(cache, identity(module))));
  if (toBuild.length > 0) console.log(`Native modules: building ${toBuild.map(m => m.name).join(', ')} from source (about 2 min, at most 15) …`);
  if (toBuild.some(m => m.env.LDFLAGS)) linkStaticLibcrypto();
  // The two databases are one long C file each: side by side they take as long as one.
  const queue = [...toBuild];
  const worker = async () => {
    for (let module = queue.shift(); module; module = queue.shift()) await compile(module);
  };
  const ended = await Promise.allSettled([worker(), worker()]);
  const failed = ended.find(result => result.status === 'rejected');
  if (failed) throw failed.reason;
  for (const module of wanted) putInPlace(module);
}
