import { describe, expect, it } from 'vitest';

import { pacedStore } from '#electron/core/services/backup/paced-store.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { MemoryStore } from '#test/support/backup/memory-store.ts';

/** A line whose clock only moves by waiting; it stands still where everything is asked for at one moment. */
function line(bytesPerSecond: number | null, maySend = () => undefined as void, standsStill = false) {
  let now = 0;
  const waits: number[] = [];
  const store = new MemoryStore();
  const paced = pacedStore(store, {
    bytesPerSecond, maySend, monotonicMs: () => now,
    wait: async ms => {
      waits.push(ms);
      if (!standsStill) now += ms;
    },
  });
  return { paced, store, waits, elapsed: () => now };
}

describe('a limit on what is sent to servers', () => {
  it('holds on average from the first object on, also when several are on their way at once', async () => {
    const { paced, elapsed } = line(100_000);
    for (let index = 0; index < 11; index += 1) await paced.put(`p/${index}`, Buffer.alloc(100_000));
    expect(elapsed()).toBe(10_000);
    const together = line(100_000, undefined, true);
    await Promise.all([1, 2, 3, 4].map(index => together.paced.put(`p/${index}`, Buffer.alloc(100_000))));
    expect(together.waits).toEqual([1000, 2000, 3000]);
  });

  it('counts what is read back too, and waits for nothing when there is no limit', async () => {
    const { paced, waits } = line(1000);
    await paced.put('a', Buffer.alloc(500));
    await paced.get('a');
    await paced.get('a');
    expect(waits.length).toBe(2);
    const free = line(null);
    await free.paced.put('a', Buffer.alloc(10_000_000));
    await free.paced.put('b', Buffer.alloc(10_000_000));
    expect(free.waits).toEqual([]);
  });

  it('stops in the middle when the hours end; what was stored stays', async () => {
    let left = 5;
    const { paced, store } = line(null, () => {
      left -= 1;
      if (left < 0) throw new AppError('backup.sendingPaused');
    });
    await paced.put('a', Buffer.from('x'));
    await paced.put('b', Buffer.from('y'));
    await expect(paced.put('c', Buffer.from('z'))).rejects.toMatchObject({ code: 'backup.sendingPaused' });
    expect([...store.objects.keys()]).toEqual(['a', 'b']);
    expect((await paced.get('a'))?.toString()).toBe('x');
  });
});
