import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { build } from 'esbuild';

import { CardHostClient } from '#electron/core/adapters/smart-card/card-host-client.ts';
import { childChannel } from '#electron/wire/channel.ts';
import { createRpc, type Rpc } from '#electron/wire/rpc.ts';
import { CARD_TIME_LIMITS } from '#shared/domain/cards/limits.ts';
import type { HostStart } from '#shared/domain/cards/host-protocol.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Bundles the card host like the product does; inside node_modules so that it finds pkcs11js. */
async function bundle(): Promise<string> {
  const folder = path.join(root, 'node_modules/.cache/klinikbok-test');
  mkdirSync(folder, { recursive: true });
  const outfile = path.join(folder, `card-host-${process.pid}.cjs`);
  process.on('exit', () => rmSync(outfile, { force: true }));
  await build({ entryPoints: [path.join(root, 'electron/card-host/main.ts')], bundle: true, platform: 'node', format: 'cjs', external: ['pkcs11js'], outfile, logLevel: 'error' });
  return outfile;
}

let bundled: Promise<string> | null = null;

export interface CardHostProcess {
  readonly client: CardHostClient;
  readonly rpc: Rpc;
  readonly child: ChildProcess;
  /** How the process ended; pending while it runs. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Ends it at once, as the supervisor does at lock. */
  stop(): Promise<void>;
}

/** Starts the real card host as a separate process, as the supervisor does, with nothing in its environment but `env`. */
export async function startCardHost(start: HostStart, env: Record<string, string> = {}): Promise<CardHostProcess> {
  bundled ??= bundle();
  const child = fork(await bundled, [], { serialization: 'advanced', env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const listeners = new Map<string, Set<(args: unknown) => void>>();
  const spread = (name: string) => (args: unknown): void => listeners.get(name)?.forEach(listener => listener(args));
  const rpc = createRpc(childChannel(child), { notices: { cardChanged: spread('cardChanged'), cardRemoved: spread('cardRemoved') } });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(resolve => child.on('exit', (code, signal) => resolve({ code, signal })));
  const onNotice = (name: string, listener: (args: unknown) => void): (() => void) => {
    const set = listeners.get(name) ?? new Set();
    listeners.set(name, set.add(listener));
    return () => void set.delete(listener);
  };
  await rpc.call('start', start, CARD_TIME_LIMITS.start);
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  };
  return { client: new CardHostClient({ call: rpc.call, onNotice }), rpc, child, ended, stop };
}

/** A PIN as the bytes that cross; a fresh copy each time, because the client overwrites it. */
export const pin = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Waits until `check` gives a value; throws saying what did not happen within `limitMs`. */
export async function waitFor<T>(what: string, check: () => Promise<T | null | undefined | false> | T | null | undefined | false, limitMs = 8_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${limitMs} ms in vain for: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
