import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import path from 'node:path';

import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

import { contentPolicy, FRAME_DOCUMENT, framePolicy } from '#electron/supervisor/content-policy.ts';
import type { ClinicEvent, WireError, WireRequest, WireResponse } from '#shared/contract/wire.ts';
import type { ErrorCode } from '#shared/kernel/app-error.ts';

import { COMPILE_AHEAD } from '../../build/vite/compile-ahead.ts';
import { giveSwedishKeyboard } from './swedish-keyboard.ts';

/** `KLINIKBOK_DIST` names another folder with renderer/ and gallery/ in it, for trying a build of one's own beside a shared one. */
const DIST = process.env['KLINIKBOK_DIST'] ?? path.resolve(import.meta.dirname, '../../dist');
const ORIGIN = 'https://klinikbok.invalid';
/** The hint to compile a file as a whole pays over a day, not over the seconds of one test. */
const HINT = Buffer.from(COMPILE_AHEAD);
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };

/** Thrown by an answer to refuse the call, as core would. */
export class Refusal extends Error {
  readonly detail: WireError;
  constructor(code: ErrorCode, params: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.detail = { code, params, traceId: 'test-trace' };
  }
}

/** `area.procedure` → its answer, or a function of the input. What is not in the table answers `internal`. */
export type Answers = Record<string, unknown>;

export interface FakePage {
  readonly page: Page;
  /** Every call the page made, oldest first. */
  readonly calls: WireRequest[];
  /** Everything the content policy stopped and every uncaught error; must be empty. */
  readonly complaints: string[];
  /** Changes the table; then `send({ type: 'changed', … })` as core would. */
  readonly answers: Answers;
  send(event: ClinicEvent): Promise<void>;
  close(): Promise<void>;
}

let browser: Promise<Browser> | undefined;

/** Chromium without any window code: it opens a page in half the time. The whole program's tests use the browser that users get. */
const CHROMIUM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync) ?? 'chromium';

/** One Chromium for the whole test process, closed by `closeBrowser`. */
function startBrowser(): Promise<Browser> {
  browser ??= chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'] });
  return browser;
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

async function answer(answers: Answers, request: WireRequest): Promise<WireResponse> {
  try {
    const known = answers[request.path];
    if (known === undefined) throw new Refusal('internal');
    const value: unknown = typeof known === 'function' ? await (known as (input: unknown) => unknown)(request.input) : known;
    return { ok: true, value };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.detail };
    throw error;
  }
}

const loaded = new Map<string, ReadonlyMap<string, Buffer>>();

/** The built files, read once a process: somebody building meanwhile cannot pull the page away under a test. */
function filesOf(built: 'renderer' | 'gallery'): ReadonlyMap<string, Buffer> {
  const known = loaded.get(built);
  if (known) return known;
  const folder = path.join(DIST, built);
  if (!existsSync(path.join(folder, 'index.html'))) throw new Error(`dist/${built} is missing: run \`npm run build\` first (gallery: npx vite build -c build/vite/gallery.config.ts)`);
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
  const files = new Map(names.map(name => [`/${path.relative(folder, name).split(path.sep).join('/')}`, withoutHint(readFileSync(name))]));
  loaded.set(built, files);
  return files;
}

const withoutHint = (file: Buffer): Buffer => (file.subarray(0, HINT.length).equals(HINT) ? file.subarray(HINT.length) : file);

/** Serves the built page, with the production content policy, from files and without a port. */
async function serve(context: BrowserContext, built: 'renderer' | 'gallery'): Promise<void> {
  const files = filesOf(built);
  await context.route('**/*', async route => {
    const { pathname, origin } = new URL(route.request().url());
    const name = pathname === '/' ? '/index.html' : pathname;
    const file = origin === ORIGIN ? files.get(name) : undefined;
    if (!file) return route.fulfill({ status: 404, body: '' });
    const nonce = randomUUID();
    const contentType = TYPES[path.extname(name)] ?? 'application/octet-stream';
    const body = contentType.startsWith('text/html') ? file.toString('utf8').replaceAll('__CSP_NONCE__', nonce) : file;
    return route.fulfill({ body, contentType, headers: { 'content-security-policy': name === FRAME_DOCUMENT ? framePolicy() : contentPolicy(nonce) } });
  });
}

/** The bridge inside the page; the same surface as the real preload. */
function bridgeScript(): void {
  const listeners = new Set<(event: unknown) => void>();
  const scope = window as unknown as Record<string, unknown>;
  scope['__clinicEvent'] = (event: unknown) => { for (const listener of [...listeners]) listener(event); };
  scope['clinic'] = {
    invoke: async (request: unknown) => JSON.parse(await (scope['__clinicInvoke'] as (value: string) => Promise<string>)(JSON.stringify(request))) as unknown,
    onEvent: (listener: (event: unknown) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  scope['__complaints'] = [];
  document.addEventListener('securitypolicyviolation', event => (scope['__complaints'] as string[]).push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
}

export interface OpenOptions extends BrowserContextOptions {
  /** What the page's clock shows from its first script on. Without it time goes by. */
  readonly now?: Date | string;
}

/** Opens the built page in Chromium with `window.clinic` answered from a table: screens without core. */
export async function openFakeClinic(answers: Answers, options: OpenOptions = {}): Promise<FakePage> {
  return open('renderer', '/', answers, options);
}

/** Opens one part of the component gallery: `parts`, `agenda` or `editor`. */
export async function openGallery(query: string, options: OpenOptions = {}): Promise<FakePage> {
  return open('gallery', `/?${query}`, {}, options);
}

async function open(built: 'renderer' | 'gallery', address: string, answers: Answers, { now, ...options }: OpenOptions): Promise<FakePage> {
  const context = await (await startBrowser()).newContext({ viewport: { width: 1366, height: 768 }, locale: 'sv-SE', timezoneId: 'Europe/Stockholm', reducedMotion: 'reduce', ...options });
  await serve(context, built);
  const calls: WireRequest[] = [];
  const complaints: string[] = [];
  // One text each way, as in the browser shell: Playwright walks anything else node by node.
  await context.exposeBinding('__clinicInvoke', async (_source, text: string) => {
    const request = JSON.parse(text) as WireRequest;
    calls.push(request);
    return JSON.stringify(await answer(answers, request));
  });
  await context.addInitScript(bridgeScript);
  if (now !== undefined) await context.clock.setFixedTime(now);
  const page = await context.newPage();
  await giveSwedishKeyboard(page);
  page.on('pageerror', error => complaints.push(error.stack ?? error.message));
  page.on('console', message => {
    if (message.type() === 'error' || message.text().includes('MISSING_TRANSLATION')) complaints.push(message.text());
  });
  await page.goto(`${ORIGIN}${address}`);
  return {
    page,
    calls,
    complaints,
    answers,
    send: event => page.evaluate(value => (window as unknown as { __clinicEvent(event: unknown): void }).__clinicEvent(value), event),
    close: () => context.close(),
  };
}
