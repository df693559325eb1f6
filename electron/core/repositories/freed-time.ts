import type { Reader } from '../db/handles.ts';

export interface FreedRow {
  readonly resourceId: string;
  /** What the visit kept busy, buffers included, ISO UTC. */
  readonly start: string;
  readonly end: string;
}

/** Blocks with practitioners that were given up and lie between two instants, soonest first. Some may be taken again. */
export async function findFreedTimes(db: Reader, range: { readonly from: string; readonly to: string; readonly limit: number }): Promise<FreedRow[]> {
  return (await db.raw(
    `SELECT resource_id AS resourceId, start_utc AS start, end_utc AS "end" FROM freed_time WHERE start_utc >= ? AND start_utc < ? ORDER BY start_utc LIMIT ?`,
    [range.from, range.to, range.limit],
  )) as FreedRow[];
}
