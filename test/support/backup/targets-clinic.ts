import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { backup } from '#shared/contract/backup.ts';
import type { HostJudgement } from '#shared/domain/backup/residency/judge.ts';
import { openStore } from '#electron/core/adapters/backup-store/open-store.ts';
import { probeServer } from '#electron/core/adapters/backup-store/s3/s3-probe.ts';
import { openExpiry } from '#electron/core/adapters/store-expiry/folder-expiry.ts';
import { placeIn } from '#electron/core/clinic/clinic-place.ts';
import { judgeServerHost } from '#electron/core/security/residency/residency-table.ts';
import { deviceSigner, newDeviceKey } from '#electron/core/security/vault/device-key.ts';
import type { Vault } from '#electron/core/security/vault/vault.ts';
import type { BackupContext } from '#electron/core/backup/engine/ports.ts';
import { backupContext, type BackupServiceDeps } from '#electron/core/services/backup/backup-context.ts';
import { type BackupService, createBackupService } from '#electron/core/services/backup/backup-service.ts';
import type { SetTimer } from '#electron/core/services/backup/scheduler.ts';
import type { TestClock } from '../test-clock.ts';
import { KEY, startTestClinic, type TestClinic } from '../harness.ts';
import { addPatient } from '../journal/journal-clinic.ts';

export interface TargetsClinic extends TestClinic<{ readonly backup: typeof backup }> {
  readonly service: BackupService;
  /** What a run to a folder needs, as the service puts it together. */
  readonly contextOf: (path: string) => Promise<BackupContext>;
  /** A new folder below the clinic's, not added yet. */
  readonly folder: (name: string) => string;
  /** Runs and waits for the end. */
  readonly run: (targetId?: string) => Promise<void>;
}

interface Changes {
  readonly judge?: (endpoint: string) => HostJudgement & { readonly region: string | null };
  readonly probe?: typeof probeServer;
  /** Whose timers the service waits with. */
  readonly timersOf?: (clock: TestClock) => SetTimer;
}

/** A clinic with the whole backup service on real stores; its schedule stands still unless it is given timers. */
export async function startTargetsClinic(changes: Changes = {}): Promise<TargetsClinic> {
  let service: BackupService | undefined;
  let parts: BackupServiceDeps | undefined;
  const clinic = await startTestClinic({ backup }, (deps, log) => {
    const dir = join(deps.db.file, '..');
    const place = placeIn(join(dir, 'data'), join(dir, 'data/clinic'));
    mkdirSync(place.vault.folder, { recursive: true });
    for (const name of ['head.json', 'head.p7s']) writeFileSync(join(place.vault.folder, name), '{}');
    const vault = { head: { entries: [], dbKeyId: 'test' } } as unknown as Vault;
    const open = { log, signer: deviceSigner(newDeviceKey('test', deps.clock.now()), deps.clock.now), keyHex: () => KEY, vault };
    parts = { ...deps, open, place, appVersion: 'test', openStore, openExpiry, emit: () => undefined, probeServer: changes.probe ?? probeServer, judgeHost: changes.judge ?? judgeServerHost };
    service = createBackupService(parts, changes.timersOf?.(deps.clock as TestClock) ?? (() => () => undefined));
    return { backup: service.handlers };
  });
  await addPatient(clinic.db);
  const made = service as BackupService;
  const administrator = await clinic.as('administrator');
  return {
    ...clinic, service: made,
    contextOf: path => backupContext(parts as BackupServiceDeps, openStore({ kind: 'folder', path }), () => undefined),
    folder: name => {
      const path = join(clinic.dir, name);
      mkdirSync(path);
      return path;
    },
    run: async targetId => {
      await administrator.backup.run(targetId === undefined ? {} : { targetId });
      await made.whenIdle();
    },
  };
}
