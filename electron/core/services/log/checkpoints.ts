import type { Database } from '../../db/database.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AccessLog } from '../../repositories/log.ts';
import { insertCheckpoint, lastCheckpoint } from '../../repositories/log-view.ts';
import type { DeviceSigner } from '../../security/vault/device-key.ts';
import { signCheckpoint } from './checkpoint-signature.ts';

/** security.md §3.8: every 100 rows or 15 minutes, and at lock. */
const EVERY_ROWS = 100;
const EVERY_MS = 15 * 60_000;
const LOOK_EVERY_MS = 5000;

export interface CheckpointDeps {
  readonly db: Database;
  readonly log: AccessLog;
  readonly clock: Clock;
  readonly signer: DeviceSigner;
  /** Notes the point outside the database (vault anchor, operating-system profile). */
  readonly anchor: (point: { readonly seq: number; readonly hash: string }) => Promise<void>;
}

export interface Checkpoints {
  /** Signs and anchors the newest row now, if it is not signed yet. Call at lock and before a backup. */
  take(): Promise<void>;
  /** Takes one if 100 rows or 15 minutes have passed since the last. */
  takeIfDue(): Promise<void>;
  /** Looks every few seconds until stopped. A failure waits for the next look; it never stops the work. */
  start(): () => void;
}

/** Signed points of the log: what lies before one cannot be changed or cut off unnoticed (product.md decision 7). */
export function createCheckpoints(deps: CheckpointDeps): Checkpoints {
  let last: { seq: number; atMs: number } | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  const known = async () => (last ??= { seq: (await lastCheckpoint(deps.db.reader))?.seq ?? 0, atMs: deps.clock.monotonicMs() });

  const takeNow = async (): Promise<void> => {
    const head = deps.log.head();
    if (head.seq <= (await known()).seq) return;
    const facts = { seq: head.seq, hash: head.hash, at: deps.clock.now().toISOString() };
    const signature = signCheckpoint(deps.signer, facts);
    await deps.db.write(tx => insertCheckpoint(tx, { ...facts, signature }));
    last = { seq: facts.seq, atMs: deps.clock.monotonicMs() };
    await deps.anchor(facts);
  };
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const result = queue.then(work);
    queue = result.catch(() => undefined);
    return result;
  };
  const takeIfDue = async (): Promise<void> => {
    const { seq, atMs } = await known();
    const rows = deps.log.head().seq - seq;
    if (rows >= EVERY_ROWS || (rows > 0 && deps.clock.monotonicMs() - atMs >= EVERY_MS)) await takeNow();
  };
  return {
    take: () => inTurn(takeNow),
    takeIfDue: () => inTurn(takeIfDue),
    start: () => {
      const timer = setInterval(() => void inTurn(takeIfDue).catch(() => undefined), LOOK_EVERY_MS);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}
