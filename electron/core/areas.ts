import { v7 } from 'uuid';

import type { Handlers } from '#shared/contract/define.ts';
import { clinicContract, gateContract } from '#shared/contract/index.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { fileDeviceSecretStore } from './adapters/device-secret-store/file-device-secret-store.ts';
import type { CallContext } from './api/context.ts';
import { lazyHandlers } from './api/lazy-handlers.ts';
import type { CoreEnvironment } from './core.ts';
import { openThrottle } from './security/passphrase/throttle.ts';
import { createAgendaService } from './services/agenda/agenda-service.ts';
import { createJournalService } from './services/journal/journal-service.ts';
import { createPatientsService } from './services/patients/patients-service.ts';
import type { ServiceDeps } from './services/service-deps.ts';
import { createCardEnroller } from './services/session/card-enroller.ts';
import type { ActiveSession } from './services/session/current-session.ts';
import { createSessionSigner } from './services/session/session-signer.ts';
import type { SessionDeps } from './services/session/session-service.ts';
import type { BackupDesk } from './services/setup/setup-service.ts';
import { createStaffService } from './services/staff/staff-service.ts';
import { vaultAccess } from './services/staff/vault-access.ts';

type AreaHandlers = Partial<Handlers<typeof clinicContract, CallContext>>;

export interface Wiring {
  readonly environment: CoreEnvironment;
  readonly session: SessionDeps;
  readonly profileDir: string;
}

export interface Areas {
  readonly handlers: Handlers<typeof clinicContract, CallContext>;
  readonly restore: Handlers<typeof gateContract, CallContext>['restore'];
  readonly backupDesk: BackupDesk;
  /** What must be durable before the process is ended. */
  readonly beforeLock: () => Promise<void>;
}

/** Every area's service, made on the database of whoever signs in. */
export function areasOfSession(wiring: Wiring): Areas {
  const made = new WeakMap<ActiveSession, AreaHandlers>();
  const current = (): AreaHandlers => {
    const active = wiring.session.current.require();
    const kept = made.get(active) ?? servicesOf(wiring, active);
    made.set(active, kept);
    return kept;
  };
  return {
    handlers: lazyHandlers(clinicContract, () => current() as Handlers<typeof clinicContract, CallContext>),
    restore: lazyHandlers({ restore: gateContract.restore }, () => { throw new AppError('auth.locked'); }).restore,
    backupDesk: {
      choosePlace: async () => {
        throw new AppError('backup.notConfigured');
      },
      hasProof: async () => false,
    },
    beforeLock: async () => undefined,
  };
}

function servicesOf({ environment, session, profileDir }: Wiring, { clinic }: ActiveSession): AreaHandlers {
  const { clock, emit } = environment;
  const deps: ServiceDeps = { db: clinic.db, clock, newId: v7, clinic: clinic.clinic, changed: (...areas) => emit({ type: 'changed', areas }) };
  const cards = createCardEnroller({ ...session, allowSwap: environment.allowCardSwap });
  return {
    patients: createPatientsService(deps),
    agenda: createAgendaService(deps),
    journal: createJournalService({ ...deps, signer: createSessionSigner(session) }),
    staff: createStaffService({
      ...deps,
      cards,
      vault: vaultAccess(clinic, clock),
      deviceSecrets: fileDeviceSecretStore(profileDir),
      throttle: openThrottle(session.place.throttleFile, () => clock.now()),
      endSessionsOf: async userId => {
        if (session.current.get()?.account.id === userId) environment.requestLock();
      },
    }),
  };
}
