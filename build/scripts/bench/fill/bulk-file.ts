import Sqlite from 'better-sqlite3-multiple-ciphers';

export type Handle = InstanceType<typeof Sqlite>;
export type Value = string | number | null | Uint8Array;
export type Statement = Sqlite.Statement<Value[]>;

/** Opens a file for measuring or filling; `keyHex` null means a file without encryption. */
export function openSync(file: string, keyHex: string | null, options: { readonly readonly?: boolean } = {}): Handle {
  const handle = new Sqlite(file, { fileMustExist: true, timeout: 5000, ...options });
  if (keyHex === null) return handle;
  handle.pragma("cipher = 'sqlcipher'");
  handle.pragma('legacy = 4');
  handle.pragma(`key = "x'${keyHex}'"`);
  return handle;
}

/** A prepared insert into `table`. */
export function inserter(db: Handle, table: string, columns: readonly string[]): (...values: Value[]) => void {
  const statement = db.prepare<Value[]>(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
  return (...values) => void statement.run(...values);
}

/** These tables' guards look every row up several times; the fill keeps their rules itself and puts them back as they were. */
const GUARDED = ['appointment', 'appointment_resource', 'appointment_event', 'note', 'note_version', 'signature', 'audit_event', 'attachment', 'attachment_chunk'];

/**
 * Runs `work` in one transaction without the guards of the big tables and without durability; the file is in WAL mode
 * and its triggers, to the letter, are back before the transaction ends.
 */
export function fillInBulk<T>(file: string, keyHex: string, work: (db: Handle) => T): T {
  const db = openSync(file, keyHex);
  try {
    for (const pragma of ['journal_mode = DELETE', 'journal_mode = OFF', 'synchronous = OFF', 'cache_size = -524288', 'foreign_keys = OFF', 'locking_mode = EXCLUSIVE']) db.pragma(pragma);
    db.exec('BEGIN IMMEDIATE');
    const triggers = db.prepare<string[], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (${GUARDED.map(() => '?').join(', ')}) ORDER BY rowid`,
    ).all(...GUARDED);
    for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
    const result = work(db);
    for (const { sql } of triggers) db.exec(sql);
    db.exec('COMMIT');
    db.pragma('locking_mode = NORMAL');
    db.pragma('journal_mode = WAL');
    return result;
  } finally {
    db.close();
  }
}
