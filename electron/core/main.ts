import { join } from 'node:path';

import * as z from 'zod';

import { LOCK_REASONS } from '#shared/contract/wire.ts';
import { parentChannel } from '../wire/channel.ts';
import { createRpc } from '../wire/rpc.ts';
import { fileRevocationCache } from './adapters/revocation-cache/file-revocation-cache.ts';
import { CardHostClient } from './adapters/smart-card/card-host-client.ts';
import { httpRevocation } from './adapters/smart-card/http-revocation.ts';
import { CoreConfig, createCore, type Core } from './core.ts';
import { systemClock } from './ports/clock.ts';

/** The core process: waits for the supervisor's `start`, then answers until it is ended. */
const WORKER_LIMIT_MS = 65_000;

const listeners = new Map<string, Set<(args: unknown) => void>>();
let core: Core | null = null;

const channel = parentChannel();
const rpc = createRpc(channel, {
  methods: {
    start: args => {
      core ??= startCore(CoreConfig.parse(args));
      return {};
    },
    invoke: args => running().invoke(args),
    prepareLock: async args => {
      await running().prepareLock(z.object({ reason: z.enum(LOCK_REASONS) }).parse(args).reason);
      return {};
    },
  },
  notices: { cardChanged: args => tell('cardChanged', args), cardRemoved: args => tell('cardRemoved', args) },
});
// Whoever started us is gone: nobody would lock, so nothing may stay in memory.
channel.onClose(() => process.exit(0));

function startCore(config: CoreConfig): Core {
  return createCore({
    config,
    clock: systemClock,
    cards: new CardHostClient({ call: (method, args, timeoutMs) => rpc.call(method, args, timeoutMs), onNotice: listen }),
    revocation: { transport: httpRevocation, cache: fileRevocationCache(join(config.dataDir, 'revocation')) },
    emit: event => rpc.notify('event', event),
    notifySession: active => rpc.notify('session', { active }),
    allowCardSwap: seconds => rpc.notify('allowCardSwap', { seconds }),
    requestLock: () => rpc.notify('lock', { reason: 'manual' }),
    runWorker: (job, args) => rpc.call('worker.run', { job, args }, WORKER_LIMIT_MS),
    // One line, no data: what failed and the number the person can read out.
    report: ({ traceId, path, kind }) => process.stderr.write(`${JSON.stringify({ traceId, path, kind })}\n`),
  });
}

function running(): Core {
  if (!core) throw new Error('core was not started');
  return core;
}

function listen(name: string, listener: (args: unknown) => void): () => void {
  const set = listeners.get(name) ?? new Set();
  listeners.set(name, set.add(listener));
  return () => set.delete(listener);
}

function tell(name: string, args: unknown): void {
  for (const listener of listeners.get(name) ?? []) listener(args);
}
