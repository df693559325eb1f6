import { AppError } from '#shared/kernel/app-error.ts';
import type { Database } from './database.ts';
import type { Reader } from './handles.ts';
import { MIGRATIONS, type Migration } from './migrations/index.ts';

/**
 * Brings the schema up to this program's version, one transaction per step, its number written in the same
 * transaction: after a kill at any point the file is at some whole version. Returns the versions passed.
 * Errors: db.tooNew when the file was written by a newer program (nothing is changed).
 */
export async function migrate(db: Database, list: readonly Migration[] = MIGRATIONS): Promise<{ readonly from: number; readonly to: number }> {
  const from = await schemaVersion(db.reader);
  const newest = list.at(-1)?.version ?? 0;
  if (from > newest) throw new AppError('db.tooNew', { file: from, program: newest });
  for (const { version, up } of list) {
    if (version <= from) continue;
    await db.write(async tx => {
      await up(tx);
      await tx.raw(`PRAGMA user_version = ${version}`);
    });
  }
  return { from, to: newest };
}

/** The version written in the file; 0 for a new one. */
export async function schemaVersion(db: Reader): Promise<number> {
  const rows = (await db.raw('PRAGMA user_version')) as [{ user_version: number }];
  return rows[0].user_version;
}
