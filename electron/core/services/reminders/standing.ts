import { countOpen, lastSentAt } from '../../repositories/reminder.ts';
import { activeSettings } from './current-settings.ts';
import type { ReminderDeps } from './deps.ts';
import type { ReminderEngine } from './engine.ts';

/** Whether reminders go out, what stands in the way, and how many people must be phoned. */
export async function readStanding(deps: ReminderDeps, engine: ReminderEngine) {
  const db = deps.db.reader;
  return {
    enabled: (await activeSettings(db, deps.clinic)) !== null,
    gateway: engine.standing(),
    lastSentAt: await lastSentAt(db),
    open: await countOpen(db, deps.clock.now().toISOString()),
  };
}
