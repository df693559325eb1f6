import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

import { type DrillFindings, performDrill } from '#electron/core/backup/drill/perform-drill.ts';
import type { BackupContext } from '#electron/core/backup/engine/ports.ts';
import { rebuild } from '#electron/core/backup/engine/rebuild.ts';
import { readVault } from '#electron/core/backup/engine/vault-bundle.ts';
import { type OpenedGeneration, openGenerations } from '#electron/core/backup/restore/generations.ts';
import { stageRestore } from '#electron/core/backup/restore/stage.ts';
import { versionedReads } from '#electron/core/backup/restore/versioned-reads.ts';
import type { BackupStore } from '#electron/core/ports/backup-store.ts';
import { inspectDatabase } from '#electron/core/services/backup/database-source.ts';
import type { RestoreComparison } from '#shared/domain/backup/backup.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { type BackupClinic, fileAnchors } from './backup-clinic.ts';

/** One attempt with a copy of the clinic's bookkeeping, so that a thousand attempts can begin at the same point. */
export interface Trial {
  readonly context: (store: BackupStore, changes?: Partial<BackupContext>) => BackupContext;
  readonly remove: () => void;
}

/** Copies work folder and anchors of the clinic as they are now; the database itself is shared, a backup never changes it. */
export function beginTrial(clinic: BackupClinic, name = 'trial'): Trial {
  const folder = clinic.at(name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  cpSync(clinic.at('work'), `${folder}/work`, { recursive: true });
  if (existsSync(clinic.at('anchors.json'))) cpSync(clinic.at('anchors.json'), `${folder}/anchors.json`);
  return {
    context: (store, changes = {}) => clinic.context({ store, workFolder: `${folder}/work`, anchors: fileAnchors(`${folder}/anchors.json`), ...changes }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** SHA-256 of the clinic's database file as it is now, with everything in the main file. */
export async function databaseSha256(clinic: BackupClinic): Promise<string> {
  return clinic.db.snapshot(async ({ file }) => createHash('sha256').update(readFileSync(file)).digest('hex'));
}

export const generationsOf = (clinic: BackupClinic, store: BackupStore, fingerprint: string | null = null): Promise<readonly OpenedGeneration[]> =>
  openGenerations({ store, identities: [clinic.secrets.recovery.identity], fingerprint });

export interface Restored {
  readonly sha256: string;
  readonly missingPages: readonly number[];
  readonly badPacks: readonly string[];
  readonly vaultIsWhole: boolean;
}

/** Restores one generation with the kit's key into a file of its own and removes it again. */
export async function restoreFile(clinic: BackupClinic, store: BackupStore, { manifest }: OpenedGeneration): Promise<Restored> {
  const target = clinic.at('restored.db');
  rmSync(target, { force: true });
  const identities = [clinic.secrets.recovery.identity];
  try {
    const built = await rebuild({ store, manifest, identities, target, onProgress: () => undefined });
    return { sha256: built.fileSha256, missingPages: built.missingPages, badPacks: built.badPacks, vaultIsWhole: (await readVault(store, manifest, identities)) !== undefined };
  } finally {
    rmSync(target, { force: true });
  }
}

/** The newest backup at a place as a wizard restores it with the kit, into a folder of this name. */
export async function restoreAt(clinic: BackupClinic, store: BackupStore, name: string): Promise<RestoreComparison> {
  const [newest] = await generationsOf(clinic, versionedReads(store));
  if (newest === undefined) throw new Error('no backup at the place');
  return stageRestore({
    store: versionedReads(store, [newest.manifest]), manifest: newest.manifest, identities: [clinic.secrets.recovery.identity], keyHex: new Redacted(clinic.secrets.keyHex),
    folder: clinic.at(name), inspect: inspectDatabase, onProgress: () => undefined,
  });
}

/** A drill of the newest backup at a place; the inside of the restored file is not looked at. */
export const drillAt = (clinic: BackupClinic, store: BackupStore): Promise<DrillFindings> => performDrill({
  store, identity: clinic.context().identity, keyHex: new Redacted(clinic.secrets.keyHex), workFolder: clinic.at('work'), fingerprint: null, clinicId: clinic.secrets.clinicId,
  anchor: null, inspect: async () => ({ lines: [], found: null }), onProgress: () => undefined, signal: new AbortController().signal,
});
