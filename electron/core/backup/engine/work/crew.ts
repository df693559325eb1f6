import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';

import { FollowingHash } from './following-hash.ts';
import { type CheckJob, checkPages, type OpenJob, openPages, type Sealed, type SealJob, sealPages } from './jobs.ts';
import { handOver, type Order } from './messages.ts';
import { Thread } from './thread.ts';

/** A hash that follows a file; see FollowingHash. */
export type Follower = Pick<FollowingHash, 'done' | 'advance' | 'cancel'>;

/**
 * Does the heavy work on pages. With threads it runs beside everything else; where threads do not start (their bundle is
 * not there, or the system refuses them) the same functions run in the caller's own thread.
 */
export interface Crew {
  /** How many jobs are worked on at once: keep about one more than that under way. */
  readonly size: number;
  /** The memory of the job is the caller's again with the answer. */
  seal(job: SealJob): Promise<Sealed>;
  /** `job.file` belongs to the crew afterwards. */
  open(job: OpenJob): Promise<Uint8Array | undefined>;
  /** `job.content` belongs to the crew afterwards. */
  check(job: CheckJob): Promise<number[]>;
  /** Hashes `file` up to `bytes` as far as it is told that they are final. */
  follow(file: string, bytes: number): Follower;
  /** Ends the threads. Jobs that are under way never answer. */
  close(): Promise<void>;
}

/** Beside the bundle of whichever program this is: dist/electron, dist/bench, .cache. */
export const CREW_BUNDLE = 'backup-worker.cjs';
const MAX_THREADS = 3;

const ownThread: Crew = {
  size: 1,
  seal: sealPages,
  open: openPages,
  check: async job => checkPages(job),
  follow: (file, bytes) => new FollowingHash(file, bytes),
  close: async () => undefined,
};

/** What a job takes with it to a thread. */
interface Parcel {
  readonly order: (id: number) => Order;
  readonly transfer: ArrayBuffer[];
}

class ThreadedCrew implements Crew {
  readonly size: number;
  readonly #start: () => Thread;
  readonly #threads: Thread[] = [];
  #hasher: Thread | undefined;
  #lastId = 0;

  constructor(size: number, start: () => Thread) {
    this.size = size;
    this.#start = start;
  }

  seal(job: SealJob): Promise<Sealed> {
    return this.#do(() => ownThread.seal(job), () => ({ order: id => ({ kind: 'seal', id, job }), transfer: [] }));
  }

  open(job: OpenJob): Promise<Uint8Array | undefined> {
    return this.#do(() => ownThread.open(job), () => {
      const { bytes, transfer } = handOver(job.file);
      return { order: id => ({ kind: 'open', id, job: { ...job, file: bytes } }), transfer };
    });
  }

  check(job: CheckJob): Promise<number[]> {
    return this.#do(() => ownThread.check(job), () => {
      const { bytes, transfer } = handOver(job.content);
      return { order: id => ({ kind: 'check', id, job: { ...job, content: bytes } }), transfer };
    });
  }

  follow(file: string, bytes: number): Follower {
    // a thread of its own: a hash takes as long as everything else together and must not stand in its way
    const thread = (this.#hasher ??= this.#started());
    const id = this.#id();
    let [ready, isCancelled] = [0, false];
    let tell: () => void = () => undefined;
    const begin = async (): Promise<string | null> => {
      if (thread !== undefined && (await thread.isUp)) {
        const done = thread.ask<string | null>({ kind: 'hash', id, file, bytes });
        tell = () => thread.tell(isCancelled ? { kind: 'cancel', id } : { kind: 'advance', id, bytes: ready });
        tell();
        return done;
      }
      const own = ownThread.follow(file, bytes);
      tell = () => (isCancelled ? own.cancel() : own.advance(ready));
      tell();
      return own.done;
    };
    const done = begin();
    done.catch(() => undefined); // whoever awaits it hears of it; nobody may be waiting yet
    return {
      done,
      advance: to => {
        ready = to;
        tell();
      },
      cancel: () => {
        isCancelled = true;
        tell();
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#threads, ...(this.#hasher === undefined ? [] : [this.#hasher])].map(thread => thread.end()));
    this.#threads.length = 0;
    this.#hasher = undefined;
  }

  #id(): number {
    return (this.#lastId += 1);
  }

  /** By a thread when one runs; the parcel is only packed for a thread that does. */
  async #do<T>(own: () => Promise<T>, pack: () => Parcel): Promise<T> {
    const thread = this.#next();
    if (thread === undefined) return own();
    thread.load += 1;
    try {
      if (!(await thread.isUp)) return await own();
      const { order, transfer } = pack();
      return await thread.ask<T>(order(this.#id()), transfer);
    } finally {
      thread.load -= 1;
    }
  }

  /** The thread with the least to do; a new one while all have something and there may be more. Undefined where there can be none. */
  #next(): Thread | undefined {
    const least = this.#threads.toSorted((a, b) => a.load - b.load)[0];
    if (least !== undefined && (least.load === 0 || this.#threads.length >= this.size)) return least;
    const made = this.#started();
    if (made !== undefined) this.#threads.push(made);
    return made ?? least;
  }

  #started(): Thread | undefined {
    try {
      return this.#start();
    } catch {
      return undefined; // this program may have no threads; the caller's own does the work
    }
  }
}

export interface CrewOptions {
  /** The thread's program; the caller's own thread works where it is missing. */
  readonly bundle?: string;
  /** How long a thread may take to start before the caller's own does its work. */
  readonly startLimitMs?: number;
}

/** Starts no thread before there is work for it. */
export function openCrew({ bundle = path.join(import.meta.dirname, CREW_BUNDLE), startLimitMs }: CrewOptions = {}): Crew {
  if (!existsSync(bundle)) return ownThread;
  const code = readFileSync(bundle, 'utf8');
  return new ThreadedCrew(Math.min(MAX_THREADS, availableParallelism()), () => new Thread(code, startLimitMs));
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
