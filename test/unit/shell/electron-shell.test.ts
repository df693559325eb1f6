import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { takeInstanceLock } from '#electron/supervisor/instance-lock.ts';
import { fakeEvent, type FakeWorld } from '#test/support/electron-fake.ts';
import { bundleEntry, loadWithElectron, runMain } from '#test/support/run-with-electron-fake.ts';
import { until } from '#test/support/until.ts';

// design/security.md §1.3: Electron's security checklist, item by item, on the bundle that ships. No Electron binary runs here.
let folder: string;
let world: FakeWorld;

const preferences = () => world.windows[0]?.options.webPreferences ?? {};
const frame = { parent: null, origin: 'app://clinic', url: 'app://clinic/' };
const ask = (sender: object, senderFrame: object | null, raw: unknown) => world.registered.call('ipc.clinic:invoke', { sender, senderFrame }, raw);
const askAsPage = (raw: unknown) => ask(world.windows[0]?.contents ?? {}, world.windows[0]?.contents.mainFrame ?? null, raw);

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-shell-'));
  world = await runMain(folder);
  await until('the window to be opened', () => world.windows.length > 0);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the Electron shell', () => {
  it('1: loads only app:// content', () => {
    expect(world.loaded.length).toBeGreaterThan(0);
    expect(world.loaded.filter(url => !url.startsWith('app://clinic/'))).toEqual([]);
  });

  it('2, 3, 4, 6, 8–11: isolates and sandboxes its window, without Node, webview or weakened security', () => {
    expect(preferences()).toMatchObject({
      sandbox: true, contextIsolation: true, webSecurity: true,
      nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      allowRunningInsecureContent: false, experimentalFeatures: false, webviewTag: false, spellcheck: false, devTools: false,
    });
    expect(preferences()).not.toHaveProperty('enableBlinkFeatures');
    expect(world.sandboxed).toBe(true);
    expect(world.spellchecker).toBe(false);
    expect(world.windows).toHaveLength(1);
  });

  it('5: denies every permission but copying, and every device', () => {
    const contents = { getURL: () => 'app://clinic/' };
    const granted: string[] = [];
    for (const permission of ['media', 'geolocation', 'notifications', 'midi', 'pointerLock', 'fullscreen', 'openExternal', 'clipboard-read', 'display-capture', 'hid', 'serial', 'usb', 'fileSystem']) {
      world.registered.call('session.permissionRequest', contents, permission, (allowed: boolean) => allowed && granted.push(permission));
      if (world.registered.call('session.permissionCheck', contents, permission, 'app://clinic') === true) granted.push(permission);
    }
    expect(granted).toEqual([]);
    expect(world.registered.call('session.permissionCheck', null, 'clipboard-sanitized-write', 'app://clinic')).toBe(true);
    expect(world.registered.call('session.permissionCheck', null, 'clipboard-sanitized-write', 'https://evil.example')).toBe(false);
    expect(world.registered.call('session.devicePermission', {})).toBe(false);
    for (const name of ['select-hid-device', 'select-serial-port', 'select-usb-device']) {
      const event = fakeEvent();
      world.registered.call(`session:${name}`, event, {}, () => undefined);
      expect(event.prevented).toBe(true);
    }
  });

  it('7: sends the strict policy and nosniff with the page, with a fresh nonce each time', async () => {
    const get = (url: string, method = 'GET') => world.registered.call('protocol.app', new Request(url.replace('app://', 'https://'), { method })) as Response;
    // Request() of Node knows no app: scheme; the handler looks at host and path only.
    const first = get('app://clinic/');
    const policy = first.headers.get('content-security-policy') ?? '';
    for (const rule of ["default-src 'none'", "script-src 'self'", "connect-src 'none'", "frame-ancestors 'none'", "object-src 'none'", "require-trusted-types-for 'script'"]) expect(policy).toContain(rule);
    expect(policy).not.toContain('unsafe');
    expect(first.headers.get('x-content-type-options')).toBe('nosniff');
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none';
    expect(await first.text()).toContain(`nonce="${nonce}"`);
    expect(get('app://clinic/').headers.get('content-security-policy')).not.toBe(policy);
  });

  it('12–14: lets the page go nowhere, open nothing and embed nothing', () => {
    const places = ['https://evil.example/', 'file:///etc/passwd', 'app://other/', 'app://clinic/secret', 'data:text/html,x', 'javascript:alert(1)', 'about:blank', 'blob:app://other/1'];
    for (const url of places) {
      const main = fakeEvent({ url, isMainFrame: true });
      world.registered.call('contents:will-navigate', main);
      expect(main.prevented, `main frame to ${url}`).toBe(true);
      const inner = fakeEvent({ url, isMainFrame: false });
      world.registered.call('contents:will-frame-navigate', inner);
      expect(inner.prevented, `frame to ${url}`).toBe(true);
      expect(world.registered.call('contents.windowOpen', { url })).toEqual({ action: 'deny' });
    }
    const blob = fakeEvent({ url: 'blob:app://clinic/1', isMainFrame: false });
    world.registered.call('contents:will-frame-navigate', blob);
    expect(blob.prevented, 'a document the page made, in a frame').toBe(false);
    const redirect = fakeEvent({ url: 'app://clinic/' });
    world.registered.call('contents:will-redirect', redirect);
    expect(redirect.prevented).toBe(true);
    const webview = fakeEvent();
    const asked = { preload: '/tmp/evil.js' };
    world.registered.call('contents:will-attach-webview', webview, asked, {});
    expect(webview.prevented).toBe(true);
    expect(asked).not.toHaveProperty('preload');
  });

  it('15: never hands an address to the operating system', () => {
    // The strict fake has no `shell`: asking Electron for openExternal would have thrown.
    expect(readFileSync(path.join(folder, 'dist/electron/main.cjs'), 'utf8')).not.toContain('openExternal');
  });

  it('17: answers its own page, and nobody who only looks like it', async () => {
    expect(await askAsPage({ path: 'shell.info', input: {} })).toEqual({ ok: true, value: { version: '0.1.0', shell: 'electron', platform: process.platform } });
    const contents = world.windows[0]?.contents;
    const strangers: [object, object | null][] = [
      [{ id: 99 }, frame],
      [contents ?? {}, null],
      [contents ?? {}, { ...frame, parent: frame }],
      [contents ?? {}, { ...frame, origin: 'https://evil.example' }],
      [contents ?? {}, { ...frame }],
    ];
    for (const [sender, senderFrame] of strangers) expect(() => ask(sender, senderFrame, { path: 'shell.info', input: {} })).toThrow('untrusted sender');
  });

  it('18: serves listed files only, whatever the path looks like, and cancels every other request', () => {
    const get = (url: string, method = 'GET') => (world.registered.call('protocol.app', { url, method }) as Response).status;
    expect(get('app://clinic/')).toBe(200);
    expect(get('app://clinic/page.js')).toBe(200);
    for (const url of ['app://clinic/../../../etc/passwd', 'app://clinic/%2e%2e/%2e%2e/package.json', 'app://clinic/..%5c..%5cmain.cjs', 'app://clinic/manifest.json', 'app://clinic//etc/passwd', 'app://clinic/__proto__', 'app://clinic/constructor'])
      expect(get(url), url).toBe(404);
    expect(get('app://elsewhere/')).toBe(403);
    expect(get('app://clinic/', 'POST')).toBe(405);
    const cancelled = (url: string): boolean => {
      let answer = false;
      world.registered.call('session.beforeRequest', { url }, (decision: { cancel: boolean }) => { answer = decision.cancel; });
      return answer;
    };
    for (const url of ['http://a.example/', 'https://a.example/', 'ws://a.example/', 'wss://a.example/', 'file:///etc/passwd', 'ftp://a.example/', 'data:text/html,x', 'about:blank', 'devtools://x/', 'app://clinic.evil/', 'chrome://gpu/'])
      expect(cancelled(url), url).toBe(true);
    expect(cancelled('app://clinic/page.js')).toBe(false);
    expect(cancelled('blob:app://clinic/123')).toBe(false);
    const scheme = world.schemes[0];
    expect(scheme).toMatchObject({ scheme: 'app', privileges: { bypassCSP: false, allowServiceWorkers: false, supportFetchAPI: false } });
  });

  it('20: shows the page two functions and never an Electron object or event', async () => {
    const file = await bundleEntry(folder, 'electron/preload.ts');
    const heard: unknown[][] = [];
    const listeners = new Map<string, (...args: unknown[]) => void>();
    let shown: { name: string; api: Record<string, (...args: never[]) => unknown> } | null = null;
    loadWithElectron(file, {
      contextBridge: { exposeInMainWorld: (name: string, api: Record<string, () => unknown>) => { shown = { name, api }; } },
      ipcRenderer: {
        invoke: (channel: string, ...args: unknown[]) => [channel, ...args],
        on: (channel: string, listener: (...args: unknown[]) => void) => void listeners.set(channel, listener),
        off: (channel: string) => void listeners.delete(channel),
      },
    });
    const { name, api } = shown as unknown as { name: string; api: Record<string, (...args: unknown[]) => unknown> };
    expect(name).toBe('clinic');
    expect(Object.keys(api).sort()).toEqual(['invoke', 'onEvent']);
    expect(api['invoke']?.({ path: 'shell.info', input: {} }, 'smuggled')).toEqual(['clinic:invoke', { path: 'shell.info', input: {} }]);
    const stop = api['onEvent']?.((...args: unknown[]) => heard.push(args)) as () => unknown;
    listeners.get('clinic:event')?.({ sender: 'electron event' }, { type: 'changed', areas: [] });
    expect(heard).toEqual([[{ type: 'changed', areas: [] }]]);
    stop();
    expect(listeners.size).toBe(0);
  });

  it('downloads only what the page itself made', () => {
    for (const [url, prevented] of [['https://evil.example/x.exe', true], ['data:text/plain,x', true], ['blob:app://clinic/7', false]] as const) {
      const event = fakeEvent();
      world.registered.call('session:will-download', event, { getURL: () => url });
      expect(event.prevented).toBe(prevented);
    }
  });

  it('starts core and card host as utility processes with a minimal environment', () => {
    expect(world.forks.map(f => path.basename(f.entry)).sort()).toContain('core.cjs');
    for (const { options } of world.forks) {
      expect(Object.keys(options.env)).not.toContain('NODE_OPTIONS');
      expect(options.stdio).toBe('ignore');
      expect(options.allowLoadingUnsignedLibraries).toBe(options.serviceName.includes('card'));
    }
  });

  it('locks when the computer does: fresh processes, and the page’s own process ended', async () => {
    for (const event of ['lock-screen', 'suspend', 'user-did-resign-active'] as const) {
      await askAsPage({ path: 'session.signInWithCard', input: { tokenRef: null } });
      const ends = world.rendererEnds;
      world.registered.call(`power:${event}`);
      await until(`the page to be thrown away after ${event}`, () => world.rendererEnds > ends);
      expect(world.sent.some(s => JSON.stringify(s).includes('"locked"'))).toBe(true);
      expect(await askAsPage({ path: 'session.state', input: {} })).toMatchObject({ ok: true, value: { secret: '' } });
    }
    world.registered.call('power:resume');
    world.registered.call('power:unlock-screen');
  });

  it('brings its window to the front when it is started again', () => {
    world.registered.call('window:ready-to-show');
    expect(world.windows[0]?.shown).toBe(true);
    world.registered.call('app:second-instance', fakeEvent(), [], folder);
    expect(world.loaded.splice(-2)).toEqual(['restored', 'focused']);
  });

  it('keeps the window until everything is locked and ended, then gives the data folder back', async () => {
    const lock = path.join(folder, 'user/data/instance.lock');
    expect(existsSync(lock)).toBe(true);
    const event = fakeEvent();
    world.registered.call('window:close', event);
    expect(event.prevented).toBe(true);
    await until('the data folder to be given back', () => !existsSync(lock));
    const again = fakeEvent();
    world.registered.call('window:close', again);
    expect(again.prevented).toBe(false);
  });

  it('registered nothing that these tests did not call', () => {
    world.registered.call('power:shutdown');
    world.registered.call('app:window-all-closed');
    expect(world.registered.uncalled()).toEqual([]);
  });
});

