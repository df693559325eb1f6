import { rm } from 'node:fs/promises';

import type { Redacted } from '#shared/kernel/redacted.ts';
import type { Inspection, SnapshotSource } from '../../backup/engine/ports.ts';
import type { Database } from '../../db/database.ts';
import type { RawConnection } from '../../db/driver/driver.ts';
import { openConnection } from '../../db/open-connection.ts';
import { platformDriver } from '../../db/platform-driver.ts';
import { type RestoredClinic, readRestoredClinic } from '../../repositories/restored-clinic.ts';
import { readCounts, readLogHead, readSchemaVersion } from '../../repositories/backup-facts.ts';

/** The open database as the backup engine sees it: frozen bytes, and what they contain, read in the same transaction. */
export function snapshotSource(db: Pick<Database, 'snapshot'>): SnapshotSource {
  return {
    snapshot: work =>
      db.snapshot(({ select, ...frozen }) =>
        work({ ...frozen, facts: async () => ({ counts: await readCounts(select), logHead: await readLogHead(select), schemaVersion: await readSchemaVersion(select) }) })),
  };
}

/** After a page that does not check out, SQLCipher's connection answers every question with an error: each check gets its own. */
export async function withConnection<T>(file: string, keyHex: Redacted<string>, work: (connection: RawConnection) => Promise<T>): Promise<T | null> {
  const driver = await platformDriver();
  let connection: RawConnection | undefined;
  try {
    connection = await openConnection({ driver, file, mode: 'readonly', getKeyHex: () => keyHex.reveal() });
    return await work(connection);
  } catch {
    return null; // unreadable: the caller counts that as damage
  } finally {
    await connection?.close().catch(() => undefined);
  }
}

/** Removes what a read-only connection to a WAL database leaves beside the file: a restored file must stand alone. */
export async function removeBeside(file: string): Promise<void> {
  for (const suffix of ['-wal', '-shm']) await rm(`${file}${suffix}`, { force: true });
}

const CIPHER_CHECK = 'PRAGMA cipher_integrity_check';
const STRUCTURE_CHECK = 'PRAGMA quick_check';

/**
 * Checks a database file that nobody else has open: every page's HMAC, SQLite's own structure, the counts and the
 * log's head. Both checks are needed: a careless copy can be structurally broken with every HMAC right (storage.md C2).
 */
export async function inspectDatabase(file: string, keyHex: Redacted<string>): Promise<Inspection> {
  const run = (check: string) => withConnection(file, keyHex, connection => connection.all(check));
  const readFacts = () => withConnection(file, keyHex, async connection => {
    const select = (sql: string) => connection.all(sql);
    return { counts: await readCounts(select), logHead: await readLogHead(select) };
  });
  // both read the whole file and take most of their time to decrypt: side by side on two cores
  const [first, second] = await Promise.all([run(CIPHER_CHECK), run(STRUCTURE_CHECK)]);
  // "could not be asked" is called damage only when it says so twice, and alone: a short want of memory or locks is none
  const damaged = first ?? (await run(CIPHER_CHECK));
  const structure = second ?? (await run(STRUCTURE_CHECK));
  const facts = (await readFacts()) ?? (await readFacts());
  await removeBeside(file);
  const problems = structure?.filter(row => Object.values(row)[0] !== 'ok').length;
  return { damagedPages: damaged?.length ?? 1, structureProblems: problems ?? 1, counts: facts?.counts ?? null, logHead: facts?.logHead ?? null };
}

/** Which clinic a restored database is, for the sign-in screen; null when that part of it cannot be read. */
export async function readRestored(file: string, keyHex: Redacted<string>): Promise<RestoredClinic | null> {
  const found = await withConnection(file, keyHex, readRestoredClinic);
  await removeBeside(file);
  return found;
}
