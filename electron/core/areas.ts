import { v7 } from 'uuid';

import type { Handlers } from '#shared/contract/define.ts';
import { clinicContract, type gateContract } from '#shared/contract/index.ts';
import { openStore } from './adapters/backup-store/open-store.ts';
import { probeServer } from './adapters/backup-store/s3/s3-probe.ts';
import { openExpiry } from './adapters/store-expiry/folder-expiry.ts';
import { openRemoval } from './adapters/store-removal/open-removal.ts';
import { fileDeviceSecretStore } from './adapters/device-secret-store/file-device-secret-store.ts';
import { importWorkerParser } from './adapters/foreign-file-parser/import-worker-parser.ts';
import type { CallContext } from './api/context.ts';
import { lazyHandlers } from './api/lazy-handlers.ts';
import { clinicalServices } from './clinical.ts';
import type { CoreEnvironment } from './core.ts';
import { mirrorThrottle } from './repositories/sign-in-throttle.ts';
import { receptionServices } from './reception.ts';
import { PROGRAM } from './repositories/log.ts';
import { openThrottle } from './security/passphrase/throttle.ts';
import { judgeServerHost } from './security/residency/residency-table.ts';
import { type BackupService, createBackupService } from './services/backup/backup-service.ts';
import { readBackupSetting, readTargets } from './services/backup/backup-settings.ts';
import { createBreachService } from './services/breach/breach-service.ts';
import { backupPlaces } from './services/backup/backup-places.ts';
import { createDestructionService } from './services/destruction/destruction-service.ts';
import { withDependents } from './services/desk/depends.ts';
import { createDrillService, type DrillService } from './services/drill/drill-service.ts';
import { keepAbandonedDrafts } from './services/journal/keep-version.ts';
import { type LogOfClinic, logOfClinic } from './services/log/log-of-clinic.ts';
import { createLeavingService } from './services/leaving/leaving-service.ts';
import { createPatientImportService } from './services/patient-import/import-service.ts';
import { createPatientsService } from './services/patients/patients-service.ts';
import type { RemindersService } from './services/reminders/reminders-service.ts';
import { createRestoreService } from './services/restore/restore-service.ts';
import { type OutsideFiles, outsideFiles } from './services/outside-files.ts';
import type { ServiceDeps } from './services/service-deps.ts';
import { createCardEnroller } from './services/session/card-enroller.ts';
import type { ActiveSession } from './services/session/current-session.ts';
import { acceptCode } from './services/staff/passphrase-sign-in.ts';
import { createProveByCode } from './services/session/prove-by-code.ts';
import { createSessionSigner } from './services/session/session-signer.ts';
import type { SessionDeps } from './services/session/session-service.ts';
import type { BackupDesk } from './services/setup/setup-service.ts';
import { removeLeftKeys } from './services/staff/manage-people.ts';
import { createStaffService } from './services/staff/staff-service.ts';
import { type VaultAccess, vaultAccess } from './services/staff/vault-access.ts';

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
  /** Somebody signed in: writes down a restore that nobody could log, and begins to look after the backups. */
  readonly afterSignIn: () => Promise<void>;
  /** What must be durable before the process is ended. */
  readonly beforeLock: () => Promise<void>;
  /** The last signed point of the log, once the row about the lock is in it. */
  readonly sealLog: () => Promise<void>;
}

interface SessionAreas {
  readonly handlers: AreaHandlers;
  readonly backup: BackupService;
  readonly drill: DrillService;
  readonly reminders: RemindersService;
  readonly log: LogOfClinic;
  readonly vault: VaultAccess;
  /** Gives every draft its version, at lock and after a kill. A draft is durable without it, so a failure waits for the next time. */
  readonly keepDrafts: () => Promise<unknown>;
  /** The emergency sheet and calendar files (C-13, C-15). */
  readonly outside: OutsideFiles;
}

