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
  return new Relay(options);
}

class Relay implements CardRelay {
  readonly #options: CardRelayOptions;
  readonly #mayRestart: () => boolean;
  #current: Running | null = null;
  #stopped = true;
  #candidate = 0;
  #queue: Promise<unknown> = Promise.resolve();
  #generation = 0;

  constructor(options: CardRelayOptions) {
    this.#options = options;
    this.#mayRestart = createRestartBudget(options.clock, CARD_RESTARTS_PER_MINUTE);
  }

  start(): void {
    this.#stopped = false;
    // Card software may have been installed since.
    this.#candidate = 0;
    if (!this.#current) this.#launch();
  }

  call(method: CardHostMethod, args: unknown): Promise<unknown> {
    const answer = this.#queue.then(() => this.#ask(method, args));
    this.#queue = answer.then(
      () => (method === 'card.logout' ? this.#freshHost() : undefined),
      () => undefined,
    );
    return answer;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const old = this.#current;
    this.#current = null;
    await old?.process.kill();
  }

  #launch(): Running {
    const process = this.#options.host.start('card-host');
    const rpc = createRpc(process.channel, {
      notices: {
        [CARD_NOTICES.changed]: raw => this.#heard(running, raw),
        [CARD_NOTICES.removed]: raw => {
          const removed = cardRemovedSchema.safeParse(raw);
          if (this.#current === running && removed.success) this.#options.onRemoved(removed.data.tokenRef);
        },
      },
    });
    const running: Running = { process, rpc, ready: rpc.call('start', this.#options.starts[this.#candidate], CARD_TIME_LIMITS.start), expected: false };
    this.#current = running;
    running.ready.then(
      // `start` answers with what is in the readers, or with why the card software cannot be used.
      snapshot => this.#heard(running, snapshot),
      (error: unknown) => {
        if (error instanceof RpcTimeout) void process.kill();
        if (isAppError(error, 'card.moduleMissing')) this.#tryNext(running);
      },
    );
    process.onExit(() => this.#lost(running));
    return running;
  }

  #heard(running: Running, raw: unknown): void {
    const snapshot = cardSnapshotSchema.safeParse(raw);
    if (this.#current !== running || !snapshot.success) return;
    this.#generation = Math.max(this.#generation, snapshot.data.generation);
    const isMissing = snapshot.data.state === 'moduleMissing';
    if (!isMissing || !this.#tryNext(running)) this.#options.onSnapshot(snapshot.data);
  }

  /** The next card software when this one is not installed; the last one stays, so that its absence is what people see. */
  #tryNext(from: Running): boolean {
    if (this.#current !== from || this.#candidate + 1 >= this.#options.starts.length) return false;
    this.#candidate += 1;
    from.expected = true;
    void from.process.kill();
    this.#launch();
    return true;
  }

  #lost(from: Running): void {
    if (this.#current !== from) return;
    this.#current = null;
    if (from.expected || this.#stopped) return;
    this.#options.onLost();
    if (this.#stopped) return;
    if (this.#mayRestart()) this.#launch();
    else this.#options.onSnapshot(failed((this.#generation += 1)));
  }

  async #ask(method: CardHostMethod, args: unknown): Promise<unknown> {
    if (this.#stopped || (!this.#current && !this.#mayRestart())) throw new AppError('card.hostCrashed');
    const running = this.#current ?? this.#launch();
    try {
      await running.ready;
      return await running.rpc.call(method, args, CARD_TIME_LIMITS[method]);
    } catch (error) {
      if (!(error instanceof RpcClosed || error instanceof RpcTimeout)) throw error;
      // Its end is waited for either way: the next call must find the new host, not the channel of the dead one.
      await running.process.kill();
      throw new AppError(error instanceof RpcClosed ? 'card.hostCrashed' : 'card.hostTimeout', {}, error);
    }
  }

  /** After a logout the process is ended as well: only that clears a PIN which the vendor's library remembers. */
  async #freshHost(): Promise<void> {
    const old = this.#current;
    if (!old || this.#stopped) return;
    old.expected = true;
    this.#current = null;
    await old.process.kill();
    if (!this.#stopped && !this.#current) this.#launch();
  }
}
