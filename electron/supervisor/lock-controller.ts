import type { LockReason } from '#shared/contract/wire.ts';

import { atMost, momentOf, since, type LockClock, type Moment } from './lock-clock.ts';

/** Limits of each step in milliseconds. Their sum is the promise "locked within 2 s". */
export const LOCK_LIMITS = { flush: 600, prepare: 800, end: 500 } as const;
const TICK_MS = 5_000;
/** A gap between the two clocks this long means that the computer slept. */
const SLEPT_MS = 60_000;
const MINUTE = 60_000;

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
  let phase: LockPhase = 'open';
  let session: ActiveSession | null = null;
  let began: Moment = momentOf(clock);
  let lastActivity: Moment = began;
  let lastCheck: Moment = began;
  let running: Promise<void> | null = null;
  let onSignIn: LockReason | null = null;
  const gone = new Set<string>();

  async function sequence(reason: LockReason): Promise<void> {
    session = null;
    onSignIn = null;
    if (reason !== 'coreLost') {
      phase = 'flushing';
      await atMost(clock, LOCK_LIMITS.flush, steps.flush(reason));
      phase = 'ending';
      await atMost(clock, LOCK_LIMITS.prepare, steps.prepare(reason));
    }
    phase = 'ending';
    await atMost(clock, LOCK_LIMITS.end, steps.end());
    if (reason === 'closed') {
      phase = 'closed';
      return;
    }
    phase = 'starting';
    const restarted = steps.restart(reason);
    steps.announce(reason);
    await restarted.catch(() => undefined);
    phase = 'open';
  }

  function lock(reason: LockReason): Promise<void> {
    if (phase === 'closed') return Promise.resolve();
    if (running && reason === 'closed') return running.then(() => lock('closed'));
    running ??= sequence(reason).finally(() => {
      running = null;
    });
    return running;
  }

  /** On Linux nobody tells us that the computer sleeps: the time of day then jumps ahead of the steady clock. */
  function hasSlept(): boolean {
    const last = lastCheck;
    lastCheck = momentOf(clock);
    return lastCheck.wall - last.wall - (lastCheck.steady - last.steady) >= SLEPT_MS;
  }

  const lockIfSignedIn = (reason: LockReason): void => {
    if (session) void lock(reason);
  };

  function check(): void {
    const slept = hasSlept();
    if (!session || running) return;
    if (slept) void lock('suspend');
    else if (since(clock, began) >= session.hardLimitMinutes * MINUTE) void lock('sessionLimit');
    else if (since(clock, lastActivity) >= session.idleMinutes * MINUTE) void lock('idle');
  }

  const stop = clock.every(TICK_MS, check);
  return {
    phase: () => phase,
    sessionChanged: next => {
      if (running) return;
      if (next && next.userId !== session?.userId) {
        began = momentOf(clock);
        lastActivity = began;
      }
      session = next;
      if (next && onSignIn) void lock(onSignIn);
      else if (next?.tokenRef && gone.has(next.tokenRef)) void lock('cardRemoved');
    },
    activity: () => {
      // A late sign of life must not save a session that was already over.
      check();
      lastActivity = momentOf(clock);
    },
    cardRemoved: tokenRef => {
      gone.add(tokenRef);
      if (session?.tokenRef === tokenRef) void lock('cardRemoved');
    },
    cardsPresent: tokenRefs => {
      for (const ref of tokenRefs) gone.delete(ref);
      if (session?.tokenRef && !tokenRefs.includes(session.tokenRef)) void lock('cardRemoved');
    },
    cardHostLost: () => {
      if (session?.tokenRef) void lock('cardHostLost');
    },
    systemLocks: (reason, signingIn) => {
      lockIfSignedIn(reason);
      if (!session && signingIn) onSignIn = reason;
    },
    signInEnded: () => {
      onSignIn = null;
    },
    lock,
    check,
    stop,
  };
}
