import type { Writer } from '../handles.ts';

/** Ways in, one-time codes, access reviews, and where each day of the log lies. */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

const STATEMENTS = [
  // What is known about a vault entry beyond the vault itself. The vault says who may open; this says what it was.
  `CREATE TABLE credential (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL REFERENCES user_account (id),
    kind TEXT NOT NULL CHECK (kind IN ('card', 'passphrase')),
    label TEXT NOT NULL,
    detail TEXT NOT NULL,
    added_at TEXT NOT NULL,
    added_by TEXT,
    removed_at TEXT,
    removed_by TEXT
  ) STRICT`,
  `CREATE INDEX credential_of_user ON credential (user_id)`,
  `CREATE TRIGGER credential_never_delete BEFORE DELETE ON credential BEGIN SELECT RAISE(ABORT, 'credential rows are kept'); END`,
  // The secret of the authenticator app: the encrypted file is the only place that has it. Gone when the way in is removed.
  `CREATE TABLE one_time_code (
    credential_id TEXT PRIMARY KEY NOT NULL REFERENCES credential (id),
    secret TEXT NOT NULL,
    last_step INTEGER
  ) STRICT, WITHOUT ROWID`,
  // Copy of throttle.json, so that removing the file does not start the count again.
  `CREATE TABLE sign_in_throttle (
    tag TEXT PRIMARY KEY NOT NULL,
    failures INTEGER NOT NULL,
    not_before TEXT NOT NULL,
    last_at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE access_review (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL REFERENCES user_account (id),
    roles TEXT NOT NULL,
    reviewed_at TEXT NOT NULL,
    reviewed_by TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX access_review_of_user ON access_review (user_id, reviewed_at)`,
  `CREATE TRIGGER access_review_never_update BEFORE UPDATE ON access_review BEGIN SELECT RAISE(ABORT, 'access_review is append-only'); END`,
  `CREATE TRIGGER access_review_never_delete BEFORE DELETE ON access_review BEGIN SELECT RAISE(ABORT, 'access_review is append-only'); END`,
  // Where each UTC day's rows of each person and action lie: five years of log are found without an index entry on
  // every row (4C 7), and rows of a day stay found when the clock went back.
  `CREATE TABLE audit_day (
    action TEXT NOT NULL, actor TEXT NOT NULL, day TEXT NOT NULL,
    first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, rows INTEGER NOT NULL,
    PRIMARY KEY (action, actor, day)
  ) STRICT, WITHOUT ROWID`,
  `INSERT INTO audit_day SELECT action, coalesce(actor_id, ''), substr(at, 1, 10), min(seq), max(seq), count(*) FROM audit_event GROUP BY 1, 2, 3`,
  `CREATE TRIGGER audit_event_day AFTER INSERT ON audit_event
   BEGIN
     INSERT INTO audit_day VALUES (NEW.action, coalesce(NEW.actor_id, ''), substr(NEW.at, 1, 10), NEW.seq, NEW.seq, 1)
     ON CONFLICT (action, actor, day) DO UPDATE SET first_seq = min(first_seq, excluded.first_seq), last_seq = max(last_seq, excluded.last_seq), rows = rows + 1;
   END`,
  `CREATE INDEX audit_event_refused ON audit_event (seq) WHERE outcome <> 'ok'`,
];
