import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openDatabase, type Database } from '#electron/core/db/database.ts';
import { migrate, schemaVersion } from '#electron/core/db/migrate.ts';
import { MIGRATIONS } from '#electron/core/db/migrations/index.ts';
import { KEY } from '#test/support/harness.ts';

let folder: string;
let db: Database;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'klinikbok-m4-'));
  db = await openDatabase({ file: join(folder, 'clinic.db'), mode: 'create', getKeyHex: () => KEY });
});
afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

const AT = '2026-11-22T08:00:00.000Z';

describe('migration 0004', () => {
  it('adds the journal to a clinic with patients in it, and leaves them as they were', async () => {
    await migrate(db, MIGRATIONS.filter(m => m.version < 4));
    await db.write(async tx => {
      await tx('user_account').insert({ id: 'u', name: 'Eva Lind', given_name: 'Eva', family_name: 'Lind', title: 'Läkare', profession: 'physician', status: 'active', roles: '[]', changed_at: AT, created_at: AT });
      await tx('patient').insert({ id: 'p', family_name: 'Ek', given_name: 'Bo', family_fold: 'ek', given_fold: 'bo', sex: 'M', created_at: AT, created_by: 'u', changed_at: AT, changed_by: 'u' });
    });
    const before = await db.reader.raw('SELECT * FROM patient');
    await migrate(db, MIGRATIONS.filter(m => m.version <= 4));
    expect(await schemaVersion(db.reader)).toBe(4);
    expect(await db.reader.raw('SELECT * FROM patient')).toEqual(before);
    await db.write(tx => tx.raw("INSERT INTO note (id, patient_id, author_id, author_name, author_title, signer_id, note_type, template_id, created_at, event_time) VALUES ('n', 'p', 'u', 'Eva', 'Läkare', 'u', 'visit', 'visit', ?, ?)", [AT, AT]));
    await expect(db.write(tx => tx.raw("INSERT INTO note (id, patient_id, author_id, author_name, author_title, signer_id, note_type, template_id, created_at, event_time) VALUES ('m', 'nobody', 'u', 'Eva', 'Läkare', 'u', 'visit', 'visit', ?, ?)", [AT, AT]))).rejects.toThrow();
  });

  it('lets the timeline, the unsigned list and the next version use their indexes', async () => {
    await migrate(db);
    const plan = async (sql: string) => ((await db.reader.raw(`EXPLAIN QUERY PLAN ${sql}`)) as { detail: string }[]).map(row => row.detail).join('\n');
    const timeline = await plan("SELECT n.id, v.plain_text FROM note n JOIN note_version v ON v.note_id = n.id AND v.no = n.shown_no WHERE n.patient_id = 'p' AND n.latest_no IS NOT NULL AND (n.event_time, n.id) < ('a', 'b') ORDER BY n.event_time DESC, n.id DESC LIMIT 50");
    expect(timeline).toContain('USING INDEX note_of_patient');
    expect(timeline).not.toMatch(/SCAN|TEMP B-TREE/);
    expect(await plan("SELECT no, digest FROM note_version WHERE note_id = 'n' ORDER BY no DESC LIMIT 1")).not.toMatch(/SCAN|TEMP B-TREE/);
  });
});
