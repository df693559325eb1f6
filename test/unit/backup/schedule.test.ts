import { describe, expect, it } from 'vitest';

import { createBackupScheduler, planNextRun, type PlannedRuns, planTogether, type ScheduledTrigger } from '#electron/core/services/backup/scheduler.ts';
import { DEFAULT_SCHEDULE, freshnessOf } from '#shared/domain/backup/backup.ts';
import { type BackupLimits, NO_LIMITS } from '#shared/domain/backup/target.ts';
import { testClock } from '#test/support/test-clock.ts';

const timeZone = 'Europe/Stockholm';
const plan = (now: string, lastGoodAt: string | null, lastTriedAt = lastGoodAt, schedule = DEFAULT_SCHEDULE): { at: string; trigger: string } | null => {
  const next = planNextRun({ now: new Date(now), lastGoodAt, lastTriedAt, schedule, timeZone });
  return next === null ? null : { at: next.at.toISOString(), trigger: next.trigger };
};

describe('when backups run (J-20)', () => {
  it('at the end of the day and in the night, by the clinic’s clock', () => {
    expect(plan('2026-11-23T08:00:00.000Z', '2026-11-23T01:00:00.000Z')).toEqual({ at: '2026-11-23T15:00:00.000Z', trigger: 'dayEnd' });
    expect(plan('2026-11-23T16:00:00.000Z', '2026-11-23T15:00:00.000Z')).toEqual({ at: '2026-11-24T01:00:00.000Z', trigger: 'nightly' });
  });

  it('C-05: also in the nights when the clock is moved', () => {
    expect(plan('2026-03-28T20:00:00.000Z', '2026-03-28T15:00:00.000Z')).toEqual({ at: '2026-03-29T01:00:00.000Z', trigger: 'nightly' }); // 02:00 does not exist: 03:00
    expect(plan('2026-10-24T20:00:00.000Z', '2026-10-24T15:00:00.000Z')).toEqual({ at: '2026-10-25T00:00:00.000Z', trigger: 'nightly' }); // 02:00 comes twice: the first
  });

  it('soon after sign-in when a night was missed, and an hour after a failure', () => {
    expect(plan('2026-11-23T07:00:00.000Z', '2026-11-20T15:00:00.000Z')).toEqual({ at: '2026-11-23T07:05:00.000Z', trigger: 'catchUp' });
    expect(plan('2026-11-23T07:00:00.000Z', null)).toEqual({ at: '2026-11-23T07:05:00.000Z', trigger: 'catchUp' });
    expect(plan('2026-11-23T07:10:00.000Z', null, '2026-11-23T07:05:00.000Z')).toEqual({ at: '2026-11-23T08:05:00.000Z', trigger: 'catchUp' });
  });

  it('a server out of reach is tried again after 5, 10, 20, 40 and then 60 minutes, at most eight times before the next night', () => {
    const again = (offlineFailures: number, now = '2026-11-23T16:00:30.000Z') => {
      const next = planNextRun({ now: new Date(now), lastGoodAt: '2026-11-23T01:00:00.000Z', lastTriedAt: '2026-11-23T16:00:00.000Z', schedule: DEFAULT_SCHEDULE, timeZone, offlineFailures });
      return `${next?.trigger} ${next?.at.toISOString().slice(11, 16)}`;
    };
    expect([1, 2, 3, 4, 5, 8].map(failures => again(failures))).toEqual(['catchUp 16:05', 'catchUp 16:10', 'catchUp 16:20', 'catchUp 16:40', 'catchUp 17:00', 'catchUp 17:00']);
    expect(again(9)).toBe('nightly 01:00');
  });

  it('nothing is planned to a server outside its hours or before a pause has ended, and places due together go together', () => {
    const at = (limits: Partial<BackupLimits>) => planNextRun({ now: new Date('2026-11-23T07:00:00.000Z'), lastGoodAt: null, lastTriedAt: null, schedule: DEFAULT_SCHEDULE, timeZone, limits: { ...NO_LIMITS, ...limits } })?.at.toISOString();
    expect(at({})).toBe('2026-11-23T07:05:00.000Z');
    expect(at({ serverHours: { from: '19:00', to: '06:00' } })).toBe('2026-11-23T18:00:00.000Z');
    expect(at({ serverHours: { from: '08:00', to: '17:00' } })).toBe('2026-11-23T07:05:00.000Z');
    expect(at({ serversPausedUntil: '2026-11-23T12:00:00.000Z' })).toBe('2026-11-23T12:00:00.000Z');
    const due = (targetId: string, minute: string) => ({ targetId, at: new Date(`2026-11-23T07:${minute}:00.000Z`), trigger: 'catchUp' as const });
    expect(planTogether([due('server', '30'), due('nas', '05'), due('usb', '05')])).toMatchObject({ targetIds: ['nas', 'usb'], at: new Date('2026-11-23T07:05:00.000Z') });
    expect(planTogether([])).toBeNull();
  });

  it('never when both are switched off', () => {
    expect(plan('2026-11-23T07:00:00.000Z', null, null, { nightly: false, nightlyAt: '02:00', dayEndAfter: null })).toBeNull();
  });

  it('runs once when the time has come, looks again while it has not, and stops when told to', async () => {
    const clock = testClock('2026-11-23T08:00:00.000Z');
    const due: PlannedRuns = { at: new Date('2026-11-23T08:25:00.000Z'), trigger: 'dayEnd', targetIds: ['nas'] };
    const later: PlannedRuns = { ...due, at: new Date('2026-11-24T08:25:00.000Z') };
    const ran: ScheduledTrigger[] = [];
    let timer: { ms: number; work: () => void } | null = null;
    const scheduler = createBackupScheduler({
      now: () => clock.now(),
      setTimer: (ms, work) => {
        timer = { ms, work };
        return () => {
          timer = null;
        };
      },
      plan: async () => (ran.length === 0 ? due : later),
      run: async ({ trigger }) => void ran.push(trigger),
    });
    const ring = async () => {
      const { ms, work } = timer as unknown as { ms: number; work: () => void };
      clock.advance(ms);
      work();
      await new Promise(resolve => setImmediate(resolve));
    };
    await scheduler.refresh();
    await ring();
    await ring();
    expect(ran).toEqual([]);
    await ring();
    expect(ran).toEqual(['dayEnd']);
    await ring();
    expect(ran).toEqual(['dayEnd']);
    scheduler.stop();
    expect(timer).toBeNull();
  });

  it('a backup is fresh for 26 hours, late after that, an alarm after two days', () => {
    const now = new Date('2026-11-23T12:00:00.000Z');
    expect([null, '2026-11-22T11:00:00.000Z', '2026-11-22T09:00:00.000Z', '2026-11-21T11:00:00.000Z'].map(at => freshnessOf(at, now))).toEqual(['none', 'fresh', 'late', 'alarm']);
  });
});
