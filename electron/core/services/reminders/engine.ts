import { isQuiet } from '#shared/domain/reminders/timing.ts';
import type { MessageGateway } from '../../ports/message-gateway.ts';
import { distrustRestored, giveUpSending } from '../../repositories/reminder.ts';
import { activeSettings, type ActiveSettings } from './current-settings.ts';
import type { ReminderDeps } from './deps.ts';
import { askAboutSent, expireOld, reviveWithNumber } from './follow-up.ts';
import { createGatewayDesk, type GatewayDesk } from './gateway-desk.ts';
import { planAll } from './plan.ts';
import { sendNext } from './send.ts';

export interface ReminderEngine extends Pick<GatewayDesk, 'standing' | 'gatewayFor'> {
  /** Plans, sends what is due, and asks about what was sent. One at a time; a second call waits for the first. */
  readonly tick: () => Promise<void>;
  /** Begins when somebody has signed in; what a killed program was sending, or a restored one may have sent, becomes an errand for staff. */
  readonly start: () => Promise<void>;
  /** Begins nothing new; waits a moment for what is on its way. */
  readonly stop: () => Promise<void>;
}

const EVERY_MS = 60_000;
const SEND_AT_MOST = 500;
/** Locking must not wait for a slow company: what has not answered by then is cleared up after the next sign-in. */
const LAST_WORD_MS = 400;

/** The one clock that sends reminders. It runs in core, so nothing goes while nobody is signed in. */
export function createReminderEngine(deps: ReminderDeps): ReminderEngine {
  const desk = createGatewayDesk(deps);
  let stopped = false;
  let cancelTimer: () => void = () => undefined;
  let running: Promise<void> = Promise.resolve();
  const tick = (): Promise<void> => {
    const work = () => oneRound({ deps, desk, isStopped: () => stopped });
    running = running.then(work, work);
    return running;
  };
  const again = (): void => {
    if (stopped) return;
    // A failure (a full disk, a busy file) is met again and told elsewhere; the clock goes on.
    cancelTimer = deps.setTimer(EVERY_MS, () => void tick().catch(() => undefined).then(again));
  };
  return {
    tick,
    gatewayFor: desk.gatewayFor,
    standing: desk.standing,
    start: async () => {
      const at = deps.clock.now().toISOString();
      const isNew = await deps.db.write(async tx => {
        const restored = await distrustRestored(tx, at);
        return (await giveUpSending(tx, at)) > 0 || restored;
      });
      if (isNew) deps.changed('reminders');
      void tick().catch(() => undefined).then(again);
    },
    stop: async () => {
      stopped = true;
      cancelTimer();
      await Promise.race([running.catch(() => undefined), new Promise(resolve => deps.setTimer(LAST_WORD_MS, () => resolve(undefined)))]);
    },
  };
}

interface Round {
  readonly deps: ReminderDeps;
  readonly desk: GatewayDesk;
  readonly isStopped: () => boolean;
}

async function oneRound(round: Round): Promise<void> {
  const { deps, desk, isStopped } = round;
  const active = isStopped() ? null : await activeSettings(deps.db.reader, deps.clinic);
  if (!active) return;
  const gateway = desk.gatewayFor(active);
  let changed = await expireOld(deps, active, desk.standing()?.problem ?? null);
  changed += await reviveWithNumber(deps);
  changed += await planAll(deps, active);
  changed += await sendDue(round, active, gateway);
  if (!isStopped()) changed += await askAboutSent(deps, gateway);
  if (changed > 0) deps.changed('reminders');
}

/** Sends one after the other until nothing is due, the night begins or the provider is in the way. Returns how many were tried. */
async function sendDue({ deps, desk, isStopped }: Round, active: ActiveSettings, gateway: MessageGateway): Promise<number> {
  for (let tried = 0; tried < SEND_AT_MOST; tried += 1) {
    if (isStopped() || isQuiet(deps.clock.now().toISOString(), active.rules) || desk.mustWait()) return tried;
    const result = await sendNext({ deps, active, gateway });
    if (result === 'none') return tried;
    if (result === 'answered') desk.clear();
    else if (result !== 'skipped') {
      desk.note(result.problem, result.retryAfterMs);
      return tried + 1;
    }
  }
  return SEND_AT_MOST;
}
