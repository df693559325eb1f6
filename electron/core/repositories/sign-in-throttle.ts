import type { Database } from '../db/database.ts';
import type { Throttle } from '../security/passphrase/throttle.ts';

type Row = { tag: string; failures: number; not_before: string; last_at: string };

/**
 * Makes the throttle file and its copy in the database agree, the higher count holding: removing or putting back the
 * file does not start anybody's count again (L-04). Call after every unlock.
 */
export async function mirrorThrottle(db: Database, throttle: Throttle, exceptTag?: string): Promise<void> {
  const rows = (await db.reader.raw('SELECT tag, failures, not_before, last_at FROM sign_in_throttle')) as Row[];
  const known = rows.filter(row => row.tag !== exceptTag).map(row => [row.tag, { failures: row.failures, notBefore: row.not_before, lastAt: row.last_at }] as const);
  await throttle.merge(Object.fromEntries(known));
  const counts = Object.entries(await throttle.counts());
  if (rows.length === 0 && counts.length === 0) return;
  await db.write(async tx => {
    await tx.raw('DELETE FROM sign_in_throttle');
    for (const [tag, tries] of counts) await tx('sign_in_throttle').insert({ tag, failures: tries.failures, not_before: tries.notBefore, last_at: tries.lastAt });
  });
}
