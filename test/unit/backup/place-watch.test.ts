import { describe, expect, it, vi } from 'vitest';

import { createPlaceWatch } from '#electron/core/services/backup/place-watch.ts';
import { testClock } from '#test/support/test-clock.ts';
import { testTimers } from '#test/support/test-timers.ts';

const MINUTE = 60_000;

function watched(takeUp: (ids: readonly string[]) => Promise<boolean>) {
  const timers = testTimers(testClock('2026-11-27T08:00:00.000Z'));
  const there = new Set<string>();
  const asked: string[] = [];
  const watch = createPlaceWatch({
    setTimer: timers.setTimer, takeUp,
    isBack: async id => {
      asked.push(id);
      return there.has(id);
    },
  });
  /** A minute passes, and the look that may follow has come to its end. */
  const minute = async () => {
    timers.pass(MINUTE);
    await new Promise(resolve => setImmediate(resolve));
  };
  return { timers, there, asked, watch, minute };
}

describe('waiting for a disk that comes back (XM-61)', () => {
  it('nothing is looked for while nothing is missing, and no more once everything is back', async () => {
    const takeUp = vi.fn(async () => true);
    const { timers, there, asked, watch, minute } = watched(takeUp);
    watch.follow([]);
    expect(timers.count()).toBe(0);
    watch.follow(['friday', 'nas']);
    watch.follow(['friday', 'nas']);
    expect(timers.count()).toBe(1);
    await minute();
    expect([takeUp.mock.calls, asked]).toEqual([[], ['friday', 'nas']]);
    there.add('friday');
    await minute();
    expect(takeUp.mock.calls).toEqual([[['friday']]]);
    watch.follow([]);
    expect(timers.count()).toBe(0);
  });

  it('one that comes back while another run goes on is taken up after it, and only once', async () => {
    const answers = [false, true];
    const takeUp = vi.fn(async () => answers.shift() ?? false);
    const { timers, there, watch, minute } = watched(takeUp);
    there.add('friday');
    watch.follow(['friday']);
    await minute();
    await minute();
    await minute();
    expect([takeUp.mock.calls.length, timers.count()]).toEqual([2, 0]);
  });

  it('a network folder that hangs is asked once, not every minute, and holds up no other', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const taken: string[][] = [];
    const timers = testTimers(testClock('2026-11-27T08:00:00.000Z'));
    const asked: string[] = [];
    const watch = createPlaceWatch({
      setTimer: timers.setTimer, takeUp: async ids => taken.push([...ids]) > 0,
      isBack: id => {
        asked.push(id);
        return id === 'nas' ? new Promise(() => undefined) : Promise.resolve(asked.length > 3);
      },
    });
    watch.follow(['nas', 'friday']);
    for (let minute = 0; minute < 3; minute += 1) {
      timers.pass(MINUTE);
      await vi.advanceTimersByTimeAsync(6000);
    }
    vi.useRealTimers();
    expect([asked, taken]).toEqual([['nas', 'friday', 'friday', 'friday'], [['friday']]]);
    watch.stop();
  });

  it('while its run goes on no second one is begun, and what fails is looked for again', async () => {
    let end: (taken: boolean) => void = () => undefined;
    const takeUp = vi.fn(() => new Promise<boolean>(resolve => (end = resolve)));
    const { timers, there, watch, minute } = watched(takeUp);
    there.add('friday');
    watch.follow(['friday']);
    await minute();
    watch.follow(['friday']); // pulled out again in the middle of the run, seen by whoever looked
    await minute();
    expect([takeUp.mock.calls.length, timers.count()]).toEqual([1, 0]);
    end(true);
    await new Promise(resolve => setImmediate(resolve));
    expect(timers.count()).toBe(1);
    watch.stop();
    watch.follow(['friday']);
    expect(timers.count()).toBe(0);
  });
});
