import type { PlannedDrill } from './plan.ts';

export interface DrillSchedulerDeps {
  readonly now: () => Date;
  /** Calls back once after so many milliseconds; returns the way to call it off. */
  readonly setTimer: (ms: number, work: () => void) => () => void;
  readonly plan: () => Promise<PlannedDrill | null>;
  /** Holds a drill to its end; a refusal (a backup is running) is looked at again later. */
  readonly run: (targetId: string) => Promise<void>;
}

export interface DrillScheduler {
  /** Looks at the plan and waits for it; call again whenever something it depends on has changed. */
  readonly refresh: () => Promise<void>;
  readonly stop: () => void;
}

/** Looked at again at least this often: a sleeping computer, a moved clock, or a backup that was in the way. */
const LOOK_AGAIN_MS = 10 * 60_000;

/** The one timer of planned drills. */
export function createDrillScheduler({ now, setTimer, plan, run }: DrillSchedulerDeps): DrillScheduler {
  let cancel: () => void = () => undefined;
  let stopped = false;
  const wait = (ms: number, work: () => Promise<void>): void => {
    cancel();
    if (!stopped) cancel = setTimer(Math.max(1000, Math.min(ms, LOOK_AGAIN_MS)), () => void work().catch(() => wait(LOOK_AGAIN_MS, refresh)));
  };
  const refresh = async (): Promise<void> => {
    cancel();
    const next = await plan();
    wait(next === null ? LOOK_AGAIN_MS : next.at.getTime() - now().getTime(), async () => {
      if (stopped) return;
      const isDue = next !== null && next.at.getTime() <= now().getTime();
      const isHeld = isDue && (await run(next.targetId).then(() => true, () => false));
      if (isDue && !isHeld) wait(LOOK_AGAIN_MS, refresh);
      else await refresh();
    });
  };
  return {
    refresh,
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
