import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';

type Handler = (...args: never[]) => unknown;

/** Remembers what was registered where, and which of it a test has called. */
export class Registered {
  readonly #handlers = new Map<string, Handler[]>();
  readonly #called = new Set<string>();

  add(name: string, handler: Handler): void {
    this.#handlers.set(name, [...(this.#handlers.get(name) ?? []), handler]);
  }

  /** Calls everything registered under `name` and returns the last answer; fails when nothing is. */
  call(name: string, ...args: unknown[]): unknown {
    const handlers = this.#handlers.get(name);
    if (!handlers) throw new Error(`the program registered nothing for ${name}`);
    this.#called.add(name);
    let answer: unknown;
    for (const handler of handlers) answer = handler(...(args as never[]));
    return answer;
  }

  has(name: string): boolean {
    return this.#handlers.has(name);
  }

  uncalled(): string[] {
    return [...this.#handlers.keys()].filter(name => !this.#called.has(name));
  }
}

/** An object whose every property must be known: a call that this fake does not understand is an error, not a shrug. */
function strict<T extends object>(name: string, known: T): T {
  return new Proxy(known, {
    get: (target, key) => {
      if (typeof key === 'symbol' || key in target) return Reflect.get(target, key) as unknown;
      throw new Error(`electron fake: ${name}.${key} is not known`);
    },
  });
}

/** An Electron event; `prevented` says whether the program refused. */
export function fakeEvent<T extends object>(extra: T = {} as T): T & { prevented: boolean; preventDefault(): void } {
  const event = { ...extra, prevented: false, preventDefault: () => { event.prevented = true; } };
  return event;
}

function fakeContents(registered: Registered, id: number, world: FakeWorld) {
  const on = (name: string, handler: Handler): void => registered.add(`contents:${name}`, handler);
  const mainFrame = { parent: null, origin: 'app://clinic', url: 'app://clinic/' };
  return strict('webContents', {
    id, mainFrame, on, once: on,
    setWindowOpenHandler: (handler: Handler) => registered.add('contents.windowOpen', handler),
    send: (channel: string, event: unknown) => world.sent.push({ channel, event }),
    isDestroyed: () => false,
    getURL: () => 'app://clinic/',
    forcefullyCrashRenderer: () => {
      world.rendererEnds += 1;
      registered.call('contents:render-process-gone', fakeEvent(), { reason: 'crashed' });
    },
  });
}

/** What the program asked Electron for. */
export class FakeWorld {
  readonly registered = new Registered();
  readonly windows: { options: { webPreferences: Record<string, unknown> } & Record<string, unknown>; contents: ReturnType<typeof fakeContents>; shown: boolean }[] = [];
  readonly loaded: string[] = [];
  /** What the person was told in a box of the operating system. */
  readonly told: string[] = [];
  readonly sent: { channel: string; event: unknown }[] = [];
  readonly schemes: { scheme: string; privileges: Record<string, boolean> }[] = [];
  readonly switches = new Map<string, string>();
  readonly forks: { entry: string; options: { serviceName: string; env: Record<string, string>; stdio: string; execArgv: string[]; allowLoadingUnsignedLibraries: boolean } }[] = [];
  sandboxed = false;
  quits = 0;
  exitCode: number | null = null;
  isFirst = true;
  spellchecker = true;
  menu: unknown = 'never set';
  rendererEnds = 0;
}

export interface FakeSetup {
  readonly userData: string;
  readonly isPackaged?: boolean;
}

const sessionFake = ({ registered }: FakeWorld, set: (on: boolean) => void) => {
  const setter = (name: string) => (handler: Handler | null) => {
    if (handler) registered.add(`session.${name}`, handler);
  };
  return strict('session', {
    setPermissionRequestHandler: setter('permissionRequest'),
    setPermissionCheckHandler: setter('permissionCheck'),
    setDevicePermissionHandler: setter('devicePermission'),
    setDisplayMediaRequestHandler: setter('displayMedia'),
    setSpellCheckerEnabled: set,
    setSSLConfig: (config: { minVersion: string }) => void config,
    on: (name: string, handler: Handler) => registered.add(`session:${name}`, handler),
    webRequest: strict('webRequest', { onBeforeRequest: setter('beforeRequest') }),
    protocol: strict('protocol', { handle: (scheme: string, handler: Handler) => registered.add(`protocol.${scheme}`, handler) }),
  });
};

function appFake(world: FakeWorld, { userData, isPackaged = true }: FakeSetup) {
  const { registered } = world;
  return strict('app', {
    isPackaged,
    commandLine: strict('commandLine', { appendSwitch: (name: string, value = '') => void world.switches.set(name, value), hasSwitch: (name: string) => world.switches.has(name) }),
    enableSandbox: () => { world.sandboxed = true; },
    requestSingleInstanceLock: () => world.isFirst,
    whenReady: () => Promise.resolve(),
    getPath: (name: string) => (name === 'userData' ? userData : name),
    getVersion: () => '0.1.0',
    getLocale: () => 'sv-SE',
    exit: (code: number) => { world.exitCode = code; },
    quit: () => {
      world.quits += 1;
      const event = fakeEvent();
      if (registered.has('app:before-quit')) registered.call('app:before-quit', event);
      if (!event.prevented && registered.has('window:close')) registered.call('window:close', fakeEvent());
    },
    on: (name: string, handler: Handler) => registered.add(`app:${name}`, handler),
  });
}

/** A utility process is a real forked process here; only the way it is asked for is pretended. */
function forkUtility(world: FakeWorld, entry: string, options: FakeWorld['forks'][number]['options']): EventEmitter {
  world.forks.push({ entry, options });
  const child = fork(entry, [], { serialization: 'advanced', env: options.env, execArgv: options.execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const utility = new EventEmitter();
  child.on('message', message => utility.emit('message', message));
  child.on('exit', code => utility.emit('exit', code ?? 1));
  return Object.assign(utility, {
    pid: child.pid,
    postMessage: (message: object) => void (child.connected && child.send(message, () => undefined)),
    kill: () => child.kill(),
  });
}

/** A stand-in for `require('electron')` in the main process. */
export function createElectronFake(setup: FakeSetup): { world: FakeWorld; module: object } {
  const world = new FakeWorld();
  const { registered } = world;
  class BrowserWindow {
    readonly webContents: ReturnType<typeof fakeContents>;
    constructor(options: FakeWorld['windows'][number]['options']) {
      this.webContents = fakeContents(registered, world.windows.length + 1, world);
      world.windows.push({ options, contents: this.webContents, shown: false });
      if (registered.has('app:web-contents-created')) registered.call('app:web-contents-created', fakeEvent(), this.webContents);
      return strict('BrowserWindow', this);
    }
    on(name: string, handler: Handler): void { registered.add(`window:${name}`, handler); }
    once(name: string, handler: Handler): void { registered.add(`window:${name}`, handler); }
    loadURL(url: string): Promise<void> { world.loaded.push(url); return Promise.resolve(); }
    show(): void { const last = world.windows.at(-1); if (last) last.shown = true; }
    isDestroyed(): boolean { return false; }
    isMinimized(): boolean { return true; }
    restore(): void { world.loaded.push('restored'); }
    focus(): void { world.loaded.push('focused'); }
  }
  const module = strict('electron', {
    app: appFake(world, setup),
    BrowserWindow,
    dialog: strict('dialog', { showErrorBox: (_title: string, text: string) => void world.told.push(text) }),
    ipcMain: strict('ipcMain', { handle: (channel: string, handler: Handler) => registered.add(`ipc.${channel}`, handler) }),
    Menu: strict('Menu', { setApplicationMenu: (menu: unknown) => { world.menu = menu; }, buildFromTemplate: (template: unknown) => template }),
    powerMonitor: strict('powerMonitor', { on: (name: string, handler: Handler) => registered.add(`power:${name}`, handler) }),
    protocol: strict('protocol', { registerSchemesAsPrivileged: (schemes: FakeWorld['schemes']) => void world.schemes.push(...schemes) }),
    session: strict('session', { defaultSession: sessionFake(world, on => { world.spellchecker = on; }) }),
    utilityProcess: strict('utilityProcess', { fork: (entry: string, _args: string[], options: FakeWorld['forks'][number]['options']) => forkUtility(world, entry, options) }),
  });
  return { world, module };
}
