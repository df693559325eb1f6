import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { leaving } from '#shared/contract/leaving.ts';
import { DEFAULT_SCHEDULE } from '#shared/domain/backup/backup.ts';
import { NO_LIMITS } from '#shared/domain/backup/target.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { openStore } from '#electron/core/adapters/backup-store/open-store.ts';
import { openExpiry } from '#electron/core/adapters/store-expiry/folder-expiry.ts';
import { openRemoval } from '#electron/core/adapters/store-removal/open-removal.ts';
import { createRepository } from '#electron/core/backup/engine/repository.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { placeIn } from '#electron/core/clinic/clinic-place.ts';
import type { S3Place } from '#electron/core/ports/backup-store.ts';
import { insertProven } from '#electron/core/repositories/backup-run.ts';
import { putSetting } from '#electron/core/repositories/setting.ts';
import { deviceSigner, newDeviceKey } from '#electron/core/security/vault/device-key.ts';
import type { Vault } from '#electron/core/security/vault/vault.ts';
import { backupContext } from '#electron/core/services/backup/backup-context.ts';
import { newTarget, readBackupSetting, type StoredTarget } from '#electron/core/services/backup/backup-settings.ts';
import type { LeavingDeps } from '#electron/core/services/leaving/deps.ts';
import { createLeavingService, type LeavingService } from '#electron/core/services/leaving/leaving-service.ts';
import { KEY, startTestClinic, type TestClinic } from '../harness.ts';
import { addPatient } from '../journal/journal-clinic.ts';

export interface LeavingClinic extends TestClinic<{ readonly leaving: typeof leaving }> {
  /** A place that backups go to, with one proven backup in it. Returns its repository. */
  readonly addFolder: (name: string) => Promise<{ repositoryId: string; path: string }>;
  readonly addServer: (name: string, place: S3Place) => Promise<{ repositoryId: string }>;
  /** Names of the places that backups still go to. */
  readonly used: () => Promise<string[]>;
  readonly whenIdle: () => Promise<void>;
}

/** A clinic with places for backups that wants to leave them; the engine, the stores and the deletion are real. */
export async function startLeavingClinic(): Promise<LeavingClinic> {
  let service: LeavingService | undefined;
  let parts: LeavingDeps | undefined;
  const clinic = await startTestClinic({ leaving }, (deps, log) => {
    const dir = join(deps.db.file, '..');
    const place = placeIn(join(dir, 'data'), join(dir, 'data/clinic'));
    mkdirSync(place.vault.folder, { recursive: true });
    for (const name of ['head.json', 'head.p7s']) writeFileSync(join(place.vault.folder, name), '{}');
    const vault = { head: { entries: [], dbKeyId: 'test' } } as unknown as Vault;
    const never = () => Promise.reject(new AppError('internal'));
    parts = {
      ...deps, open: { log, signer: deviceSigner(newDeviceKey('test', deps.clock.now()), deps.clock.now), keyHex: () => KEY, vault }, place, appVersion: 'test', openStore, openExpiry, emit: () => undefined,
      probeServer: never, judgeHost: () => { throw new AppError('internal'); }, openRemoval, whenBackupIdle: () => Promise.resolve(),
    };
    service = createLeavingService(parts);
    return { leaving: service.handlers };
  });
  const deps = parts as LeavingDeps;
  await addPatient(clinic.db);
  const add = async (name: string, placed: StoredTarget['place']): Promise<string> => {
    const store = openStore(placed.kind === 'folder' ? { kind: 'folder', path: placed.repositoryPath } : serverPlaces.get(name) as S3Place);
    const { repositoryId } = await createRepository(store, clinic.deps.clinic.id, clinic.clock.now());
    const result = await runBackup(await backupContext(deps, store, () => undefined));
    const at = clinic.clock.now().toISOString();
    await clinic.db.write(async tx => {
      const { targets } = await readBackupSetting(tx);
      const target = newTarget({ id: `t-${name}`, name, repositoryId, addedAt: at, absenceDays: null, place: placed });
      await putSetting(tx, 'backup', { value: { targets: [...targets, target], schedule: DEFAULT_SCHEDULE, limits: NO_LIMITS }, at });
      await insertProven(tx, repositoryId, result);
    });
    return repositoryId;
  };
  const serverPlaces = new Map<string, S3Place>();
  return {
    ...clinic,
    addFolder: async name => {
      const path = join(clinic.dir, name);
      mkdirSync(path);
      return { repositoryId: await add(name, { kind: 'folder', path, repositoryPath: path }), path };
    },
    addServer: async (name, place) => {
      serverPlaces.set(name, place);
      const { endpoint, region, bucket, prefix, accessKeyId, authority } = place;
      const residency = { class: 'unknown' as const, country: 'SE', operator: 'Prov', source: null, judgedAt: clinic.clock.now().toISOString(), decision: null };
      const repositoryId = await add(name, { kind: 's3', endpoint, region, bucket, prefix, accessKeyId, secretAccessKey: place.secretAccessKey.reveal(), authority, residency, protection: null, sheet: null, locksExtendedAt: null });
      return { repositoryId };
    },
    used: async () => (await readBackupSetting(clinic.db.reader)).targets.map(target => target.name),
    whenIdle: () => (service as LeavingService).whenIdle(),
  };
}
