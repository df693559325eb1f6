/** `npm run new:migration -- name`: writes the next migration, its test, and its line in the list. Shipped ones are never edited. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { root } from './run.mjs';

const name = process.argv[2];
if (!name || !/^[a-z][a-z0-9-]{2,40}$/.test(name)) {
  console.error('Say what it is about: npm run new:migration -- patient-photo');
  process.exit(1);
}
const folder = path.join(root, 'electron/core/db/migrations');
const last = Math.max(...readdirSync(folder).map(file => Number(/^(\d{4})-/.exec(file)?.[1] ?? 0)));
const version = last + 1;
const number = String(version).padStart(4, '0');

write(path.join(folder, `${number}-${name}.ts`), `import type { Writer } from '../handles.ts';

/** ${name}. */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

const STATEMENTS: readonly string[] = [];
`);
write(path.join(root, `test/db/migration-${number}.test.ts`), `import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { openDatabase } from '#electron/core/db/database.ts';
import { migrate } from '#electron/core/db/migrate.ts';
import { MIGRATIONS } from '#electron/core/db/migrations/index.ts';

it('keeps what a database of version ${last} holds (${name})', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'klinikbok-migration-'));
  const db = await openDatabase({ file: join(dir, 'clinic.db'), mode: 'create', getKeyHex: () => 'ab'.repeat(32) });
  await migrate(db, MIGRATIONS.filter(one => one.version <= ${last}));
  await db.write(tx => tx.raw("INSERT INTO setting VALUES ('before', '1', '2026-11-22T08:00:00.000Z')"));
  expect(await migrate(db)).toMatchObject({ from: ${last} });
  expect(await db.reader.raw("SELECT value FROM setting WHERE key = 'before'")).toEqual([{ value: '1' }]);
  await db.close();
  rmSync(dir, { recursive: true, force: true });
});
`);
const list = path.join(folder, 'index.ts');
const text = readFileSync(list, 'utf8');
const imports = [...text.matchAll(/^import \* as m\d{4}.*$/gm)].at(-1)?.[0] ?? '';
writeFileSync(list, text
  .replace(imports, `${imports}\nimport * as m${number} from './${number}-${name}.ts';`)
  .replace(/\n\];\s*$/, `\n  { version: ${version}, up: m${number}.up },\n];\n`));
console.log(`electron/core/db/migrations/index.ts: version ${version} added`);

function write(file, content) {
  if (existsSync(file)) throw new Error(`${file} exists`);
  writeFileSync(file, content);
  console.log(path.relative(root, file));
}
