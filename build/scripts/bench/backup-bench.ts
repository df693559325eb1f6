import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

import type { BackupAnchor, BackupContext } from '#electron/core/backup/engine/ports.ts';
import { rebuild } from '#electron/core/backup/engine/rebuild.ts';
import { createRepository } from '#electron/core/backup/engine/repository.ts';
import { runBackup } from '#electron/core/backup/engine/run-backup.ts';
import { openGenerations } from '#electron/core/backup/restore/generations.ts';
import { type Database, openDatabase } from '#electron/core/db/database.ts';
import type { BackupStore } from '#electron/core/ports/backup-store.ts';
import { generateAgeKeyPair } from '#electron/core/security/age/keys.ts';
import { inspectDatabase, snapshotSource } from '#electron/core/services/backup/database-source.ts';
import type { JobProgress } from '#shared/domain/backup/backup.ts';
import { Redacted } from '#shared/kernel/redacted.ts';
import { measureWriter, type WriterFigures } from './backup-writer.ts';

export interface BackupBenchInput {
  /** An encrypted clinic database; written to by the two days and by the writer. */
  readonly file: string;
  readonly keyHex: string;
  /** An empty folder for bookkeeping and restored copies. */
  readonly dir: string;
  /** Empty places: one for the runs, one for the run beside a writer. */
  readonly stores: readonly [BackupStore, BackupStore];
  /** The day of design/backup.md §D, and the ten practitioners' day of design/storage.md §E. */
  readonly days: readonly [(db: Database) => Promise<void>, (db: Database) => Promise<void>];
  /** How long the writer is measured without a backup. */
  readonly aloneMs: number;
  /** Called when the first place is not needed any more. */
  readonly freeFirst?: () => void;
}

export interface BackupRunFigures {
  /** Milliseconds until the manifest is stored. */
  readonly storeMs: number;
  /** Milliseconds of reading back, checking and comparing. */
  readonly proofMs: number;
  /** Bytes added to the place, list of contents included. */
  readonly storedBytes: number;
}

export interface BackupBenchFigures {
  readonly databaseBytes: number;
  readonly first: BackupRunFigures;
  readonly unchanged: BackupRunFigures;
  readonly day: BackupRunFigures;
  readonly bigDay: BackupRunFigures;
  /** Milliseconds from the place to the database file on the disk, its SHA-256 compared. */
  readonly restoreMs: number;
  /** Milliseconds of SQLite's and SQLCipher's checks of that file, and of counting. */
  readonly checkMs: number;
  /** Commits without and beside a first backup. */
  readonly writer: { readonly alone: WriterFigures; readonly beside: WriterFigures };
  /** Resident memory before the first run and at its highest until the first run's pages were stored. */
  readonly rss: { readonly before: number; readonly highest: number };
}

function context(db: Database, input: BackupBenchInput, work: string): BackupContext {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const own = generateAgeKeyPair();
  const anchors = new Map<string, BackupAnchor>();
  return {
    store: input.stores[0], source: snapshotSource(db), inspect: inspectDatabase,
    signer: { publicKeyDer: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }), sign: async data => sign('sha256', data, createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }))) },
    anchors: { read: async id => anchors.get(id), write: async anchor => void anchors.set(anchor.repositoryId, anchor) },
    recipients: [generateAgeKeyPair().recipient, own.recipient], identity: new Redacted(own.identity), keyHex: new Redacted(input.keyHex),
    clinic: { id: 'bench', name: 'bench' }, appVersion: 'bench', vaultFiles: async () => [], keyFiles: async () => [], workFolder: path.join(input.dir, work),
    now: () => new Date(), onProgress: () => undefined,
  };
}

const placeBytes = async (ctx: BackupContext): Promise<number> => (await ctx.store.list('m/')).reduce((sum, object) => sum + object.size, 0);

type Measured = BackupRunFigures & { readonly databaseBytes: number; readonly highestRss: number };

async function measure(ctx: BackupContext): Promise<Measured> {
  const before = await placeBytes(ctx);
  const started = performance.now();
  let [storedAt, highestRss] = [0, 0];
  const watch = setInterval(() => (highestRss = storedAt === 0 ? Math.max(highestRss, process.memoryUsage.rss()) : highestRss), 10);
  const onProgress = ({ phase }: JobProgress) => {
    if (phase === 'verifying' && storedAt === 0) storedAt = performance.now();
  };
  try {
    const { generation } = await runBackup({ ...ctx, onProgress });
    const end = performance.now();
    return { storeMs: storedAt - started, proofMs: end - storedAt, storedBytes: (await placeBytes(ctx)) - before, databaseBytes: generation.databaseBytes, highestRss };
  } finally {
    clearInterval(watch);
  }
}

async function measureRestore(ctx: BackupContext, dir: string): Promise<{ restoreMs: number; checkMs: number }> {
  const started = performance.now();
  const [newest] = await openGenerations({ store: ctx.store, identities: [ctx.identity.reveal()], fingerprint: null });
  if (newest === undefined) throw new Error('nothing to restore');
  const target = path.join(dir, `restore-${randomUUID()}.db`);
  const { fileSha256 } = await rebuild({ store: ctx.store, manifest: newest.manifest, identities: [ctx.identity.reveal()], target, onProgress: () => undefined });
  const restored = performance.now();
  const found = await inspectDatabase(target, ctx.keyHex);
  const checked = performance.now();
  if (fileSha256 !== newest.manifest.fileSha256 || JSON.stringify(found.counts) !== JSON.stringify(newest.manifest.counts)) throw new Error('the restored database is not equal');
  await rm(target, { force: true });
  return { restoreMs: restored - started, checkMs: checked - restored };
}

/** Ends a run whose pages are stored and whose proof nobody waits for. */
class Enough extends Error {}

/** Every page once more, to an empty place, while somebody commits; only until the pages are stored. */
async function besideWriter(db: Database, ctx: BackupContext, aloneMs: number): Promise<BackupBenchFigures['writer']> {
  const alone = await measureWriter(db, new Promise(resolve => setTimeout(resolve, aloneMs)));
  const run = runBackup({ ...ctx, onProgress: ({ phase }) => { if (phase === 'verifying') throw new Enough(); } }).catch((error: unknown) => {
    if (!(error instanceof Enough)) throw error;
  });
  const beside = await measureWriter(db, run);
  await run;
  return { alone, beside };
}

/** First backup, one without any change, one after each of two days, a whole restore, and a backup beside a writer; each proven as in the product. */
export async function benchBackup(input: BackupBenchInput): Promise<BackupBenchFigures> {
  for (const folder of ['work', 'work-2']) await mkdir(path.join(input.dir, folder), { recursive: true });
  const db = await openDatabase({ file: input.file, mode: 'readwrite', getKeyHex: () => input.keyHex });
  try {
    const ctx = context(db, input, 'work');
    const second = { ...context(db, input, 'work-2'), store: input.stores[1] };
    for (const { store, clinic, now } of [ctx, second]) await createRepository(store, clinic.id, now());
    const before = process.memoryUsage.rss();
    const first = await measure(ctx);
    const unchanged = await measure(ctx);
    await input.days[0](db);
    const day = await measure(ctx);
    await input.days[1](db);
    const bigDay = await measure(ctx);
    const restored = await measureRestore(ctx, input.dir);
    input.freeFirst?.();
    const writer = await besideWriter(db, second, input.aloneMs);
    return { databaseBytes: bigDay.databaseBytes, first, unchanged, day, bigDay, ...restored, writer, rss: { before, highest: first.highestRss } };
  } finally {
    await db.close();
  }
}
