import * as z from 'zod';

import { Decision, ReminderSettings, type DecisionDraft } from '#shared/domain/reminders/settings.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** How the clinic is known to its provider; stays inside the encrypted file and the call itself. */
export const ProviderCredential = z.strictObject({ user: z.string(), secret: z.string() });
export type ProviderCredential = z.infer<typeof ProviderCredential>;

export interface StoredSettings {
  readonly version: number;
  readonly settings: ReminderSettings;
  readonly credential: ProviderCredential | null;
  /** Since when reminders are on; what was due before is not made up for. */
  readonly enabledAt: string | null;
}

interface Row { version: number; content: string; credential: string | null; enabled_at: string | null }

/** What was saved last; undefined before the first time. */
export async function findReminderSettings(db: Reader): Promise<StoredSettings | undefined> {
  const [row] = (await db.raw(`SELECT version, content, credential, enabled_at FROM reminder_setting WHERE id = 'sms'`)) as Row[];
  if (!row) return undefined;
  return {
    version: row.version,
    settings: ReminderSettings.parse(JSON.parse(row.content)),
    credential: row.credential === null ? null : ProviderCredential.parse(JSON.parse(row.credential)),
    enabledAt: row.enabled_at,
  };
}

interface SettingsChange {
  /** What the caller saw; 0: nothing was saved yet. */
  readonly version: number;
  readonly settings: ReminderSettings;
  readonly credential: ProviderCredential | null;
  readonly enabledAt: string | null;
  readonly at: string;
  readonly by: string | null;
}

/** Writes settings over the version the caller saw and returns the new one. Errors: record.changedMeanwhile. */
export async function putReminderSettings(tx: Writer, { version, settings, credential, enabledAt, at, by }: SettingsChange): Promise<number> {
  const columns = { content: JSON.stringify(settings), credential: credential === null ? null : JSON.stringify(credential), enabled_at: enabledAt, version: version + 1, changed_at: at, changed_by: by };
  const there = (await tx.raw(`SELECT version FROM reminder_setting WHERE id = 'sms'`)) as { version: number }[];
  if ((there[0]?.version ?? 0) !== version) throw new AppError('record.changedMeanwhile');
  if (version === 0) await tx('reminder_setting').insert({ id: 'sms', ...columns });
  else await tx('reminder_setting').where({ id: 'sms' }).update(columns);
  return version + 1;
}

/** Every decision, newest first, with the name of whoever recorded it. */
export async function listDecisions(db: Reader): Promise<Decision[]> {
  const rows = (await db.raw(
    `SELECT d.id, d.verdict, d.decided_on AS decidedOn, d.decided_by AS decidedBy, d.analysis, d.reference, d.recorded_at AS recordedAt, u.name AS recordedBy
     FROM reminder_decision d JOIN user_account u ON u.id = d.recorded_by ORDER BY d.recorded_at DESC, d.id DESC`,
  )) as unknown[];
  return rows.map(row => Decision.parse(row));
}

/** True while the newest decision allows reminders (0.6). */
export async function isAllowed(db: Reader): Promise<boolean> {
  const [row] = (await db.raw('SELECT verdict FROM reminder_decision ORDER BY recorded_at DESC, id DESC LIMIT 1')) as { verdict: string }[];
  return row?.verdict === 'allowed';
}

/** The clinic’s decision on reminders by text message, with its analysis and who took it; decisions are added, never changed. */
export async function insertDecision(tx: Writer, id: string, draft: DecisionDraft, recorded: { readonly at: string; readonly by: string }): Promise<void> {
  await tx('reminder_decision').insert({
    id, verdict: draft.verdict, decided_on: draft.decidedOn, decided_by: draft.decidedBy, analysis: draft.analysis, reference: draft.reference, recorded_at: recorded.at, recorded_by: recorded.by,
  });
}
