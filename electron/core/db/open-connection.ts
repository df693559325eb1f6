import { accessSync, constants, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { Driver, OpenMode, RawConnection } from './driver/driver.ts';
import { storageError } from './storage-error.ts';

/** "Klbk": marks our files, so that another program's database is never migrated. */
export const APPLICATION_ID = 0x4b6c626b;
const HEX_KEY = /^[0-9a-f]{64}$/;
/** Bytes of a page in every database of ours, SQLCipher’s 80 at its end among them. */
export const PAGE_BYTES = 4096;

export interface ConnectionOptions {
  readonly driver: Driver;
  readonly file: string;
  readonly mode: OpenMode;
  /** 64 hex digits; a function, so that the key is in no object that a library clones or prints. */
  readonly getKeyHex: () => string;
  /** For the pool of readers: refuses to write until `query_only` is lifted, though its file is open for writing. */
  readonly reads?: boolean;
}

/**
 * Opens one checked connection: the file is there and not empty (SQLite would start a new database in an empty
 * one, with any key), encryption is active, the key fits, and every durability setting has been read back.
 * Errors: db.missing, db.empty, db.corrupt (cut off), db.readOnly, db.keyWrong, db.encryptionUnavailable, db.networkDrive, db.diskFull, db.io.
 */
export async function openConnection(options: ConnectionOptions): Promise<RawConnection> {
  const keyHex = options.getKeyHex();
  if (!HEX_KEY.test(keyHex)) throw new AppError('db.keyWrong'); // the key itself stays out of every message
  if (options.mode !== 'create') checkFile(options.file);
  if (options.mode === 'readwrite') checkWritable(options.file);
  let connection: RawConnection | undefined;
  try {
    connection = await options.driver.open(options.file, options.mode, keyHex);
    await connection.all('SELECT count(*) FROM sqlite_master'); // the first page read: a wrong key shows here
    const onlyReads = options.mode === 'readonly' || options.mode === 'still';
    await applySettings(connection, { onlyReads, reads: onlyReads || options.reads === true });
    return connection;
  } catch (error) {
    await connection?.close().catch(() => undefined);
    const named = storageError(error);
    throw isAppError(named, 'db.io') && isDiskFull(options.file) ? new AppError('db.diskFull', {}, named) : named;
  }
}

function checkFile(file: string): void {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) throw new AppError('db.missing');
  if (stat.size === 0) throw new AppError('db.empty');
  if (stat.size < PAGE_BYTES || stat.size % PAGE_BYTES !== 0) throw new AppError('db.corrupt');
}

/** Too little for the shared memory file that a WAL database needs beside it; SQLite calls that an input/output error. */
function isDiskFull(file: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(file));
    return bavail * bsize < 65_536;
  } catch {
    return false;
  }
}

/** Asked first: SQLite says only that it cannot open something when it may not make its journal beside the file. */
function checkWritable(file: string): void {
  try {
    for (const one of [file, dirname(file)]) accessSync(one, constants.W_OK);
  } catch (error) {
    throw new AppError('db.readOnly', {}, error);
  }
}

async function applySettings(connection: RawConnection, { onlyReads, reads }: { onlyReads: boolean; reads: boolean }): Promise<void> {
  const single = async (pragma: string) => Object.values((await connection.all(`PRAGMA ${pragma}`))[0] ?? {})[0];
  if (!onlyReads && (await single('journal_mode = WAL')) !== 'wal') throw new AppError('db.networkDrive');
  const settings = [
    'synchronous = FULL', 'foreign_keys = ON', 'secure_delete = ON', 'temp_store = MEMORY', 'trusted_schema = OFF',
    'cell_size_check = ON', `cache_size = -${reads ? 32_768 : 65_536}`, 'mmap_size = 0', 'checkpoint_fullfsync = ON', 'journal_size_limit = 67108864',
  ];
  for (const setting of settings) await connection.all(`PRAGMA ${setting}`);
  if (reads) await connection.all('PRAGMA query_only = ON');
  const kept = (await single('synchronous')) === 2 && (await single('foreign_keys')) === 1;
  if (!kept) throw new Error('a durability setting did not stick');
}
