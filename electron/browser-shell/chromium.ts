import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { chromium, type BrowserContext } from 'playwright-core';

import { isAlive } from '../supervisor/instance-lock.ts';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** No sync, no updates, no reports, no names looked up: the browser is a window and nothing else. */
const QUIET = [
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--disable-background-networking', '--disable-component-update', '--disable-domain-reliability', '--disable-sync', '--disable-extensions',
  '--disable-breakpad', '--disable-crash-reporter', '--disable-default-apps', '--metrics-recording-only', '--no-first-run', '--no-pings',
  '--no-default-browser-check', '--disable-search-engine-choice-screen', '--deny-permission-prompts', '--disable-print-preview',
  '--disk-cache-size=1', '--media-cache-size=1', '--disable-gpu-shader-disk-cache', '--aggressive-cache-discard',
  '--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication,PasswordManagerOnboarding,InterestFeedContentSuggestions',
];

export interface ChromiumOptions {
  readonly headless: boolean;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly locale: string;
  readonly colorScheme: 'light' | 'dark';
}

export interface ChromiumWindow {
  readonly context: BrowserContext;
  /** Closes the browser and deletes its profile. */
  close(): Promise<void>;
}

const PROFILE = 'klinikbok-window-';

/** A program that was killed could not delete its browser profile: the next one does. */
function removeProfilesOfTheDead(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(/^klinikbok-window-(\d+)-/.exec(name)?.[1] ?? NaN);
    if (Number.isInteger(pid) && !isAlive(pid)) rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
  }
}

/** Starts Chromium over a pipe (it listens on no port) with an empty profile that lives as long as the window. */
export async function openChromium(options: ChromiumOptions): Promise<ChromiumWindow> {
  const executablePath = CANDIDATES.find(existsSync);
  if (!executablePath) throw new Error('Chromium was not found; run: npm run setup');
  removeProfilesOfTheDead();
  const profile = mkdtempSync(path.join(tmpdir(), `${PROFILE}${process.pid}-`));
  const { width, height } = options.viewport;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: options.headless,
    viewport: options.headless ? { width, height } : null,
    locale: options.locale,
    colorScheme: options.headless ? options.colorScheme : null,
    serviceWorkers: 'block',
    // Chromium's own sandbox stays on for everybody but root, for whom it refuses to start.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [...QUIET, ...(options.headless ? [] : [`--window-size=${width},${height}`, '--app=about:blank'])],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    timeout: 60_000,
  });
  return {
    context,
    close: async () => {
      await context.close().catch(() => undefined);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
