import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import { describe, expect, it } from 'vitest';

import { FUSES, withFuses, wrongFuses } from '../../../build/package/fuses.ts';
import { configuration, setFusesAfterPack } from '../../../build/package/electron-builder.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** As much of an Electron binary as its fuses: this many, each in the state given. */
const binary = (count: number, state = '0', version = 1): Buffer => Buffer.concat([Buffer.from(`MZ…code…${SENTINEL}`), Buffer.from([version, count]), Buffer.from(state.repeat(count)), Buffer.from('…more code')]);

describe('the fuses (checklist item 19)', () => {
  it('are the nine of Electron 45, dangerous ones off and protecting ones on', () => {
    expect(Object.fromEntries(FUSES.map(f => [f.name, f.on]))).toEqual({
      RunAsNode: false, EnableCookieEncryption: true, EnableNodeOptionsEnvironmentVariable: false, EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true, OnlyLoadAppFromAsar: true, LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false, WasmTrapHandlers: true,
    });
  });

  it('are all set in a binary, and nothing else in it changes', () => {
    for (const before of [binary(9, '0'), binary(9, '1'), Buffer.concat([binary(9), binary(9, '1')])]) {
      expect(wrongFuses(before)).not.toEqual([]);
      const after = withFuses(before);
      expect(wrongFuses(after)).toEqual([]);
      expect(after.length).toBe(before.length);
      expect(after.toString().replace(/[01]{9}/g, '')).toBe(before.toString().replace(/[01]{9}/g, ''));
    }
  });

  it('stop the packaging when Electron has a fuse that nobody decided, or is no Electron', () => {
    expect(() => withFuses(binary(10))).toThrow('10 fuses');
    expect(() => withFuses(binary(8))).toThrow('8 fuses');
    expect(() => withFuses(binary(9, '0', 2))).toThrow('version 2');
    expect(() => withFuses(Buffer.from('just a file'))).toThrow('no fuses');
  });

  it('are set in the packed file of every operating system', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-package-'));
    const files = { linux: 'klinikbok', win32: 'Klinikbok.exe', darwin: 'Klinikbok.app/Contents/Frameworks/Electron Framework.framework/Versions/A/Electron Framework' };
    for (const [electronPlatformName, name] of Object.entries(files)) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, binary(9));
      await setFusesAfterPack({ electronPlatformName, appOutDir: folder, packager: { appInfo: { productFilename: 'Klinikbok' } } } as never);
      expect(wrongFuses(readFileSync(file))).toEqual([]);
    }
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('the installers', () => {
  it('are described in words electron-builder knows', async () => {
    await expect(validateConfiguration(configuration, new DebugLogger(false))).resolves.toBeUndefined();
    await expect(validateConfiguration({ ...configuration, asarUnpak: [] } as never, new DebugLogger(false))).rejects.toThrow('asarUnpak');
  });

  it('hold the bundles and the page, native modules outside the archive, and neither sources nor maps nor the browser shell', () => {
    const files = configuration.files as string[];
    expect(configuration).toMatchObject({ asar: true, asarUnpack: ['**/*.node'], publish: null });
    for (const name of ['main', 'preload', 'core', 'card-host', 'import-worker']) expect(files).toContain(`dist/electron/${name}.cjs`);
    expect(files).toContain('!**/*.map');
    expect(files.some(f => f.includes('browser-shell') || /^(electron|renderer|shared|test)\//.test(f))).toBe(false);
    const { main } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { main: string };
    expect(files).toContain(main);
  });

  it('install for the whole computer, where a user cannot exchange the program', () => {
    expect(configuration.nsis).toMatchObject({ perMachine: true, deleteAppDataOnUninstall: false });
    expect(configuration.mac).toMatchObject({ hardenedRuntime: true });
  });

  it('use an Electron that still gets security fixes (checklist item 16)', () => {
    const script = readFileSync(path.join(root, 'build/scripts/package.mjs'), 'utf8');
    const oldest = Number(/OLDEST_SUPPORTED_ELECTRON = (\d+)/.exec(script)?.[1]);
    const { devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> };
    expect(Number(devDependencies['electron']?.split('.')[0])).toBeGreaterThanOrEqual(oldest);
  });
});
