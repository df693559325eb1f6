import { X509Certificate } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import type { ClinicEvent } from '#shared/contract/wire.ts';
import type { JobProgress } from '#shared/domain/backup/backup.ts';
import type { HostJudgement } from '#shared/domain/backup/residency/judge.ts';
import type { ProbeReport } from '#shared/domain/backup/target-status.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import type { BackupContext, ManifestSigner } from '../../backup/engine/ports.ts';
import type { ClinicPlace } from '../../clinic/clinic-place.ts';
import type { OpenClinic } from '../../clinic/open-clinic.ts';
import type { BackupStore, OpenStore, S3Place } from '../../ports/backup-store.ts';
import type { OpenExpiry } from '../../ports/store-expiry.ts';
import { putSetting } from '../../repositories/setting.ts';
import { administratorIds } from '../../repositories/user-account.ts';
import { generateAgeKeyPair } from '../../security/age/keys.ts';
import type { DeviceSigner } from '../../security/vault/device-key.ts';
import { entryFileName } from '../../security/vault/vault-head.ts';
import { keepOrderFile, ORDER_LIST_FILE } from '../destruction/order-list.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { clinicAnchors } from './anchors.ts';
import { type BackupIdentity, readBackupIdentity, readKitRecipient } from './backup-settings.ts';
import { inspectDatabase, snapshotSource } from './database-source.ts';
import { keyFilesFor } from './key-files.ts';

export interface BackupServiceDeps extends ServiceDeps {
  readonly open: Pick<OpenClinic, 'log' | 'signer' | 'keyHex' | 'vault'>;
  readonly place: ClinicPlace;
  readonly appVersion: string;
  readonly openStore: OpenStore;
  readonly openExpiry: OpenExpiry;
  readonly emit: (event: ClinicEvent) => void;
  /** Tries at the server what must not be possible there. Errors: backup.server…, backup.place…. */
  readonly probeServer: (place: S3Place, retentionDays: number) => Promise<ProbeReport>;
  /** Where the host of an endpoint stands, by the table that came with the program. */
  readonly judgeHost: (endpoint: string) => HostJudgement & { readonly region: string | null };
}

/** The engine's own folder; inside the clinic's, so that a restore moves it aside together with the database it describes. */
export const workFolderOf = (place: ClinicPlace): string => path.join(place.clinicDir, 'backup');
export const anchorFileOf = (place: ClinicPlace): string => path.join(workFolderOf(place), 'anchors.json');

function manifestSigner(signer: DeviceSigner): ManifestSigner {
  return {
    publicKeyDer: new X509Certificate(signer.certificate).publicKey.export({ type: 'spki', format: 'der' }),
    sign: async data => Buffer.from(signer.signPlain(data), 'base64'),
  };
}

async function ownIdentity({ db, clock }: BackupServiceDeps): Promise<BackupIdentity> {
  const kept = await readBackupIdentity(db.reader);
  if (kept !== undefined) return kept;
  const made = generateAgeKeyPair();
  await db.write(tx => putSetting(tx, 'backup_identity', { value: made, at: clock.now().toISOString() }));
  return made;
}

/** What of the vault a restore needs, and the orders it has to carry out again (J-09); the anchor is made new there, from what was restored. */
async function vaultFiles(deps: BackupServiceDeps): Promise<{ path: string; bytes: Buffer }[]> {
  const names = ['head.json', 'head.p7s', ...deps.open.vault.head.entries.map(entry => `e/${entryFileName(entry)}`)];
  const files = await Promise.all(names.map(async name => ({ path: `vault/${name}`, bytes: await readFile(path.join(deps.place.vault.folder, ...name.split('/'))) })));
  const orders = await keepOrderFile({ clinicFolder: deps.place.clinicDir, db: deps.db.reader, clinicId: deps.clinic.id, now: deps.clock.now(), signer: deps.open.signer });
  return orders === null ? files : [...files, { path: ORDER_LIST_FILE, bytes: Buffer.from(orders) }];
}

/** Everything one run to one place needs, from the open clinic. `store` is that of the place, as fast as it may be. */
export async function backupContext(deps: BackupServiceDeps, store: BackupStore, onProgress: (progress: JobProgress) => void): Promise<BackupContext> {
  const own = await ownIdentity(deps);
  const kit = await readKitRecipient(deps.db.reader);
  const workFolder = workFolderOf(deps.place);
  await mkdir(workFolder, { recursive: true, mode: 0o700 });
  return {
    store, source: snapshotSource(deps.db), inspect: inspectDatabase, signer: manifestSigner(deps.open.signer),
    anchors: clinicAnchors(deps.db, anchorFileOf(deps.place)), recipients: [...(kit === undefined ? [] : [kit]), own.recipient],
    identity: new Redacted(own.identity), keyHex: new Redacted(deps.open.keyHex()), clinic: { id: deps.clinic.id, name: deps.clinic.name },
    appVersion: deps.appVersion, vaultFiles: () => vaultFiles(deps),
    keyFiles: async () => keyFilesFor({ vault: deps.open.vault, administrators: await administratorIds(deps.db.reader), keyHex: deps.open.keyHex(), identity: own.identity }),
    workFolder, now: () => deps.clock.now(), onProgress,
  };
}
