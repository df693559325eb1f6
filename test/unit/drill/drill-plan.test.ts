import { describe, expect, it } from 'vitest';

import { drillStandingOf, DRILL_TONE, kitDueAt, kitStandingOf } from '#shared/domain/drill/standing.ts';
import { createDrillScheduler } from '#electron/core/services/drill/drill-scheduler.ts';
import { planNextDrill, type PlannedDrill, type PlannedPlace } from '#electron/core/services/drill/plan.ts';
import { testClock } from '#test/support/test-clock.ts';

const place = (targetId: string, lastGoodAt: string | null, lastTriedAt: string | null = lastGoodAt, heldSince = '2026-10-01T01:00:00.000Z'): PlannedPlace => ({ targetId, heldSince, lastGoodAt, lastTriedAt });
const plan = (now: string, ...places: PlannedPlace[]): string | null => {
  const next = planNextDrill({ now: new Date(now), places, nightlyAt: '02:00', timeZone: 'Europe/Stockholm' });
  return next === null ? null : `${next.targetId} ${next.at.toISOString()}`;
};

describe('when drills are held (J-20)', () => {
  it('weekly, in the quiet hours after the nightly backup', () => {
    expect(plan('2026-11-23T09:00:00.000Z', place('usb', '2026-11-20T02:00:00.000Z'))).toBe('usb 2026-11-27T02:00:00.000Z');
    expect(plan('2026-11-23T09:00:00.000Z', place('usb', '2026-11-20T12:00:00.000Z'))).toBe('usb 2026-11-28T01:30:00.000Z');
  });

  it('a new place waits for the first night, and nobody signed in at night: for ten minutes into the next working day', () => {
    expect(plan('2026-11-23T09:00:00.000Z', place('usb', null, null, '2026-11-23T08:00:00.000Z'))).toBe('usb 2026-11-24T01:30:00.000Z');
    expect(plan('2026-11-24T07:30:00.000Z', place('usb', null, null, '2026-11-23T07:00:00.000Z'))).toBe('usb 2026-11-24T07:40:00.000Z');
    expect(plan('2026-11-24T02:00:00.000Z', place('usb', null, null, '2026-11-23T08:00:00.000Z'))).toBe('usb 2026-11-24T02:00:00.000Z');
  });

  it('each place in turn: the one that waited longest, and every place within four weeks', () => {
    const places = [place('nas', '2026-11-16T02:00:00.000Z'), place('usb', '2026-11-09T02:00:00.000Z')];
    expect(plan('2026-11-20T09:00:00.000Z', ...places)).toBe('usb 2026-11-23T02:00:00.000Z');
    expect(plan('2026-11-20T09:00:00.000Z', place('nas', '2026-11-19T02:00:00.000Z'), place('usb', '2026-10-25T02:00:00.000Z'))).toBe('usb 2026-11-22T02:00:00.000Z');
  });

  it('after a failure or an absent disk six hours later, and another place meanwhile', () => {
    const due = '2026-11-10T02:00:00.000Z';
    expect(plan('2026-11-18T02:10:00.000Z', place('usb', due, '2026-11-18T02:00:00.000Z'))).toBe('usb 2026-11-18T08:00:00.000Z');
    expect(plan('2026-11-18T02:10:00.000Z', place('usb', due, '2026-11-18T02:00:00.000Z'), place('nas', '2026-11-11T01:00:00.000Z'))).toBe('nas 2026-11-18T02:10:00.000Z');
  });

  it('is null while no place holds a backup', () => {
    expect(plan('2026-11-18T02:10:00.000Z')).toBeNull();
  });

  it('a drill that is refused because a backup runs is held ten minutes later; a stopped one never', async () => {
    const clock = testClock('2026-11-23T01:30:00.000Z');
    const waits: number[] = [];
    const held: string[] = [];
    let work: () => void = () => undefined;
    let refuse = true;
    const next: PlannedDrill = { at: new Date('2026-11-23T01:30:00.000Z'), targetId: 'usb' };
    const scheduler = createDrillScheduler({
      now: () => clock.now(), plan: async () => (held.length > 0 ? null : next),
      setTimer: (ms, callback) => {
        waits.push(ms);
        work = callback;
        return () => undefined;
      },
      run: async targetId => {
        if (refuse) throw new Error('a backup is running');
        held.push(targetId);
      },
    });
    const settled = async () => { for (let turn = 0; turn < 10; turn += 1) await Promise.resolve(); };
    await scheduler.refresh();
    work();
    await settled();
    expect({ waits, held }).toEqual({ waits: [1000, 600_000], held: [] });
    refuse = false;
    work();
    await settled();
    work();
    await settled();
    expect(held).toEqual(['usb']);
    scheduler.stop();
    work();
    await settled();
    expect(held).toEqual(['usb']);
  });
});

describe('how worried to be (J-20)', () => {
  const facts = { lastGoodAt: '2026-11-01T02:00:00.000Z', failedAt: null, firstBackupAt: '2026-10-01T02:00:00.000Z' };
  const at = (now: string, over: Partial<typeof facts> & { failedAt?: string | null } = {}) => drillStandingOf({ ...facts, ...over }, new Date(now));

  it('a failure is red at once, whatever the age, so always within the hour', () => {
    const standing = at('2026-11-01T03:00:00.000Z', { failedAt: '2026-11-01T03:00:00.000Z' } as never);
    expect([standing, DRILL_TONE[standing]]).toEqual(['failed', 'danger']);
  });

  it.each([
    ['2026-11-08T02:00:00.000Z', 'ok', 'ok'], ['2026-11-09T03:00:00.000Z', 'due', 'attention'], ['2026-11-15T03:00:00.000Z', 'overdue', 'danger'],
  ] as const)('at %s it is %s', (now, standing, tone) => {
    expect([at(now), DRILL_TONE[at(now)]]).toEqual([standing, tone]);
  });

  it('without any drill the first backup counts; without a backup there is nothing to say', () => {
    expect(at('2026-10-03T02:00:00.000Z', { lastGoodAt: null } as never)).toBe('none');
    expect(at('2026-10-16T02:00:00.000Z', { lastGoodAt: null } as never)).toBe('overdue');
    expect(at('2026-10-16T02:00:00.000Z', { lastGoodAt: null, firstBackupAt: null } as never)).toBe('nothing');
  });

  it('the yearly drill with the kit is announced after eleven months and alarming after twelve, counted from the kit or the last one', () => {
    const kit = (now: string, lastKitDrillAt: string | null = null) => kitStandingOf({ kitMadeAt: '2026-03-31T08:00:00.000Z', lastKitDrillAt }, new Date(now));
    expect([kit('2027-02-27T08:00:00.000Z'), kit('2027-02-28T08:00:00.000Z'), kit('2027-03-31T07:59:00.000Z'), kit('2027-03-31T08:00:00.000Z')]).toEqual(['ok', 'soon', 'soon', 'overdue']);
    expect(kit('2027-12-31T08:00:00.000Z', '2027-03-01T08:00:00.000Z')).toBe('ok');
    expect(kitDueAt({ kitMadeAt: '2024-02-29T08:00:00.000Z', lastKitDrillAt: null })).toBe('2025-02-28T08:00:00.000Z');
    expect(kitStandingOf({ kitMadeAt: null, lastKitDrillAt: null }, new Date())).toBe('noKit');
  });
});
