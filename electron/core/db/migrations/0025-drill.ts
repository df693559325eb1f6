import type { Writer } from '../handles.ts';
import { appendOnly, refuseChange, refuseDelete } from './record-history.ts';

/** Restores on trial and what they proved (J-20, XM-80). A certificate is evidence: never changed, never removed. */
export async function up(tx: Writer): Promise<void> {
  for (const statement of STATEMENTS) await tx.raw(statement);
}

const STATEMENTS = [
  // A drill that was begun. `absent`: the place was not there, which is no failure of the backup; `cancelled`: ended by a person, a lock or a crash.
  `CREATE TABLE drill_run (
    id TEXT PRIMARY KEY NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    run_trigger TEXT NOT NULL CHECK (run_trigger IN ('scheduled', 'request', 'beforeUpdate', 'kit')),
    target_id TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('running', 'ok', 'failed', 'absent', 'cancelled')),
    error_code TEXT,
    CHECK ((outcome = 'running') = (ended_at IS NULL))
  ) STRICT`,
  `CREATE INDEX drill_run_by_time ON drill_run (started_at)`,
  refuseChange('drill_run', ['id', 'started_at', 'run_trigger', 'target_id']),
  refuseDelete('drill_run'),
  `CREATE TRIGGER drill_run_ends_once BEFORE UPDATE ON drill_run WHEN OLD.outcome <> 'running' BEGIN SELECT RAISE(ABORT, 'drill_run has ended'); END`,
  // `content` is the canonical JSON (RFC 8785) that `cms` signs, detached; what is searched for has its own column.
  `CREATE TABLE drill_certificate (
    id TEXT PRIMARY KEY NOT NULL,
    run_id TEXT NOT NULL REFERENCES drill_run (id),
    repository_id TEXT,
    target_id TEXT,
    keys TEXT NOT NULL CHECK (keys IN ('clinic', 'kit')),
    outcome TEXT NOT NULL CHECK (outcome IN ('ok', 'failed')),
    ended_at TEXT NOT NULL,
    content TEXT NOT NULL,
    cms BLOB NOT NULL
  ) STRICT`,
  `CREATE INDEX drill_certificate_by_time ON drill_certificate (ended_at)`,
  ...appendOnly('drill_certificate'),
  // A choice to let a new program change the database without a proven backup before it (J-20): who, when, from which schema to which.
  `CREATE TABLE update_proof (
    id TEXT PRIMARY KEY NOT NULL,
    at TEXT NOT NULL,
    from_schema INTEGER NOT NULL,
    to_schema INTEGER NOT NULL,
    program TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('proven', 'older', 'none')),
    generation_id TEXT,
    proven_at TEXT,
    chosen_by TEXT REFERENCES user_account (id)
  ) STRICT`,
  ...appendOnly('update_proof'),
];
