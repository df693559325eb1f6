import type { Database } from '#electron/core/db/database.ts';

/** How long commits took, in milliseconds. */
export interface WriterFigures {
  readonly commits: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const EVERY_MS = 20;

/** Commits one row every 20 ms, as somebody who types with autosave and ten colleagues do, until `end` resolves. */
export async function measureWriter(db: Database, end: Promise<unknown>): Promise<WriterFigures> {
  await db.exclusive(connection => connection.exec('CREATE TABLE IF NOT EXISTS bench_writer (n INTEGER)'));
  const waits: number[] = [];
  let isOver = false;
  void end.then(() => (isOver = true), () => (isOver = true));
  while (!isOver) {
    const started = performance.now();
    await db.write(tx => tx.raw('INSERT INTO bench_writer VALUES (1)'));
    waits.push(performance.now() - started);
    await new Promise(resolve => setTimeout(resolve, EVERY_MS));
  }
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { commits: sorted.length, p50: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? 0 };
}
