import * as z from 'zod';

import type { ShellKind } from '#shared/contract/shell.ts';
import type { ClinicEvent, LockReason, WireRequest, WireResponse } from '#shared/contract/wire.ts';
import type { CardProfile } from '#shared/domain/cards/host-protocol.ts';

import { createRpc, type Rpc, type RpcMethod } from '../wire/rpc.ts';
import type { ActiveSession } from './lock-controller.ts';
import type { HostedProcess, ProcessHost } from './process-host.ts';

/** What core is told at its start, with `lastLock` added by the supervisor. */
export interface CoreConfig {
  /** Absolute path of the folder with the clinic's database and vault. */
  readonly dataDir: string;
  readonly shell: ShellKind;
  readonly version: string;
  readonly cardProfile: CardProfile;
  /** A practice or test installation: practice cards are accepted, the banner is shown. */
  readonly clinicKind: 'real' | 'demo' | 'test';
  readonly [other: string]: unknown;
}

/** Core may take long to open a damaged disk, but not for ever. */
const START_LIMIT = 60_000;
/** A first backup or a restore of a large clinic is one call. */
const INVOKE_LIMIT = 4 * 60 * 60_000;

const SessionNotice = z.object({
  active: z
    .object({ userId: z.string(), tokenRef: z.string().nullable(), idleMinutes: z.number().positive(), hardLimitMinutes: z.number().positive() })
    .nullable(),
});

const SwapNotice = z.object({ seconds: z.number().positive() });

export interface CoreRelayOptions {
  readonly host: ProcessHost;
  readonly config: CoreConfig;
  /** What core may ask of us: card host and import worker. */
  readonly methods: Readonly<Record<string, RpcMethod>>;
  readonly onEvent: (event: ClinicEvent) => void;
  readonly onSession: (session: ActiveSession | null) => void;
  /** Core asks for a lock now: the signed-in person's own account was closed. */
  readonly onLockRequested: () => void;
  readonly onCardSwap: (seconds: number) => void;
  /** Core ended without being told to. */
  readonly onLost: () => void;
}

export interface CoreRelay {
  /** Starts a fresh core; resolves when it is ready to answer. */
  start(lastLock: LockReason | null): Promise<void>;
  invoke(request: WireRequest): Promise<WireResponse>;
  prepareLock(reason: LockReason): Promise<void>;
  notify(method: string, args: unknown): void;
  /** Ends core; nothing of it is left in memory afterwards. */
  stop(): Promise<void>;
}

interface Running {
  readonly process: HostedProcess;
  readonly rpc: Rpc;
  readonly ready: Promise<unknown>;
}

function needed(running: Running | null): Running {
  if (!running) throw new Error('core is not running');
  return running;
}

/** What a core tells by itself; one that has been replaced is heard no more. */
function noticesOf(options: CoreRelayOptions, ifCurrent: (act: () => void) => void) {
  return {
    event: (raw: unknown) => ifCurrent(() => options.onEvent(raw as ClinicEvent)),
    lock: () => ifCurrent(() => options.onLockRequested()),
    allowCardSwap: (raw: unknown) => {
      const notice = SwapNotice.safeParse(raw);
      if (notice.success) ifCurrent(() => options.onCardSwap(notice.data.seconds));
    },
    session: (raw: unknown) => {
      const notice = SessionNotice.safeParse(raw);
      if (notice.success) ifCurrent(() => options.onSession(notice.data.active));
    },
  };
}

/** Runs the core process and speaks with it. */
export function createCoreRelay(options: CoreRelayOptions): CoreRelay {
  let current: Running | null = null;

  function launch(lastLock: LockReason | null): Running {
    const process = options.host.start('core');
    const ifCurrent = (act: () => void): void => {
      if (current === running) act();
    };
    const rpc = createRpc(process.channel, {
      methods: options.methods,
      notices: noticesOf(options, ifCurrent),
    });
    const running: Running = { process, rpc, ready: rpc.call('start', { ...options.config, lastLock }, START_LIMIT) };
    running.ready.catch(() => undefined);
    const lost = (): void => {
      current = null;
      options.onLost();
    };
    process.onExit(() => ifCurrent(lost));
    return running;
  }

  return {
    start: async lastLock => {
      current = launch(lastLock);
      await current.ready;
    },
    invoke: async request => {
      const { ready, rpc } = needed(current);
      await ready;
      return (await rpc.call('invoke', request, INVOKE_LIMIT)) as WireResponse;
    },
    prepareLock: async reason => void (await needed(current).rpc.call('prepareLock', { reason }, 5_000)),
    notify: (method, args) => current?.rpc.notify(method, args),
    stop: async () => {
      const old = current;
      current = null;
      await old?.process.kill();
    },
  };
}
