import { copyFileSync } from 'node:fs';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openDatabase, type Database } from '#electron/core/db/database.ts';
import { type AccessLog, openAccessLog } from '#electron/core/repositories/log.ts';
import { isOtherPast } from '#electron/core/services/drill/other-past.ts';
import { KEY, startTestClinic, type TestClinic } from '#test/support/harness.ts';

const actor = { id: 'u1', hsaId: null, role: 'receptionist', sessionId: 's1', origin: 'screen' };

describe('a backup of the lost computer that is newer than the one restored (J-20)', () => {
  let lost: TestClinic<Record<string, never>>;
  let restored: Database;
  let log: AccessLog;
  const work = async (on: AccessLog, times: number) => {
    for (let time = 0; time < times; time += 1) await on.appendNow(actor, { action: 'PATIENT_OPEN', category: 'identity' });
  };
  beforeEach(async () => {
    lost = await startTestClinic({}, () => ({}));
    await work(lost.log, 9);
    await lost.db.exclusive(connection => connection.all('PRAGMA wal_checkpoint(TRUNCATE)'));
    const file = path.join(lost.dir, 'restored.db');
    copyFileSync(lost.file, file);
    restored = await openDatabase({ file, mode: 'readwrite', getKeyHex: () => KEY });
    log = await openAccessLog(restored, { clock: lost.clock, workstation: 'new', unit: lost.deps.clinic.id });
    await work(lost.log, 4);
  });
  afterEach(async () => {
    await restored.close();
    await lost.stop();
  });
  const answer = () => isOtherPast(lost.db.reader, restored.reader, lost.log.head());

  it('is another past of the same clinic: the drill holds it against itself, and stays green', async () => {
    await log.appendNow(actor, { action: 'RESTORE', category: 'system' });
    await work(log, 6);
    expect(await answer()).toBe(true);
  });

  it('is none when the open log does not say that it was restored after their last common row', async () => {
    await work(log, 6);
    expect(await answer()).toBe(false);
  });

  it('is none when the logs have not one row in common', async () => {
    const stranger = await startTestClinic({}, () => ({}));
    try {
      await work(stranger.log, 3);
      await stranger.log.appendNow(actor, { action: 'RESTORE', category: 'system' });
      expect(await isOtherPast(lost.db.reader, stranger.db.reader, lost.log.head())).toBe(false);
    } finally {
      await stranger.stop();
    }
  });
});
