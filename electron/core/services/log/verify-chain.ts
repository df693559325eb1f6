import { createHash } from 'node:crypto';

import type { ChainFault, ChainReport } from '#shared/domain/log/log-line.ts';
import type { Reader } from '../../db/handles.ts';
import { GENESIS_HASH, LOG_DOMAIN, readHead, type ChainHead } from '../../repositories/log.ts';
import { readChainRows, readCheckpoints, readDays, type ChainRow, type DayRange, type StoredCheckpoint } from '../../repositories/log-view.ts';
import type { DeviceSigner } from '../../security/vault/device-key.ts';
import { isCheckpointSigned } from './checkpoint-signature.ts';

const BATCH = 1000;

/** A point of the log known from outside the database: vault anchor, backup manifest, printed receipt. */
export interface LogAnchor {
  readonly seq: number;
  readonly hash: string;
}

export interface VerifyOptions {
  /** Accepts checkpoint signatures; null when only the chain can be checked. */
  readonly signer: Pick<DeviceSigner, 'verifyPlain'> | null;
  readonly anchors: readonly LogAnchor[];
  readonly progress?: (done: number, total: number) => void;
  readonly monotonicMs: () => number;
}

type Bad = { readonly seq: number; readonly fault: ChainFault };

/** The same as `hashOfRow`: the text is already in RFC 8785 form. */
export const hashOfBody = (body: string): string => createHash('sha256').update(LOG_DOMAIN + body).digest('hex');

/** Why this row cannot follow the one before it, or null. */
function faultOf(row: ChainRow, previous: { readonly seq: number; readonly hash: string }): Bad | null {
  if (row.seq !== previous.seq + 1) return { seq: previous.seq + 1, fault: 'removed' };
  if (hashOfBody(row.body) !== row.hash) return { seq: row.seq, fault: 'edited' };
  return row.prev_hash === previous.hash ? null : { seq: row.seq, fault: 'linkBroken' };
}

interface Walk {
  readonly bad: Bad | null;
  readonly rows: number;
  readonly end: { readonly seq: number; readonly hash: string };
  readonly days: DaysFound;
}

/** Walks the whole chain up to `head`, looking at the fixed points on the way. */
async function walk(db: Reader, fixed: ReadonlyMap<number, string>, options: VerifyOptions & { readonly head: ChainHead }): Promise<Walk> {
  let end = { seq: 0, hash: GENESIS_HASH };
  let rows = 0;
  const days: DaysFound = new Map();
  while (end.seq < options.head.seq) {
    const batch = await readChainRows(db, { after: end.seq, limit: Math.min(BATCH, options.head.seq - end.seq) });
    if (batch.length === 0) break;
    for (const row of batch) {
      const bad = faultOf(row, end);
      if (bad !== null) return { bad, rows, end, days };
      const expected = fixed.get(row.seq);
      if (expected !== undefined && expected !== row.hash) return { bad: { seq: row.seq, fault: 'rewritten' }, rows, end, days };
      countDay(days, row);
      end = { seq: row.seq, hash: row.hash };
      rows += 1;
    }
    options.progress?.(end.seq, options.head.seq);
  }
  return { bad: null, rows, end, days };
}

/** Where the rows of each day, action and person really lie. Two numbers each: a long log has hundreds of thousands. */
type DaysFound = Map<string, { readonly first: number; last: number }>;

const keyOf = ({ action, actor, day }: Pick<DayRange, 'action' | 'actor' | 'day'>): string => `${day} ${action} ${actor}`;

function countDay(days: DaysFound, row: ChainRow): void {
  const key = keyOf(row);
  const found = days.get(key);
  if (found) found.last = row.seq;
  else days.set(key, { first: row.seq, last: row.seq });
}

/** Entries of the day index that would hide log rows from the views. Takes those that are right out of `days`. */
async function hiddenDay(db: Reader, days: DaysFound): Promise<Bad | null> {
  let last: DayRange | null = null;
  do {
    const page: DayRange[] = await readDays(db, last, BATCH);
    for (const stored of page) {
      const real = days.get(keyOf(stored));
      if (real && stored.first_seq <= real.first && stored.last_seq >= real.last) days.delete(keyOf(stored));
    }
    last = page.at(-1) ?? null;
  } while (last !== null);
  const hidden = [...days.values()].reduce((first, range) => Math.min(first, range.first), Number.POSITIVE_INFINITY);
  return Number.isFinite(hidden) ? { seq: hidden, fault: 'indexWrong' } : null;
}

/** The earliest known point beyond the chain's end: rows up to it existed once. */
function cutOff(points: readonly LogAnchor[], end: number): Bad | null {
  return points.some(point => point.seq > end) ? { seq: end + 1, fault: 'truncated' } : null;
}

const forged = (checkpoints: readonly StoredCheckpoint[], { signer }: VerifyOptions): StoredCheckpoint | undefined =>
  signer === null ? undefined : checkpoints.find(point => !isCheckpointSigned(signer, point, point.signature));

/**
 * Checks every row, every link, every signed checkpoint and the anchors from outside, and names the first row
 * that is not what was written. Rows after the newest fixed point are protected by the chain alone; the report says
 * how many (product.md decision 7). Reads while others write: rows added meanwhile are left for the next time.
 */
export async function verifyChain(db: Reader, options: VerifyOptions): Promise<ChainReport> {
  const started = options.monotonicMs();
  const head = await readHead(db);
  const checkpoints = await readCheckpoints(db);
  const anchors = options.anchors.filter(anchor => anchor.seq > 0);
  const points = [...checkpoints, ...anchors];
  const walked = await walk(db, new Map(points.map(point => [point.seq, point.hash])), { ...options, head });
  const forgedPoint = forged(checkpoints, options);
  const candidates = [
    walked.bad,
    walked.bad === null ? cutOff(points, walked.end.seq) : null,
    forgedPoint === undefined ? null : { seq: forgedPoint.seq, fault: 'checkpointForged' as const },
    walked.bad === null ? await hiddenDay(db, walked.days) : null,
  ].filter(bad => bad !== null);
  const firstBad = candidates.sort((a, b) => a.seq - b.seq)[0] ?? null;
  const good = checkpoints.filter(point => point.seq <= walked.end.seq && (forgedPoint === undefined || point.seq < forgedPoint.seq)).at(-1);
  const fixedTo = Math.max(good?.seq ?? 0, ...anchors.map(anchor => anchor.seq).filter(seq => seq <= walked.end.seq));
  return {
    ok: firstBad === null,
    rows: walked.rows,
    head: { seq: head.seq, hash: head.hash },
    firstBad,
    checkpoints: checkpoints.length,
    lastCheckpoint: good === undefined ? null : { seq: good.seq, at: good.at },
    exposedRows: Math.max(0, head.seq - fixedTo),
    durationMs: Math.round(options.monotonicMs() - started),
  };
}