/** Every area's service, made on the database of whoever signs in. */
export function areasOfSession(wiring: Wiring): Areas {
  const made = new WeakMap<ActiveSession, SessionAreas>();
  const { environment, session } = wiring;
  const current = (): SessionAreas => {
    const active = session.current.require();
    const kept = made.get(active) ?? servicesOf(wiring, active);
    made.set(active, kept);
    return kept;
  };
  const restore = createRestoreService({
    place: session.place, clock: environment.clock, cards: environment.cards, openStore, emit: environment.emit, isSignedIn: () => session.current.get() !== null,
  });
  let starting: Promise<void> = Promise.resolve();
  const startWork = async (): Promise<void> => {
    const { clinic } = session.current.require();
    current().log.start();
    await mirrorThrottle(clinic.db, openThrottle(session.place.throttleFile, () => environment.clock.now()));
    await removeLeftKeys({ db: clinic.db, vault: current().vault });
    await current().keepDrafts();
    await current().reminders.engine.start();
    await current().backup.start();
    await current().drill.start();
    current().outside.start();
  };
  return {
    handlers: lazyHandlers(clinicContract, () => current().handlers as Handlers<typeof clinicContract, CallContext>),
    restore: restore.handlers,
    backupDesk: {
      choosePlace: (ctx, path) => current().backup.desk.choosePlace(ctx, path),
      hasProof: () => current().backup.desk.hasProof(),
    },
    afterSignIn: () => (starting = startWork()),
    beforeLock: async () => {
      if (!session.current.get()) return;
      // Somebody who signs in and locks at once must not leave work that begins on a database being closed.
      await starting.catch(() => undefined);
      current().backup.stop();
      const lastDrill = current().drill.stop();
      const lastMessage = current().reminders.engine.stop();
      await current().keepDrafts();
      await current().outside.finish();
      await lastMessage;
      await lastDrill;
    },
    sealLog: async () => {
      if (session.current.get()) await current().log.seal();
    },
  };
}

function servicesOf({ environment, session, profileDir }: Wiring, { clinic }: ActiveSession): SessionAreas {
  const { clock, emit } = environment;
  const outside = outsideFiles();
  const changed = (...areas: string[]) => {
    emit({ type: 'changed', areas: withDependents(areas) });
    outside.changed(areas);
  };
  const deps: ServiceDeps = { db: clinic.db, clock, newId: v7, clinic: clinic.clinic, changed };
  const cards = createCardEnroller({ ...session, allowSwap: environment.allowCardSwap });
  const vault = vaultAccess(clinic, clock);
  const progress = (one: { job: string; phase: string; done: number; total: number }) => emit({ type: 'progress', ...one });
  const log = logOfClinic({ ...deps, open: clinic, dataDir: session.place.dataDir, progress, advance: vault.advance });
  const backupDeps = { ...deps, open: clinic, place: session.place, appVersion: environment.config.version, openStore, openExpiry, emit, probeServer, judgeHost: judgeServerHost };
  const backup = createBackupService(backupDeps);
  const leaving = createLeavingService({ ...backupDeps, openRemoval, whenBackupIdle: () => backup.whenIdle() });
  const drill = createDrillService({
    ...deps, open: clinic, place: session.place, appVersion: environment.config.version, openStore, emit, isBackupRunning: () => backup.isRunning(),
    targets: () => readTargets(clinic.db.reader), nightlyAt: async () => (await readBackupSetting(clinic.db.reader)).schedule.nightlyAt,
  });
  const reception = receptionServices(deps, { log: clinic.log, place: session.place, outside });
  const parser = importWorkerParser(environment.runWorker);
  const signer = createSessionSigner({ ...session, proveByCode: createProveByCode({ clock, acceptCode }) });
  const handlers: AreaHandlers = {
    ...reception.handlers,
    ...clinicalServices(deps, { dataDir: session.place.dataDir, parser, signer }),
    destruction: createDestructionService({ ...deps, prover: signer, open: clinic, place: session.place, places: () => backupPlaces(clinic.db.reader), backUpSoon: backup.runSoon }),
    patients: createPatientsService(deps),
    patientImport: createPatientImportService({ ...deps, parser, progress: (done, total) => progress({ job: 'patientImport', phase: 'writing', done, total }) }),
    staff: createStaffService({
      ...deps,
      cards,
      vault,
      deviceSecrets: fileDeviceSecretStore(profileDir),
      throttle: openThrottle(session.place.throttleFile, () => clock.now()),
      endSessionsOf: async userId => {
        if (session.current.get()?.account.id === userId) environment.requestLock();
      },
    }),
    log: log.handlers,
    backup: backup.handlers,
    drill: drill.handlers,
    leaving: leaving.handlers,
    breach: createBreachService(deps),
  };
  const keepDrafts = () => keepAbandonedDrafts(deps, (tx, entry) => clinic.log.append(tx, PROGRAM, entry)).catch(() => 0);
  return { handlers, backup, drill, reminders: reception.reminders, log, vault, keepDrafts, outside };
}
