import { Worker } from 'node:worker_threads';

import type { Answer, Order, Ready } from './messages.ts';

/** Threads hold packs outside the heap and little inside: a small young generation gives their memory back sooner. */
const HEAP = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 };
/** A thread that has not said that it runs by then is taken for one that never will. */
const START_LIMIT_MS = 10_000;

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** One thread and the answers it owes. A thread that ends fails them all: nobody waits for ever. */
export class Thread {
  /** Whether it runs; nothing may be given to it before. Memory given to a thread that never ran would be lost. */
  readonly isUp: Promise<boolean>;
  /** Jobs that were promised to it. */
  load = 0;
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();

  /** `code`: its program. Throws when this program may have no threads at all. */
  constructor(code: string, startLimitMs = START_LIMIT_MS) {
    // as text, not as a file: the packaged program lies in an archive that only the main thread can read
    const worker = new Worker(code, { eval: true, env: {}, stdin: false, resourceLimits: HEAP });
    this.#worker = worker;
    this.isUp = new Promise(resolve => {
      const known = (runs: boolean) => {
        clearTimeout(timer);
        resolve(runs);
      };
      const timer = setTimeout(known, startLimitMs, false);
      worker.once('message', () => known(true));
      worker.once('error', () => known(false));
      worker.once('exit', () => known(false));
    });
    worker.on('message', (said: Answer | Ready) => this.#hear(said));
    worker.on('error', error => this.#failAll(error));
    worker.on('exit', () => this.#failAll(new Error('the backup’s thread ended')));
  }

  ask<T>(order: Order, transfer: ArrayBuffer[] = []): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#pending.set(order.id, { resolve: resolve as Pending['resolve'], reject });
      this.#worker.postMessage(order, transfer);
    });
  }

  tell(order: Order): void {
    this.#worker.postMessage(order);
  }

  async end(): Promise<void> {
    this.#pending.clear();
    await this.#worker.terminate();
  }

  #hear(said: Answer | Ready): void {
    if ('ready' in said) return;
    const owed = this.#pending.get(said.id);
    this.#pending.delete(said.id);
    if (said.ok) owed?.resolve(said.value as never);
    else owed?.reject(Object.assign(new Error(`the backup's thread: ${said.message}`), said.code === '' ? {} : { code: said.code }));
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
