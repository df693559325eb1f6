import type { Reminder, ReminderFailure, ReminderProblem, ReminderState } from '#shared/domain/reminders/reminder.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Reader, Writer } from '../db/handles.ts';

/** One row of the outbox as stored. */
export interface ReminderRow {
  readonly id: string;
  readonly appointment_id: string;
  readonly window_min: number;
  readonly start_utc: string;
  readonly patient_id: string;
  readonly state: ReminderState;
  readonly due_utc: string;
  readonly expires_utc: string;
  readonly next_utc: string | null;
  readonly tries: number;
  readonly sent_utc: string | null;
  readonly provider: string | null;
  readonly provider_ref: string | null;
  readonly text_sha256: string | null;
  readonly problem: ReminderProblem | null;
  readonly version: number;
}

export interface NewReminder {
  readonly id: string;
  readonly appointmentId: string;
  readonly patientId: string;
  readonly windowMin: number;
  readonly start: string;
  readonly due: string;
  readonly expires: string;
  readonly state: 'planned' | 'failed' | 'withdrawn';
  readonly reason: 'tooLate' | 'nextWindow' | null;
  readonly problem: ReminderProblem | null;
}

/**
 * Plans reminders, and plans again those that were taken back untried, in one statement. The unique key makes a second
 * one for the same visit, window and time impossible.
 */
export async function planReminders(tx: Writer, list: readonly NewReminder[], at: string): Promise<void> {
  await tx.raw(
    `INSERT INTO reminder (id, appointment_id, window_min, start_utc, patient_id, state, due_utc, expires_utc, next_utc, reason, problem, changed_at)
     SELECT value ->> 'id', value ->> 'appointmentId', value ->> 'windowMin', value ->> 'start', value ->> 'patientId', value ->> 'state', value ->> 'due', value ->> 'expires',
       iif(value ->> 'state' = 'planned', value ->> 'due', NULL), value ->> 'reason', value ->> 'problem', ? FROM json_each(?) WHERE true
     ON CONFLICT (appointment_id, window_min, start_utc) DO UPDATE SET state = excluded.state, patient_id = excluded.patient_id, due_utc = excluded.due_utc, expires_utc = excluded.expires_utc,
       next_utc = excluded.next_utc, reason = excluded.reason, problem = excluded.problem, version = version + 1, changed_at = excluded.changed_at, changed_by = NULL
     WHERE reminder.state = 'withdrawn' AND reminder.sent_utc IS NULL`,
    [at, JSON.stringify(list)],
  );
}

export interface ReminderPatch {
  readonly state?: ReminderState;
  readonly next_utc?: string | null;
  readonly tries?: number;
  readonly sent_utc?: string | null;
  readonly provider?: string;
  readonly provider_ref?: string | null;
  readonly text_sha256?: string;
  readonly reason?: string | null;
  readonly problem?: ReminderProblem | null;
}

/** Changes the version the caller saw and returns the new one. Errors: record.notFound, record.changedMeanwhile. */
export async function changeReminder(tx: Writer, row: { readonly id: string; readonly version: number }, patch: ReminderPatch, change: { readonly at: string; readonly by: string | null }): Promise<number> {
  const version = row.version + 1;
  const count = await tx('reminder').where({ id: row.id, version: row.version }).update({ ...patch, version, changed_at: change.at, changed_by: change.by });
  if (count === 1) return version;
  throw new AppError((await findReminder(tx, row.id)) ? 'record.changedMeanwhile' : 'record.notFound');
}

/** One reminder as stored, or undefined. */
export async function findReminder(db: Reader, id: string): Promise<ReminderRow | undefined> {
  const [row] = (await db.raw('SELECT * FROM reminder WHERE id = ?', [id])) as ReminderRow[];
  return row;
}

const rowsOf = async (db: Reader, sql: string, bindings: readonly (string | number)[]): Promise<ReminderRow[]> => (await db.raw(sql, [...bindings])) as ReminderRow[];

/** Planned and due, longest waiting first. */
export const findDue = (db: Reader, now: string): Promise<ReminderRow[]> => rowsOf(db, `SELECT * FROM reminder WHERE state = 'planned' AND next_utc <= ? ORDER BY next_utc, id LIMIT 1`, [now]);

/** Planned, due and no longer of use. */
export const findExpired = (db: Reader, now: string): Promise<ReminderRow[]> => rowsOf(db, `SELECT * FROM reminder WHERE state = 'planned' AND next_utc <= ? AND expires_utc <= ? LIMIT 500`, [now, now]);

/** Sent, and the provider may know more by now. */
export const findToAskAbout = (db: Reader, now: string): Promise<ReminderRow[]> =>
  rowsOf(db, `SELECT * FROM reminder WHERE state IN ('accepted', 'unknown') AND next_utc <= ? ORDER BY next_utc LIMIT 20`, [now]);

/** Those without a number for which one has been written down since. */
export const findWithNewNumber = (db: Reader, now: string): Promise<ReminderRow[]> =>
  rowsOf(
    db,
    `SELECT r.* FROM reminder r JOIN appointment a ON a.id = r.appointment_id
     WHERE r.problem = 'noMobile' AND r.settled_at IS NULL AND r.start_utc > ? AND r.state = 'failed' AND r.expires_utc > ? AND a.start_utc = r.start_utc AND a.status IN ('booked', 'confirmed')
       AND EXISTS (SELECT 1 FROM contact_point c WHERE c.patient_id = r.patient_id AND c.ended_at IS NULL AND c.kind = 'mobile') LIMIT 100`,
    [now, now],
  );