describe('an installed program', () => {
  it('refuses to start with a switch that would open a debugger', async () => {
    const other = mkdtempSync(path.join(tmpdir(), 'klinikbok-shell-'));
    const refused = await runMain(other, { before: w => w.switches.set('remote-debugging-port', '9222') });
    await until('the program to end', () => refused.exitCode === 1);
    expect(refused.windows).toHaveLength(0);
    rmSync(other, { recursive: true, force: true });
  });

  it('says in the person’s language that its data are already open elsewhere', async () => {
    const other = mkdtempSync(path.join(tmpdir(), 'klinikbok-shell-'));
    const release = takeInstanceLock(path.join(other, 'user/data'));
    const refused = await runMain(other);
    await until('the program to end', () => refused.exitCode === 1);
    expect(refused.told).toEqual([expect.stringContaining('redan öppet')]);
    expect(refused.windows).toHaveLength(0);
    release();
    rmSync(other, { recursive: true, force: true });
  });

  it('does not start twice', async () => {
    const other = mkdtempSync(path.join(tmpdir(), 'klinikbok-shell-'));
    const second = await runMain(other, { before: w => { w.isFirst = false; } });
    await until('the second program to end', () => second.quits > 0);
    expect(second.windows).toHaveLength(0);
    rmSync(other, { recursive: true, force: true });
  });
});
