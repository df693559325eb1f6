import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { v7 } from 'uuid';
import * as z from 'zod';

import { contract } from '#shared/contract/index.ts';
import { LOCK_REASONS, type ClinicEvent, type LockReason, type WireResponse } from '#shared/contract/wire.ts';
import { CARD_PROFILES } from '#shared/domain/cards/host-protocol.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { openStore } from './adapters/backup-store/open-store.ts';
import { fileDeviceSecretStore } from './adapters/device-secret-store/file-device-secret-store.ts';
import { createDispatcher } from './api/dispatch.ts';
import { areasOfSession } from './areas.ts';
import { removeScratch } from './backup/drill/scratch.ts';
import { clinicPlace } from './clinic/clinic-place.ts';
import type { Clock } from './ports/clock.ts';
import type { CardProvider } from './ports/smart-card.ts';
import type { RevocationCache, RevocationTransport } from './security/pki/revocation-types.ts';
import { workFolderOf } from './services/backup/backup-context.ts';
import { createUpdateGuard } from './services/drill/update-guard.ts';
import { createCurrentSession } from './services/session/current-session.ts';
import { finishRestore } from './services/restore/settle-restore.ts';
import { createPassphraseSignIn } from './services/staff/passphrase-sign-in.ts';
import { createSessionService, logLock, type SessionDeps, type SessionNotice } from './services/session/session-service.ts';
import { createKitDesk } from './services/setup/kit-desk.ts';
import { createSetupService } from './services/setup/setup-service.ts';

/** What the supervisor tells core at its start. */
export const CoreConfig = z.object({
  dataDir: z.string().min(1),
  shell: z.enum(['browser', 'electron']),
  version: z.string(),
  cardProfile: z.enum(CARD_PROFILES),
  lastLock: z.enum(LOCK_REASONS).nullable(),
  /** Folder in the operating-system profile for the second anchor and device secrets; outside the data folder on purpose. */
  profileDir: z.string().optional(),
});
export type CoreConfig = z.infer<typeof CoreConfig>;

/** Everything core reaches the world through. */
export interface CoreEnvironment {
  readonly config: CoreConfig;
  readonly clock: Clock;
  readonly cards: CardProvider;
  readonly revocation: { readonly transport: RevocationTransport; readonly cache: RevocationCache };
  readonly emit: (event: ClinicEvent) => void;
  readonly notifySession: (active: SessionNotice | null) => void;
  /** With one reader: for this many seconds a removed card does not lock. */
  readonly allowCardSwap: (seconds: number) => void;
  /** Asks the supervisor to lock now. */
  readonly requestLock: () => void;
  /** One job in the import worker. */
  readonly runWorker: (job: string, args: unknown) => Promise<unknown>;
  /** Our own mistakes: path, trace id and the error's kind; never its text, which may hold data. */
  readonly report: (entry: { traceId: string; path: string; kind: string }) => void;
}

export interface Core {
  readonly invoke: (raw: unknown) => Promise<WireResponse>;
  /** Finishes what must be durable before the process is ended. Never fails: what could not be written is reported. */
  readonly prepareLock: (reason: LockReason) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Wires ports to services and serves the contract. One core is one process and at most one session. */
export function createCore(environment: CoreEnvironment): Core {
  const { clock, config, report } = environment;
  const current = createCurrentSession(clock);
  const place = clinicPlace(config.dataDir, config.profileDir);
  // A restore that was being put in place when the program ended is finished before anything is answered; what a drill left is removed.
  const ready = finishRestore(place).then(() => removeScratch(workFolderOf(place))).catch((error: unknown) => report({ traceId: '', path: 'finishRestore', kind: kindOf(error) }));
  const profileDir = config.profileDir ?? join(config.dataDir, 'profile');
  const beforeUpdate = createUpdateGuard({ place, openStore, clock, appVersion: config.version, newId: v7 });
  const sessionDeps: SessionDeps = {
    beforeUpdate, place, current, clock, cards: environment.cards, profile: config.cardProfile, revocation: environment.revocation, lastLock: config.lastLock,
    signedIn: active => {
      environment.notifySession(active);
      if (active) void areas.afterSignIn().catch((error: unknown) => report({ traceId: '', path: 'afterSignIn', kind: kindOf(error) }));
    },
    passphrase: createPassphraseSignIn({ place, clock, deviceSecrets: fileDeviceSecretStore(profileDir), beforeUpdate }),
  };
  const areas = areasOfSession({ environment, session: sessionDeps, profileDir });
  const setup = createSetupService({ ...sessionDeps, kit: createKitDesk(clock), backup: areas.backupDesk });
  const handlers = { session: createSessionService(sessionDeps), setup, restore: areas.restore, ...areas.handlers };
  const dispatch = createDispatcher(contract, handlers, {
    authorize: current.authorize,
    logDenied: current.logDenied,
    newTraceId: () => randomBytes(6).toString('hex'),
    report: ({ traceId, path, error }) => report({ traceId, path, kind: kindOf(error) }),
  });
  return {
    invoke: async raw => {
      await ready;
      return dispatch(raw);
    },
    prepareLock: async reason => {
      // A full disk or a lost file must not keep the program open: the lock comes first, and what could not be written is told.
      const bestEffort = (step: string, work: () => Promise<void>) => work().catch((error: unknown) => report({ traceId: '', path: `prepareLock.${step}`, kind: kindOf(error) }));
      await bestEffort('drafts', () => areas.beforeLock());
      await bestEffort('log', () => logLock({ current }, reason));
      await bestEffort('seal', () => areas.sealLog());
    },
    close: async () => {
      await current.get()?.clinic.db.close();
      current.end();
    },
  };
}

/** A mistake's name and, for refusals, its code. Never its message: libraries put values there. */
function kindOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  const code = (error as { code?: unknown } | null)?.code;
  const name = error instanceof Error ? error.name : typeof error;
  return typeof code === 'string' ? `${name} ${code}` : name;
}
