import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { attachments } from '#shared/contract/attachments.ts';
import { drill } from '#shared/contract/drill.ts';
import { journal } from '#shared/contract/journal.ts';
import { type BackupTarget, storePlaceOf } from '#shared/domain/backup/target.ts';
import type { DrillCertificate } from '#shared/domain/drill/drill.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { openStore } from '#electron/core/adapters/backup-store/open-store.ts';
import type { BackupContext } from '#electron/core/backup/engine/ports.ts';
import { createRepository } from '#electron/core/backup/engine/repository.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { placeIn } from '#electron/core/clinic/clinic-place.ts';
import type { OpenStore, S3Place } from '#electron/core/ports/backup-store.ts';
import { insertProven } from '#electron/core/repositories/backup-run.ts';
import { saveDeviceKey } from '#electron/core/repositories/device-key.ts';
import { putSetting } from '#electron/core/repositories/setting.ts';
import { generateAgeKeyPair } from '#electron/core/security/age/keys.ts';
import { kitText } from '#electron/core/security/recovery-kit/kit.ts';
import { deviceSigner, newDeviceKey } from '#electron/core/security/vault/device-key.ts';
import { createAttachmentsService } from '#electron/core/services/attachments/attachments-service.ts';
import { clinicAnchors } from '#electron/core/services/backup/anchors.ts';
import { anchorFileOf, workFolderOf } from '#electron/core/services/backup/backup-context.ts';
import { inspectDatabase, snapshotSource } from '#electron/core/services/backup/database-source.ts';
import { createDrillService, type DrillService } from '#electron/core/services/drill/drill-service.ts';
import { createJournalService } from '#electron/core/services/journal/journal-service.ts';

import { png } from '../attachments/samples.ts';
import { FACTS, file } from '../attachments/attachments-clinic.ts';
import { KEY, startTestClinic, type TestClinic } from '../harness.ts';
import { addPatient, practitionerFor, signedNote, softwareSigner, writeNote } from '../journal/journal-clinic.ts';

const contract = { journal, attachments, drill };

export interface DrillClinic extends TestClinic<typeof contract> {
  readonly service: DrillService;
  readonly targets: BackupTarget[];
  /** A new folder place, a repository of this clinic. */
  readonly addPlace: (name: string) => Promise<BackupTarget>;
  /** A new repository of this clinic at a server. */
  readonly addServer: (name: string, place: S3Place) => Promise<BackupTarget>;
  /** One backup with the real engine, known to the database as the program keeps it. */
  readonly backUp: (target: BackupTarget) => Promise<void>;
  /** The text of the recovery kit's QR code. */
  readonly kit: string;
  readonly workFolder: string;
  /** Wakes whatever waits on the service's timer, once. */
  readonly tick: () => void;
  readonly busy: { backup: boolean };
  /** The device certificate, for openssl. */
  readonly certificate: Buffer;
}

