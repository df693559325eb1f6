import type { Writer } from '../handles.ts';
import { CHANGED, keepHistory, refuse } from './record-history.ts';

/** Reminders (C-11): the manager's decision, the settings, what each patient said, and one row per visit, window and time. */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

const STATEMENTS = [
  // HSLF-FS 2016:40 3:16: who decided what, when and on which analysis. A change of mind is another row.
  `CREATE TABLE reminder_decision (
    id TEXT PRIMARY KEY NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('allowed', 'withdrawn')),
    decided_on TEXT NOT NULL CHECK (length(decided_on) = 10),
    decided_by TEXT NOT NULL,
    analysis TEXT NOT NULL,
    reference TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES user_account (id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX reminder_decision_by_time ON reminder_decision (recorded_at)`,
  refuse('reminder_decision', 'UPDATE', 'is kept'),
  refuse('reminder_decision', 'DELETE', 'is kept'),
  // One row. The credential stays out of the history: what was replaced must not be found again.
  `CREATE TABLE reminder_setting (
    id TEXT PRIMARY KEY NOT NULL CHECK (id = 'sms'),
    content TEXT NOT NULL CHECK (json_valid(content)),
    credential TEXT CHECK (credential IS NULL OR json_valid(credential)),
    enabled_at TEXT,
    -- The newest restore in the log that has been dealt with: what went out after the backup was made is not in it.
    restore_seq INTEGER NOT NULL DEFAULT 0,
    ${CHANGED}
  ) STRICT, WITHOUT ROWID`,
  keepHistory({ table: 'reminder_setting', columns: ['content', 'enabled_at'] }),
  refuse('reminder_setting', 'DELETE', 'is kept'),
  // No row: nobody has asked.
  `CREATE TABLE messaging_consent (
    id TEXT PRIMARY KEY NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patient (id),
    channel TEXT NOT NULL CHECK (channel IN ('sms')),
    consent TEXT NOT NULL CHECK (consent IN ('notAsked', 'yes', 'no')),
    language TEXT CHECK (language IN ('sv', 'en', 'da', 'no', 'de')),
    ${CHANGED},
    UNIQUE (patient_id, channel)
  ) STRICT, WITHOUT ROWID`,
  keepHistory({ table: 'messaging_consent', columns: ['patient_id', 'channel', 'consent', 'language'] }),
  refuse('messaging_consent', 'DELETE', 'is kept'),
  // The outbox. The unique key is the promise: one message for a visit, a window and a time, whatever crashes.
  `CREATE TABLE reminder (
    id TEXT PRIMARY KEY NOT NULL,
    appointment_id TEXT NOT NULL REFERENCES appointment (id),
    window_min INTEGER NOT NULL CHECK (window_min > 0),
    start_utc TEXT NOT NULL CHECK (length(start_utc) = 24),
    patient_id TEXT NOT NULL REFERENCES patient (id),
    state TEXT NOT NULL CHECK (state IN ('planned', 'sending', 'accepted', 'delivered', 'failed', 'withdrawn', 'unknown')),
    due_utc TEXT NOT NULL CHECK (length(due_utc) = 24),
    expires_utc TEXT NOT NULL CHECK (length(expires_utc) = 24),
    -- When to try, or to ask the provider, next; null: no more.
    next_utc TEXT CHECK (next_utc IS NULL OR length(next_utc) = 24),
    tries INTEGER NOT NULL DEFAULT 0,
    -- Set when the message left, or may have left, this computer; never set again to another time.
    sent_utc TEXT,
    provider TEXT,
    provider_ref TEXT,
    text_sha256 TEXT,
    -- Why it was withdrawn, or what somebody must see to.
    reason TEXT,
    problem TEXT,
    settled_at TEXT,
    settled_by TEXT,
    settled_how TEXT,
    ${CHANGED},
    UNIQUE (appointment_id, window_min, start_utc)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX reminder_next ON reminder (state, next_utc) WHERE next_utc IS NOT NULL`,
  `CREATE INDEX reminder_sending ON reminder (id) WHERE state = 'sending'`,
  `CREATE INDEX reminder_sent ON reminder (sent_utc) WHERE sent_utc IS NOT NULL`,
  `CREATE INDEX reminder_open ON reminder (start_utc) WHERE problem IS NOT NULL AND settled_at IS NULL`,
  `CREATE INDEX reminder_of_patient ON reminder (patient_id, start_utc)`,
  keepHistory({ table: 'reminder', columns: ['state', 'due_utc', 'expires_utc', 'next_utc', 'tries', 'sent_utc', 'provider_ref', 'reason', 'problem', 'settled_at', 'settled_by', 'settled_how'] }),
  refuse('reminder', 'DELETE', 'is kept'),
  `CREATE TRIGGER reminder_sent_once BEFORE UPDATE OF state ON reminder
   WHEN NEW.state IN ('planned', 'sending') AND OLD.state IN ('accepted', 'delivered', 'unknown')
   BEGIN SELECT RAISE(ABORT, 'a reminder that may have been sent is never sent again'); END`,
  // Complaint 10: cancelled or moved means withdrawn, in the same transaction, whoever changes the visit and however.
  `CREATE TRIGGER reminder_follows_visit AFTER UPDATE OF status, start_utc, patient_id ON appointment
   WHEN NEW.status NOT IN ('booked', 'confirmed') OR NEW.start_utc <> OLD.start_utc OR NEW.patient_id IS NOT OLD.patient_id
   BEGIN ${withdraw("appointment_id = NEW.id AND (start_utc <> NEW.start_utc OR patient_id IS NOT NEW.patient_id OR NEW.status NOT IN ('booked', 'confirmed'))", 'visitChanged')} END`,
  // G-11, and nobody writes to the dead.
  `CREATE TRIGGER reminder_follows_patient AFTER UPDATE OF protection, deceased_on, merged_into ON patient
   WHEN NEW.protection <> 'none' OR NEW.deceased_on IS NOT NULL OR NEW.merged_into IS NOT OLD.merged_into
   BEGIN ${withdraw('patient_id = NEW.id', 'patientChanged')} END`,
  ...(['INSERT', 'UPDATE'] as const).map(
    operation => `CREATE TRIGGER reminder_follows_consent_${operation.toLowerCase()} AFTER ${operation} ON messaging_consent WHEN NEW.consent <> 'yes'
    BEGIN ${withdraw('patient_id = NEW.patient_id', 'consent')} END`,
  ),
];

/** Takes back what has not been tried; what is being sent at this moment settles itself. */
function withdraw(which: string, reason: string): string {
  return `UPDATE reminder SET state = 'withdrawn', reason = '${reason}', next_utc = NULL, version = version + 1, changed_at = NEW.changed_at, changed_by = NEW.changed_by
    WHERE state = 'planned' AND ${which};`;
}
