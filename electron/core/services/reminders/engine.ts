import type { GatewayProblem } from '#shared/domain/reminders/reminder.ts';
import { isQuiet, retryMinutes } from '#shared/domain/reminders/timing.ts';
import type { MessageGateway } from '../../ports/message-gateway.ts';
import { giveUpSending } from '../../repositories/reminder.ts';
import { activeSettings, type ActiveSettings } from './current-settings.ts';
import type { ReminderDeps } from './deps.ts';
import { askAboutSent, expireOld, reviveWithNumber } from './follow-up.ts';
import { planReminders } from './plan.ts';
import { sendNext } from './send.ts';

export interface GatewayStanding {
  readonly problem: GatewayProblem;
  readonly since: string;
}

export interface ReminderEngine {
  /** Plans, sends what is due, and asks about what was sent. One at a time; a second call waits for the first. */
  readonly tick: () => Promise<void>;
  /** Begins when somebody has signed in; what a killed program was sending becomes an errand for staff. */
  readonly start: () => Promise<void>;
  /** Begins nothing new; waits a moment for what is on its way. */
  readonly stop: () => Promise<void>;
  readonly standing: () => GatewayStanding | null;
  /** The way to the provider for these settings. */
  readonly gatewayFor: (active: Pick<ActiveSettings, 'version' | 'settings' | 'credential'>) => MessageGateway;
}

const EVERY_MS = 60_000;
const SEND_AT_MOST = 500;
/** Locking must not wait for a slow company: what has not answered by then is cleared up after the next sign-in. */
const LAST_WORD_MS = 400;

/** The one clock that sends reminders. It runs in core, so nothing goes while nobody is signed in. */
export function createReminderEngine(deps: ReminderDeps): ReminderEngine {
  let stopped = false;
  let cancelTimer: () => void = () => undefined;
  let standing: (GatewayStanding & { readonly failures: number; readonly notBefore: number }) | null = null;
  let opened: { readonly version: number; readonly gateway: MessageGateway } | null = null;
  let running: Promise<void> = Promise.resolve();

  const gatewayFor: ReminderEngine['gatewayFor'] = ({ version, settings, credential }) => {
    if (opened?.version !== version) {
      opened = { version, gateway: deps.openGateway({ provider: settings.provider, host: settings.host, credential }) };
      standing = null;
    }
    return opened.gateway;
  };
  const note = (problem: GatewayProblem, retryAfterMs: number | null): void => {
    const now = deps.clock.now();
    const failures = (standing?.failures ?? 0) + 1;
    standing = { problem, since: standing?.since ?? now.toISOString(), failures, notBefore: now.getTime() + (retryAfterMs ?? retryMinutes(failures) * 60_000) };
  };
  const sendDue = async (active: ActiveSettings, gateway: MessageGateway): Promise<number> => {
    for (let sent = 0; sent < SEND_AT_MOST; sent += 1) {
      const now = deps.clock.now();
      if (stopped || isQuiet(now.toISOString(), active.rules) || now.getTime() < (standing?.notBefore ?? 0)) return sent;
      const result = await sendNext({ deps, active, gateway });
      if (result === 'none') return sent;
      if (result !== 'gone') {
        note(result.problem, result.retryAfterMs);
        return sent + 1;
      }
      standing = null;
    }
    return SEND_AT_MOST;
  };
  const work = async (): Promise<void> => {
    const active = stopped ? null : await activeSettings(deps.db.reader, deps.clinic);
    if (!active) return;
    const gateway = gatewayFor(active);
    let changed = await expireOld(deps, active, standing?.problem ?? null);
    changed += await reviveWithNumber(deps);
    changed += await planReminders(deps, active);
    changed += await sendDue(active, gateway);
    if (!stopped) changed += await askAboutSent(deps, gateway);
    if (changed > 0) deps.changed('reminders');
  };
  const tick = (): Promise<void> => (running = running.then(work, work));
  const again = (): void => {
    if (stopped) return;
    // A failure (a full disk, a busy file) is met again and told elsewhere; the clock goes on.
    cancelTimer = deps.setTimer(EVERY_MS, () => void tick().catch(() => undefined).then(again));
  };
  return {
    tick,
    gatewayFor,
    standing: () => standing && { problem: standing.problem, since: standing.since },
    start: async () => {
      const at = deps.clock.now().toISOString();
      if ((await deps.db.write(tx => giveUpSending(tx, at))) > 0) deps.changed('reminders');
      void tick().catch(() => undefined).then(again);
    },
    stop: async () => {
      stopped = true;
      cancelTimer();
      await Promise.race([running.catch(() => undefined), new Promise(resolve => deps.setTimer(LAST_WORD_MS, () => resolve(undefined)))]);
    },
  };
}
