import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openDatabase, type Database } from '#electron/core/db/database.ts';
import { multipleCiphersDriver } from '#electron/core/db/driver/multiple-ciphers.ts';
import { sqlcipherDriver } from '#electron/core/db/driver/sqlcipher.ts';
import { migrate } from '#electron/core/db/migrate.ts';
import { MIGRATIONS } from '#electron/core/db/migrations/index.ts';
import { isConstraint } from '#electron/core/db/storage-error.ts';

const KEY = 'cd'.repeat(32);
const drivers = [sqlcipherDriver, multipleCiphersDriver];

let dir: string;
let file: string;
const opened: Database[] = [];
const open = async (options: Partial<Parameters<typeof openDatabase>[0]> = {}) => {
  const db = await openDatabase({ file, mode: 'readwrite', getKeyHex: () => KEY, ...options });
  opened.push(db);
  return db;
};
const close = async (db: Database) => {
  opened.splice(opened.indexOf(db), 1);
  await db.close();
};

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'klinikbok-db-'));
  file = join(dir, 'clinic.db');
});
afterEach(async () => {
  for (const db of opened.splice(0)) await db.close();
  rmSync(dir, { recursive: true, force: true });
});

describe.each(drivers)('the encrypted database through $name', driver => {
  it('keeps nothing readable on the disk, journal included', async () => {
    const db = await open({ mode: 'create', driver });
    await db.write(async tx => {
      await tx.raw('CREATE TABLE t (v TEXT) STRICT');
      await tx.raw("INSERT INTO t VALUES ('kanariefågel')");
    });
    for (const name of [file, `${file}-wal`]) {
      const bytes = readFileSync(name);
      expect(bytes.includes('kanarief')).toBe(false);
      expect(bytes.includes('SQLite format 3')).toBe(false);
    }
  });

  it('says that the key is wrong, and changes nothing', async () => {
    await close(await open({ mode: 'create', driver }));
    const before = readFileSync(file);
    await expect(open({ driver, getKeyHex: () => 'ee'.repeat(32) })).rejects.toMatchObject({ code: 'db.keyWrong' });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('reads and writes with FULL durability on every connection', async () => {
    const db = await open({ mode: 'create', driver });
    const settings = await db.exclusive(async c => [(await c.all('PRAGMA synchronous'))[0], (await c.all('PRAGMA journal_mode'))[0]]);
    expect(settings).toEqual([{ synchronous: 2 }, { journal_mode: 'wal' }]);
    await db.write(tx => tx.raw('CREATE TABLE t (v TEXT) STRICT'));
    await expect(db.reader.raw("INSERT INTO t VALUES ('x')")).rejects.toMatchObject({ code: 'db.readOnly' });
  });

  it('lets a single row be appended on a reading connection, and refuses writes there again at once, also after a refusal', async () => {
    const db = await open({ mode: 'create', driver });
    await db.write(tx => tx.raw('CREATE TABLE t (v TEXT UNIQUE) STRICT'));
    const append = () => db.append(c => c.run("INSERT INTO t VALUES ('x')"));
    await append();
    await expect(append()).rejects.toThrow();
    const writes = Array.from({ length: 6 }, () => db.reader.raw("INSERT INTO t VALUES ('y')").catch((error: { code: string }) => error.code));
    expect(new Set(await Promise.all(writes))).toEqual(new Set(['db.readOnly']));
    expect(await db.reader.raw('SELECT v FROM t')).toEqual([{ v: 'x' }]);
  });

  it('keeps the next write when a COMMIT is refused', async () => {
    const db = await open({ mode: 'create', driver });
    await db.write(async tx => {
      await tx.raw('CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT');
      await tx.raw('CREATE TABLE b (a INTEGER REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED) STRICT');
    });
    const refused = await db.write(tx => tx.raw('INSERT INTO b VALUES (7)')).catch((error: unknown) => error);
    expect(isConstraint(refused, 'FOREIGN KEY')).toBe(true);
    await db.write(tx => tx.raw('INSERT INTO a VALUES (1)'));
    await close(db);
    const again = await open({ driver });
    expect(await again.reader.raw('SELECT id FROM a')).toEqual([{ id: 1 }]);
  });
});

describe('one file, two drivers (Windows, Linux and macOS)', () => {
  it.each([
    [sqlcipherDriver, multipleCiphersDriver],
    [multipleCiphersDriver, sqlcipherDriver],
  ])('what $name writes, the other reads and continues', async (first, second) => {
    const one = await open({ mode: 'create', driver: first });
    await migrate(one);
    await one.write(tx => tx.raw("INSERT INTO setting VALUES ('a', '1', '2026-11-22T08:00:00.000Z')"));
    await close(one);
    const two = await open({ driver: second });
    await two.write(tx => tx.raw("INSERT INTO setting VALUES ('b', '2', '2026-11-22T08:00:00.000Z')"));
    await close(two);
    const three = await open({ driver: first });
    expect(await three.reader.raw('SELECT key FROM setting ORDER BY key')).toEqual([{ key: 'a' }, { key: 'b' }]);
    expect(await three.exclusive(c => c.all('PRAGMA cipher_integrity_check').catch(() => []))).toEqual([]);
  });
});

describe('a database that is not as it should be', () => {
  it('is never created by opening it', async () => {
    await expect(open()).rejects.toMatchObject({ code: 'db.missing' });
    expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
  });
  it('is refused when empty: SQLite would start a new one in it with any key', async () => {
    writeFileSync(file, '');
    await expect(open()).rejects.toMatchObject({ code: 'db.empty' });
    expect(statSync(file).size).toBe(0);
  });
  it('is refused when cut off', async () => {
    const db = await open({ mode: 'create' });
    await migrate(db);
    await close(db);
    truncateSync(file, statSync(file).size - 100);
    await expect(open()).rejects.toMatchObject({ code: 'db.corrupt' });
  });
  it("is refused when it is another program's", async () => {
    const db = await open({ mode: 'create' });
    await db.exclusive(c => c.all('PRAGMA application_id = 7'));
    await close(db);
    await expect(open()).rejects.toMatchObject({ code: 'db.notOurs' });
  });
  it('is refused, unchanged, when a newer program wrote it', async () => {
    const db = await open({ mode: 'create' });
    await migrate(db);
    await db.exclusive(c => c.all(`PRAGMA user_version = ${(MIGRATIONS.at(-1)?.version ?? 0) + 1}`));
    await expect(migrate(db)).rejects.toMatchObject({ code: 'db.tooNew' });
  });
  it('is never overwritten by set-up', async () => {
    await close(await open({ mode: 'create' }));
    await expect(open({ mode: 'create' })).rejects.toMatchObject({ code: 'db.exists' });
  });
});

describe('a snapshot', () => {
  it('stays exactly the same while writers go on', async () => {
    const db = await open({ mode: 'create' });
    await db.write(tx => tx.raw('CREATE TABLE t (v TEXT) STRICT'));
    const insert = (v: string) => db.write(tx => tx.raw('INSERT INTO t VALUES (?)', [v]));
    for (let i = 0; i < 20; i += 1) await insert(`before ${i}`);
    await db.snapshot(async snapshot => {
      const frozen = readFileSync(snapshot.file);
      for (let i = 0; i < 200; i += 1) await insert(`meanwhile ${i}`);
      expect(readFileSync(snapshot.file).equals(frozen)).toBe(true);
      expect(await snapshot.select('SELECT count(*) AS n FROM t')).toEqual([{ n: 20 }]);
    });
    expect(await db.reader.raw('SELECT count(*) AS n FROM t')).toEqual([{ n: 220 }]);
  });
});
