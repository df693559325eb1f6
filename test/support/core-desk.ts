import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { createMemoryRevocationCache } from '#electron/core/security/pki/revocation.ts';
import type { RevocationTransport } from '#electron/core/security/pki/revocation-types.ts';
import { createCore, type Core } from '#electron/core/core.ts';
import type { CardProvider } from '#electron/core/ports/smart-card.ts';
import type { SessionNotice } from '#electron/core/services/session/session-service.ts';
import { createClient } from '#renderer/client/create-client.ts';
import type { Client } from '#shared/contract/define.ts';
import { contract, type AppContract } from '#shared/contract/index.ts';
import type { ClinicEvent, LockReason } from '#shared/contract/wire.ts';
import type { CardProfile } from '#shared/domain/cards/host-protocol.ts';
import { testClock, type TestClock } from './test-clock.ts';

/** Nobody answers: what a clinic without a network sees. */
export const silentAuthorities: RevocationTransport = {
  get: () => Promise.reject(new Error('no network')),
  post: () => Promise.reject(new Error('no network')),
};

export interface CoreDesk {
  /** The typed client of the core that runs now. */
  readonly client: Client<AppContract>;
  readonly dataDir: string;
  readonly profileDir: string;
  readonly clock: TestClock;
  readonly events: ClinicEvent[];
  readonly reported: string[];
  readonly session: () => SessionNotice | null;
  /** Locks as the supervisor does: prepare, end, and a fresh core that knows only the disk. */
  readonly relock: (reason?: LockReason) => Promise<void>;
  /** The core that runs now, for what no screen can ask. */
  readonly core: () => Core;
  /** The core is killed: nothing was prepared, and a fresh one knows only the disk. */
  readonly crash: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface CoreDeskOptions {
  readonly cards: CardProvider;
  readonly profile?: CardProfile;
  readonly transport?: RevocationTransport;
  readonly clock?: TestClock;
  /** Where data/ and profile/ are, of an earlier desk or a folder of its own kind; it is not deleted. */
  readonly folder?: string;
  readonly runWorker?: (job: string, args: unknown) => Promise<unknown>;
}

/** A process that is ending may still put a file away. Node's own retries look at the folder again, not at what came into it. */
async function removeFolder(folder: string): Promise<void> {
  for (let left = 20; ; left -= 1) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (left === 0) throw error;
      await setTimeout(100);
    }
  }
}

/** The whole core in this process, on its own data folder, with real cards behind the port. */
export function startCoreDesk(options: CoreDeskOptions): CoreDesk {
  const folder = options.folder ?? mkdtempSync(path.join(tmpdir(), 'klinikbok-core-'));
  const dataDir = path.join(folder, 'data');
  const profileDir = path.join(folder, 'profile');
  const clock = options.clock ?? testClock(new Date().toISOString());
  const events: ClinicEvent[] = [];
  const reported: string[] = [];
  let notice: SessionNotice | null = null;
  const cache = createMemoryRevocationCache();
  const start = (lastLock: LockReason | null): Core =>
    createCore({
      config: { dataDir, shell: 'browser', version: 'test', cardProfile: options.profile ?? 'softhsm', lastLock, profileDir },
      clock,
      cards: options.cards,
      revocation: { transport: options.transport ?? silentAuthorities, cache },
      emit: event => events.push(event),
      notifySession: active => {
        notice = active;
      },
      allowCardSwap: () => undefined,
      requestLock: () => {
        notice = null;
      },
      runWorker: options.runWorker ?? (() => Promise.reject(new Error('no worker in this test'))),
      report: ({ path: where, kind }) => reported.push(`${where}: ${kind}`),
    });
  let core = start(null);
  const client = createClient(contract, raw => core.invoke(raw));
  return {
    client, dataDir, profileDir, clock, events, reported,
    session: () => notice,
    core: () => core,
    relock: async (reason = 'manual') => {
      await core.prepareLock(reason);
      await core.close();
      notice = null;
      core = start(reason);
    },
    crash: async () => {
      await core.close();
      notice = null;
      core = start('coreLost');
    },
    stop: async () => {
      await core.close();
      if (options.folder === undefined) await removeFolder(folder);
    },
  };
}
