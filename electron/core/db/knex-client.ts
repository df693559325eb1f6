import knexFactory, { type Knex } from 'knex';

import { storageError } from './storage-error.ts';
import type { Binding, RawConnection, RunResult } from './driver/driver.ts';

interface QueryObject {
  sql: string;
  bindings?: readonly unknown[];
  method?: string;
  returning?: unknown;
  response?: unknown;
  context?: RunResult;
}
interface KnexTransactionInternals {
  begin(connection: RawConnection): Promise<unknown>;
  commit(connection: RawConnection, value: unknown): Promise<void>;
  query(connection: RawConnection, sql: string): Promise<unknown>;
  trxClient: { query(connection: RawConnection, sql: string): Promise<unknown> };
  _completed: boolean;
  _resolver(value: unknown): void;
  _rejecter(error: unknown): void;
}
type BaseClass = new (config: object) => { connectionSettings: { connect: () => Promise<RawConnection> }; transaction(...args: unknown[]): KnexTransactionInternals };

// knex's own sqlite3 dialect, obtained without a deep import and without loading a driver (storage.md B1).
const Base = (knexFactory({ client: 'sqlite3', useNullAsDefault: true }) as unknown as { client: { constructor: BaseClass } }).client.constructor;

/** knex's sqlite3 dialect over our own connections: prepared statements kept, BEGIN IMMEDIATE, and a COMMIT that may fail. */
class ClinicDialect extends Base {
  _driver(): object {
    return {};
  }

  acquireRawConnection(): Promise<RawConnection> {
    return this.connectionSettings.connect();
  }

  async destroyRawConnection(connection: RawConnection): Promise<void> {
    await connection.close();
  }

  async _query(connection: RawConnection & { __knex__disposed?: unknown }, query: QueryObject): Promise<QueryObject> {
    const bindings = (query.bindings ?? []).map(toBinding);
    try {
      if (usesRun(query)) query.context = await connection.run(query.sql, bindings);
      else query.response = await connection.all(query.sql, bindings);
      return query;
    } catch (error) {
      const named = storageError(error);
      // SQLCipher keeps answering NOMEM after it met a bad page: such a connection is never used again.
      if (named.code === 'db.corrupt') connection.__knex__disposed = named;
      throw named;
    }
  }

  override transaction(...args: unknown[]): KnexTransactionInternals {
    const transaction = super.transaction(...args);
    // Two faults of stock knex (storage.md B2): a deferred BEGIN loses races, and a COMMIT that fails
    // hands the connection back inside the transaction, so that the next acknowledged write is lost.
    transaction.begin = connection => transaction.query(connection, 'BEGIN IMMEDIATE');
    transaction.commit = async (connection, value) => {
      try {
        await transaction.trxClient.query(connection, 'COMMIT');
      } catch (error) {
        await connection.all('ROLLBACK').catch(() => undefined);
        transaction._completed = true;
        transaction._rejecter(error);
        return;
      }
      transaction._completed = true;
      transaction._resolver(value);
    };
    return transaction;
  }
}

/** The driver stores undefined, NaN, bigint and plain objects as something else without a word; here they are mistakes. */
function toBinding(value: unknown): Binding {
  if (typeof value === 'string' || value === null || ArrayBuffer.isView(value)) return value as Binding;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  throw new Error(`a value of type ${Object.prototype.toString.call(value)} cannot be stored`);
}

function usesRun({ method, returning }: QueryObject): boolean {
  if (method === 'insert' || method === 'update') return !returning;
  return method === 'counter' || method === 'del';
}

/** A knex instance whose pool holds `size` connections made by `connect`. Values never appear in its errors or on the console. */
export function knexOver(connect: () => Promise<RawConnection>, size: number): Knex {
  return knexFactory({
    client: ClinicDialect as unknown as typeof Knex.Client,
    connection: { connect } as unknown as Knex.StaticConnectionConfig,
    useNullAsDefault: true,
    pool: { min: 0, max: size, idleTimeoutMillis: 24 * 3_600_000, propagateCreateError: true } as Knex.PoolConfig,
    acquireConnectionTimeout: 15_000,
    compileSqlOnError: false,
    log: { error: silent, warn: silent, deprecate: silent, debug: silent },
  } as Knex.Config);
}

function silent(): void {
  // knex would print connection errors with their stack; ours are named and reported once, by the dispatcher.
}
