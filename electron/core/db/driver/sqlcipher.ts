import { pathToFileURL } from 'node:url';

import sqlcipher from '@journeyapps/sqlcipher';

import { AppError } from '#shared/kernel/app-error.ts';
import { type Binding, BUSY_TIMEOUT_MS, type Driver, type OpenMode, type RawConnection, type Row, type RunResult } from './driver.ts';

const STATEMENTS_KEPT = 200;
const FLAGS: Readonly<Record<OpenMode, number>> = {
  create: sqlcipher.OPEN_READWRITE | sqlcipher.OPEN_CREATE,
  readwrite: sqlcipher.OPEN_READWRITE,
  readonly: sqlcipher.OPEN_READONLY,
  still: sqlcipher.OPEN_READONLY | sqlcipher.OPEN_URI,
};

/** The driver for Linux and macOS: asynchronous, on libuv's thread pool (product.md decision 4). */
export const sqlcipherDriver: Driver = {
  name: 'sqlcipher',
  open: async (file, mode, keyHex) => {
    const connection = new SqlcipherConnection(await openHandle(file, mode));
    try {
      await connection.all('PRAGMA cipher_log_level = NONE'); // otherwise each bad page is written to stderr
      // A foreign libsqlite3 loaded first turns PRAGMA key into a silent no-op: no rows here means plaintext (storage.md A3).
      if ((await connection.all('PRAGMA cipher_version')).length !== 1) throw new AppError('db.encryptionUnavailable');
      const keyed = await connection.all(`PRAGMA key = "x'${keyHex}'"`);
      if (keyed[0]?.['ok'] !== 'ok') throw new AppError('db.encryptionUnavailable');
      await connection.all('PRAGMA cipher_page_size = 4096');
      await connection.all('PRAGMA cipher_memory_security = OFF'); // storage.md B6: ON floods stderr and exhausts mappings
      return connection;
    } catch (error) {
      await connection.close().catch(() => undefined);
      throw error;
    }
  },
};

function openHandle(file: string, mode: OpenMode): Promise<sqlcipher.Database> {
  const name = mode === 'still' ? `${pathToFileURL(file).href}?immutable=1` : file; // https://sqlite.org/uri.html
  return new Promise((resolve, reject) => {
    const handle = new sqlcipher.Database(name, FLAGS[mode], error => (error ? reject(error) : resolve(handle)));
  });
}

class SqlcipherConnection implements RawConnection {
  readonly #handle: sqlcipher.Database;
  readonly #statements = new Map<string, sqlcipher.Statement>();

  constructor(handle: sqlcipher.Database) {
    this.#handle = handle;
    this.#handle.configure('busyTimeout', BUSY_TIMEOUT_MS);
  }

  all(sql: string, bindings: readonly Binding[] = []): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      const done = (error: Error | null, rows: Row[]) => (error ? reject(error) : resolve(rows));
      if (!isCacheable(sql)) this.#handle.all(sql, [...bindings], done);
      else this.#prepared(sql, reject).all([...bindings], done);
    });
  }

  run(sql: string, bindings: readonly Binding[] = []): Promise<RunResult> {
    return new Promise((resolve, reject) => {
      const done = function (this: sqlcipher.RunResult, error: Error | null) {
        if (error) reject(error);
        else resolve({ changes: this.changes, lastID: this.lastID });
      };
      if (!isCacheable(sql)) this.#handle.run(sql, [...bindings], done);
      else this.#prepared(sql, reject).run([...bindings], done);
    });
  }

  exec(sql: string): Promise<void> {
    return new Promise((resolve, reject) => this.#handle.exec(sql, error => (error ? reject(error) : resolve())));
  }

  interrupt(): void {
    this.#handle.interrupt();
  }

  async close(): Promise<void> {
    for (const statement of this.#statements.values()) await new Promise<void>(done => statement.finalize(() => done()));
    this.#statements.clear();
    await new Promise<void>((resolve, reject) => this.#handle.close(error => (error ? reject(error) : resolve())));
  }

  #prepared(sql: string, failed: (error: Error) => void): sqlcipher.Statement {
    const kept = this.#statements.get(sql);
    if (kept) {
      this.#statements.delete(sql); // moves it to the end: the first entry is always the least recently used
      this.#statements.set(sql, kept);
      return kept;
    }
    const statement = this.#handle.prepare(sql, (error: Error | null) => {
      if (!error) return;
      this.#statements.delete(sql);
      failed(error);
    });
    this.#statements.set(sql, statement);
    if (this.#statements.size > STATEMENTS_KEPT) {
      const [oldest, unused] = this.#statements.entries().next().value as [string, sqlcipher.Statement];
      this.#statements.delete(oldest);
      unused.finalize();
    }
    return statement;
  }
}

const isCacheable = (sql: string): boolean => /^\s*(select|insert|update|delete|with|begin|commit)\b/i.test(sql);
