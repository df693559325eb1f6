import { cpSync, readdirSync, renameSync, rmSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { targetStanding } from '#shared/domain/backup/standing.ts';
import { startTargetsClinic, type TargetsClinic } from '#test/support/backup/targets-clinic.ts';
import { type TestTimers, testTimers } from '#test/support/test-timers.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a disk that is plugged in again is taken up by itself (XM-61)', () => {
  let clinic: TargetsClinic;
  let timers: TestTimers;
  let maria: Awaited<ReturnType<TargetsClinic['as']>>;
  let nas: { targetId: string; path: string };
  let friday: { targetId: string; path: string };

  const add = async (name: string, absenceDays: number | null) => {
    const path = clinic.folder(name);
    return { path, targetId: (await maria.backup.addFolder({ path, name, absenceDays })).targetId };
  };
  const stateOf = async ({ targetId }: { targetId: string }) => {
    const found = (await maria.backup.status({})).targets.find(target => target.id === targetId);
    if (found === undefined) throw new Error('no such place');
    return { ...found, standing: targetStanding(found, clinic.clock.now()) };
  };
  const unplug = (place: { path: string }) => renameSync(place.path, `${place.path}-elsewhere`);
  const plugIn = (place: { path: string }) => renameSync(`${place.path}-elsewhere`, place.path);
  const returns = async () => ((await clinic.db.reader.raw("SELECT object_id AS id FROM audit_event WHERE reason_code = 'backup.returned' ORDER BY seq")) as { id: string }[]).map(row => row.id);
  const LIMIT = { timeout: 20_000 };
  const until = (place: { targetId: string }, expected: object) => vi.waitFor(async () => expect(await stateOf(place)).toMatchObject(expected), LIMIT);
  /** Only the schedule's own timer is left. */
  const untilNothingIsLookedFor = () => vi.waitFor(() => expect(timers.count()).toBe(1), LIMIT);

  beforeAll(async () => {
    clinic = await startTargetsClinic({
      timersOf: clock => {
        timers = testTimers(clock);
        return timers.setTimer;
      },
    });
    maria = await clinic.as('administrator');
    nas = await add('NAS', null);
    friday = await add('Fredagsdisken', 7);
    await clinic.run();
    await clinic.service.start();
  });
  afterAll(async () => {
    clinic.service.stop();
    await clinic.service.whenIdle();
    await clinic.stop();
  });

  it('one that missed the evening’s run gets it within a minute, and the log says why', async () => {
    expect(timers.count(), 'with everything there only the schedule waits').toBe(1);
    unplug(friday);
    expect(await stateOf(friday)).toMatchObject({ standing: 'away', problem: 'backup.placeMissing' });
    expect(timers.count(), 'somebody looks for the disk').toBe(2);
    timers.pass(8 * HOUR); // 17:00 at the clinic
    await until(nas, { generations: 2, attempt: { outcome: 'ok' } });
    await clinic.service.whenIdle();
    await vi.waitFor(() => expect(timers.count()).toBe(2), LIMIT);
    plugIn(friday);
    timers.pass(MINUTE);
    await until(friday, { standing: 'full', generations: 2, attempt: { outcome: 'ok', trigger: 'catchUp' } });
    await untilNothingIsLookedFor();
    expect(await stateOf(nas)).toMatchObject({ generations: 2 });
    expect(await returns()).toEqual([friday.targetId]);
  });

  it('one that missed nothing is only seen to be there again', async () => {
    unplug(friday);
    expect(await stateOf(friday)).toMatchObject({ standing: 'away' });
    plugIn(friday);
    clinic.changed.length = 0;
    timers.pass(MINUTE);
    await vi.waitFor(() => expect(clinic.changed, 'the screens look again').toContain('backup'), LIMIT);
    await untilNothingIsLookedFor();
    expect(await stateOf(friday)).toMatchObject({ standing: 'full', generations: 2 });
    expect(await returns()).toEqual([friday.targetId]);
  });

  it('a place that a run did not find turns from red to green when it is back, whatever the time', async () => {
    unplug(nas);
    await clinic.run(nas.targetId);
    expect(await stateOf(nas)).toMatchObject({ standing: 'failed', attempt: { errorCode: 'backup.placeMissing' } });
    plugIn(nas);
    timers.pass(MINUTE);
    await until(nas, { standing: 'full', generations: 3, problem: null });
    expect(await returns()).toEqual([friday.targetId, nas.targetId]);
    await untilNothingIsLookedFor();
    await clinic.service.whenIdle();
    await clinic.run(nas.targetId);
    expect(await stateOf(nas)).toMatchObject({ generations: 4, attempt: { trigger: 'manual', outcome: 'ok' } });
  });

  it('the other of two disks in the same drive is not taken for it, and nothing is written there', async () => {
    unplug(friday);
    cpSync(nas.path, friday.path, { recursive: true });
    const before = readdirSync(friday.path, { recursive: true }).length;
    expect(await stateOf(friday)).toMatchObject({ standing: 'away', problem: 'backup.placeMissing' });
    timers.pass(16 * HOUR);
    await until(nas, { generations: 5 });
    await clinic.service.whenIdle();
    await vi.waitFor(() => expect(timers.count()).toBe(2), LIMIT);
    expect(await stateOf(friday)).toMatchObject({ standing: 'away', generations: 2 });
    expect(readdirSync(friday.path, { recursive: true })).toHaveLength(before);
    rmSync(friday.path, { recursive: true });
    plugIn(friday);
    timers.pass(MINUTE);
    await until(friday, { standing: 'full', generations: 3 });
  });
});
