import { dueAt, expiresAt } from '#shared/domain/reminders/timing.ts';
import { type Candidate, findCandidates } from '../../repositories/reminder-visit.ts';
import { type NewReminder, planReminders } from '../../repositories/reminder.ts';
import type { ActiveSettings } from './current-settings.ts';
import type { ReminderDeps } from './deps.ts';

/** Planned this long before they go, so that a visit shows its reminder; and a night longer, for what goes the evening before. */
const AHEAD_MS = 36 * 3_600_000;
const PLAN_AT_MOST = 500;
const HELPING = 50;

/** Writes a row for every visit and window that has none yet. Returns how many. */
export async function planAll(deps: ReminderDeps, active: ActiveSettings): Promise<number> {
  const now = deps.clock.now();
  let planned = 0;
  for (const windowMin of active.settings.windows) {
    const to = new Date(now.getTime() + windowMin * 60_000 + AHEAD_MS).toISOString();
    const found = await findCandidates(deps.db.reader, { from: now.toISOString(), to, windowMin, rule: active.settings.consentRule, limit: PLAN_AT_MOST });
    const rows = found.map(visit => rowFor(visit, windowMin, { deps, active, now: now.toISOString() }));
    // In small helpings: a booking at the desk must not wait for a whole clinic's reminders.
    for (let at = 0; at < rows.length; at += HELPING) await deps.db.write(tx => planReminders(tx, rows.slice(at, at + HELPING), now.toISOString()));
    planned += found.length;
  }
  return planned;
}

function rowFor(visit: Candidate, windowMin: number, { deps, active, now }: { deps: ReminderDeps; active: ActiveSettings; now: string }): NewReminder {
  const due = dueAt(visit.start, windowMin, active.rules);
  const expires = expiresAt(visit.start, windowMin, active.rules);
  return { id: deps.newId(), appointmentId: visit.appointmentId, patientId: visit.patientId, windowMin, start: visit.start, due, expires, ...fateOf({ due, expires, toldAt: visit.toldAt }, windowMin, { active, now }) };
}

type Fate = Pick<NewReminder, 'state' | 'reason' | 'problem'>;

/** Who was told the time after the reminder would have gone needs none; nor does what was due before reminders were on. */
function fateOf({ due, expires, toldAt }: { due: string; expires: string; toldAt: string }, windowMin: number, { active, now }: { active: ActiveSettings; now: string }): Fate {
  if (toldAt > due || active.enabledAt > due) return { state: 'withdrawn', reason: 'tooLate', problem: null };
  if (due < expires && now < expires) return { state: 'planned', reason: null, problem: null };
  return windowMin === Math.min(...active.settings.windows) ? { state: 'failed', reason: null, problem: 'missed' } : { state: 'withdrawn', reason: 'nextWindow', problem: null };
}
