import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { addHistory } from '#test/support/backup/long-history.ts';
import { startTargetsClinic, type TargetsClinic } from '#test/support/backup/targets-clinic.ts';

const DAY = 86_400_000;

describe('a place is looked through, and what is old goes after a whole proof (backup.md, retention)', () => {
  let clinic: TargetsClinic;
  let maria: Awaited<ReturnType<TargetsClinic['as']>>;
  let path: string;
  let targetId: string;
  const target = async () => {
    const found = (await maria.backup.status({})).targets.find(one => one.id === targetId);
    if (found === undefined) throw new Error('the place is gone');
    return found;
  };
  const snaps = () => readdirSync(path, { recursive: true }).map(String).filter(name => name.includes(join('snap', '0')));
  const expiredRows = async () => (await clinic.db.reader.raw("SELECT outcome, count, reason_text AS \"text\" FROM audit_event WHERE reason_code = 'backup.expired'")) as { outcome: string; count: number; text: string }[];

  beforeAll(async () => {
    clinic = await startTargetsClinic();
    maria = await clinic.as('administrator');
    path = clinic.folder('NAS');
    targetId = (await maria.backup.addFolder({ path, name: 'NAS' })).targetId;
    await clinic.run();
  }, 60_000);
  afterAll(() => clinic.stop());

  it('the first run tells what lies there; 400 days are kept unless more was chosen, never fewer, and a change is logged', async () => {
    const { contents, expiry, retentionDays, last } = await target();
    expect({ retentionDays, contents }).toMatchObject({ retentionDays: 400, contents: { generations: 1, oldestAt: last?.createdAt, newestAt: last?.createdAt, unread: [], gone: [] } });
    expect(expiry).toMatchObject({ generations: 0, bytes: 0, heldBack: null });
    await expect(maria.backup.renameTarget({ targetId, name: 'NAS', absenceDays: null, retentionDays: 90 })).rejects.toMatchObject({ detail: { code: 'input.invalid' } });
    await maria.backup.renameTarget({ targetId, name: 'NAS', absenceDays: null, retentionDays: 440 });
    await maria.backup.renameTarget({ targetId, name: 'NAS i förrådet', absenceDays: null });
    expect(await target()).toMatchObject({ retentionDays: 440, name: 'NAS i förrådet' });
    const rows = (await clinic.db.reader.raw("SELECT reason_text AS \"text\" FROM audit_event WHERE reason_code = 'backup.placeRenamed'")) as { text: string | null }[];
    expect(rows.map(row => row.text)).toEqual(['400 d → 440 d', null]);
  });

  it('after years the oldest go in the run that proves the newest; it is logged, and the list forgets them', async () => {
    clinic.clock.advance(36 * 14 * DAY);
    const last = { createdAt: new Date(clinic.clock.now().getTime() - DAY), storedAt: new Date(Date.now() - DAY) };
    await addHistory(await clinic.contextOf(path), path, { count: 35, stepDays: 14, last });
    const [machineId = ''] = readdirSync(join(path, 'm'));
    expect(snaps()).toHaveLength(36);
    await clinic.run();
    // 36 + 1 backups, 14 days apart: those older than 440 days, as far as they are not among the newest thirty
    expect(snaps()).toHaveLength(33);
    const { contents, expiry, generations } = await target();
    expect(expiry).toMatchObject({ generations: 4, heldBack: null });
    expect(contents).toMatchObject({ generations: 33, unread: [], gone: [] });
    expect(await expiredRows()).toMatchObject([{ outcome: 'ok', count: 4, text: expect.stringMatching(new RegExp(`^${machineId}/1–${machineId}/4 440 d \\d+ B$`)) }]);
    // the first backup was on this computer's list and is not any more; what proved it stays
    expect(generations).toBe(1);
    expect(await clinic.db.reader.raw('SELECT count(*) AS n FROM backup_certificate')).toEqual([{ n: 2 }]);
  }, 60_000);

  it('within a week it is not looked through again by itself; asked to, it names what cannot be read and what was taken out', async () => {
    const before = (await target()).contents?.at;
    await clinic.run();
    expect((await target()).contents?.at).toBe(before);
    const [third, sixth, newest] = [snaps()[2], snaps()[5], snaps().at(-1)];
    if (third === undefined || sixth === undefined || newest === undefined) throw new Error('too few lists');
    writeFileSync(join(path, third), 'rubbish');
    rmSync(join(path, sixth));
    clinic.clock.advance(1000);
    await maria.backup.testTarget({ targetId });
    const { contents } = await target();
    const seqOf = (name: string) => Number(/snap.(\d{8})/.exec(name)?.[1]);
    expect(contents?.unread).toMatchObject([{ seq: seqOf(third), reason: 'backup.placeDamaged' }]);
    expect(contents?.gone.map(one => one.seq)).toEqual([seqOf(sixth)]);
    expect(contents?.generations).toBe(32);
  }, 60_000);
});
