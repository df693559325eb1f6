/** Ceph's Debian packages for the test server: fetched and unpacked into a folder, never installed. No root needed. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { root, run } from '../run.mjs';

export const cephFolder = path.join(root, '.cache/ceph');
/** The unpacked tree; there only when it is complete. */
export const cephRoot = path.join(cephFolder, 'root');
const PACKAGES = ['ceph-mon', 'ceph-osd', 'radosgw', 'ceph-common'];

/** True when the test server can be started. */
export const hasCeph = () => existsSync(path.join(cephRoot, '.complete'));

async function download(debs) {
  return run('apt-get', ['-o', `Dir::Cache::archives=${debs}`, '-o', 'Debug::NoLocking=1', 'install', '-y', '--no-install-recommends', '--download-only', ...PACKAGES], { limitMs: 600_000 });
}

async function unpack(debs, into) {
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  for (const file of readdirSync(debs).filter(name => name.endsWith('.deb'))) {
    const { code, output } = await run('dpkg-deb', ['-x', path.join(debs, file), into], { limitMs: 120_000 });
    if (code !== 0) throw new Error(`unpacking ${file} failed: ${output.slice(-500)}`);
  }
  rmSync(path.join(into, 'usr/share/doc'), { recursive: true, force: true });
  writeFileSync(path.join(into, '.complete'), `${PACKAGES.join(' ')}\n`);
}

/**
 * Fetches (about 70 MB) and unpacks (about 250 MB) once. Answers null when the server can be started, else a sentence that
 * says why not; the tests that need it then fail with that sentence.
 */
export async function fetchCeph() {
  if (hasCeph()) return null;
  if (!existsSync('/usr/bin/dpkg-deb') || !existsSync('/usr/bin/apt-get')) return 'the Ceph test server is fetched with apt-get, and this is not Debian';
  const debs = path.join(cephFolder, 'debs');
  mkdirSync(path.join(debs, 'partial'), { recursive: true });
  process.stdout.write('Ceph test server: fetching Debian packages, about 70 MB, once (at most 10 min) … ');
  let result = await download(debs);
  if (result.code !== 0 && process.getuid?.() === 0) {
    await run('apt-get', ['update'], { limitMs: 300_000 });
    result = await download(debs);
  }
  if (result.code !== 0) {
    console.log('failed');
    return `apt-get could not fetch ${PACKAGES.join(' ')}: ${result.output.trim().split('\n').at(-1)} (as root: apt-get update)`;
  }
  const fresh = `${cephRoot}.part`;
  await unpack(debs, fresh);
  rmSync(cephRoot, { recursive: true, force: true });
  renameSync(fresh, cephRoot);
  rmSync(debs, { recursive: true, force: true });
  console.log('ok');
  return null;
}
