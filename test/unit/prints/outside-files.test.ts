import { describe, expect, it } from 'vitest';

import { outsideFiles } from '#electron/core/services/outside-files.ts';
import { createRefresher, systemAfter, type Refresher } from '#electron/core/services/refresher.ts';

/** A file that is kept by the real refresher; `write` ends when the test lets it. */
function aFile(write: () => Promise<void>): Refresher {
  return createRefresher({ nowMs: () => 0, after: systemAfter, work: write, settleMs: 3_600_000, everyMs: 3_600_000, atLeastMs: 3_600_000 });
}

describe('files outside the program, at a lock (C-13, C-15)', () => {
  it('what changed since the last file is written before the lock goes on', async () => {
    let written = 0;
    const files = outsideFiles();
    files.add(aFile(async () => void (written += 1)));
    files.start();
    await files.finish();
    expect(written).toBe(1);
  });

  it('nothing is written when nothing changed, and changes elsewhere do not count', async () => {
    let written = 0;
    const file = aFile(async () => void (written += 1));
    const files = outsideFiles();
    files.add(file);
    files.start();
    await file.flush();
    files.changed(['backup', 'log', 'prints']);
    await file.flush();
    expect(written).toBe(1);
    files.changed(['agenda']);
    await files.finish();
    expect(written).toBe(2);
  });

  it('a folder that does not answer does not hold up the lock', async () => {
    const files = outsideFiles();
    files.add(aFile(() => new Promise(() => undefined)));
    files.start();
    await expect(files.finish()).resolves.toBeUndefined();
  });

  it('changes while a file is being written are in the next one, and a failure does not end it', async () => {
    const seen: number[] = [];
    let now = 1;
    let letGo: () => void = () => undefined;
    const file = aFile(async () => {
      seen.push(now);
      if (seen.length === 1) await new Promise<void>(resolve => { letGo = resolve; });
      if (seen.length === 2) throw new Error('the disk is gone');
    });
    file.start();
    const first = file.flush();
    await Promise.resolve();
    now = 2;
    file.touch();
    const second = file.flush();
    letGo();
    await Promise.all([first, second]);
    expect(seen).toEqual([1, 2]);
    now = 3;
    file.touch();
    await file.flush();
    expect(seen).toEqual([1, 2, 3]);
  });
});
