import type { AreaHandlers } from '#shared/contract/define.ts';
import type { reminders } from '#shared/contract/reminders.ts';
import type { CallContext } from '../../api/context.ts';
import type { ReminderDeps } from './deps.ts';
import { createReminderEngine, type ReminderEngine } from './engine.ts';
import { patientHandlers } from './patient-handlers.ts';
import { settingsHandlers } from './settings-handlers.ts';

export interface RemindersService {
  readonly handlers: AreaHandlers<typeof reminders, CallContext>;
  readonly engine: ReminderEngine;
}

/** Everything the contract promises about reminders, and the clock that sends them (C-11). */
export function createRemindersService(deps: ReminderDeps): RemindersService {
  const engine = createReminderEngine(deps);
  return { engine, handlers: { ...settingsHandlers(deps, engine), ...patientHandlers(deps, engine) } };
}
