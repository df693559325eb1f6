import { beforeEach, describe, expect, it } from 'vitest';

import type { LockClock } from '#electron/supervisor/lock-clock.ts';
import { createLockController, LOCK_LIMITS, type LockController, type LockSteps } from '#electron/supervisor/lock-controller.ts';

const MINUTE = 60_000;

/** A clock that moves only when told; `sleep` moves the time of day alone, as a suspended computer does. */
function handClock() {
  let wall = 1_000_000;
  let steady = 0;
  let timers: { at: number; run: () => void; every: number }[] = [];
  const add = (ms: number, run: () => void, every: number): (() => void) => {
    const timer = { at: steady + ms, run, every };
    timers.push(timer);
    return () => { timers = timers.filter(t => t !== timer); };
  };
  const clock: LockClock = { wall: () => wall, steady: () => steady, after: (ms, run) => add(ms, run, 0), every: (ms, run) => add(ms, run, ms) };
  const settle = async (): Promise<void> => { for (let i = 0; i < 20; i += 1) await Promise.resolve(); };
  return {
    clock,
    settle,
    pass: async (ms: number): Promise<void> => {
      const end = steady + ms;
      for (;;) {
        const next = timers.filter(t => t.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        wall += next.at - steady;
        steady = next.at;
        if (next.every > 0) next.at += next.every;
        else timers = timers.filter(t => t !== next);
        next.run();
        await settle();
      }
      wall += end - steady;
      steady = end;
      await settle();
    },
    sleep: (ms: number): void => { wall += ms; },
    setBack: (ms: number): void => { wall -= ms; },
  };
}

let time: ReturnType<typeof handClock>;
let done: string[];
let controller: LockController;
const byCard = { userId: 'u1', tokenRef: 'card-1', idleMinutes: 15, hardLimitMinutes: 720 };
const byPassphrase = { ...byCard, tokenRef: null };
const never = (): Promise<void> => new Promise(() => undefined);

function controllerWith(steps: Partial<LockSteps> = {}): LockController {
  const note = (what: string) => (reason?: string) => {
    done.push(reason ? `${what} ${reason}` : what);
    return Promise.resolve();
  };
  return createLockController(time.clock, { flush: note('flush'), prepare: note('prepare'), end: note('end'), announce: reason => void done.push(`announce ${reason}`), restart: note('restart'), ...steps });
}

beforeEach(() => {
  time = handClock();
  done = [];
  controller = controllerWith();
});

describe('locking (L-01)', () => {
  it('saves drafts, lets core finish, ends it, and only then says so and starts afresh', async () => {
    await controller.lock('manual');
    expect(done).toEqual(['flush manual', 'prepare manual', 'end', 'restart manual', 'announce manual']);
    expect(controller.phase()).toBe('open');
  });

  it('is over within 2 s even if the page, core and the operating system all hang', async () => {
    controller = controllerWith({ flush: never, prepare: never, end: never });
    void controller.lock('manual');
    await time.pass(2_000 - 1);
    expect(done).toContain('announce manual');
    expect(LOCK_LIMITS.flush + LOCK_LIMITS.prepare + LOCK_LIMITS.end).toBeLessThanOrEqual(2_000);
  });

  it('goes on when a step fails', async () => {
    controller = controllerWith({ flush: () => Promise.reject(new Error('page gone')), prepare: () => Promise.reject(new Error('core gone')) });
    await controller.lock('manual');
    expect(done).toEqual(['end', 'restart manual', 'announce manual']);
  });

  it('still takes drafts while flushing and nothing afterwards', async () => {
    controller = controllerWith({ flush: never, prepare: never });
    void controller.lock('manual');
    expect(controller.phase()).toBe('flushing');
    await time.pass(LOCK_LIMITS.flush);
    expect(controller.phase()).toBe('ending');
  });

  it('happens once when several reasons come together', async () => {
    controller.sessionChanged(byCard);
    const all = Promise.all([controller.lock('manual'), controller.lock('systemLock')]);
    controller.cardRemoved('card-1');
    await all;
    expect(done.filter(d => d === 'end')).toHaveLength(1);
  });

  it('closes the program after a lock that is already running', async () => {
    const first = controller.lock('manual');
    await Promise.all([first, controller.lock('closed')]);
    expect(done.slice(-3)).toEqual(['flush closed', 'prepare closed', 'end']);
    expect(controller.phase()).toBe('closed');
  });

  it('asks neither page nor core when core is gone', async () => {
    await controller.lock('coreLost');
    expect(done).toEqual(['end', 'restart coreLost', 'announce coreLost']);
  });
});

describe('the card', () => {
  it('locks when the session’s card goes, and not when another does', async () => {
    controller.sessionChanged(byCard);
    controller.cardRemoved('card-2');
    await time.settle();
    expect(done).toEqual([]);
    controller.cardRemoved('card-1');
    await time.settle();
    expect(done[0]).toBe('flush cardRemoved');
  });

  it('locks at once when it left while the PIN was being checked', async () => {
    controller.cardRemoved('card-1');
    controller.sessionChanged(byCard);
    await time.settle();
    expect(done[0]).toBe('flush cardRemoved');
  });

  it('does not lock when it was put back before signing in', async () => {
    controller.cardRemoved('card-1');
    controller.cardsPresent(['card-1']);
    controller.sessionChanged(byCard);
    await time.settle();
    expect(done).toEqual([]);
  });

  it('locks when the readers no longer show it, even if its removal was missed', async () => {
    controller.sessionChanged(byCard);
    controller.cardsPresent(['card-2']);
    await time.settle();
    expect(done[0]).toBe('flush cardRemoved');
  });

  it('locks a card session when the card host dies, and leaves a passphrase session alone', async () => {
    controller.sessionChanged(byPassphrase);
    controller.cardHostLost();
    await time.settle();
    expect(done).toEqual([]);
    controller.sessionChanged(byCard);
    controller.cardHostLost();
    await time.settle();
    expect(done[0]).toBe('flush cardHostLost');
  });
});

describe('time', () => {
  it('locks after 15 minutes without a sign of life (L-05)', async () => {
    controller.sessionChanged(byCard);
    await time.pass(14 * MINUTE);
    controller.activity();
    await time.pass(14 * MINUTE);
    expect(done).toEqual([]);
    await time.pass(MINUTE + 5_000);
    expect(done[0]).toBe('flush idle');
  });

  it('counts the time the computer slept', async () => {
    controller.sessionChanged(byCard);
    time.sleep(60 * MINUTE);
    await time.pass(5_000);
    expect(done[0]).toBe('flush suspend');
  });

  it('is not fooled by activity that comes first after a long sleep', async () => {
    controller.sessionChanged(byCard);
    time.sleep(60 * MINUTE);
    controller.activity();
    await time.settle();
    expect(done).toHaveLength(5);
  });

  it('is not lengthened by setting the clock back', async () => {
    controller.sessionChanged(byCard);
    time.setBack(24 * 60 * MINUTE);
    await time.pass(15 * MINUTE + 5_000);
    expect(done[0]).toBe('flush idle');
  });

  it('ends a session after 12 hours however busy it is', async () => {
    controller.sessionChanged(byCard);
    for (let hour = 0; hour < 12 * 6; hour += 1) {
      await time.pass(10 * MINUTE);
      controller.activity();
    }
    await time.pass(5_000);
    expect(done[0]).toBe('flush sessionLimit');
  });

  it('does nothing while nobody is signed in', async () => {
    await time.pass(24 * 60 * MINUTE);
    expect(done).toEqual([]);
  });

  it('starts anew for the next person', async () => {
    controller.sessionChanged(byCard);
    await time.pass(14 * MINUTE);
    controller.sessionChanged({ ...byCard, userId: 'u2' });
    await time.pass(14 * MINUTE);
    expect(done).toEqual([]);
  });
});

describe('the computer', () => {
  it('locks a session when it is locked or put to sleep, and leaves the sign-in screen as it is', async () => {
    controller.systemLocks('systemLock', false);
    await time.settle();
    expect(done).toEqual([]);
    controller.sessionChanged(byCard);
    controller.systemLocks('suspend', false);
    await time.settle();
    expect(done[0]).toBe('flush suspend');
  });

  it('locks as soon as a sign-in succeeds that was under way when it was locked', async () => {
    controller.systemLocks('systemLock', true);
    controller.sessionChanged(byCard);
    await time.settle();
    expect(done[0]).toBe('flush systemLock');
  });

  it('forgets that when the sign-in failed', async () => {
    controller.systemLocks('systemLock', true);
    controller.signInEnded();
    controller.sessionChanged(byCard);
    await time.settle();
    expect(done).toEqual([]);
  });
});

describe('one reader, two cards: enrolling a colleague', () => {
  beforeEach(() => {
    controller.sessionChanged(byCard);
    controller.allowCardSwap(60);
  });

  it('does not lock while the administrator has taken their card out', async () => {
    controller.cardRemoved('card-1');
    controller.cardsPresent(['card-2']);
    await time.pass(30_000);
    expect(done).toEqual([]);
  });

  it('locks when the card has not come back in time', async () => {
    controller.cardRemoved('card-1');
    await time.pass(70_000);
    expect(done).toContain('announce cardRemoved');
  });

  it('goes on when it has', async () => {
    controller.cardRemoved('card-1');
    controller.cardsPresent(['card-1']);
    await time.pass(70_000);
    expect(done).toEqual([]);
  });
});
