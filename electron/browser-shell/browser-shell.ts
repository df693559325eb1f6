import { mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

import type { BrowserContext, Page } from 'playwright-core';

import type { ClinicEvent } from '#shared/contract/wire.ts';
import type { CardProfile, HostStart } from '#shared/domain/cards/host-protocol.ts';

import { forbidCoreDumps } from '../supervisor/core-dumps.ts';
import { createForkHost, type ForkHostOptions } from '../supervisor/fork-host.ts';
import { takeInstanceLock } from '../supervisor/instance-lock.ts';
import { loadPageFiles } from '../supervisor/page-files.ts';
import { cardStarts } from '../supervisor/station.ts';
import { createSupervisor, type Supervisor } from '../supervisor/supervisor.ts';
import { bridgePage } from './bridge.ts';
import { openChromium } from './chromium.ts';
import { builtProgram, packageFile, type BuiltProgram } from './paths.ts';
import { ORIGIN, servePage, type SeenRequest } from './serve-page.ts';

export interface BrowserShellOptions {
  /** Absolute path of the clinic's folder; made when it does not exist. */
  readonly dataDir: string;
  /** Where core keeps its second anchor; without it there is none. */
  readonly profileDir?: string;
  readonly headless: boolean;
  /** Absent: the card software found on the computer. */
  readonly cardProfile?: CardProfile;
  readonly clinicKind?: HostStart['clinicKind'];
  /** Folder of practice cards; `<dataDir>/practice-cards` when absent. */
  readonly practiceFolder?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly locale?: 'sv-SE' | 'en-GB';
  readonly colorScheme?: 'light' | 'dark';
  /** Where documents that the person saves go. */
  readonly downloadDir?: string;
  /** Further values for core's `start` (tests: a fixed clock, for example). */
  readonly coreConfig?: Readonly<Record<string, unknown>>;
  readonly onOutput?: ForkHostOptions['onOutput'];
  /** Another build than dist/ (tests of the shell itself). */
  readonly program?: BuiltProgram;
  /** Called when the page exists and before it is loaded. */
  readonly onPage?: (page: Page) => void | Promise<void>;
}

export interface BrowserShell {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly supervisor: Supervisor;
  /** Every request the browser tried; those not allowed were aborted. */
  readonly requests: readonly SeenRequest[];
  /** Resolves when the program has ended, by `close`, by the window or by the person's choice. */
  readonly ended: Promise<void>;
  /** Locks, ends every process, closes the window, deletes its profile and gives the data folder back. */
  close(): Promise<void>;
}

function startSupervisor(options: BrowserShellOptions, link: { send(event: ClinicEvent): void; reload(): void; quit(): void }): Supervisor {
  const { dataDir, clinicKind = 'real', cardProfile, practiceFolder } = options;
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  const cards = cardStarts({ dataDir, clinicKind, cardProfile, practiceFolder });
  return createSupervisor({
    host: createForkHost({ entries: (options.program ?? builtProgram).entries, ...(options.onOutput ? { onOutput: options.onOutput } : {}) }),
    core: { ...options.coreConfig, ...(options.profileDir ? { profileDir: options.profileDir } : {}), dataDir, shell: 'browser', version, clinicKind, cardProfile: cards[0]?.profile ?? 'netid' },
    cards,
    info: { version, shell: 'browser', platform: process.platform },
    page: link,
    onQuit: link.quit,
  });
}

/** Documents leave the page only as downloads of what it made itself; the name never chooses the folder. */
function keepDownloads(page: Page, folder: string): void {
  page.on('download', download => {
    const name = path.basename(download.suggestedFilename());
    if (!download.url().startsWith(`blob:${ORIGIN}/`)) return void download.cancel();
    mkdirSync(folder, { recursive: true });
    void download.saveAs(path.join(folder, name)).catch(() => undefined);
  });
}

/** Opens the product in Chromium: the built page by interception, core and card host as child processes, no TCP port. */
export async function startBrowserShell(options: BrowserShellOptions): Promise<BrowserShell> {
  const files = loadPageFiles((options.program ?? builtProgram).pageFolder);
  const release = takeInstanceLock(options.dataDir);
  forbidCoreDumps();
  const window = await openChromium({
    headless: options.headless,
    viewport: options.viewport ?? { width: 1366, height: 768 },
    locale: options.locale ?? 'sv-SE',
    colorScheme: options.colorScheme ?? 'light',
  }).catch((error: unknown) => {
    release();
    throw error;
  });
  const { context } = window;
  const requests = await servePage(context, files);
  const page = context.pages()[0] ?? (await context.newPage());
  let sendEvent: (event: ClinicEvent) => void = () => undefined;
  const supervisor = startSupervisor(options, {
    send: event => sendEvent(event),
    reload: () => void page.goto(`${ORIGIN}/`).catch(() => undefined),
    quit: () => void close(),
  });
  sendEvent = await bridgePage(page, raw => supervisor.invoke(raw));
  let closing: Promise<void> | null = null;
  let finished: () => void = () => undefined;
  const ended = new Promise<void>(resolve => { finished = resolve; });
  const close = (): Promise<void> => {
    closing ??= supervisor.close().then(window.close).finally(() => {
      release();
      finished();
    });
    return closing;
  };
  page.on('close', () => void close());
  context.on('page', other => void other.close());
  keepDownloads(page, options.downloadDir ?? path.join(homedir(), 'Downloads'));
  await options.onPage?.(page);
  await page.goto(`${ORIGIN}/`);
  return { page, context, supervisor, requests, ended, close };
}
