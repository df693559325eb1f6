/** Brings a fresh clone to the point where it builds and runs: system packages, npm packages, native modules. Runs on plain Node. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { alone } from './alone.mjs';
import { buildNatives } from './natives.mjs';
import { fetchCeph } from './rgw/packages.mjs';
import { failWith, root, run, step, StepFailed } from './run.mjs';

const MINIMUM_NODE = [20, 19];

/** What the product and its tests use from Debian 12. */
const SYSTEM_PACKAGES = [
  'python3', 'make', 'g++', 'libssl-dev', // native modules
  'softhsm2', 'opensc', 'opensc-pkcs11', 'pcscd', 'vsmartcard-vpcd', 'ykcs11', 'libp11-kit-dev', // card tests
  'chromium', 'chromium-headless-shell', 'xvfb', 'fonts-liberation', // screens; the second is the same Chromium without a window, a third faster
  'age', 'restic', 'openssl', 'poppler-utils', 'qpdf', 'python3-cryptography', // independent readers of what we write
];

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [needMajor, needMinor] = MINIMUM_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  console.error(`Node ${needMajor}.${needMinor} or newer is needed; this is ${process.versions.node}.`);
  throw new StepFailed('Node version');
}

async function missingSystemPackages() {
  const { output } = await run('dpkg-query', ['-W', '-f=${Package} ${db:Status-Abbrev}\n', ...SYSTEM_PACKAGES], { limitMs: 20_000 });
  const installed = new Set(output.split('\n').filter(line => / ii/.test(line)).map(line => line.split(' ')[0]));
  return SYSTEM_PACKAGES.filter(name => !installed.has(name));
}

async function systemPackages() {
  if (!existsSync('/usr/bin/dpkg-query')) {
    console.log(`System packages: this is not Debian; make sure that these are here under their local names: ${SYSTEM_PACKAGES.join(' ')}`);
    return;
  }
  const missing = await missingSystemPackages();
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) {
    console.error(`System packages are missing. Run this once, then try again:\n\n  sudo apt-get update && sudo ${command}\n`);
    throw new StepFailed('System packages');
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await step('System packages: refreshing the list (apt-get update, at most 5 min)', 'apt-get', ['update'], { limitMs: 300_000, env });
  const [, ...args] = command.split(' ');
  await step(`System packages: installing ${missing.join(' ')} (at most 20 min)`, 'apt-get', args, { limitMs: 1_200_000, env });
}

/** Name → version of every package in a lock file, leaving out optional ones of other systems. */
function packagesIn(file) {
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  return Object.entries(packages).filter(([name, entry]) => name !== '' && !entry.optional).map(([name, entry]) => `${name}@${entry.version}`);
}

/** True when node_modules holds what the lock file says. */
function npmPackagesAreThere() {
  const hidden = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const installed = new Set(packagesIn(hidden));
  return packagesIn(path.join(root, 'package-lock.json')).every(entry => installed.has(entry));
}

async function npmPackages() {
  if (npmPackagesAreThere()) return;
  // No script of any package runs here: native modules are built below, from source, by our own commands.
  await step('npm packages: npm ci (at most 15 min)', 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { limitMs: 900_000 });
}

/** The program runs without it; the tests against a real object store fail and say what this says. */
async function testServer() {
  const missing = await fetchCeph();
  if (missing !== null) console.error(`Ceph test server: ${missing}. Tests that need it will fail.`);
}

/** Skips everything when nothing it looks at has changed since the last good run. */
function stampOf() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'build/scripts/setup.mjs', 'build/scripts/natives.mjs']) hash.update(readFileSync(path.join(root, file)));
  return hash.update(process.versions.node).digest('hex');
}

/** Everything `npm test` and `npm run demo` need before they can build. Cheap when there is nothing to do. */
export async function setUp() {
  checkNode();
  const stampFile = path.join(root, '.cache/setup-stamp');
  await alone('setup', 1_800_000, async () => {
    await systemPackages();
    const wanted = stampOf();
    const isStamped = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted;
    if (!isStamped || !existsSync(path.join(root, 'node_modules/.package-lock.json'))) await npmPackages();
    await buildNatives();
    await testServer();
    mkdirSync(path.dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, wanted);
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  setUp().then(() => console.log('Set-up: everything is in place.'), failWith);
}
