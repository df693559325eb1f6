import type { Writer } from '../handles.ts';

/** The clinic, its people, settings, the access log and the history of changed records. */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

const STATEMENTS = [
  `CREATE TABLE clinic (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    organisation_number TEXT NOT NULL,
    hsa_id TEXT NOT NULL,
    country TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    is_demo INTEGER NOT NULL CHECK (is_demo IN (0, 1)),
    created_at TEXT NOT NULL
  ) STRICT`,
  // Values are JSON; secrets of the clinic (signing key, backup identity) live here, inside the encrypted file only.
  `CREATE TABLE setting (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL, changed_at TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TABLE user_account (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    title TEXT NOT NULL,
    profession TEXT NOT NULL,
    hsa_id TEXT UNIQUE,
    user_name TEXT UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('active', 'closed')),
    roles TEXT NOT NULL,
    language TEXT,
    place TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    changed_at TEXT NOT NULL,
    changed_by TEXT,
    created_at TEXT NOT NULL,
    closed_at TEXT
  ) STRICT`,
  `CREATE TABLE record_history (
    id INTEGER PRIMARY KEY,
    table_name TEXT NOT NULL,
    row_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT,
    old TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX record_history_of_row ON record_history (table_name, row_id, version)`,
  refuse('record_history', 'UPDATE'),
  refuse('record_history', 'DELETE'),
  refuseReplace('record_history', 'id'),
  // `place` and `language` are display state of the person; everything else is a change that leaves its old row.
  `CREATE TRIGGER user_account_history AFTER UPDATE OF name, given_name, family_name, title, profession, hsa_id, user_name, status, roles ON user_account
   BEGIN
     INSERT INTO record_history (table_name, row_id, version, changed_at, changed_by, old)
     VALUES ('user_account', OLD.id, OLD.version, NEW.changed_at, NEW.changed_by,
       json_object('name', OLD.name, 'given_name', OLD.given_name, 'family_name', OLD.family_name, 'title', OLD.title, 'profession', OLD.profession,
         'hsa_id', OLD.hsa_id, 'user_name', OLD.user_name, 'status', OLD.status, 'roles', OLD.roles, 'changed_at', OLD.changed_at, 'changed_by', OLD.changed_by));
   END`,
  // The access log. Order is seq, never the clock; each row's hash covers the one before.
  `CREATE TABLE audit_event (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    tz_offset_min INTEGER NOT NULL,
    mono_ms INTEGER NOT NULL,
    actor_id TEXT,
    actor_hsa TEXT,
    actor_role TEXT,
    session_id TEXT,
    workstation TEXT NOT NULL,
    unit TEXT NOT NULL,
    action TEXT NOT NULL,
    patient_id TEXT,
    object_type TEXT,
    object_id TEXT,
    object_version INTEGER,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    reason_code TEXT,
    reason_text TEXT,
    count INTEGER,
    outcome TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX audit_event_of_patient ON audit_event (patient_id, seq) WHERE patient_id IS NOT NULL`,
  `CREATE INDEX audit_event_of_actor ON audit_event (actor_id, seq)`,
  refuse('audit_event', 'UPDATE'),
  refuse('audit_event', 'DELETE'),
  // Only the next row, hung on the one before: no gap, no second tail, no INSERT OR REPLACE.
  `CREATE TRIGGER audit_event_only_next BEFORE INSERT ON audit_event
   WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM audit_event), 0)
     OR NEW.prev_hash <> coalesce((SELECT hash FROM audit_event WHERE seq = NEW.seq - 1), '${'0'.repeat(64)}')
   BEGIN SELECT RAISE(ABORT, 'audit_event is append-only: not the next row'); END`,
  `CREATE TABLE audit_checkpoint (seq INTEGER PRIMARY KEY, hash TEXT NOT NULL, at TEXT NOT NULL, signature TEXT NOT NULL) STRICT`,
  refuse('audit_checkpoint', 'UPDATE'),
  refuse('audit_checkpoint', 'DELETE'),
  refuseReplace('audit_checkpoint', 'seq'),
];

function refuse(table: string, operation: 'UPDATE' | 'DELETE'): string {
  return `CREATE TRIGGER ${table}_never_${operation.toLowerCase()} BEFORE ${operation} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`;
}

/** INSERT OR REPLACE deletes without firing delete triggers: what exists may not be inserted again. */
function refuseReplace(table: string, key: string): string {
  return `CREATE TRIGGER ${table}_never_replaced BEFORE INSERT ON ${table} WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${key} = NEW.${key})
    BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`;
}
