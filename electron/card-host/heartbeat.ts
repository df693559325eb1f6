import { Worker } from 'node:worker_threads';

/** Looks without a sign of life before the process is ended: eight seconds, as long as one look may take (limits.ts). */
const LIMIT = 16;
const EVERY_MS = 500;

/** Runs beside the one thread that a hanging module would stop. Counts looks, not time: a computer may sleep in between. */
const WATCHER = `
  const { workerData } = require('node:worker_threads');
  const state = new Int32Array(workerData.shared);
  let last = -1;
  let silent = 0;
  setInterval(() => {
    const beat = Atomics.load(state, 0);
    silent = beat !== 0 && beat === last && Atomics.load(state, 1) === 0 ? silent + 1 : 0;
    last = beat;
    if (silent > workerData.limit) process.kill(process.pid, 'SIGKILL');
  }, workerData.every);
`;

export interface Heartbeat {
  /** A sign of life. */
  beat(): void;
  /** Runs a call that the supervisor itself watches. */
  during<T>(run: () => T): T;
}

/**
 * Ends this process when a look at the readers hangs. Calls are watched by the supervisor; looks happen between calls,
 * and a module that hangs in one would keep a removed card from being noticed.
 */
export function startHeartbeat(): Heartbeat {
  const shared = new SharedArrayBuffer(8);
  const state = new Int32Array(shared);
  const worker = new Worker(WATCHER, { eval: true, workerData: { shared, limit: LIMIT, every: EVERY_MS } });
  worker.unref();
  return {
    beat: () => void Atomics.add(state, 0, 1),
    during: run => {
      Atomics.store(state, 1, 1);
      try {
        return run();
      } finally {
        Atomics.store(state, 1, 0);
      }
    },
  };
}
