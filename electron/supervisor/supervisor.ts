import { randomUUID } from 'node:crypto';

import type { ShellInfo } from '#shared/contract/shell.ts';
import { WireRequest, type CardPresence, type ClinicEvent, type LockReason, type WireResponse } from '#shared/contract/wire.ts';
import type { CardSnapshot } from '#shared/domain/cards/card.ts';
import type { HostStart } from '#shared/domain/cards/host-protocol.ts';
import { CARD_TIME_LIMITS, type CardHostMethod } from '#shared/domain/cards/limits.ts';
import { AppError } from '#shared/kernel/app-error.ts';

import { RpcClosed, type RpcMethod } from '../wire/rpc.ts';
import { presenceOf } from './card-presence.ts';
import { createCardRelay, type CardRelay } from './card-relay.ts';
import { createCoreRelay, type CoreConfig, type CoreRelay } from './core-relay.ts';
import { runImportJob } from './import-runner.ts';
import { systemClock, type LockClock } from './lock-clock.ts';
import { createLockController, type LockController, type LockSteps } from './lock-controller.ts';
import type { ProcessHost } from './process-host.ts';
import { createRestartBudget } from './restart-budget.ts';
import { answerShellCall, isShellPath, type ShellHandlers } from './shell-procedures.ts';

/** The screen as the supervisor sees it. Both calls may be made when no page exists; they then do nothing. */
export interface PageLink {
  send(event: ClinicEvent): void;
  /** Throws the page's content and memory away and loads it afresh. */
  reload(): void;
}

export interface SupervisorOptions {
  readonly host: ProcessHost;
  readonly core: CoreConfig;
  readonly cards: readonly HostStart[];
  readonly info: ShellInfo;
  readonly page: PageLink;
  /** The person chose to quit: the shell closes its window and calls `close`. */
  readonly onQuit: () => void;
  readonly clock?: LockClock;
}

export interface Supervisor {
  /** Answers one request from the page; never rejects. `raw` is whatever the page sent. */
  invoke(raw: unknown): Promise<WireResponse>;
  lock(reason: LockReason): Promise<void>;
  systemLocks(reason: 'systemLock' | 'suspend'): void;
  /** The computer woke up or was unlocked: compare the clocks now. */
  systemResumed(): void;
  /** Practice cards for demo and tests: the same calls core may make. */
  card(method: CardHostMethod, args: unknown): Promise<unknown>;
  /** Locks, ends every process, and is done. */
  close(): Promise<void>;
}

const CORE_RESTARTS_PER_MINUTE = 3;

const refusal = (error: unknown): WireResponse => {
  const { code, params } = error instanceof AppError ? error : { code: 'internal' as const, params: {} };
  return { ok: false, error: { code, params, traceId: randomUUID() } };
};

/** What core may ask: every card call with its limit, and one job in the import worker. */
function coreMethods(cards: CardRelay, host: ProcessHost): Record<string, RpcMethod> {
  const methods: Record<string, RpcMethod> = { 'worker.run': args => runImportJob(host, args) };
  for (const method of Object.keys(CARD_TIME_LIMITS) as CardHostMethod[]) {
    if (method !== 'start') methods[method] = args => cards.call(method, args);
  }
  return methods;
}

/** Tells the page about the reader: at every change, and again when a freshly loaded page asks where the program stands. */
function createPresence(page: PageLink): { update(snapshot: CardSnapshot): void; repeat(): void } {
  let last: CardPresence | null = null;
  const repeat = (): void => {
    if (last) page.send({ type: 'card', presence: last });
  };
  return {
    repeat,
    update: snapshot => {
      last = presenceOf(snapshot);
      repeat();
    },
  };
}

/** Waits for the page's `shell.flushed`; the lock controller sets the limit. */
function createFlushGate(): { wait(): Promise<void>; done(): void } {
  let release: () => void = () => undefined;
  return {
    wait: () => new Promise(resolve => { release = resolve; }),
    done: () => release(),
  };
}

interface Parts {
  readonly core: CoreRelay;
  readonly lock: LockController;
  readonly handlers: ShellHandlers;
  readonly onStateAsked: () => void;
}

