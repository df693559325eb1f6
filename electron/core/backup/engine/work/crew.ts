import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

import { FollowingHash } from './following-hash.ts';
import { type CheckJob, checkPages, type OpenJob, openPages, type Sealed, type SealJob, sealPages } from './jobs.ts';
import { type Answer, handOver, type Order } from './messages.ts';

/** A hash that follows a file; see FollowingHash. */
export type Follower = Pick<FollowingHash, 'done' | 'advance' | 'cancel'>;

/**
 * Does the heavy work on pages. With threads it runs beside everything else; without (the bundle of the thread is not
 * there, as when the sources run as they are) the same functions run in the caller's own thread.
 */
export interface Crew {
  /** How many jobs are worked on at once: keep about one more than that under way. */
  readonly size: number;
  /** `job.content` belongs to the crew afterwards. */
  seal(job: SealJob): Promise<Sealed>;
  /** `job.file` belongs to the crew afterwards. */
  open(job: OpenJob): Promise<Uint8Array | undefined>;
  /** `job.content` belongs to the crew afterwards. */
  check(job: CheckJob): Promise<number | null>;
  /** Hashes `file` up to `bytes` as far as it is told that they are final. */
  follow(file: string, bytes: number): Follower;
  /** Ends the threads. Jobs that are under way never answer. */
  close(): Promise<void>;
}

/** Beside the bundle of whichever program this is: dist/electron, dist/bench, .cache. */
export const CREW_BUNDLE = 'backup-worker.cjs';
const MAX_THREADS = 3;
/** Threads hold packs outside the heap and little inside: a small young generation gives their memory back sooner. */
const HEAP = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 };

const ownThread: Crew = {
  size: 1,
  seal: sealPages,
  open: openPages,
  check: async job => checkPages(job),
  follow: (file, bytes) => new FollowingHash(file, bytes),
  close: async () => undefined,
};

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** One thread and the answers it owes. A thread that ends fails them all: nobody waits for ever. */
class Thread {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();

  constructor(code: string) {
    // as text, not as a file: the packaged program lies in an archive that only the main thread can read
    this.#worker = new Worker(code, { eval: true, env: {}, stdin: false, resourceLimits: HEAP });
    this.#worker.on('message', (answer: Answer) => {
      const owed = this.#pending.get(answer.id);
      this.#pending.delete(answer.id);
      if (answer.ok) owed?.resolve(answer.value as never);
      else owed?.reject(new Error(`the backup's thread: ${answer.message}`));
    });
    this.#worker.on('error', error => this.#failAll(error));
    this.#worker.on('exit', () => this.#failAll(new Error('the backup’s thread ended')));
  }

  get load(): number {
    return this.#pending.size;
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

  #failAll(error: Error): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

class ThreadedCrew implements Crew {
  readonly size: number;
  readonly #code: string;
  readonly #threads: Thread[] = [];
  #hasher: Thread | undefined;
  #lastId = 0;

  constructor(code: string, size: number) {
    this.#code = code;
    this.size = size;
  }

  seal(job: SealJob): Promise<Sealed> {
    const { bytes, transfer } = handOver(job.content);
    return this.#next().ask({ kind: 'seal', id: this.#id(), job: { ...job, content: bytes } }, transfer);
  }

  open(job: OpenJob): Promise<Uint8Array | undefined> {
    const { bytes, transfer } = handOver(job.file);
    return this.#next().ask({ kind: 'open', id: this.#id(), job: { ...job, file: bytes } }, transfer);
  }

  check(job: CheckJob): Promise<number | null> {
    const { bytes, transfer } = handOver(job.content);
    return this.#next().ask({ kind: 'check', id: this.#id(), job: { ...job, content: bytes } }, transfer);
  }

  follow(file: string, bytes: number): Follower {
    // a thread of its own: a hash takes as long as everything else together and must not stand in its way
    const thread = (this.#hasher ??= new Thread(this.#code));
    const id = this.#id();
    const done = thread.ask<string | null>({ kind: 'hash', id, file, bytes });
    done.catch(() => undefined); // whoever awaits it hears of it; nobody may be waiting yet
    return { done, advance: ready => thread.tell({ kind: 'advance', id, bytes: ready }), cancel: () => thread.tell({ kind: 'cancel', id }) };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#threads, ...(this.#hasher === undefined ? [] : [this.#hasher])].map(thread => thread.end()));
    this.#threads.length = 0;
    this.#hasher = undefined;
  }

  #id(): number {
    return (this.#lastId += 1);
  }

  /** The thread with the least to do; a new one while all have something and there may be more. */
  #next(): Thread {
    const least = this.#threads.toSorted((a, b) => a.load - b.load)[0];
    if (least !== undefined && (least.load === 0 || this.#threads.length >= this.size)) return least;
    const made = new Thread(this.#code);
    this.#threads.push(made);
    return made;
  }
}

/** Starts no thread before there is work for it. `bundle`: the thread's program; the caller's own thread works where it is missing. */
export function openCrew(bundle: string = path.join(import.meta.dirname, CREW_BUNDLE)): Crew {
  if (!existsSync(bundle)) return ownThread;
  return new ThreadedCrew(readFileSync(bundle, 'utf8'), Math.min(MAX_THREADS, availableParallelism()));
}

/** Opens a crew for this work and ends it afterwards. */
export async function withCrew<T>(work: (crew: Crew) => Promise<T>): Promise<T> {
  const crew = openCrew();
  try {
    return await work(crew);
  } finally {
    await crew.close();
  }
}
