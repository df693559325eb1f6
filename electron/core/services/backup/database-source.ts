import { rm } from 'node:fs/promises';

import type { Redacted } from '#shared/kernel/redacted.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { countDamagedPages } from '../../backup/engine/page-checks.ts';
import type { Inspection, SnapshotSource } from '../../backup/engine/ports.ts';
import { codeOf } from '../../backup/engine/system-code.ts';
import type { Database } from '../../db/database.ts';
import type { OpenMode, RawConnection } from '../../db/driver/driver.ts';
import { openConnection, PAGE_BYTES } from '../../db/open-connection.ts';
import { platformDriver } from '../../db/platform-driver.ts';
import { isOfThisComputer, storageError } from '../../db/storage-error.ts';
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

async function ask<T>(o: { file: string; mode: OpenMode; keyHex: Redacted<string> }, work: (connection: RawConnection) => Promise<T>): Promise<T> {
  let connection: RawConnection | undefined;
  try {
    connection = await openConnection({ driver: await platformDriver(), file: o.file, mode: o.mode, getKeyHex: () => o.keyHex.reveal() });
    return await work(connection);
  } finally {
    await connection?.close().catch(() => undefined);
  }
}

/** Reads a database that may be in use; null when it cannot be read, whatever the reason. */
export async function withConnection<T>(file: string, keyHex: Redacted<string>, work: (connection: RawConnection) => Promise<T>): Promise<T | null> {
  return ask({ file, mode: 'readonly', keyHex }, work).catch(() => null);
}

/**
 * Reads a restored file that nobody else has open; null when the file is damaged. What this computer could not do (no
 * room, a disk that does not read) is thrown as db.*: it is no word about the backup. After a page that does not check
 * out, SQLCipher's connection answers every question with an error, so each question gets its own.
 */
export async function withRestored<T>(file: string, keyHex: Redacted<string>, work: (connection: RawConnection) => Promise<T>): Promise<T | null> {
  try {
    return await ask({ file, mode: 'still', keyHex }, work);
  } catch (error) {
    if (isOfThisComputer(error)) throw storageError(error);
    return null;
  }
}

/** Removes what Windows' driver leaves beside a WAL database that it only read: a restored file must stand alone. */
export async function removeBeside(file: string): Promise<void> {
  for (const suffix of ['-wal', '-shm']) await rm(`${file}${suffix}`, { force: true });
}

const STRUCTURE_CHECK = 'PRAGMA quick_check';

async function countDamaged(file: string, keyHex: Redacted<string>): Promise<number | null> {
  try {
    return await countDamagedPages({ file, keyHex, pageSize: PAGE_BYTES });
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || isAppError(error, 'db.corrupt')) return null;
    throw /^E[A-Z]+$/.test(codeOf(error)) ? new AppError('db.io', {}, error) : error;
  }
}

/**
 * Checks a database file that nobody else has open: every page's HMAC, SQLite's own structure, the counts and the
 * log's head. Both checks are needed: a careless copy can be structurally broken with every HMAC right (storage.md C2).
 * Errors: db.diskFull, db.busy, db.io, db.readOnly when this computer could not do it.
 */
export async function inspectDatabase(file: string, keyHex: Redacted<string>): Promise<Inspection> {
  const checkStructure = () => withRestored(file, keyHex, connection => connection.all(STRUCTURE_CHECK));
  const readFacts = () => withRestored(file, keyHex, async connection => {
    const select = (sql: string) => connection.all(sql);
    return { counts: await readCounts(select), logHead: await readLogHead(select) };
  });
  // both read the whole file and take most of their time to decrypt: side by side on two cores
  const [damaged, first] = await Promise.all([countDamaged(file, keyHex), checkStructure()]);
  // "could not be asked" is called damage only when it says so twice, and alone: a short want of memory is none
  const structure = first ?? (await checkStructure());
  const facts = (await readFacts()) ?? (await readFacts());
  await removeBeside(file);
  const problems = structure?.filter(row => Object.values(row)[0] !== 'ok').length;
  return { damagedPages: damaged ?? 1, structureProblems: problems ?? 1, counts: facts?.counts ?? null, logHead: facts?.logHead ?? null };
}

/** Which clinic a restored database is, for the sign-in screen; null when that part of it cannot be read. */
export async function readRestored(file: string, keyHex: Redacted<string>): Promise<RestoredClinic | null> {
  const found = await withRestored(file, keyHex, readRestoredClinic);
  await removeBeside(file);
  return found;
}