function createInvoke({ core, lock, handlers, onStateAsked }: Parts): Supervisor['invoke'] & { signingIn(): boolean } {
  let signIns = 0;
  async function toCore(request: WireRequest): Promise<WireResponse> {
    const phase = lock.phase();
    if (phase === 'ending' || phase === 'closed') throw new AppError('auth.locked');
    if (request.path === 'session.state') onStateAsked();
    const isSignIn = request.path.startsWith('session.signIn') || request.path === 'session.recoverWithKit';
    if (isSignIn) signIns += 1;
    try {
      return await core.invoke(request);
    } catch (error) {
      throw error instanceof RpcClosed ? new AppError('auth.locked', {}, error) : error;
    } finally {
      if (isSignIn) signIns -= 1;
      if (isSignIn && signIns === 0) lock.signInEnded();
    }
  }
  const invoke = async (raw: unknown): Promise<WireResponse> => {
    try {
      const request = WireRequest.safeParse(raw);
      if (!request.success) throw new AppError('input.invalid');
      const { path, input } = request.data;
      return isShellPath(path) ? { ok: true, value: answerShellCall(path, input, handlers) } : await toCore(request.data);
    } catch (error) {
      return refusal(error);
    }
  };
  return Object.assign(invoke, { signingIn: () => signIns > 0 });
}

interface Wiring {
  readonly options: SupervisorOptions;
  readonly clock: LockClock;
  readonly flush: ReturnType<typeof createFlushGate>;
  readonly cards: CardRelay;
  readonly core: CoreRelay;
}

/** What locking does with the processes and the page. */
function lockSteps({ options: { page }, clock, flush, cards, core }: Wiring): LockSteps {
  const mayRestartCore = createRestartBudget(clock, CORE_RESTARTS_PER_MINUTE);
  return {
    flush: reason => {
      const flushed = flush.wait();
      page.send({ type: 'flush', reason });
      return flushed;
    },
    prepare: reason => core.prepareLock(reason),
    end: async () => void (await Promise.all([core.stop(), cards.stop()])),
    announce: reason => {
      page.send({ type: 'locked', reason });
      page.reload();
    },
    restart: async reason => {
      cards.start();
      if (reason !== 'coreLost' || mayRestartCore()) await core.start(reason);
    },
  };
}

/** Starts core and card host, relays between them and the page, and locks. Knows neither Electron nor Chromium. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { host, page, clock = systemClock } = options;
  const flush = createFlushGate();
  const presence = createPresence(page);
  const cards = createCardRelay({
    host,
    clock,
    starts: options.cards,
    onSnapshot: snapshot => {
      core.notify('cardChanged', snapshot);
      presence.update(snapshot);
      lock.cardsPresent(snapshot.tokens.map(token => token.tokenRef));
    },
    onRemoved: tokenRef => {
      core.notify('cardRemoved', { tokenRef });
      lock.cardRemoved(tokenRef);
    },
    onLost: () => lock.cardHostLost(),
  });
  const core = createCoreRelay({
    host,
    config: options.core,
    methods: coreMethods(cards, host),
    onEvent: event => page.send(event),
    onSession: session => lock.sessionChanged(session),
    onLockRequested: () => void lock.lock('manual'),
    onCardSwap: seconds => lock.allowCardSwap(seconds),
    onLost: () => void lock.lock('coreLost'),
  });
  const lock = createLockController(clock, lockSteps({ options, clock, flush, cards, core }));
  const handlers: ShellHandlers = {
    info: () => options.info,
    lock: () => void lock.lock('manual'),
    activity: () => lock.activity(),
    flushed: () => flush.done(),
    quit: () => options.onQuit(),
  };
  const invoke = createInvoke({ core, lock, handlers, onStateAsked: presence.repeat });

  cards.start();
  void core.start(null).catch(() => undefined);
  return {
    invoke,
    lock: reason => lock.lock(reason),
    systemLocks: reason => lock.systemLocks(reason, invoke.signingIn()),
    systemResumed: () => lock.check(),
    card: (method, args) => cards.call(method, args),
    close: () => lock.lock('closed').then(() => lock.stop()),
  };
}
