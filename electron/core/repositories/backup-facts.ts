import type { Counts, LogHead } from '#shared/domain/backup/backup.ts';
import type { Row } from '../db/driver/driver.ts';

/** Runs one SELECT; a snapshot's own connection, or one that was opened to check a restored file. */
export type Select = (sql: string) => Promise<Row[]>;

/** What is counted in every backup and again after every restore. */
const COUNTED: Readonly<Record<keyof Counts, { readonly table: string; readonly sql: string }>> = {
  patients: { table: 'patient', sql: 'SELECT count(*) AS n FROM patient' },
  notes: { table: 'note', sql: 'SELECT count(*) AS n FROM note' },
  versions: { table: 'note_version', sql: 'SELECT count(*) AS n FROM note_version' },
  // the log numbers its rows without a gap (migration 0001); to count five years of them would read every row of it
  log: { table: 'audit_event', sql: 'SELECT coalesce((SELECT max(seq) FROM audit_event) - (SELECT min(seq) FROM audit_event) + 1, 0) AS n' },
};

const integer = (row: Row | undefined, column: string): number => {
  const value = row?.[column];
  return typeof value === 'number' ? value : 0;
};

/** Rows per counted table; 0 for a table that this schema version does not have yet. */
export async function readCounts(select: Select): Promise<Counts> {
  const present = new Set((await select("SELECT name FROM sqlite_master WHERE type = 'table'")).map(row => row['name']));
  const count = async ({ table, sql }: (typeof COUNTED)[keyof Counts]) => (present.has(table) ? integer((await select(sql))[0], 'n') : 0);
  return { patients: await count(COUNTED.patients), notes: await count(COUNTED.notes), versions: await count(COUNTED.versions), log: await count(COUNTED.log) };
}

/** The newest log row's number and hash as the file holds them; seq 0 and an empty hash for an empty log. */
export async function readLogHead(select: Select): Promise<LogHead> {
  const [row] = await select('SELECT seq, hash FROM audit_event ORDER BY seq DESC LIMIT 1');
  return row === undefined ? { seq: 0, hash: '' } : { seq: integer(row, 'seq'), hash: String(row['hash']) };
}

/** The schema version written in the file. */
export const readSchemaVersion = async (select: Select): Promise<number> => integer((await select('PRAGMA user_version'))[0], 'user_version');
