import type { SetTimer } from './scheduler.ts';
import { withinLimit } from './within-limit.ts';

/** How often a missing place is looked for: whoever plugs the disk in sees within a minute or two that it was taken up. */
const LOOK_EVERY_MS = 60_000;

export interface PlaceWatchDeps {
  readonly setTimer: SetTimer;
  /** Whether this place is there again. A look that hangs counts as no, and is not asked again before it has answered. */
  readonly isBack: (targetId: string) => Promise<boolean>;
  /** Takes up places that are there again, to the end. False: not now; they are looked for again. */
  readonly takeUp: (targetIds: readonly string[]) => Promise<boolean>;
}

export interface PlaceWatch {
  /** The folders that are missing as of now. None: nothing is looked for, and no timer runs. */
  readonly follow: (missing: readonly string[]) => void;
  readonly stop: () => void;
}

/** Waits for places that are missing, a disk above all, and has them taken up when they are back. */
export function createPlaceWatch({ setTimer, isBack, takeUp }: PlaceWatchDeps): PlaceWatch {
  let missing = new Set<string>();
  let cancel: (() => void) | null = null;
  let [isLooking, isStopped] = [false, false];

  // each look that hangs holds one of the few threads that read files
  const asking = new Map<string, Promise<boolean>>();
  const ask = (id: string): Promise<boolean> => {
    const asked = asking.get(id) ?? isBack(id).finally(() => asking.delete(id));
    asking.set(id, asked);
    return withinLimit(asked, false);
  };

  const wait = (): void => {
    if (isStopped || isLooking || cancel !== null || missing.size === 0) return;
    cancel = setTimer(LOOK_EVERY_MS, () => {
      cancel = null;
      isLooking = true;
      void look().catch(() => undefined).finally(() => { // a database that was closed by a lock says so elsewhere
        isLooking = false;
        wait();
      });
    });
  };
  const look = async (): Promise<void> => {
    const back = (await Promise.all([...missing].map(async id => ((await ask(id)) ? [id] : [])))).flat();
    if (isStopped || back.length === 0) return;
    // one that is gone again by the end is named anew by whoever plans
    for (const id of back) missing.delete(id);
    const isTaken = await takeUp(back).catch(() => false);
    if (!isTaken) missing = new Set([...missing, ...back]);
  };
  return {
    follow: ids => {
      missing = new Set(ids);
      if (missing.size === 0) {
        cancel?.();
        cancel = null;
      }
      wait();
    },
    stop: () => {
      isStopped = true;
      cancel?.();
      cancel = null;
    },
  };
}
