import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { takeInstanceLock } from '#electron/supervisor/instance-lock.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), 'klinikbok-instance-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('lets one program use a clinic’s folder, and the next one after it has ended', () => {
  const release = takeInstanceLock(folder);
  expect(() => takeInstanceLock(folder)).toThrow(expect.objectContaining({ code: 'instance.alreadyRunning' }));
  release();
  expect(existsSync(path.join(folder, 'instance.lock'))).toBe(false);
  takeInstanceLock(folder)();
});

it('takes over from a program that was killed', () => {
  writeFileSync(path.join(folder, 'instance.lock'), '2147483646 77\n');
  takeInstanceLock(folder)();
});

it('takes over when another program has got the killed one’s process number since', () => {
  writeFileSync(path.join(folder, 'instance.lock'), `${process.ppid} 1\n`);
  takeInstanceLock(folder)();
});

it('takes over an empty or unreadable lock', () => {
  for (const text of ['', 'not a number', '-1 5', '0']) {
    writeFileSync(path.join(folder, 'instance.lock'), text);
    takeInstanceLock(folder)();
  }
});
