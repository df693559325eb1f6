import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { overallStanding } from '#shared/domain/backup/standing.ts';
import { startTargetsClinic, type TargetsClinic } from '#test/support/backup/targets-clinic.ts';

describe('several folders at once (XM-61: at least two places, each with its own state)', () => {
  let clinic: TargetsClinic;
  let maria: Awaited<ReturnType<TargetsClinic['as']>>;
  let nas: { targetId: string; path: string };
  let usb: { targetId: string; path: string };
  const status = () => maria.backup.status({});
  const targetNamed = async (name: string) => {
    const found = (await status()).targets.find(target => target.name === name);
    if (found === undefined) throw new Error(`no place is called ${name}`);
    return found;
  };
  const add = async (name: string, absenceDays: number | null) => {
    const path = clinic.folder(name);
    return { path, targetId: (await maria.backup.addFolder({ path, name, absenceDays })).targetId };
  };

  beforeAll(async () => {
    clinic = await startTargetsClinic();
    maria = await clinic.as('administrator');
    await expect(maria.backup.run({})).rejects.toMatchObject({ detail: { code: 'backup.notConfigured' } });
    nas = await add('NAS', null);
    usb = await add('Röd disk', 7);
  });
  afterAll(() => clinic.stop());

  it('each gets a repository of its own and a proven backup, from one run', async () => {
    await clinic.run();
    const { targets, generations, running } = await status();
    expect(targets.map(({ name, generations: count, attempt, certificate }) => [name, count, attempt?.outcome, certificate?.outcome])).toEqual([['NAS', 1, 'ok', 'ok'], ['Röd disk', 1, 'ok', 'ok']]);
    expect(new Set(targets.map(target => target.repositoryId)).size).toBe(2);
    expect({ generations, running }).toEqual({ generations: 2, running: null });
    for (const { path } of [nas, usb]) expect(readdirSync(path)).toEqual(expect.arrayContaining(['VERSION', 'm', 'tools']));
    await expect(maria.backup.addFolder({ path: nas.path, name: 'Samma igen' })).rejects.toMatchObject({ detail: { code: 'backup.placeTaken' } });
  });

  it('one that fails never stops the others, and the one line is about it', async () => {
    rmSync(join(nas.path, 'VERSION'));
    await clinic.run();
    const { targets } = await status();
    expect(targets.map(target => [target.name, target.attempt?.outcome, target.generations])).toEqual([['NAS', 'failed', 1], ['Röd disk', 'ok', 2]]);
    expect(overallStanding(targets, clinic.clock.now())).toMatchObject({ standing: 'failed', tone: 'danger', target: { name: 'NAS' } });
    const failures = await clinic.db.reader.raw("SELECT object_id AS id, outcome FROM audit_event WHERE action = 'BACKUP' AND outcome = 'failed'") as { id: string }[];
    expect(failures).toEqual([{ id: nas.targetId, outcome: 'failed' }]);
  });

  it('a disk that is carried away is not tried and does not alarm before its own number of days', async () => {
    renameSync(usb.path, `${usb.path}-elsewhere`);
    await clinic.run();
    const away = await targetNamed('Röd disk');
    expect(away).toMatchObject({ problem: 'backup.placeMissing', waiting: 'away', nextRunAt: null, generations: 2, attempt: { outcome: 'ok' } });
    const standing = (days: number) => overallStanding([away], new Date(clinic.clock.now().getTime() + days * 86_400_000)).standing;
    expect([standing(0), standing(6), standing(8)]).toEqual(['away', 'away', 'awayTooLong']);
    renameSync(`${usb.path}-elsewhere`, usb.path);
    await clinic.run(usb.targetId);
    expect(await targetNamed('Röd disk')).toMatchObject({ waiting: null, problem: null, generations: 3 });
  });

  it('a place can be called otherwise and given up; what lies there stays, and comes back with its history', async () => {
    await maria.backup.renameTarget({ targetId: usb.targetId, name: 'Blå disk', absenceDays: 14 });
    expect(await targetNamed('Blå disk')).toMatchObject({ absenceDays: 14, generations: 3 });
    await maria.backup.removeTarget({ targetId: usb.targetId });
    expect((await status()).targets.map(target => target.name)).toEqual(['NAS']);
    expect(existsSync(join(usb.path, 'VERSION'))).toBe(true);
    await maria.backup.addFolder({ path: usb.path, name: 'Blå disk', absenceDays: 14 });
    expect(await targetNamed('Blå disk')).toMatchObject({ generations: 3, last: { seq: 3 } });
    await expect(maria.backup.removeTarget({ targetId: usb.targetId })).rejects.toMatchObject({ detail: { code: 'record.notFound' } });
  });

  it('the wizard’s folder replaces one chosen before it in which nothing lies, and nothing else', async () => {
    const ctx = { log: async () => undefined } as unknown as Parameters<typeof clinic.service.desk.choosePlace>[0];
    const first = join(clinic.dir, 'first');
    const second = join(clinic.dir, 'second');
    for (const path of [first, second]) mkdirSync(path);
    await clinic.service.desk.choosePlace(ctx, first);
    await clinic.service.desk.choosePlace(ctx, second);
    await clinic.service.desk.choosePlace(ctx, second);
    expect((await status()).targets.map(target => (target.place.kind === 'folder' ? target.place.path : ''))).toEqual([nas.path, usb.path, second]);
  });

  it('every change of a place is in the log', async () => {
    const rows = await clinic.db.reader.raw("SELECT reason_code AS reason, count(*) AS n FROM audit_event WHERE object_type = 'backupPlace' AND action = 'SETTINGS' GROUP BY 1 ORDER BY 1") as { reason: string }[];
    expect(rows.map(row => row.reason)).toEqual(['backup.placeAdded', 'backup.placeRemoved', 'backup.placeRenamed']);
  });
});
