import { statSync } from 'node:fs';

import type { Knex } from 'knex';

import { AppError } from '#shared/kernel/app-error.ts';
import { runCommitHooks } from './commit-hooks.ts';
import type { Reader, Writer } from './handles.ts';
import { knexOver } from './knex-client.ts';
import { openConnection, APPLICATION_ID } from './open-connection.ts';
import { platformDriver } from './platform-driver.ts';
import { BUSY_TIMEOUT_MS, type Driver, type RawConnection, type Row } from './driver/driver.ts';

const READERS = 3;
const SNAPSHOT_TRIES = 400;
/** How long a snapshot may keep writers waiting for a reader of the WAL to end; it asks again later. */
const CHECKPOINT_PATIENCE_MS = 15;

/** A frozen view of the encrypted file: its bytes do not change until the work is done, while writers go on into the WAL. */
export interface Snapshot {
  readonly file: string;
  readonly pageSize: 4096;
  readonly pages: number;
  /** Reads inside the snapshot's own transaction: exactly what the frozen bytes contain. */
  readonly select: (sql: string) => Promise<Row[]>;
}

export interface Database {
  readonly file: string;
  /** Several read-only connections. */
  readonly reader: Reader;
  /** One transaction at a time (BEGIN IMMEDIATE, FULL); commits when `work` resolves, rolls back when it throws. */
  readonly write: <T>(work: (tx: Writer) => Promise<T>) => Promise<T>;
  /**
   * Writes single durable rows, in turn with `write`, on the connection that reads next: a write on any other connection
   * would empty its page cache, and what is read after the log row would be decrypted anew (build/docs/speed.md).
   */
  readonly append: <T>(work: (connection: Pick<RawConnection, 'run'>) => Promise<T>) => Promise<T>;
  /** Holds a snapshot during `work` (storage.md §E). Writers wait only for the checkpoint, some milliseconds. */
  readonly snapshot: <T>(work: (snapshot: Snapshot) => Promise<T>) => Promise<T>;
  /** Runs work on the writer's connection outside any transaction (integrity checks, checkpoints). */
  readonly exclusive: <T>(work: (connection: RawConnection) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

export interface OpenOptions {
  readonly file: string;
  readonly getKeyHex: () => string;
  /** `create` only in the set-up wizard and in restore's scratch directory; everything else never creates a file. */
  readonly mode: 'create' | 'readwrite';
  readonly driver?: Driver;
}

/** Opens the clinic's database. Errors: db.* (see openConnection), db.notOurs for another program's or clinic's file. */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const driver = options.driver ?? (await platformDriver());
  if (options.mode === 'create' && statSync(options.file, { throwIfNoEntry: false })) throw new AppError('db.exists');
  const connect = (mode: 'create' | 'readwrite' | 'readonly', reads = false) => openConnection({ driver, file: options.file, mode, getKeyHex: options.getKeyHex, reads });
  const writerConnection = await connect(options.mode);
  try {
    await checkOwner(writerConnection, options.mode);
  } catch (error) {
    await writerConnection.close();
    throw error;
  }
  const first = reuseFirst(writerConnection, () => connect('readwrite'));
  const writer = knexOver(first.next, 1);
  const reader = knexOver(() => connect('readwrite', true), READERS);
  const queue = serialQueue();
  return {
    file: options.file,
    reader: reader as unknown as Reader,
    write: work => queue(() => transact(writer, work)),
    append: work => queue(() => withConnection(reader, connection => lifted(connection, work))),
    exclusive: work => queue(() => withConnection(writer, work)),
    snapshot: async work => {
      const { snapshot, release } = await freeze(options.file, {
        queue, connect: () => connect('readonly'),
        empty: () => withConnection(reader, connection => connection.all('PRAGMA wal_checkpoint(PASSIVE)')),
        checkpoint: () => withConnection(writer, impatient),
      });
      try {
        return await work(snapshot);
      } finally {
        await release();
      }
    },
    close: async () => {
      await reader.destroy();
      await queue(() => writer.destroy());
      await first.closeUnused();
    },
  };
}

async function transact<T>(writer: Knex, work: (tx: Writer) => Promise<T>): Promise<T> {
  let used: Writer | undefined;
  const result = await writer.transaction(tx => work((used = tx as unknown as Writer)));
  if (used) runCommitHooks(used);
  return result;
}

async function checkOwner(connection: RawConnection, mode: 'create' | 'readwrite'): Promise<void> {
  if (mode === 'create') {
    await connection.all(`PRAGMA application_id = ${APPLICATION_ID}`);
    return;
  }
  const [row] = await connection.all('PRAGMA application_id');
  if (row?.['application_id'] !== APPLICATION_ID) throw new AppError('db.notOurs');
}

/** The connection that was checked at opening is the pool's first; a later one replaces it after a failure. */
function reuseFirst(first: RawConnection, next: () => Promise<RawConnection>): { next: () => Promise<RawConnection>; closeUnused: () => Promise<void> } {
  let kept: RawConnection | undefined = first;
  const take = () => {
    const connection = kept;
    kept = undefined;
    return connection;
  };
  return {
    next: async () => take() ?? next(),
    // A start that was refused never wrote anything: the pool does not know this connection and would leave it open.
    closeUnused: async () => take()?.close(),
  };
}

/** Lets a reading connection write during `work`; one that cannot be closed to writing again is never used again. */
async function lifted<T>(connection: RawConnection & { __knex__disposed?: unknown }, work: (connection: RawConnection) => Promise<T>): Promise<T> {
  await connection.all('PRAGMA query_only = OFF');
  try {
    return await work(connection);
  } finally {
    await connection.all('PRAGMA query_only = ON').catch((error: unknown) => (connection.__knex__disposed = error));
  }
}

async function withConnection<T>(knex: Knex, work: (connection: RawConnection) => Promise<T>): Promise<T> {
  const client = knex.client as { acquireConnection(): Promise<RawConnection>; releaseConnection(c: RawConnection): Promise<void> };
  const connection = await client.acquireConnection();
  try {
    return await work(connection);
  } finally {
    await client.releaseConnection(connection);
  }
}

/** Empties the WAL unless somebody reads from it for longer than this. The writer is the driver's again afterwards. */
async function impatient(connection: RawConnection): Promise<Row[]> {
  await connection.all(`PRAGMA busy_timeout = ${CHECKPOINT_PATIENCE_MS}`);
  try {
    return await connection.all('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    await connection.all(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

interface FreezeTools {
  readonly queue: <T>(work: () => Promise<T>) => Promise<T>;
  readonly connect: () => Promise<RawConnection>;
  /** Brings what the WAL holds into the file without keeping a writer waiting. */
  readonly empty: () => Promise<Row[]>;
  /** Empties the WAL while no writer can add to it. */
  readonly checkpoint: () => Promise<Row[]>;
}

interface Frozen {
  readonly snapshot: Snapshot;
  readonly release: () => Promise<void>;
}

/**
 * checkpoint(TRUNCATE) → read transaction on an empty WAL → the main file cannot change until it ends.
 * A reader elsewhere makes the checkpoint answer busy: try again, searches are short. Writers wait for one try only,
 * never for the pauses between them, and what the WAL holds was brought into the file before they begin to wait.
 */
async function freeze(file: string, { queue, connect, empty, checkpoint }: FreezeTools): Promise<Frozen> {
  const connection = await connect();
  const attempt = async (): Promise<Frozen | undefined> => {
    const [answer] = await checkpoint();
    if (answer?.['busy'] !== 0) return undefined;
    await connection.all('BEGIN');
    await connection.all('SELECT 1 FROM sqlite_master LIMIT 1');
    if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0) return { snapshot: describe(file, connection), release: () => end(connection) };
    await connection.all('COMMIT');
    return undefined;
  };
  try {
    for (let tries = 0; tries < SNAPSHOT_TRIES; tries += 1) {
      await empty();
      const frozen = await queue(attempt);
      if (frozen !== undefined) return frozen;
      await new Promise(resolve => setTimeout(resolve, 25));
    }
    throw new AppError('db.busy');
  } catch (error) {
    await connection.close();
    throw error;
  }
}

function describe(file: string, connection: RawConnection): Snapshot {
  return { file, pageSize: 4096, pages: statSync(file).size / 4096, select: sql => connection.all(sql) };
}

async function end(connection: RawConnection): Promise<void> {
  await connection.all('COMMIT').catch(() => undefined);
  await connection.close();
}

/** Runs one piece of work after the other; a failure does not stop the ones behind it. */
function serialQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return work => {
    const run = last.then(work, work);
    last = run.catch(() => undefined);
    return run;
  };
}
