import type { Manifest } from '#shared/domain/backup/manifest.ts';
import type { DrillCertificate, DrillLine } from '#shared/domain/drill/drill.ts';
import type { Redacted } from '#shared/kernel/redacted.ts';
import type { InspectScratch, ScratchRequest } from '../../backup/drill/perform-drill.ts';
import { type Database, openDatabase } from '../../db/database.ts';
import type { Reader } from '../../db/handles.ts';
import { isOfThisComputer } from '../../db/storage-error.ts';
import type { DeviceSigner } from '../../security/vault/device-key.ts';
import { hashAt } from '../../repositories/log.ts';
import { inspectDatabase } from '../backup/database-source.ts';
import { verifyChain } from '../log/verify-chain.ts';
import { compareSamples, SAMPLE, type SampleSize } from './compare-samples.ts';
import { isOtherPast } from './other-past.ts';

export interface InspectorOptions {
  /** The open database to hold samples against; null for a drill with the kit alone. */
  readonly live: Reader | null;
  /** Accepts the log's signed points; null for a drill with the kit alone. */
  readonly signer: Pick<DeviceSigner, 'verifyPlain'> | null;
  readonly monotonicMs: () => number;
  readonly size?: SampleSize;
}

async function brokenReferences(db: Database): Promise<number> {
  return db.exclusive(async connection => (await connection.all('PRAGMA foreign_key_check')).length);
}

async function openScratchDatabase(file: string, keyHex: Redacted<string>): Promise<Database | null> {
  try {
    return await openDatabase({ file, mode: 'readwrite', getKeyHex: () => keyHex.reveal() });
  } catch (error) {
    if (isOfThisComputer(error)) throw error;
    return null; // not openable: counted as a broken structure by the caller
  }
}

async function insideOf(db: Database, { manifest, onProgress }: ScratchRequest, { live, signer, monotonicMs, size = SAMPLE }: InspectorOptions): Promise<DrillLine[]> {
  const broken = await brokenReferences(db);
  const chain = await verifyChain(db.reader, { signer, anchors: [manifest.logHead], monotonicMs, progress: (done, total) => onProgress({ phase: 'comparing', done, total }) });
  // The open log has gone on since; its row at the backup's head must still be that very row, unless it was restored from before it.
  const isOurs = live !== null && (await hashAt(live, manifest.logHead.seq)) === manifest.logHead.hash;
  const isAlone = live === null || (!isOurs && (await isOtherPast(db.reader, live, manifest.logHead)));
  const chainFaults = (chain.ok ? 0 : 1) + (isOurs || isAlone ? 0 : 1);
  return [
    line('references', 1, broken), line('logChain', chain.rows, chainFaults),
    ...(await compareSamples({ scratch: db.reader, live: isAlone ? null : live, createdAt: manifest.createdAt, size })),
  ];
}

type Seen = Awaited<ReturnType<typeof inspectDatabase>>;

const foundIn = ({ counts, logHead }: Seen): DrillCertificate['found'] => (counts === null || logHead === null ? null : { counts, logHead });

/** How many of the four counts and the two halves of the log's head are not what the manifest says. */
function miscounts(found: DrillCertificate['found'], { counts, logHead }: Manifest): number {
  if (found === null) return FIGURES;
  const names = ['patients', 'notes', 'versions', 'log'] as const;
  return names.filter(name => found.counts[name] !== counts[name]).length + (found.logHead.seq === logHead.seq ? 0 : 1) + (found.logHead.hash === logHead.hash ? 0 : 1);
}
const FIGURES = 6;

const line = (check: DrillLine['check'], checked: number, wrong: number): DrillLine => ({ check, outcome: wrong === 0 ? 'ok' : 'failed', checked, wrong });

/**
 * Looks into a restored scratch file: HMAC of every page, structure, references, counts and log head against the
 * manifest, the whole log chain, and samples. A file whose pages are damaged is not looked into any further.
 */
export const scratchInspector = (options: InspectorOptions): InspectScratch => async request => {
  const { manifest } = request;
  const seen = await inspectDatabase(request.file, request.keyHex);
  const found = foundIn(seen);
  const lines = [line('pages', manifest.pages, seen.damagedPages), line('structure', 1, seen.structureProblems), line('counts', FIGURES, miscounts(found, manifest))];
  if (seen.damagedPages > 0 || seen.structureProblems > 0) return { lines, found };
  request.onProgress({ phase: 'comparing', done: 0, total: 1 });
  const db = await openScratchDatabase(request.file, request.keyHex);
  if (db === null) return { lines: [...lines, line('references', 1, 1)], found };
  try {
    return { lines: [...lines, ...(await insideOf(db, request, options))], found };
  } finally {
    await db.close();
  }
};
