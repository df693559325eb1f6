import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { AfterPackContext, Configuration } from 'electron-builder';

import { withFuses, wrongFuses } from './fuses.ts';

const LINUX_EXECUTABLE = 'klinikbok';

/** The file of the packed program that holds the fuses. */
function binaryOf({ electronPlatformName, appOutDir, packager }: Pick<AfterPackContext, 'electronPlatformName' | 'appOutDir' | 'packager'>): string {
  const { productFilename } = packager.appInfo;
  if (electronPlatformName === 'darwin') return path.join(appOutDir, `${productFilename}.app`, 'Contents/Frameworks/Electron Framework.framework/Versions/A/Electron Framework');
  if (electronPlatformName === 'win32') return path.join(appOutDir, `${productFilename}.exe`);
  return path.join(appOutDir, LINUX_EXECUTABLE);
}

/** Sets the fuses after packing and before signing, and reads them back. */
export async function setFusesAfterPack(context: Pick<AfterPackContext, 'electronPlatformName' | 'appOutDir' | 'packager'>): Promise<void> {
  const file = binaryOf(context);
  writeFileSync(file, withFuses(readFileSync(file)));
  const wrong = wrongFuses(readFileSync(file));
  if (wrong.length > 0) throw new Error(`fuses are not as decided: ${wrong.join(', ')}`);
}

/** What the installers contain and how they install. */
export const configuration: Configuration = {
  appId: 'se.klinikbok.app',
  productName: 'Klinikbok',
  copyright: 'Klinikbok',
  directories: { output: 'release', buildResources: 'build/package' },
  // Bundles and page only: no source, no map with paths, not the browser shell.
  files: [
    'package.json',
    'dist/electron/main.cjs', 'dist/electron/preload.cjs', 'dist/electron/core.cjs', 'dist/electron/backup-worker.cjs', 'dist/electron/card-host.cjs', 'dist/electron/import-worker.cjs',
    'dist/renderer/**/*',
    '!**/*.map', '!**/{test,tests,__tests__,docs,example,examples}/**', '!**/*.{ts,tsx,md,c,cc,cpp,h,gyp,gypi}', '!**/deps/**', '!**/build/{Release/obj*,Release/.deps}/**',
  ],
  // Copied into every place of backups, so that a technician needs nothing of ours.
  extraResources: [
    { from: 'build/scripts/restore-tools', to: 'restore-tools' },
    { from: 'build/docs/backup-format.md', to: 'restore-tools/FORMAT.md' }, { from: 'build/docs/signatures.md', to: 'restore-tools/SIGNATURES.md' },
  ],
  asar: true,
  // A native module is loaded from a file of its own; everything else stays in the archive whose hash is checked.
  asarUnpack: ['**/*.node'],
  npmRebuild: true,
  buildDependenciesFromSource: true,
  electronLanguages: ['sv', 'en-US', 'en-GB'],
  publish: null,
  afterPack: setFusesAfterPack,
  win: { target: [{ target: 'nsis', arch: ['x64'] }], requestedExecutionLevel: 'asInvoker' },
  // For everybody on the computer, in a folder that no user may write to (a writable one can be given a back door).
  nsis: { oneClick: false, perMachine: true, allowElevation: true, allowToChangeInstallationDirectory: false, deleteAppDataOnUninstall: false },
  mac: { target: [{ target: 'dmg', arch: ['x64', 'arm64'] }], category: 'public.app-category.medical', hardenedRuntime: true, gatekeeperAssess: false, entitlements: 'build/package/entitlements.mac.plist', entitlementsInherit: 'build/package/entitlements.mac.inherit.plist' },
  linux: { target: [{ target: 'deb', arch: ['x64'] }], executableName: LINUX_EXECUTABLE, category: 'Office', maintainer: 'Klinikbok', synopsis: 'Practice management for clinics' },
  deb: { depends: ['libpcsclite1', 'libgtk-3-0', 'libnss3', 'libasound2'], recommends: ['pcscd'] },
};
