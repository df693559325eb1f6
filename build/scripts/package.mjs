/**
 * `npm run package`: installers for this operating system in release/. Needs the network: electron-builder fetches Electron's
 * binary and headers from GitHub (their hashes are in node_modules/electron/checksums.json). Where that cannot be reached it
 * says so and ends; nothing else in this project needs it.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { buildAll } from './build.mjs';
import { failWith, root, StepFailed } from './run.mjs';

/** Newest three major versions get security fixes; looked up by hand before each release. */
const OLDEST_SUPPORTED_ELECTRON = 43;

function checkElectronVersion() {
  const { version } = JSON.parse(readFileSync(path.join(root, 'node_modules/electron/package.json'), 'utf8'));
  if (Number(version.split('.')[0]) >= OLDEST_SUPPORTED_ELECTRON) return;
  console.error(`Electron ${version} gets no security fixes any more; at least ${OLDEST_SUPPORTED_ELECTRON} is needed.`);
  throw new StepFailed('Electron version');
}

async function loadConfiguration() {
  const { build } = await import('esbuild');
  const outfile = path.join(root, '.cache/electron-builder.mjs');
  mkdirSync(path.dirname(outfile), { recursive: true });
  await build({ absWorkingDir: root, entryPoints: ['build/package/electron-builder.ts'], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'warning' });
  return (await import(pathToFileURL(outfile).href)).configuration;
}

async function main() {
  checkElectronVersion();
  await buildAll();
  const configuration = await loadConfiguration();
  const { build } = await import('electron-builder');
  console.log('Packaging: electron-builder now fetches Electron’s binary from github.com unless it is in its cache …');
  try {
    await build({ config: configuration, projectDir: root, publish: 'never' });
  } catch (error) {
    if (/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|network|github\.com/i.test(String(error?.message))) {
      console.error('Packaging needs the network for Electron’s binary and could not reach it. No installer was made; the program itself is built in dist/ and runs with: npm start');
      throw new StepFailed('packaging');
    }
    throw error;
  }
  const made = existsSync(path.join(root, 'release')) ? readdirSync(path.join(root, 'release')).filter(f => /\.(exe|dmg|deb)$/.test(f)) : [];
  console.log(`Packaging: ${made.join(', ')} in release/. Sign them before they leave this computer.`);
}

main().catch(failWith);
