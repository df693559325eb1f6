import { createHash, createPublicKey, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

import { v7 } from 'uuid';

import { keyFingerprint } from '#electron/core/backup/engine/manifest-file.ts';
import type { BackupContext } from '#electron/core/backup/engine/ports.ts';
import { createRepository } from '#electron/core/backup/engine/repository.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import type { BackupStore } from '#electron/core/ports/backup-store.ts';
import { putSetting } from '#electron/core/repositories/setting.ts';
import { generateAgeKeyPair } from '#electron/core/security/age/keys.ts';
import { kitText } from '#electron/core/security/recovery-kit/kit.ts';
import { inspectDatabase, snapshotSource } from '#electron/core/services/backup/database-source.ts';
import { restoreToolsFolder, storeRestoreTools } from '#electron/core/services/backup/restore-tools.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { finished, startDocumentsClinic } from '../documents/documents-clinic.ts';
import { KEY } from '../harness.ts';
import { addPatient, practitionerFor, signedNote, writeNote } from '../journal/journal-clinic.ts';
import { fileAnchors } from './backup-clinic.ts';

/** What must be found again, counted in the clinic's own open database. */
export interface Truth {
  /** Every table but the search indexes. */
  readonly rows: Readonly<Record<string, number>>;
  readonly signatures: number;
  readonly attachments: number;
}

/** A clinic on the real schema whose notes and letters were signed with cards, ready to be backed up. */
export interface SignedClinic {
  readonly truth: () => Promise<Truth>;
  /** The text of the recovery kit, as its QR code holds it. */
  readonly kit: string;
  /** One backup into this store, with the scripts and pages beside it, as the program does after each run. */
  readonly backUp: (store: BackupStore) => Promise<void>;
  /** Writes one more note, so that the next backup differs. */
  readonly work: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const CHUNK = 262_144;
const PICTURE = Buffer.from(Array.from({ length: CHUNK + 1234 }, (_, at) => (at * 31) % 251));

async function addAttachment(clinic: Awaited<ReturnType<typeof startDocumentsClinic>>, patientId: string, userId: string): Promise<void> {
  const [id, at] = [v7(), clinic.clock.now().toISOString()];
  const pieces = [PICTURE.subarray(0, CHUNK), PICTURE.subarray(CHUNK)];
  await clinic.db.write(async tx => {
    await tx.raw(
      `INSERT INTO attachment (id, patient_id, category, media_type, size, sha256, chunks, title, event_time, created_at, created_by, author_name, author_title, changed_at, changed_by)
       VALUES (?, ?, 'document', 'application/pdf', ?, ?, ?, 'Remissvar', ?, ?, ?, 'Eva Ek', 'Läkare', ?, ?)`,
      [id, patientId, PICTURE.length, createHash('sha256').update(PICTURE).digest('hex'), pieces.length, at, at, userId, at, userId],
    );
    for (const [no, bytes] of pieces.entries()) await tx.raw('INSERT INTO attachment_chunk (attachment_id, no, bytes) VALUES (?, ?, ?)', [id, no, bytes]);
  });
}

async function truthOf(clinic: Awaited<ReturnType<typeof startDocumentsClinic>>): Promise<Truth> {
  const tables = (await clinic.db.reader.raw("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name")) as { name: string }[];
  const rows: Record<string, number> = {};
  for (const { name } of tables) rows[name] = ((await clinic.db.reader.raw(`SELECT count(*) AS n FROM "${name}"`)) as { n: number }[])[0]?.n ?? -1;
  return { rows, signatures: (rows['signature'] ?? 0) + (rows['document_signature'] ?? 0), attachments: rows['attachment'] ?? 0 };
}

const derOf = (pemFile: string): string => new X509Certificate(readFileSync(pemFile)).raw.toString('base64');

/** Signed notes of their own and under a day, letters, an attachment in two pieces, a log: the real thing, small. */
export async function startSignedClinic(): Promise<SignedClinic> {
  const clinic = await startDocumentsClinic();
  const patientId = await addPatient(clinic.db, { familyName: 'Ängström-Öberg', givenName: 'Åsa' });
  const eva = await practitionerFor(clinic, patientId);
  const [{ hsa_id: hsaId }] = (await clinic.db.reader.raw('SELECT hsa_id FROM user_account WHERE id = ?', [eva.userId])) as [{ hsa_id: string }];
  clinic.signer.issueTo(hsaId);
  clinic.clock.set(new Date(Date.now() + 2000).toISOString()); // the cards were made a moment ago and are judged as of when they signed
  await clinic.db.write(tx => putSetting(tx, 'trust', { value: { certificates: [derOf(clinic.signer.rootPem)] }, at: clinic.clock.now().toISOString() }));
  await signedNote(eva, patientId, { text: 'Egen underskrift åäö 😀' });
  await finished(eva, patientId, 'certificate');
  const locked = await writeNote(eva, patientId, { text: 'Under dagens underskrift' });
  const { version: no } = await eva.signing.lock({ patientId, noteId: locked.noteId, revision: locked.revision });
  clinic.signer.proofAgeMs = null;
  const letter = await finished(eva, patientId, 'referral');
  clinic.signer.proofAgeMs = 0;
  await eva.signing.signDay({ versions: [{ noteId: locked.noteId, no }], documents: [letter] });
  await addAttachment(clinic, patientId, eva.userId);

  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer = { publicKeyDer: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }), sign: async (data: Uint8Array) => sign('sha256', data, privateKey) };
  const [recovery, own] = [generateAgeKeyPair(), generateAgeKeyPair()];
  const workFolder = path.join(clinic.dir, 'work');
  mkdirSync(workFolder);
  const contextOf = (store: BackupStore): BackupContext => ({
    store, source: snapshotSource(clinic.db), inspect: inspectDatabase, signer, anchors: fileAnchors(path.join(workFolder, 'anchors.json')), recipients: [recovery.recipient, own.recipient],
    identity: new Redacted(own.identity), keyHex: new Redacted(KEY), clinic: { id: clinic.deps.clinic.id, name: clinic.deps.clinic.name }, appVersion: 'test', workFolder,
    now: () => clinic.clock.now(), onProgress: () => undefined, vaultFiles: async () => [{ path: 'vault/head.json', bytes: Buffer.from('{"format":"pm-vault/1"}') }], keyFiles: async () => [],
  });
  return {
    truth: () => truthOf(clinic),
    kit: kitText({
      kitId: v7(), clinicId: clinic.deps.clinic.id, clinicName: clinic.deps.clinic.name, createdAt: clinic.clock.now().toISOString(), identity: new Redacted(recovery.identity),
      keyHex: new Redacted(KEY), signerFingerprint: keyFingerprint(signer.publicKeyDer), place: null,
    }),
    backUp: async store => {
      await createRepository(store, clinic.deps.clinic.id, clinic.clock.now());
      await runBackup(contextOf(store));
      await storeRestoreTools(store, restoreToolsFolder(), signer);
    },
    work: async () => void (await signedNote(eva, patientId, { text: 'Dagen därpå' })),
    stop: async () => {
      await clinic.db.close();
      rmSync(clinic.dir, { recursive: true, force: true });
    },
  };
}
