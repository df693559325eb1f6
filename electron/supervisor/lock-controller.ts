import type { LockReason } from '#shared/contract/wire.ts';

import { atMost, momentOf, since, type LockClock, type Moment } from './lock-clock.ts';

/** Limits of each step in milliseconds. Their sum is the promise "locked within 2 s". */
export const LOCK_LIMITS = { flush: 600, prepare: 800, end: 500 } as const;
const TICK_MS = 5_000;
/** A gap between the two clocks this long means that the computer slept. */
const SLEPT_MS = 60_000;
const MINUTE = 60_000;
const LONGEST_SWAP_S = 120;

/** Who is signed in, as core reports it. */
export interface ActiveSession {
  readonly userId: string;
  /** The card the session hangs on; null for a passphrase session. */
  readonly tokenRef: string | null;
  readonly idleMinutes: number;
  readonly hardLimitMinutes: number;
}

/** What locking does; each may fail or hang without stopping the next. */
export interface LockSteps {
  /** Asks the page to save drafts; core still answers. */
  flush(reason: LockReason): Promise<void>;
  /** Lets core finish its transaction and write the log row. */
  prepare(reason: LockReason): Promise<void>;
  /** Ends core and card host: only an ended process has no keys in memory. */
  end(): Promise<void>;
  /** Tells the page that it is locked; it throws its content away. */
  announce(reason: LockReason): void;
  /** Starts a fresh, locked core and a card host. */
  restart(reason: LockReason): Promise<void>;
}

/**
 * `open`: core answers. `flushing`: locking, but drafts may still be saved. `ending`: nothing is answered.
 * `starting`: a fresh core is on its way. `closed`: the program is ending.
 */
export type LockPhase = 'open' | 'flushing' | 'ending' | 'starting' | 'closed';

export interface LockController {
  phase(): LockPhase;
  /** Core says who is signed in. A card that left, or a system that locked, while signing in locks at once. */
  sessionChanged(session: ActiveSession | null): void;
  activity(): void;
  cardRemoved(tokenRef: string): void;
  /** The cards now in the readers; a session whose card is not among them is over. */
  cardsPresent(tokenRefs: readonly string[]): void;
  cardHostLost(): void;
  /**
   * With one reader an administrator takes their own card out to enrol a colleague's: until then a missing card does
   * not lock. Afterwards it does, if their card has not come back.
   */
  allowCardSwap(seconds: number): void;
  /** The system locked its screen or goes to sleep. `signingIn`: a sign-in is being answered at this moment. */
  systemLocks(reason: 'systemLock' | 'suspend', signingIn: boolean): void;
  /** No sign-in is being answered any more. */
  signInEnded(): void;
  /** Locks whether or not anybody is signed in. The same promise for everybody who asks during one lock. */
  lock(reason: LockReason): Promise<void>;
  /** Compares the clocks now, for example after waking up. */
  check(): void;
  stop(): void;
}

/** Decides when to lock and runs the steps in order, once at a time. */
export function createLockController(clock: LockClock, steps: LockSteps): LockController {
  return new Controller(clock, steps);
}

class Controller implements LockController {
  readonly #clock: LockClock;
  readonly #steps: LockSteps;
  readonly #stop: () => void;
  readonly #gone = new Set<string>();
  #phase: LockPhase = 'open';
  #session: ActiveSession | null = null;
  #began: Moment;
  #lastActivity: Moment;
  #lastCheck: Moment;
  #running: Promise<void> | null = null;
  #onSignIn: LockReason | null = null;
  #swap: { readonly since: Moment; readonly ms: number } | null = null;

  constructor(clock: LockClock, steps: LockSteps) {
    this.#clock = clock;
    this.#steps = steps;
    this.#began = momentOf(clock);
    this.#lastActivity = this.#began;
    this.#lastCheck = this.#began;
    this.#stop = clock.every(TICK_MS, () => this.check());
  }

  phase(): LockPhase {
    return this.#phase;
  }

