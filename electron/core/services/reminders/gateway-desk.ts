import type { GatewayProblem } from '#shared/domain/reminders/reminder.ts';
import { retryMinutes } from '#shared/domain/reminders/timing.ts';
import type { MessageGateway } from '../../ports/message-gateway.ts';
import type { ActiveSettings } from './current-settings.ts';
import type { ReminderDeps } from './deps.ts';

export interface GatewayStanding {
  readonly problem: GatewayProblem;
  readonly since: string;
}

/** The way to the provider, and how it has answered lately. */
export interface GatewayDesk {
  /** One way for each version of the settings; new settings begin without a grudge. */
  readonly gatewayFor: (active: Pick<ActiveSettings, 'version' | 'settings' | 'credential'>) => MessageGateway;
  /** What stands in the way of all reminders, and since when; null while they go. */
  readonly standing: () => GatewayStanding | null;
  /** True until the next try: a minute, two, four … thirty, or what the provider asked for. */
  readonly mustWait: () => boolean;
  readonly note: (problem: GatewayProblem, retryAfterMs: number | null) => void;
  readonly clear: () => void;
}

/** One opened way to the provider for as long as its settings stand, and a pause that grows while it fails. */
export function createGatewayDesk({ clock, openGateway }: Pick<ReminderDeps, 'clock' | 'openGateway'>): GatewayDesk {
  let opened: { readonly version: number; readonly gateway: MessageGateway } | null = null;
  let trouble: (GatewayStanding & { readonly failures: number; readonly notBefore: number }) | null = null;
  return {
    gatewayFor: ({ version, settings, credential }) => {
      if (opened?.version !== version) {
        opened = { version, gateway: openGateway({ provider: settings.provider, host: settings.host, credential }) };
        trouble = null;
      }
      return opened.gateway;
    },
    standing: () => trouble && { problem: trouble.problem, since: trouble.since },
    mustWait: () => trouble !== null && clock.now().getTime() < trouble.notBefore,
    note: (problem, retryAfterMs) => {
      const now = clock.now();
      const failures = (trouble?.failures ?? 0) + 1;
      trouble = { problem, since: trouble?.since ?? now.toISOString(), failures, notBefore: now.getTime() + (retryAfterMs ?? retryMinutes(failures) * 60_000) };
    },
    clear: () => {
      trouble = null;
    },
  };
}