/** A clinic with a journal, attachments, places for backups and drills; everything real but the clock and the timer. */
export async function startDrillClinic(opening: OpenStore = openStore): Promise<DrillClinic> {
  const targets: BackupTarget[] = [];
  const busy = { backup: false };
  const own = generateAgeKeyPair();
  const paper = generateAgeKeyPair();
  let service: DrillService | undefined;
  let wake: (() => void) | null = null;
  const key = newDeviceKey('test', new Date('2026-11-01T08:00:00.000Z'));
  let signer = deviceSigner(key, () => new Date());
  const clinic = await startTestClinic(contract, (deps, log) => {
    signer = deviceSigner(key, deps.clock.now);
    const dir = join(deps.db.file, '..');
    service = createDrillService(
      {
        ...deps, open: { log, signer, keyHex: () => KEY }, place: placeIn(dir, join(dir, 'clinic')), appVersion: '0.5.0-test', openStore: opening, emit: () => undefined,
        targets: async () => targets, nightlyAt: async () => '02:00', isBackupRunning: () => busy.backup, sampleSize: { notes: 12, patients: 12, attachments: 4 },
      },
      (_ms, work) => {
        wake = work;
        return () => void (wake = wake === work ? null : wake);
      },
    );
    return { journal: createJournalService({ ...deps, signer: softwareSigner(deps.clock.now) }), attachments: createAttachmentsService(deps), drill: service.handlers };
  });
  const place = placeIn(clinic.dir, join(clinic.dir, 'clinic'));
  const workFolder = workFolderOf(place);
  mkdirSync(workFolder, { recursive: true });
  const at = clinic.clock.now().toISOString();
  await clinic.db.write(async tx => {
    await saveDeviceKey(tx, key);
    await putSetting(tx, 'backup_identity', { value: own, at });
    await putSetting(tx, 'recovery_kit', { value: { kitId: 'kit', recipient: paper.recipient, confirmedAt: at }, at });
  });
  const publicKeyDer = createPublicKey(new X509Certificate(signer.certificate).publicKey.export({ type: 'spki', format: 'pem' })).export({ type: 'spki', format: 'der' });
  const context = (target: BackupTarget): BackupContext => ({
    store: opening(storePlaceOf(target.place)), source: snapshotSource(clinic.db), inspect: inspectDatabase,
    signer: { publicKeyDer, sign: async data => Buffer.from(signer.signPlain(data), 'base64') }, anchors: clinicAnchors(clinic.db, anchorFileOf(place)),
    recipients: [paper.recipient, own.recipient], identity: new Redacted(own.identity), keyHex: new Redacted(KEY), clinic: { id: clinic.deps.clinic.id, name: clinic.deps.clinic.name },
    appVersion: '0.5.0-test', vaultFiles: async () => [{ path: 'vault/head.json', bytes: Buffer.from('{}') }], keyFiles: async () => [], workFolder, now: () => clinic.clock.now(), onProgress: () => undefined,
  });
  const addTarget = async (name: string, at: BackupTarget['place']): Promise<BackupTarget> => {
    const { repositoryId } = await createRepository(opening(storePlaceOf(at)), clinic.deps.clinic.id, clinic.clock.now());
    const target: BackupTarget = { id: `target-${name}`, name, repositoryId, addedAt: clinic.clock.now().toISOString(), place: at };
    targets.push(target);
    return target;
  };
  return {
    ...clinic, targets, workFolder, busy, certificate: signer.certificate,
    service: service as DrillService,
    kit: kitText({
      kitId: 'kit', clinicId: clinic.deps.clinic.id, clinicName: 'Provkliniken', createdAt: at, identity: new Redacted(paper.identity), keyHex: new Redacted(KEY),
      signerFingerprint: createHash('sha256').update(publicKeyDer).digest('hex'), place: null,
    }),
    tick: () => wake?.(),
    addPlace: async name => {
      const folder = join(clinic.dir, name);
      mkdirSync(folder);
      return addTarget(name, { kind: 'folder', path: folder, repositoryPath: folder });
    },
    addServer: addTarget,
    backUp: async target => {
      const result = await runBackup(context(target));
      await clinic.db.write(tx => insertProven(tx, target.repositoryId, result));
    },
  };
}

/** Patients with signed notes, drafts and files, through the services that write them. */
export async function fillClinic(clinic: DrillClinic, people = 3): Promise<void> {
  for (let index = 0; index < people; index += 1) {
    const patientId = await addPatient(clinic.db, { familyName: `Ek${index}` });
    const eva = await practitionerFor(clinic, patientId);
    await signedNote(eva, patientId, { text: `Anteckning ${index}: klåda på vänster hand.` });
    await writeNote(eva, patientId);
    await eva.attachments.add({ patientId, category: 'document', facts: FACTS, file: file(png({ shade: 20 + index * 9 })) });
  }
}

export type Administrator = Awaited<ReturnType<DrillClinic['as']>>;

/** Waits for the drill that was begun and gives its certificate. */
export async function certificateOf(clinic: DrillClinic, admin: Administrator): Promise<DrillCertificate> {
  await clinic.service.whenIdle();
  const [newest] = await admin.drill.list({ limit: 1 });
  return admin.drill.certificate({ id: newest?.id ?? '' });
}

/** A clinic with people in it, an administrator, and one backup on a disk. */
export async function startDrilledClinic(people: number): Promise<{ readonly clinic: DrillClinic; readonly admin: Administrator; readonly usb: BackupTarget }> {
  const clinic = await startDrillClinic();
  const admin = await clinic.as('administrator');
  await fillClinic(clinic, people);
  const usb = await clinic.addPlace('usb');
  await clinic.backUp(usb);
  return { clinic, admin, usb };
}

/** Ends it; a test that made the program report a mistake of its own has failed. */
export async function stopDrilledClinic(clinic: DrillClinic): Promise<void> {
  if (clinic.reported.length > 0) throw new Error(`the program reported mistakes of its own: ${clinic.reported.map(one => one.path).join(', ')}`);
  await clinic.stop();
}
