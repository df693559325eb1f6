import SqliteMultipleCiphers from 'better-sqlite3-multiple-ciphers';

import { AppError } from '#shared/kernel/app-error.ts';
import { type Binding, BUSY_TIMEOUT_MS, type Driver, type RawConnection, type Row, type RunResult } from './driver.ts';

type Handle = InstanceType<typeof SqliteMultipleCiphers>;
type Statement = SqliteMultipleCiphers.Statement<unknown[]>;

/**
 * The driver for Windows, where @journeyapps/sqlcipher does not build: the same SQLCipher 4 file through
 * SQLite3 Multiple Ciphers. Its calls are synchronous; they run in the core process, never in a window.
 */
export const multipleCiphersDriver: Driver = {
  name: 'sqlite3-multiple-ciphers',
  open: async (file, mode, keyHex) => {
    // built without names that carry options: a still file is read like any other, one question after the other
    const handle = new SqliteMultipleCiphers(file, { readonly: mode === 'readonly' || mode === 'still', fileMustExist: mode !== 'create', timeout: BUSY_TIMEOUT_MS });
    try {
      handle.pragma("cipher = 'sqlcipher'");
      handle.pragma('legacy = 4');
      if (handle.pragma('cipher', { simple: true }) !== 'sqlcipher') throw new AppError('db.encryptionUnavailable');
      handle.pragma(`key = "x'${keyHex}'"`);
      return new MultipleCiphersConnection(handle);
    } catch (error) {
      handle.close();
      throw error;
    }
  },
};

class MultipleCiphersConnection implements RawConnection {
  readonly #handle: Handle;
  readonly #statements = new Map<string, Statement>();

  constructor(handle: Handle) {
    this.#handle = handle;
  }

  async all(sql: string, bindings: readonly Binding[] = []): Promise<Row[]> {
    this.#letMigrationsNameTheSchema(sql);
    const statement = this.#prepared(sql);
    if (!statement.reader) {
      statement.run(...bindings);
      return [];
    }
    return statement.all(...bindings) as Row[];
  }

  async run(sql: string, bindings: readonly Binding[] = []): Promise<RunResult> {
    this.#letMigrationsNameTheSchema(sql);
    const statement = this.#prepared(sql);
    if (statement.reader) {
      statement.all(...bindings);
      return { changes: 0, lastID: 0 };
    }
    const result = statement.run(...bindings);
    return { changes: result.changes, lastID: Number(result.lastInsertRowid) };
  }

  async exec(sql: string): Promise<void> {
    this.#handle.exec(sql);
  }

  interrupt(): void {
    // Synchronous: nothing can be running while this is called.
  }

  async close(): Promise<void> {
    this.#handle.close();
  }

  /** This driver opens in SQLite's defensive mode, in which `writable_schema` means nothing; between ON and OFF a migration needs it to. */
  #letMigrationsNameTheSchema(sql: string): void {
    const [, state] = /^PRAGMA writable_schema = (ON|OFF)$/.exec(sql) ?? [];
    if (state) this.#handle.unsafeMode(state === 'ON');
  }

  #prepared(sql: string): Statement {
    const kept = this.#statements.get(sql);
    if (kept) return kept;
    const statement = this.#handle.prepare<unknown[]>(sql);
    if (this.#statements.size >= 200) this.#statements.clear();
    this.#statements.set(sql, statement);
    return statement;
  }
}
