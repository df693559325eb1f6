import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

import { FolderStore } from '#electron/core/adapters/backup-store/folder/folder-store.ts';
import type { BackupAnchor, BackupContext } from '#electron/core/backup/engine/ports.ts';
import { createRepository } from '#electron/core/backup/engine/repository.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { openGenerations } from '#electron/core/backup/restore/generations.ts';
import { stageRestore } from '#electron/core/backup/restore/stage.ts';
import { type Database, openDatabase } from '#electron/core/db/database.ts';
import { generateAgeKeyPair } from '#electron/core/security/age/keys.ts';
import { inspectDatabase, snapshotSource } from '#electron/core/services/backup/database-source.ts';
import type { JobProgress } from '#shared/domain/backup/backup.ts';
import { Redacted } from '#shared/kernel/redacted.ts';

export interface BackupBenchInput {
  /** An encrypted clinic database; written to only by `change`. */
  readonly file: string;
  readonly keyHex: string;
  /** An empty folder for place, bookkeeping and restored copy. */
  readonly dir: string;
  /** One clinic day, between the first and the second backup. */
  readonly change: (db: Database) => Promise<void>;
}

export interface BackupRunFigures {
  /** Milliseconds until the manifest is stored. */
  readonly storeMs: number;
  /** Milliseconds of reading everything back, checking and comparing. */
  readonly proofMs: number;
  /** Bytes added to the place, list of contents included. */
  readonly storedBytes: number;
}

export interface BackupBenchFigures {
  readonly databaseBytes: number;
  readonly first: BackupRunFigures;
  readonly unchanged: BackupRunFigures;
  readonly day: BackupRunFigures;
  /** Milliseconds from the place to a checked and compared database. */
  readonly restoreMs: number;
  readonly maxRssBytes: number;
}

function context(db: Database, input: BackupBenchInput): BackupContext {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const own = generateAgeKeyPair();
  const anchors = new Map<string, BackupAnchor>();
  return {
    store: new FolderStore(path.join(input.dir, 'place')), source: snapshotSource(db), inspect: inspectDatabase,
    signer: { publicKeyDer: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }), sign: async data => sign('sha256', data, createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }))) },
    anchors: { read: async id => anchors.get(id), write: async anchor => void anchors.set(anchor.repositoryId, anchor) },
    recipients: [generateAgeKeyPair().recipient, own.recipient], identity: new Redacted(own.identity), keyHex: new Redacted(input.keyHex),
    clinic: { id: 'bench', name: 'bench' }, appVersion: 'bench', vaultFiles: async () => [], keyFiles: async () => [], workFolder: path.join(input.dir, 'work'),
    now: () => new Date(), onProgress: () => undefined,
  };
}

const placeBytes = async (ctx: BackupContext): Promise<number> => (await ctx.store.list('m/')).reduce((sum, object) => sum + object.size, 0);

async function measure(ctx: BackupContext): Promise<BackupRunFigures & { databaseBytes: number }> {
  const before = await placeBytes(ctx);
  const started = performance.now();
  let storedAt = 0;
  const onProgress = ({ phase }: JobProgress) => {
    if (phase === 'verifying' && storedAt === 0) storedAt = performance.now();
  };
  const { generation } = await runBackup({ ...ctx, onProgress });
  const end = performance.now();
  return { storeMs: storedAt - started, proofMs: end - storedAt, storedBytes: (await placeBytes(ctx)) - before, databaseBytes: generation.databaseBytes };
}

/** First backup, one without any change, one after a clinic day, and a whole restore; each proven as in the product. */
export async function benchBackup(input: BackupBenchInput): Promise<BackupBenchFigures> {
  await mkdir(path.join(input.dir, 'place'), { recursive: true });
  await mkdir(path.join(input.dir, 'work'), { recursive: true });
  const db = await openDatabase({ file: input.file, mode: 'readwrite', getKeyHex: () => input.keyHex });
  try {
    const ctx = context(db, input);
    await createRepository(ctx.store, ctx.clinic.id, ctx.now());
    const first = await measure(ctx);
    const unchanged = await measure(ctx);
    await input.change(db);
    const day = await measure(ctx);
    const started = performance.now();
    const [newest] = await openGenerations({ store: ctx.store, identities: [ctx.identity.reveal()], fingerprint: null });
    if (newest === undefined) throw new Error('nothing to restore');
    const folder = path.join(input.dir, `restore-${randomUUID()}`);
    const comparison = await stageRestore({ store: ctx.store, manifest: newest.manifest, identities: [ctx.identity.reveal()], keyHex: ctx.keyHex, folder, inspect: inspectDatabase, onProgress: () => undefined });
    const restoreMs = performance.now() - started;
    if (!comparison.equal) throw new Error('the restored database is not equal');
    await rm(folder, { recursive: true, force: true });
    return { databaseBytes: day.databaseBytes, first, unchanged, day, restoreMs, maxRssBytes: process.resourceUsage().maxRSS * 1024 };
  } finally {
    await db.close();
  }
}
