import { cardSnapshotSchema, type CardSnapshot } from '#shared/domain/cards/card.ts';
import { cardRemovedSchema, CARD_NOTICES, type HostStart } from '#shared/domain/cards/host-protocol.ts';
import { CARD_RESTARTS_PER_MINUTE, CARD_TIME_LIMITS, type CardHostMethod } from '#shared/domain/cards/limits.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';

import { createRpc, RpcClosed, RpcTimeout, type Rpc } from '../wire/rpc.ts';
import type { LockClock } from './lock-clock.ts';
import type { HostedProcess, ProcessHost } from './process-host.ts';
import { createRestartBudget } from './restart-budget.ts';

export interface CardRelayOptions {
  readonly host: ProcessHost;
  readonly clock: LockClock;
  /** Card software to try, in this order, until one is found on the computer. */
  readonly starts: readonly HostStart[];
  readonly onSnapshot: (snapshot: CardSnapshot) => void;
  readonly onRemoved: (tokenRef: string) => void;
  /** The card host died or was ended because it hung: whatever was signed in on it is not any more. */
  readonly onLost: () => void;
}

export interface CardRelay {
  start(): void;
  /** One call at a time, each within its limit; otherwise the host is ended and the caller gets card.hostTimeout. */
  call(method: CardHostMethod, args: unknown): Promise<unknown>;
  /** Ends the host; nothing is restarted until `start`. */
  stop(): Promise<void>;
}

interface Running {
  readonly process: HostedProcess;
  readonly rpc: Rpc;
  readonly ready: Promise<unknown>;
  /** Set when we end it ourselves: its end is then no accident. */
  expected: boolean;
}

const failed = (generation: number): CardSnapshot => ({ state: 'moduleFailed', problem: 'card.hostCrashed', readers: [], tokens: [], generation });

/** Keeps one card host running and stands between it and core: limits, restarts, and nothing but the agreed messages. */
export function createCardRelay(options: CardRelayOptions): CardRelay {
  const { host, clock, starts, onSnapshot, onRemoved, onLost } = options;
  const mayRestart = createRestartBudget(clock, CARD_RESTARTS_PER_MINUTE);
  let current: Running | null = null;
  let stopped = true;
  let candidate = 0;
  let queue: Promise<unknown> = Promise.resolve();
  let generation = 0;

  function lost(from: Running): void {
    if (current !== from) return;
    current = null;
    if (from.expected || stopped) return;
    onLost();
    if (stopped) return;
    if (mayRestart()) launch();
    else onSnapshot(failed((generation += 1)));
  }

  /** The next card software when this one is not installed; the last one stays, so that its absence is what people see. */
  function tryNext(from: Running, error: unknown): void {
    if (current !== from || !isAppError(error, 'card.moduleMissing') || candidate + 1 >= starts.length) return;
    candidate += 1;
    from.expected = true;
    void from.process.kill();
    launch();
  }

  function heard(running: Running, raw: unknown): void {
    const snapshot = cardSnapshotSchema.safeParse(raw);
    if (current !== running || !snapshot.success) return;
    generation = Math.max(generation, snapshot.data.generation);
    if (snapshot.data.state === 'moduleMissing' && candidate + 1 < starts.length) tryNext(running, new AppError('card.moduleMissing'));
    else onSnapshot(snapshot.data);
  }

  function launch(): Running {
    const process = host.start('card-host');
    const rpc = createRpc(process.channel, {
      notices: {
        [CARD_NOTICES.changed]: raw => heard(running, raw),
        [CARD_NOTICES.removed]: raw => {
          const removed = cardRemovedSchema.safeParse(raw);
          if (current === running && removed.success) onRemoved(removed.data.tokenRef);
        },
      },
    });
    const running: Running = { process, rpc, ready: rpc.call('start', starts[candidate], CARD_TIME_LIMITS.start), expected: false };
    current = running;
    running.ready.then(
      // `start` answers with what is in the readers, or with why the card software cannot be used.
      snapshot => heard(running, snapshot),
      (error: unknown) => {
        if (error instanceof RpcTimeout) void process.kill();
        tryNext(running, error);
      },
    );
    process.onExit(() => lost(running));
    return running;
  }

  async function ask(method: CardHostMethod, args: unknown): Promise<unknown> {
    if (stopped || (!current && !mayRestart())) throw new AppError('card.hostCrashed');
    const running = current ?? launch();
    try {
      await running.ready;
      return await running.rpc.call(method, args, CARD_TIME_LIMITS[method]);
    } catch (error) {
      if (error instanceof RpcClosed) throw new AppError('card.hostCrashed', {}, error);
      if (!(error instanceof RpcTimeout)) throw error;
      await running.process.kill();
      throw new AppError('card.hostTimeout', {}, error);
    }
  }

  /** After a logout the process is ended as well: only that clears a PIN which the vendor's library remembers. */
  async function freshHost(): Promise<void> {
    if (!current || stopped) return;
    current.expected = true;
    const old = current;
    current = null;
    await old.process.kill();
    if (!stopped && !current) launch();
  }

  return {
    start: () => {
      stopped = false;
      // Card software may have been installed since.
      candidate = 0;
      if (!current) launch();
    },
    call: (method, args) => {
      const answer = queue.then(() => ask(method, args));
      queue = answer.then(
        () => (method === 'card.logout' ? freshHost() : undefined),
        () => undefined,
      );
      return answer;
    },
    stop: async () => {
      stopped = true;
      const old = current;
      current = null;
      await old?.process.kill();
    },
  };
}
