import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const STEPS = ['open', 'rename', 'rm', 'unlink', 'mkdir', 'truncate', 'copyFile', 'writeFile'] as const;

/**
 * Ends this process with SIGKILL at the n-th change to the file system (opening for writing, syncing, renaming,
 * removing…), as a power button does. Every step that a run makes has its own number; 0 never kills.
 */
export function killAt(n: number): () => number {
  let count = 0;
  const step = () => {
    count += 1;
    if (count === n) process.kill(process.pid, 'SIGKILL');
  };
  const promises = fs.promises as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  for (const name of STEPS) {
    const real = promises[name];
    if (real === undefined) continue;
    promises[name] = async (...args: unknown[]) => {
      const readsOnly = name === 'open' && (args[1] === undefined || args[1] === 'r');
      if (!readsOnly) step();
      const result = await real.apply(fs.promises, args);
      if (name === 'open' && !readsOnly) watchSync(result as fs.promises.FileHandle, step);
      return result;
    };
  }
  syncBuiltinESMExports();
  return () => count;
}

/** Between writing and syncing a file lies a step of its own. */
function watchSync(handle: fs.promises.FileHandle, step: () => void): void {
  const sync = handle.sync.bind(handle);
  handle.sync = async () => {
    step();
    await sync();
  };
}