  sessionChanged(next: ActiveSession | null): void {
    if (this.#running) return;
    if (next && next.userId !== this.#session?.userId) {
      this.#began = momentOf(this.#clock);
      this.#lastActivity = this.#began;
    }
    this.#session = next;
    if (next && this.#onSignIn) void this.lock(this.#onSignIn);
    else if (next?.tokenRef && this.#gone.has(next.tokenRef)) void this.lock('cardRemoved');
  }

  activity(): void {
    // A late sign of life must not save a session that was already over.
    this.check();
    this.#lastActivity = momentOf(this.#clock);
  }

  cardRemoved(tokenRef: string): void {
    this.#gone.add(tokenRef);
    if (this.#session?.tokenRef === tokenRef && !this.#isSwapping()) void this.lock('cardRemoved');
  }

  cardsPresent(tokenRefs: readonly string[]): void {
    for (const ref of tokenRefs) this.#gone.delete(ref);
    const own = this.#session?.tokenRef;
    if (!own || tokenRefs.includes(own)) return;
    this.#gone.add(own);
    if (!this.#isSwapping()) void this.lock('cardRemoved');
  }

  allowCardSwap(seconds: number): void {
    if (this.#session) this.#swap = { since: momentOf(this.#clock), ms: Math.min(seconds, LONGEST_SWAP_S) * 1000 };
  }

  cardHostLost(): void {
    if (this.#session?.tokenRef) void this.lock('cardHostLost');
  }

  systemLocks(reason: 'systemLock' | 'suspend', signingIn: boolean): void {
    if (this.#session) void this.lock(reason);
    else if (signingIn) this.#onSignIn = reason;
  }

  signInEnded(): void {
    this.#onSignIn = null;
  }

  lock(reason: LockReason): Promise<void> {
    if (this.#phase === 'closed') return Promise.resolve();
    if (this.#running && reason === 'closed') return this.#running.then(() => this.lock('closed'));
    this.#running ??= this.#sequence(reason).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  check(): void {
    const slept = this.#hasSlept();
    const session = this.#session;
    if (!session || this.#running) return;
    if (slept) void this.lock('suspend');
    else if (since(this.#clock, this.#began) >= session.hardLimitMinutes * MINUTE) void this.lock('sessionLimit');
    else if (since(this.#clock, this.#lastActivity) >= session.idleMinutes * MINUTE) void this.lock('idle');
    else if (session.tokenRef && this.#gone.has(session.tokenRef) && !this.#isSwapping()) void this.lock('cardRemoved');
  }

  #isSwapping(): boolean {
    return this.#swap !== null && since(this.#clock, this.#swap.since) < this.#swap.ms;
  }

  stop(): void {
    this.#stop();
  }

  async #sequence(reason: LockReason): Promise<void> {
    this.#session = null;
    this.#onSignIn = null;
    this.#swap = null;
    if (reason !== 'coreLost') {
      this.#phase = 'flushing';
      await atMost(this.#clock, LOCK_LIMITS.flush, this.#steps.flush(reason));
      this.#phase = 'ending';
      await atMost(this.#clock, LOCK_LIMITS.prepare, this.#steps.prepare(reason));
    }
    this.#phase = 'ending';
    await atMost(this.#clock, LOCK_LIMITS.end, this.#steps.end());
    if (reason === 'closed') {
      this.#phase = 'closed';
      return;
    }
    this.#phase = 'starting';
    const restarted = this.#steps.restart(reason);
    this.#steps.announce(reason);
    await restarted.catch(() => undefined);
    this.#phase = 'open';
  }

  /** On Linux nobody tells us that the computer sleeps: the time of day then jumps ahead of the steady clock. */
  #hasSlept(): boolean {
    const last = this.#lastCheck;
    this.#lastCheck = momentOf(this.#clock);
    return this.#lastCheck.wall - last.wall - (this.#lastCheck.steady - last.steady) >= SLEPT_MS;
  }
}
