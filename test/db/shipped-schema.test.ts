import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { openDatabase } from '#electron/core/db/database.ts';
import { migrate } from '#electron/core/db/migrate.ts';
import { MIGRATIONS } from '#electron/core/db/migrations/index.ts';
import { KEY } from '#test/support/harness.ts';

/** What clinics have in their files: the last migration of each release, and the digest of every table, index and trigger up to it. */
const SHIPPED = [
  { version: 14, sha256: '4819f48d1a2430e09f946a64ef260b5298e2c0b961695c704d67ad1c7a925049' },
  { version: 21, sha256: 'b8e69c9cce6ecb2bc6b60f989b0ff384907cd8e5a5875ebed8b5114fa598b34f' },
  { version: 27, sha256: 'c97891c85b1bb0b64d35fb9e2876e9c6e59d14b8628e6707b9666cf3f91e700a' },
] as const;

it.each(SHIPPED)('what shipped migrations make is never changed: a clinic set up today has the same schema up to $version as one that was upgraded', async shipped => {
  const folder = mkdtempSync(join(tmpdir(), 'klinikbok-schema-'));
  const db = await openDatabase({ file: join(folder, 'clinic.db'), mode: 'create', getKeyHex: () => KEY });
  await migrate(db, MIGRATIONS.filter(migration => migration.version <= shipped.version));
  const made = (await db.reader.raw('SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name')) as { sql: string | null }[];
  await db.close();
  rmSync(folder, { recursive: true });
  expect(made.length).toBeGreaterThan(200);
  expect(createHash('sha256').update(JSON.stringify(made)).digest('hex')).toBe(shipped.sha256);
});
