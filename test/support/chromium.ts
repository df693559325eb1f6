import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import type { Page } from 'playwright-core';

import { startBrowserShell, type BrowserShell, type BrowserShellOptions } from '#electron/browser-shell/browser-shell.ts';

import { giveSwedishKeyboard } from './swedish-keyboard.ts';

const root = path.resolve(import.meta.dirname, '../..');
let built: Promise<unknown> | null = null;

/** Brings dist/ up to date; costs a tenth of a second when it is. */
export function buildProduct(): Promise<unknown> {
  built ??= promisify(execFile)(process.execPath, [path.join(root, 'build/scripts/build.mjs')], { timeout: 240_000 });
  return built;
}

export interface OpenClinic extends BrowserShell {
  /** What the page complained about: script errors, console errors, violations of the CSP. Empty in a good run. */
  readonly problems: string[];
  readonly dataDir: string;
  /** Ends the program but keeps its data, so that it can be opened again with `dataDir`. */
  stop(): Promise<void>;
}

/** Collects what goes wrong inside a page, the policy's refusals included. */
export async function watchProblems(page: Page): Promise<string[]> {
  const problems: string[] = [];
  page.on('pageerror', error => problems.push(`script: ${error.message}`));
  page.on('console', message => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => console.error(`CSP ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  return problems;
}

/**
 * Opens the built product headless in Chromium with a data folder of its own (deleted by `close` unless one was given).
 * Practice cards, test clinic, Swedish, 1366×768 unless said otherwise.
 */
export async function openClinic(options: Partial<BrowserShellOptions> = {}): Promise<OpenClinic> {
  if (!options.program) await buildProduct();
  const own = options.dataDir === undefined ? mkdtempSync(path.join(tmpdir(), 'klinikbok-clinic-')) : null;
  const dataDir = options.dataDir ?? path.join(own ?? '', 'data');
  let problems: string[] = [];
  const shell = await startBrowserShell({
    headless: true,
    clinicKind: 'test',
    cardProfile: 'practice',
    ...(own ? { profileDir: path.join(own, 'profile'), downloadDir: path.join(own, 'downloads') } : {}),
    ...options,
    dataDir,
    onPage: async page => {
      problems = await watchProblems(page);
      await giveSwedishKeyboard(page);
      await options.onPage?.(page);
    },
  });
  const close = async (): Promise<void> => {
    await shell.close();
    if (own) rmSync(own, { recursive: true, force: true });
  };
  return { ...shell, problems, dataDir, close, stop: shell.close };
}
