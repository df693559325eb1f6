import type { Select } from './backup-facts.ts';

/** One tree of a database file: a table or an index, and the page it begins on. */
export interface StoredTree {
  readonly kind: 'table' | 'index';
  readonly name: string;
  readonly table: string;
  readonly root: number;
}

/** Every tree of the file, SQLite's own list of them first. */
export async function readTreeRoots(select: Select): Promise<StoredTree[]> {
  const rows = (await select("SELECT type AS kind, name, tbl_name AS \"table\", rootpage AS root FROM sqlite_master WHERE type IN ('table', 'index') AND rootpage > 0")) as unknown as StoredTree[];
  return [{ kind: 'table', name: 'sqlite_master', table: 'sqlite_master', root: 1 }, ...rows];
}

/** Columns that say when a row was written, best first. */
const WHEN = ['created_at', 'entered_at', 'registered_at', 'issued_at', 'recorded_at', 'at', 'changed_at', 'saved_at'];
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** When the nearest row with a number up to (`below`) or above this one was written; null when there is none or the table does not say. */
export async function readInstantBeside(select: Select, o: { readonly table: string; readonly rowid: number; readonly side: 'below' | 'above' }): Promise<string | null> {
  const columns = new Set((await select(`PRAGMA table_info(${quoted(o.table)})`)).map(row => row['name']));
  const when = WHEN.find(name => columns.has(name));
  if (when === undefined) return null;
  const [way, order] = o.side === 'below' ? ['<=', 'DESC'] : ['>', 'ASC'];
  const [row] = await select(`SELECT ${quoted(when)} AS at FROM ${quoted(o.table)} WHERE rowid ${way} ${Math.trunc(o.rowid)} ORDER BY rowid ${order} LIMIT 1`);
  return typeof row?.['at'] === 'string' ? row['at'] : null;
}
