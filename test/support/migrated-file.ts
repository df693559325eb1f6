import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openDatabase, type Database } from '#electron/core/db/database.ts';
import { migrate } from '#electron/core/db/migrate.ts';
import { isAlive } from '#electron/supervisor/instance-lock.ts';

/** One empty clinic for all processes of a test run (they have the runner as parent): making one costs 0.1–0.4 s, a copy 2 ms. */
const templateOf = (keyHex: string): string =>
  join(tmpdir(), `klinikbok-empty-${process.ppid}-${createHash('sha256').update(keyHex).digest('hex').slice(0, 8)}.db`);

function removeTemplatesOfTheDead(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(/^klinikbok-empty-(\d+)-/.exec(name)?.[1] ?? NaN);
    if (Number.isInteger(pid) && !isAlive(pid)) rmSync(join(tmpdir(), name), { force: true });
  }
}

async function template(keyHex: string): Promise<string> {
  const wanted = templateOf(keyHex);
  if (existsSync(wanted)) return wanted;
  removeTemplatesOfTheDead();
  const folder = mkdtempSync(join(tmpdir(), 'klinikbok-migrating-'));
  const file = join(folder, 'clinic.db');
  const db = await openDatabase({ file, mode: 'create', getKeyHex: () => keyHex });
  await migrate(db);
  await db.close();
  // One rename: two processes that make it at once leave one whole file.
  renameSync(file, wanted);
  rmSync(folder, { recursive: true, force: true });
  return wanted;
}

/** Opens a new encrypted clinic at `file` with every migration done, as `migrate` leaves a new file. */
export async function openMigrated(file: string, keyHex: string): Promise<Database> {
  copyFileSync(await template(keyHex), file);
  return openDatabase({ file, mode: 'readwrite', getKeyHex: () => keyHex });
}
