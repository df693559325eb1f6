import type { LogHead } from '#shared/domain/backup/backup.ts';
import type { Reader } from '../../db/handles.ts';
import { hashAt, isRestoredAfter } from '../../repositories/log.ts';

/** The last row both logs have: rows are chained, so they are equal up to some number and nowhere after it. */
async function lastCommonRow(one: Reader, other: Reader, head: number): Promise<number> {
  let [same, differs] = [0, head];
  while (differs - same > 1) {
    const middle = Math.floor((same + differs) / 2);
    if ((await hashAt(one, middle)) === (await hashAt(other, middle))) same = middle;
    else differs = middle;
  }
  return same;
}

/**
 * True when a backup, whose log ends at `head`, was made in what the open clinic would have become had it not been
 * restored: both logs are one up to a row after which the open one says that it was restored. The lost computer's newest
 * backup at a place the new one has not yet written to is such a one; it can only be held against itself.
 */
export async function isOtherPast(backup: Reader, live: Reader, head: LogHead): Promise<boolean> {
  const common = await lastCommonRow(backup, live, head.seq);
  return common > 0 && isRestoredAfter(live, common);
}
