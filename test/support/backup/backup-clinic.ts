import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { FolderStore } from '#electron/core/adapters/backup-store/folder/folder-store.ts';
import type { AnchorStore, BackupAnchor, BackupContext, OnProgress } from '#electron/core/backup/engine/ports.ts';
import { createRepository } from '#electron/core/backup/engine/repository.ts';
import { type Database, openDatabase } from '#electron/core/db/database.ts';
import { generateAgeKeyPair } from '#electron/core/security/age/keys.ts';
import { inspectDatabase, snapshotSource } from '#electron/core/services/backup/database-source.ts';
import { Redacted } from '#shared/kernel/redacted.ts';

/** Secrets and names of a small clinic, as one JSON file so that a child process can be the same clinic. */
export interface ClinicSecrets {
  readonly keyHex: string;
  readonly clinicId: string;
  readonly recovery: { readonly identity: string; readonly recipient: string };
  readonly own: { readonly identity: string; readonly recipient: string };
  readonly signingKey: string;
}

export interface BackupClinic {
  readonly folder: string;
  readonly secrets: ClinicSecrets;
  readonly db: Database;
  readonly place: string;
  /** Everything a run needs; parts can be replaced. */
  readonly context: (changes?: Partial<BackupContext>) => BackupContext;
  readonly at: (name: string) => string;
  readonly stop: () => Promise<void>;
}

const SCHEMA = [
  'CREATE TABLE IF NOT EXISTS patient (id TEXT PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL) STRICT',
  'CREATE TABLE IF NOT EXISTS note (id TEXT PRIMARY KEY, patient_id TEXT NOT NULL) STRICT',
  'CREATE TABLE IF NOT EXISTS note_version (id TEXT PRIMARY KEY, note_id TEXT NOT NULL, body TEXT NOT NULL) STRICT',
  'CREATE INDEX IF NOT EXISTS note_of_patient ON note (patient_id)',
  'CREATE TABLE IF NOT EXISTS audit_event (seq INTEGER PRIMARY KEY, hash TEXT NOT NULL, patient_id TEXT) STRICT',
  'CREATE INDEX IF NOT EXISTS audit_of_patient ON audit_event (patient_id, seq)',
  'PRAGMA user_version = 5',
];

export function makeSecrets(): ClinicSecrets {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    keyHex: randomBytes(32).toString('hex'), clinicId: randomUUID(), recovery: generateAgeKeyPair(), own: generateAgeKeyPair(),
    signingKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Anchors in a JSON file, as the service keeps them. */
export function fileAnchors(file: string): AnchorStore {
  const all = (): Record<string, BackupAnchor> => {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Record<string, BackupAnchor>;
    } catch {
      return {};
    }
  };
  return {
    read: async repositoryId => all()[repositoryId],
    write: async anchor => writeFileSync(file, JSON.stringify({ ...all(), [anchor.repositoryId]: anchor })),
  };
}

export function signerOf(pem: string) {
  const key = createPrivateKey(pem);
  return { publicKeyDer: createPublicKey(key).export({ type: 'spki', format: 'der' }), sign: async (data: Uint8Array) => sign('sha256', data, key) };
}

/** Adds `patients` persons with `notes` notes each, their versions and log rows; text is random so that nothing compresses. */
export async function addPeople(db: Database, o: { patients: number; notes: number; bodyBytes?: number }): Promise<void> {
  await db.exclusive(async connection => {
    await connection.exec('BEGIN IMMEDIATE');
    for (let p = 0; p < o.patients; p += 1) {
      const patient = randomUUID();
      await connection.run('INSERT INTO patient VALUES (?, ?, ?)', [patient, `Åsa Öberg ${p}`, '070-1740605']);
      await connection.run('INSERT INTO audit_event (hash, patient_id) VALUES (?, ?)', [randomBytes(32).toString('hex'), patient]);
      for (let n = 0; n < o.notes; n += 1) {
        const note = randomUUID();
        await connection.run('INSERT INTO note VALUES (?, ?)', [note, patient]);
        await connection.run('INSERT INTO note_version VALUES (?, ?, ?)', [randomUUID(), note, randomBytes(o.bodyBytes ?? 400).toString('base64')]);
        await connection.run('INSERT INTO audit_event (hash, patient_id) VALUES (?, ?)', [randomBytes(32).toString('hex'), patient]);
      }
    }
    await connection.exec('COMMIT');
  });
}

/** Opens (or makes) the clinic in a folder; the second opening, in the same or another process, is the same clinic. */
export async function openBackupClinic(folder: string, onProgress: OnProgress = () => undefined): Promise<BackupClinic> {
  const at = (name: string) => path.join(folder, name);
  const place = at('place');
  const file = at('clinic.db');
  let secrets: ClinicSecrets;
  let mode: 'create' | 'readwrite' = 'readwrite';
  try {
    secrets = JSON.parse(readFileSync(at('secrets.json'), 'utf8')) as ClinicSecrets;
  } catch {
    secrets = makeSecrets();
    writeFileSync(at('secrets.json'), JSON.stringify(secrets));
    mkdirSync(place, { recursive: true });
    await createRepository(new FolderStore(place), secrets.clinicId, new Date());
    mode = 'create';
  }
  const db = await openDatabase({ file, mode, getKeyHex: () => secrets.keyHex });
  if (mode === 'create') for (const sql of SCHEMA) await db.exclusive(connection => connection.exec(sql));
  mkdirSync(at('work'), { recursive: true });
  const context = (changes: Partial<BackupContext> = {}): BackupContext => ({
    store: new FolderStore(place), source: snapshotSource(db), inspect: inspectDatabase, signer: signerOf(secrets.signingKey), anchors: fileAnchors(at('anchors.json')),
    recipients: [secrets.recovery.recipient, secrets.own.recipient], identity: new Redacted(secrets.own.identity), keyHex: new Redacted(secrets.keyHex),
    clinic: { id: secrets.clinicId, name: 'Näckrosens vårdcentral' }, appVersion: '0.1.0', workFolder: at('work'), now: () => new Date(),
    vaultFiles: async () => [{ path: 'vault/head.json', bytes: Buffer.from('{"format":"pm-vault/1"}') }, { path: 'vault/e/a.p7m', bytes: Buffer.from([1, 2, 3]) }],
    keyFiles: async () => [{ name: 'card-1.p7m', make: async () => Buffer.from('wrapped for a card') }], onProgress, ...changes,
  });
  return { folder, secrets, db, place, context, at, stop: () => db.close() };
}

/** A new clinic in a folder of its own, with some people in it. */
export async function startBackupClinic(size = { patients: 20, notes: 5 }): Promise<BackupClinic> {
  const folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-backup-'));
  const clinic = await openBackupClinic(folder);
  await addPeople(clinic.db, size);
  return {
    ...clinic,
    stop: async () => {
      await clinic.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
