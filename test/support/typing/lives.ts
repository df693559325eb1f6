import { fork, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

import { build } from 'esbuild';

import { until } from '../until.ts';
import type { FromLife, LifeOptions, ToLife } from './typing-life.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const LIFE_MS = 120_000;

export type KillKind = 'core' | 'card' | 'shell';

/** One program running with somebody typing in it. */
export interface Life {
  /** Waits until the note is open and says what the clinic holds of it. */
  ready(): Promise<{ readonly noteId: string; readonly held: string }>;
  type(): void;
  /** Begins another note; `ready` says when it is open. */
  another(): void;
  /** SIGKILL; returns when (ms since 1970) it was sent. With `shell`, the window's browser dies too, and core and card host must end by themselves. */
  kill(kind: KillKind): Promise<number>;
  /** Closed as a person closes it. */
  end(): Promise<void>;
}

/** Makes the life's program; removed by the function returned. `.cache/typing` is as deep as dist/electron, from where the shell finds package.json. */
export async function bundleLife(): Promise<{ readonly file: string; readonly remove: () => void }> {
  const file = path.join(root, '.cache/typing', `life-${process.pid}.mjs`);
  await build({
    absWorkingDir: root, entryPoints: ['test/support/typing/typing-life.ts'], outfile: file, bundle: true, platform: 'node', target: 'node20', format: 'esm', logLevel: 'error', packages: 'external',
    alias: { '#shared': path.join(root, 'shared'), '#electron': path.join(root, 'electron'), '#renderer': path.join(root, 'renderer') }, loader: { '.sql': 'text' },
  });
  return { file, remove: () => rmSync(file, { force: true }) };
}

export function startLife(file: string, options: LifeOptions): Life {
  const child = fork(file, [JSON.stringify(options)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const heard: FromLife[] = [];
  let isGone = false;
  child.on('message', message => heard.push(message as FromLife));
  child.on('exit', () => { isGone = true; });
  const next = (what: string) => until(what, () => {
    const message = heard.shift();
    if (message && 'failed' in message) throw new Error(`${what}: ${message.failed}`);
    if (!message && isGone) throw new Error(`${what}: the program ended by itself`);
    return message;
  }, LIFE_MS);
  const say = (message: ToLife): void => void child.send(message);
  return {
    ready: async () => {
      const message = await next('the note to be open');
      if (!('ready' in message)) throw new Error('it ended instead of opening the note');
      return message.ready;
    },
    type: () => say('type'),
    another: () => say('new'),
    kill: kind => (kind === 'shell' ? killShell(child, () => isGone) : killPart(child, kind)),
    end: async () => {
      say('end');
      await until('the program to close', () => isGone, LIFE_MS);
    },
  };
}

/** Every process under this one: pid and command line. */
function descendants(of: number): { readonly pid: number; readonly command: string }[] {
  const all = readdirSync('/proc').filter(name => /^\d+$/.test(name)).flatMap(name => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      return [{ pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]), command: readFileSync(`/proc/${name}/cmdline`, 'utf8') }];
    } catch {
      return []; // it ended while we looked
    }
  });
  const under = (pid: number): typeof all => all.filter(one => one.parent === pid).flatMap(one => [one, ...under(one.pid)]);
  return under(of);
}

async function killPart(child: ChildProcess, kind: 'core' | 'card'): Promise<number> {
  const name = kind === 'core' ? 'core.cjs' : 'card-host.cjs';
  const target = descendants(child.pid ?? 0).find(one => one.command.includes(name));
  if (!target) throw new Error(`${name} is not running`);
  const at = Date.now();
  process.kill(target.pid, 'SIGKILL');
  return at;
}

async function killShell(child: ChildProcess, isGone: () => boolean): Promise<number> {
  const under = descendants(child.pid ?? 0);
  const at = Date.now();
  child.kill('SIGKILL');
  for (const { pid } of under.filter(({ command }) => command.includes('chrom'))) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It went down with the rest.
    }
  }
  await until('the shell to be dead', isGone);
  // Nobody is left who would lock: core and card host may not outlive the shell with the key in their memory.
  await until('core and card host to end by themselves', () => under.every(({ pid }) => !isRunning(pid)));
  return at;
}

/** True while the process runs; one that is dead and only not yet collected does not. */
function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z';
  } catch {
    return false;
  }
}
