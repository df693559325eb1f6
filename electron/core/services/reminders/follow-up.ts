import type { GatewayProblem } from '#shared/domain/reminders/reminder.ts';
import { askAgainMinutes } from '#shared/domain/reminders/timing.ts';
import type { Found, MessageGateway } from '../../ports/message-gateway.ts';
import { findMobile } from '../../repositories/messaging-consent.ts';
import { changeReminder, findExpired, findToAskAbout, findWithNewNumber, type ReminderPatch, type ReminderRow } from '../../repositories/reminder.ts';
import type { ActiveSettings } from './current-settings.ts';
import type { ReminderDeps } from './deps.ts';
import { problemOf } from './send.ts';

/** Changes several rows in one transaction; returns how many. */
async function changeAll(deps: ReminderDeps, rows: readonly ReminderRow[], patchOf: (row: ReminderRow) => ReminderPatch): Promise<number> {
  if (rows.length === 0) return 0;
  const at = deps.clock.now().toISOString();
  await deps.db.write(async tx => {
    for (const row of rows) await changeReminder(tx, row, patchOf(row), { at, by: null });
  });
  return rows.length;
}

/** What could not go in time: the next window takes over, or somebody phones. */
export async function expireOld(deps: ReminderDeps, active: ActiveSettings, gateway: GatewayProblem | null): Promise<number> {
  const last = Math.min(...active.settings.windows);
  return changeAll(deps, await findExpired(deps.db.reader, deps.clock.now().toISOString()), row =>
    row.window_min > last ? { state: 'withdrawn', reason: 'nextWindow', next_utc: null } : { state: 'failed', problem: gateway === null ? 'missed' : problemOf(gateway), next_utc: null },
  );
}

/** A mobile number was written down after all: the reminder goes as planned. */
export async function reviveWithNumber(deps: ReminderDeps): Promise<number> {
  return changeAll(deps, await findWithNewNumber(deps.db.reader, deps.clock.now().toISOString()), row => ({ state: 'planned', problem: null, next_utc: row.due_utc }));
}

/** Asks the provider what became of messages: delivered, failed, or, after a lost answer, whether it has them at all. */
export async function askAboutSent(deps: ReminderDeps, gateway: MessageGateway): Promise<number> {
  const rows = await findToAskAbout(deps.db.reader, deps.clock.now().toISOString());
  for (const row of rows) {
    // The number as it is now; a message to one that was changed since is simply not found.
    const found = await gateway.find({
      reference: row.id.replaceAll('-', ''), providerRef: row.provider_ref, to: (await findMobile(deps.db.reader, row.patient_id)) ?? '', sentAt: row.sent_utc ?? row.due_utc, textSha256: row.text_sha256 ?? '',
    }).catch(() => null);
    await changeAll(deps, [row], one => patchFor(one, found, deps.clock.now()));
  }
  return rows.length;
}

function patchFor(row: ReminderRow, found: Found | null, now: Date): ReminderPatch {
  const minutes = (now.getTime() - Date.parse(row.sent_utc ?? row.due_utc)) / 60_000;
  const again = askAgainMinutes(minutes);
  const next_utc = again === null ? null : new Date(now.getTime() + again * 60_000).toISOString();
  if (found === null || found === 'absent') return { next_utc };
  // An answer that was lost is found again: the doubt is over, and so is the errand.
  const problem = row.problem === 'unknown' ? null : row.problem;
  switch (found.state) {
    case 'pending': return { state: 'accepted', provider_ref: found.providerRef, problem, next_utc };
    case 'delivered': return { state: 'delivered', provider_ref: found.providerRef, problem, next_utc: null };
    case 'failed': return { state: 'failed', provider_ref: found.providerRef, problem: 'notDelivered', next_utc: null };
  }
}