/** Whatever was being sent when the program ended: nobody knows whether it went. Returns how many. */
export async function giveUpSending(tx: Writer, at: string): Promise<number> {
  return tx('reminder').where({ state: 'sending' }).update({ state: 'unknown', problem: 'unknown', next_utc: at, version: tx.raw('version + 1'), changed_at: at, changed_by: null });
}

/**
 * After a restore: reminders that were due by now may have gone out after the backup was made, so none of them goes again
 * and those that were planned become errands for staff. True when a restore had not been dealt with yet.
 */
export async function distrustRestored(tx: Writer, at: string): Promise<boolean> {
  const [row] = (await tx.raw(
    `SELECT s.restore_seq AS known, (SELECT coalesce(max(last_seq), 0) FROM audit_day WHERE action = 'RESTORE') AS newest FROM reminder_setting s WHERE s.id = 'sms'`,
  )) as { known: number; newest: number }[];
  if (!row || row.newest <= row.known) return false;
  const change = { version: tx.raw('version + 1'), changed_at: at, changed_by: null };
  await tx('reminder').where({ state: 'planned' }).whereNotNull('next_utc').where('due_utc', '<=', at).update({ state: 'failed', problem: 'unknown', next_utc: null, ...change });
  await tx('reminder_setting').where({ id: 'sms' }).update({ restore_seq: row.newest, enabled_at: tx.raw('iif(enabled_at IS NULL, NULL, ?)', [at]), ...change });
  return true;
}

/** Takes back everything that is planned: the decision was withdrawn, or the rules changed and all is planned anew. */
export async function withdrawPlanned(tx: Writer, change: { readonly at: string; readonly by: string | null }): Promise<void> {
  await tx('reminder').where({ state: 'planned' }).whereNotNull('next_utc').update({ state: 'withdrawn', reason: 'settings', next_utc: null, version: tx.raw('version + 1'), changed_at: change.at, changed_by: change.by });
}

/** Whoever settles one errand has settled all of that visit; after a call no further text is needed. */
export async function settleVisit(tx: Writer, row: ReminderRow, { at, by, how }: { readonly at: string; readonly by: string; readonly how: 'called' | 'notNeeded' }): Promise<void> {
  const ofVisit = { appointment_id: row.appointment_id, start_utc: row.start_utc };
  const change = { version: tx.raw('version + 1'), changed_at: at, changed_by: by };
  await tx('reminder').where(ofVisit).whereNotNull('problem').whereNull('settled_at').update({ settled_at: at, settled_by: by, settled_how: how, ...change });
  if (how === 'called') await tx('reminder').where({ ...ofVisit, state: 'planned' }).update({ state: 'withdrawn', reason: 'called', next_utc: null, ...change });
}

/** What still matters: the visit is to come and stands, or it was changed while its reminder went out; one line a visit. Binding: now. */
const OPEN = `r.problem IS NOT NULL AND r.settled_at IS NULL AND r.start_utc > ?
  AND (r.problem = 'overtaken' OR (a.start_utc = r.start_utc AND a.status IN ('booked', 'confirmed')))
  AND NOT EXISTS (SELECT 1 FROM reminder o WHERE o.appointment_id = r.appointment_id AND o.start_utc = r.start_utc AND o.window_min < r.window_min AND o.problem IS NOT NULL AND o.settled_at IS NULL)`;

/** How many reminders failed and still need somebody, for visits after `now` (ISO UTC). */
export async function countOpen(db: Reader, now: string): Promise<number> {
  const [row] = (await db.raw(`SELECT count(*) AS n FROM reminder r INDEXED BY reminder_open JOIN appointment a ON a.id = r.appointment_id WHERE ${OPEN}`, [now])) as { n: number }[];
  return row?.n ?? 0;
}

type FailureRow = Omit<ReminderFailure, 'isProtected'> & { readonly isProtected: number };

/** Whom to phone, the nearest visit first. The number is left out for a protected identity (G-11). */
export async function listFailures(db: Reader, now: string, limit: number): Promise<ReminderFailure[]> {
  const rows = (await db.raw(
    `SELECT r.id, r.version, r.appointment_id AS appointmentId, r.patient_id AS patientId, p.family_name || ', ' || p.given_name AS name, p.protection <> 'none' AS isProtected,
       CASE WHEN p.protection = 'none' THEN (SELECT c.value FROM contact_point c WHERE c.patient_id = p.id AND c.ended_at IS NULL AND c.kind <> 'email' ORDER BY c.kind <> 'mobile', c.created_at, c.id LIMIT 1) END AS phone,
       r.start_utc AS start, r.window_min AS windowMin, r.problem, r.changed_at AS since
     FROM reminder r INDEXED BY reminder_open JOIN appointment a ON a.id = r.appointment_id JOIN patient p ON p.id = r.patient_id
     WHERE ${OPEN} ORDER BY r.start_utc, r.id LIMIT ?`,
    [now, limit],
  )) as FailureRow[];
  return rows.map(row => ({ ...row, isProtected: row.isProtected === 1 }));
}

/** A patient's reminders, the latest visit first; those taken back without a try are of no interest. */
export async function remindersOfPatient(db: Reader, patientId: string, limit: number): Promise<Reminder[]> {
  return (await db.raw(
    `SELECT id, appointment_id AS appointmentId, window_min AS windowMin, start_utc AS start, state, coalesce(sent_utc, next_utc, due_utc) AS at, problem
     FROM reminder WHERE patient_id = ? AND state <> 'withdrawn' ORDER BY start_utc DESC, window_min LIMIT ?`,
    [patientId, limit],
  )) as Reminder[];
}

/** When the newest message left. */
export async function lastSentAt(db: Reader): Promise<string | null> {
  const [row] = (await db.raw('SELECT max(sent_utc) AS at FROM reminder WHERE sent_utc IS NOT NULL')) as { at: string | null }[];
  return row?.at ?? null;
}
