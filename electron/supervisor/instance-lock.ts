import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

import { AppError } from '#shared/kernel/app-error.ts';

/** Name of the file that says which process holds a data folder. */
export const LOCK_FILE = 'instance.lock';

/** True while the process with this id exists; EPERM means it does and belongs to somebody else. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When the process was started, where the system says so: a pid is used again after a restart of the computer. */
function startedAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

/** What the holder wrote; one that has only just made the file is given a moment to say who it is. */
function holderIn(file: string): string {
  const said = readFileSync(file, 'utf8').trim();
  if (said !== '') return said;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  return readFileSync(file, 'utf8').trim();
}

function holderIsAlive(file: string): boolean {
  const [pid = '', started = ''] = holderIn(file).split(' ');
  const id = Number.parseInt(pid, 10);
  if (!Number.isInteger(id) || id <= 0 || !isAlive(id)) return false;
  return started === '' || started === startedAt(id);
}

/**
 * Takes the data folder for this process: one clinic is open in one program at a time. Returns the way to give it back.
 * Refuses with instance.alreadyRunning while another living process holds it; the lock of a dead one is taken over.
 */
export function takeInstanceLock(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = path.join(dataDir, LOCK_FILE);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const handle = openSync(file, 'wx', 0o600);
      writeSync(handle, `${process.pid} ${startedAt(process.pid)}\n`);
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new AppError('db.io', {}, error);
      if (holderIsAlive(file)) throw new AppError('instance.alreadyRunning');
      rmSync(file, { force: true });
    }
  }
  throw new AppError('instance.alreadyRunning');
}
