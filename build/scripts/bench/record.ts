import sqlcipher from '@journeyapps/sqlcipher';

import type { Value } from './fill/bulk-file.ts';

/** One statement as the product sent it to the driver. */
export interface SentStatement {
  readonly sql: string;
  readonly bindings: readonly Value[];
  /** The connection it belongs on: what writes, and what stands inside a transaction, is the writer's. */
  readonly on: 'writer' | 'reader';
}

type Heard = (sql: string, bindings: unknown) => void;
let heard: Heard | null = null;

/** What opening a connection sends: no work of a call, and the key is in it. */
const OPENING = /^\s*(pragma|select count\(\*\) from sqlite_master)/i;
const WRITES = /^\s*(insert|update|delete|begin|commit|replace)/i;

/**
 * Runs `work` and returns every statement the product sent meanwhile, in order: the floors then do the very same work.
 * Measured runs are not listened to.
 */
export async function recordStatements(work: () => Promise<unknown>): Promise<SentStatement[]> {
  const sent: SentStatement[] = [];
  let inTransaction = false;
  const note = (sql: string, bindings: unknown): void => {
    if (OPENING.test(sql)) return;
    if (/^\s*begin/i.test(sql)) inTransaction = true;
    sent.push({ sql: sql.trim(), bindings: [...((bindings ?? []) as Value[])], on: inTransaction || WRITES.test(sql) ? 'writer' : 'reader' });
    if (/^\s*(commit|rollback)/i.test(sql)) inTransaction = false;
  };
  heard = note;
  try {
    await work();
  } finally {
    heard = null;
  }
  return sent;
}

type Calls = Record<'all' | 'run', (...args: unknown[]) => unknown>;

// The statements' own methods cannot be replaced, so each statement gets two of its own when it is prepared: one test more
// per call, for product and floors alike.
const { prepare } = sqlcipher.Database.prototype;
sqlcipher.Database.prototype.prepare = function (this: sqlcipher.Database, sql: string, ...rest: unknown[]) {
  return overhear(prepare.call(this, sql, ...(rest as [])), () => sql);
} as typeof prepare;
const { all, run } = sqlcipher.Database.prototype;
Object.assign(sqlcipher.Database.prototype, {
  all(this: sqlcipher.Database, sql: string, bindings: unknown, ...rest: unknown[]) {
    heard?.(sql, bindings);
    return all.call(this, sql, bindings, ...(rest as []));
  },
  run(this: sqlcipher.Database, sql: string, bindings: unknown, ...rest: unknown[]) {
    heard?.(sql, bindings);
    return run.call(this, sql, bindings, ...(rest as []));
  },
});

function overhear<T extends object>(statement: T, sqlOf: () => string): T {
  for (const name of ['all', 'run'] as const) {
    const original = (statement as unknown as Calls)[name].bind(statement);
    Object.defineProperty(statement, name, {
      value: (...args: unknown[]) => {
        heard?.(sqlOf(), args[0]);
        return original(...args);
      },
    });
  }
  return statement;
}
